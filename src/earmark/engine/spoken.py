"""What a speaker meant to say: without fillers, words begun and broken off, and words said twice.

Works on the words of a message and keeps their places, so that what is found still points into what was said.
"""

from __future__ import annotations

import functools
import itertools
import operator
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from earmark.engine.text import Token

#: Words of a piece that counts as said twice: "we need to, we need to".
_LONGEST_REPEAT: Final = 4
#: Words after one that was broken off among which it is begun anew: "wa- I want".
_RESTART_WORDS: Final = 3

# Here one sentence ends and another begins; two or three dots are a pause.
_SENTENCE_END: Final = re.compile(r"[?!;:\u3002\uff01\uff1f\u061f]|(?<!\.)\.(?!\.)")
# Signs that set a word off: it is said aside.
_SET_OFF: Final = re.compile(r"[,\u2013-\u2015\u2026]|\.{2}|\s-\s")
_BROKEN_OFF: Final = re.compile(r"[-\u2010-\u2015]+(?=[\s,.\u2026])")
#: Signs of a pause, which go with the word that they surround.
_PAUSES: Final = " \t\n\u00a0,.?!;:-\u2010\u2011\u2012\u2013\u2014\u2015\u2026"
_NUMBER: Final = re.compile(r"\d+|\w")
#: A sound that is a unit behind a number.
_UNIT: Final = "mm"
#: Two sounds that say yes or no.
_ANSWERS: Final = frozenset({("mm", "hmm"), ("mm", "hm"), ("hm", "mm"), ("uh", "huh"), ("uh", "oh"), ("ah", "ha")})


@dataclass(frozen=True)
class Habits:
    """
    How speakers of a language hesitate. All words folded.

    Attributes:
        fillers: Sounds that mean nothing wherever they stand.
        reactions: Sounds that mean nothing inside a sentence, but may answer what was said at its beginning: "Hmm".
        asides: Words, one or two, that mean nothing where commas or pauses set them off; by the first of them.
        stumbled: Words that are said twice by accident. Others may be said twice on purpose: "no no", "very very good".
        hanging: Words after which a hyphen at a word's end is spelling: "pre- and post-war".
        numbers: Said twice, they are two digits.
    """

    fillers: frozenset[str]
    reactions: frozenset[str]
    asides: Mapping[str, frozenset[tuple[str, ...]]]
    stumbled: frozenset[str]
    hanging: frozenset[str]
    numbers: frozenset[str]

    @functools.cached_property
    def sounds(self) -> frozenset[str]:
        """Words without which a message has neither fillers nor asides."""
        return self.fillers.union(self.reactions, self.asides)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _asides(listed: str) -> dict[str, frozenset[tuple[str, ...]]]:
    pieces = [tuple(piece.split()) for piece in listed.split(",")]
    return {first: frozenset(piece for piece in pieces if piece[0] == first) for first, *_ in pieces}


_HABITS: Final[Mapping[str, Habits]] = {
    "en": Habits(
        fillers=_words("um umm ummm uhm uh uhh uhhh er err erm eh"),
        reactions=_words("hm hmm hmmm mm mmm ah ahh"),
        asides=_asides("like, you know, i mean, kind of, sort of"),
        stumbled=_words(
            """i you he she it we they me him her us them my your his its our their this that these those a an the
            and or but if because cuz when where what who how why which as than to of in on at by for with from
            about into is are was were be been am do does did have has had can could will would should shall may
            might must i'm i've i'd i'll you're you've you'd you'll he's she's it's it'll we're we've we'd we'll
            they're they've they'd they'll that's there's what's don't doesn't didn't can't couldn't won't wouldn't
            isn't aren't wasn't weren't haven't hasn't just"""
        ),
        hanging=_words("and or to but nor"),
        numbers=_words("oh zero one two three four five six seven eight nine ten"),
    ),
    "es": Habits(
        fillers=_words("eh ehh ehm em emm um uh"),
        reactions=_words("mmm mm hm hmm ah ahh"),
        asides=_asides("este, esto, pues, bueno, digo, o sea, sabes, es decir"),
        stumbled=_words(
            """yo tu el ella ello nosotros ellos ellas usted ustedes me te se le les lo la los las nos mi mis su sus un
            una unos unas este esta estos estas ese esa eso que quien cual cuando donde como porque y o pero de del a al
            en con por sin sobre desde hasta es son estan era estoy soy he han hay tengo tiene puedo puede quiero"""
        ),
        hanging=_words("y e o u"),
        numbers=_words("cero uno dos tres cuatro cinco seis siete ocho nueve diez"),
    ),
}
#: Of other languages only pieces of several words are taken for repeats: a single word is often doubled on purpose.
_OTHER: Final = Habits(frozenset(), frozenset(), {}, frozenset(), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Speech:
    """
    A message with the words that were meant.

    Attributes:
        words: All its words.
        meant: Those that are neither fillers nor broken off nor said again; the very list of `words` where all are.
        gaps: What to write before each of `meant` and, last, behind them; empty where all words were meant.
    """

    text: str
    words: Sequence[Token]
    meant: Sequence[Token]
    gaps: Sequence[str] = ()

    def between(self, start: int, end: int) -> str:
        """The characters *start* to *end* of the message without the words in them that were not meant."""
        if self.meant is self.words:
            return self.text[start:end]
        inside = [number for number, token in enumerate(self.meant) if start <= token.start and token.end <= end]
        written = [self.gaps[0]] if start == 0 else []
        for number in inside:
            token = self.meant[number]
            written += (self.gaps[number] if number > inside[0] else "", self.text[token.start : token.end])
        if end == len(self.text):
            written.append(self.gaps[-1])
        return "".join(written)


def speech(text: str, words: Sequence[Token], tongue: str) -> Speech:
    """
    Tell the words of a message that were meant from those that were not.

    At least one word stays, and reading again what is left leaves out nothing more.

    Args:
        words: Of *text*, folded, with their places.
        tongue: A primary subtag; English and Spanish have words of their own to leave out.

    Source: what is left out are filled pauses, repetitions and restarts, as Shriberg calls them (Preliminaries to a
    theory of speech disfluencies, 1994).
    """
    habits = _HABITS.get(tongue, _OTHER)
    said = [token.word for token in words]
    if habits.sounds.isdisjoint(said) and not _is_doubled(said) and not _BROKEN_OFF.search(text):
        return Speech(text, words, words)
    draft = _Draft(text, words)
    left = -1
    while left != len(draft.words):
        left = len(draft.words)
        _drop_fillers(draft, habits)
        _drop_starts(draft, habits)
        _drop_repeats(draft, habits)
    return Speech(text, words, words) if left == len(words) else Speech(text, words, draft.words, draft.gaps)


class _Draft:
    """
    A message while words are taken out of it.

    Attributes:
        gaps: What stands before each word, and behind the last.
        hesitant: For each gap, whether a word was taken out there.
    """

    def __init__(self, text: str, words: Sequence[Token]) -> None:
        self.text = text
        self.words = list(words)
        edges = [0, *(edge for token in words for edge in (token.start, token.end)), len(text)]
        self.gaps = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
        self.hesitant = [False] * len(self.gaps)

    def drop(self, first: int, end: int) -> bool:
        """Take out the words at the places *first* to *end*; not if no other is there."""
        if end - first == len(self.words):
            return False
        joined = _joined(self.gaps[first : end + 1], is_first=first == 0, is_last=end == len(self.words))
        self.words[first:end] = []
        self.gaps[first : end + 1] = [joined]
        self.hesitant[first : end + 1] = [True]
        return True


def _joined(gaps: Sequence[str], *, is_first: bool, is_last: bool) -> str:
    """What stands between two words when those in the *gaps* between them are taken out."""
    before, after = gaps[0].rstrip(_PAUSES), gaps[-1].lstrip(_PAUSES)
    if is_first:
        return before + after
    ends = (_SENTENCE_END.search(gap) for gap in gaps)
    end = next((found.group() for found in ends if found), "")
    return f"{before}{end}{'' if is_last and not after else ' '}{after}"


def _drop_fillers(draft: _Draft, habits: Habits) -> None:
    place = 0
    while place < len(draft.words):
        word = draft.words[place].word
        length = 0
        begins = place == 0 or _SENTENCE_END.search(draft.gaps[place]) is not None
        if word in habits.fillers or (word in habits.reactions and not begins):
            length = 0 if _is_more(draft, place) else 1
        elif word in habits.asides:
            length = _words_aside(draft, place, habits.asides[word])
        if not (length and draft.drop(place, place + length)):
            place += 1


def _is_more(draft: _Draft, place: int) -> bool:
    """Whether what looks like a filler is something else: "uh-huh", "5 mm", "the ER"."""
    token = draft.words[place]
    written = draft.text[token.start : token.end]
    if (len(written) == 2 and written.isupper()) or "-" in (draft.gaps[place], draft.gaps[place + 1]):
        return True
    around = [one.word for one in draft.words[max(place - 1, 0) : place + 2]]
    is_unit = token.word == _UNIT and place > 0 and around[0].isdecimal()
    return is_unit or not _ANSWERS.isdisjoint(itertools.pairwise(around))


def _words_aside(draft: _Draft, place: int, asides: frozenset[tuple[str, ...]]) -> int:
    """How many words from *place* on are said aside."""
    if place > 0 and not draft.hesitant[place] and not _SET_OFF.search(draft.gaps[place]):
        return 0
    for length in (2, 1):
        piece = tuple(one.word for one in draft.words[place : place + length])
        # Not at the end, where a comma more or less must change nothing.
        if piece in asides and place + length < len(draft.words):
            return length if _SET_OFF.search(draft.gaps[place + length]) else 0
    return 0


def _drop_starts(draft: _Draft, habits: Habits) -> None:
    """Leave out words that were broken off, "wa- I want": a hyphen follows, and they are begun anew soon after."""
    place = 0
    while place < len(draft.words):
        word = draft.words[place].word
        anew = [one.word for one in draft.words[place + 1 : place + 1 + _RESTART_WORDS]]
        is_broken_off = (
            bool(anew and habits.hanging)
            and anew[0] not in habits.hanging
            and _BROKEN_OFF.match(draft.gaps[place + 1]) is not None
            and any(one.startswith(word) and one != word for one in anew)
        )
        if not (is_broken_off and draft.drop(place, place + 1)):
            place += 1


def _drop_repeats(draft: _Draft, habits: Habits) -> None:
    """Leave out what is said again at once; the last saying stays, since the sentence goes on from there."""
    if not _is_doubled([token.word for token in draft.words]):
        return
    end = 1
    while end <= len(draft.words):
        length = _repeated(draft, end, habits)
        if length:
            draft.drop(end - 2 * length, end - length)
            end -= length
        else:
            end += 1


def _is_doubled(said: Sequence[str]) -> bool:
    """Whether some piece stands twice, one right after the other."""
    for length in range(1, _LONGEST_REPEAT + 1):
        alike = [*map(operator.eq, said, said[length:])]
        if any(alike) and any(all(alike[first : first + length]) for first in range(len(alike) - length + 1)):
            return True
    return False


def _repeated(draft: _Draft, end: int, habits: Habits) -> int:
    """How many words before the place *end* were said just before, too."""
    said = draft.words[max(end - 2 * _LONGEST_REPEAT, 0) : end]
    for length in range(1, len(said) // 2 + 1):
        again = [one.word for one in said[-length:]]
        if (
            again == [one.word for one in said[-2 * length : -length]]
            and not _SENTENCE_END.search(draft.gaps[end - length])
            and _is_accident(again, habits, hesitant=draft.hesitant[end - length])
        ):
            return length
    return 0


def _is_accident(said: Sequence[str], habits: Habits, *, hesitant: bool) -> bool:
    """Whether words are said twice by accident: "any um any" is, "no no" and two digits that are alike are not."""
    if all(word in habits.numbers or _NUMBER.fullmatch(word) for word in said) and said[0] not in habits.stumbled:
        return False
    return len(said) > 1 or hesitant or said[0] in habits.stumbled
