"""What a cue of polarity does, and how lists of cues are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from itertools import product
from typing import Final, NamedTuple

from earmark.engine.text import stem


class Reason(StrEnum):
    """Why a text says the opposite of a phrase, or does not say it at all."""

    NEGATED = "negated"
    IMPLICIT_NEGATIVE = "implicit_negative"
    ANTONYM = "antonym"
    PAST = "past"
    HYPOTHETICAL = "hypothetical"
    COUNTERFACTUAL = "counterfactual"
    QUESTION = "question"


class Effect(Enum):
    """What a cue does to the words after it."""

    NOTHING = auto()
    """It looks like a cue and is none: "no problem", "not only"."""
    NEGATE = auto()
    """What is done or is: "not", "never", "nobody"."""
    NEGATE_THING = auto()
    """A thing: "no", "without", "out of"."""
    IMPLY = auto()
    """A verb or adjective that denies what follows it, and says something of its own: "refuse", "unable"."""
    DENY = auto()
    """The same, but says nothing of its own: "far from"."""
    END = auto()
    """It was so and is so no more: "used to"."""
    WISH = auto()
    """It is not so, and that is a pity: "I wish"."""
    UNREAL = auto()
    """It was not so: "should have", "as if"."""
    MEAN = auto()
    """Several words that mean one: "turn down" is to reject."""


#: The reason that a cue of this effect gives.
REASONS: Final[Mapping[Effect, Reason]] = {
    Effect.NEGATE: Reason.NEGATED,
    Effect.NEGATE_THING: Reason.NEGATED,
    Effect.IMPLY: Reason.IMPLICIT_NEGATIVE,
    Effect.DENY: Reason.IMPLICIT_NEGATIVE,
    Effect.END: Reason.PAST,
    Effect.WISH: Reason.COUNTERFACTUAL,
    Effect.UNREAL: Reason.COUNTERFACTUAL,
}


#: Phrases by their first word.
Phrases = Mapping[str, Sequence[tuple[str, ...]]]


class Cue(NamedTuple):
    """Words that stand one after the other, and what they do; `meaning` is the one word that they mean."""

    words: tuple[str, ...]
    effect: Effect
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Cues:
    """How one language denies, supposes and asks. All words are folded.

    Attributes:
        phrases: Cues of one or several words by their first word, the longest first.
        implying: Stems of words whose effect is `Effect.IMPLY`.
        endings: Of contractions that negate.
        inability: Cues that tell what cannot be done.
        light: Words that say nothing of their own, besides function words.
        telling: Function words that say something here.
        concord: Cues of which several in one clause negate it once: "no me gusta nada".
        transparent: Stems of words through which a negation reaches: "I don't think it works".
        adverbs: Words of degree and time that stand between a negation and what it negates.
        adverb_ending: Of other such words.
        breaks: Words that begin another clause.
        joints: Words that begin another clause where a subject follows: "and nobody came".
        subjects: Who is spoken of.
        answered: Those of them that follow a "no" which only answers: "no I am".
        speakers: Words of the speaker.
        copulas: Words after which something is said of what stands before.
        asserting: Other words that make a statement of what they stand in.
        desires: Stems of words of wanting.
        once: Words of time that end what a verb with one of `imperfect_endings` tells of.
        condition: The word that supposes: "if".
        suppositions: Words that suppose whatever follows: "what if".
        embedding: Words before a condition that make it a question of what is so: "see if".
        unreal_verbs: Verbs that are supposed against the facts: "if I were".
        unreal_endings: Endings of such verbs.
        modals: Words that make a statement depend on a condition: "would".
        modal_endings: Endings of such words.
        present: Words after which no verb of the past stands: "am interested".
        polite: Words with which such a word only asks: "would like".
        over: Words with which a negation says that something was so: "no longer".
        past: Words that tell of the past.
        past_endings: Endings of verbs that do.
        fillers: Words that stand before the first word of a sentence.
        inverted: Verbs that begin a question to be answered by yes or no where a subject follows.
        inverted_subjects: Subjects that follow such a verb, besides persons.
        listeners: Those who are asked: "you".
        requesting: Words that begin a request: "can you".
        inquiring: Words that begin what is unknown, where a negation ends: "don't know how".
        always_wondering: Those of `wondering` that ask even where no question mark stands.
        wondering: Words that ask for something else than yes or no: "when".
    """

    phrases: Mapping[str, Sequence[Cue]]
    implying: frozenset[str]
    endings: tuple[str, ...]
    inability: frozenset[str]
    light: frozenset[str]
    telling: frozenset[str]
    concord: frozenset[str]
    transparent: frozenset[str]
    adverbs: frozenset[str]
    adverb_ending: str
    breaks: frozenset[str]
    joints: frozenset[str]
    subjects: frozenset[str]
    answered: frozenset[str]
    speakers: frozenset[str]
    copulas: frozenset[str]
    asserting: frozenset[str]
    desires: frozenset[str]
    once: Phrases
    imperfect_endings: tuple[str, ...]
    condition: str
    suppositions: Phrases
    embedding: frozenset[str]
    unreal_verbs: frozenset[str]
    unreal_endings: tuple[str, ...]
    modals: frozenset[str]
    modal_endings: tuple[str, ...]
    present: frozenset[str]
    polite: frozenset[str]
    over: frozenset[str]
    past: frozenset[str]
    past_endings: tuple[str, ...]
    fillers: frozenset[str]
    inverted: frozenset[str]
    inverted_subjects: frozenset[str]
    listeners: frozenset[str]
    requesting: frozenset[str]
    inquiring: frozenset[str]
    always_wondering: frozenset[str]
    wondering: frozenset[str]

    def at(self, words: Sequence[str], place: int) -> Cue | None:
        """The longest cue that begins at *place*."""
        for cue in self.phrases.get(words[place], ()):
            if tuple(words[place : place + len(cue.words)]) == cue.words:
                return cue
        if words[place].endswith(self.endings):
            return Cue((words[place],), Effect.NEGATE)
        return None


def table(lists: Mapping[Effect, str], meanings: str) -> dict[str, list[Cue]]:
    """
    Cues by their first word.

    Args:
        lists: By effect, one cue a line or between commas; ``turn/turned off`` is two.
        meanings: The same, each after the word that it means and a colon: ``reject: turn/turned down``.
    """
    found: dict[str, list[Cue]] = defaultdict(list)
    for effect, text in lists.items():
        for words in _expanded(text):
            found[words[0]].append(Cue(words, effect))
    for line in meanings.strip().splitlines():
        meaning, _, text = line.partition(":")
        for words in _expanded(text):
            found[words[0]].append(Cue(words, Effect.MEAN, meaning.strip()))
    for cues in found.values():
        cues.sort(key=lambda cue: -len(cue.words))
    return dict(found)


def listed(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


def stems(text: str, language: str) -> frozenset[str]:
    """The stems of the words of a list."""
    return frozenset(stem(word, language) for word in listed(text))


def phrases(text: str) -> Phrases:
    """Phrases between commas and line ends, in their words, by the first; ``what/happens if`` is two."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for words in _expanded(text):
        found[words[0]].append(words)
    return dict(found)


def begins(known: Phrases, words: Sequence[str], place: int) -> bool:
    """Whether one of the phrases begins at *place*."""
    return any(tuple(words[place : place + len(one)]) == one for one in known.get(words[place], ()))


def _expanded(text: str) -> list[tuple[str, ...]]:
    pieces = [piece.split() for line in text.splitlines() for piece in line.split(",")]
    return [words for piece in pieces if piece for words in product(*(word.split("/") for word in piece))]
