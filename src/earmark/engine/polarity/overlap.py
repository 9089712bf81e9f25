"""What a text may speak of and whether it may turn it around: a quick look at its words, before its stance is read."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Final, NamedTuple

from earmark.engine.polarity.contradiction import COVERAGE
from earmark.engine.polarity.cues import Cues, Effect
from earmark.engine.polarity.meanings import Meanings, meanings, turned
from earmark.engine.polarity.stances import CUES, Stance
from earmark.engine.text import stem

#: What these cues do turns nothing around.
_CALM: Final = (Effect.NOTHING, Effect.MEAN)


class Outline(NamedTuple):
    """
    A text at a glance.

    Attributes:
        concepts: All that it may speak of, and perhaps more.
        stirs: Whether it may deny, suppose or ask something.
    """

    concepts: Meanings
    stirs: bool


def outline(words: Sequence[str], language: str, *, asks: bool) -> Outline:
    """
    Look at the words of a text.

    Args:
        words: Folded, in order; more than were meant do no harm.
        language: A primary subtag.
        asks: Whether a question mark stands in it.
    """
    if language not in CUES:
        return Outline(frozenset(), stirs=False)
    said = frozenset(words)
    stirs = asks or _stirs(said, language) or _is_inverted(words, CUES[language])
    return Outline(frozenset().union(*(_concepts(word, language) for word in said)), stirs)


def may_contradict(phrase: Stance, text: Outline) -> bool:
    """Whether a text with this outline may contradict a phrase: where not, `contradiction` says None."""
    touched = sum(not _either(meant).isdisjoint(text.concepts) for _, meant in phrase.content)
    if not touched or touched < COVERAGE * len(phrase.content):
        return False
    return (
        text.stirs
        or bool(phrase.flips)
        or any(not turned(meant).isdisjoint(text.concepts) for _, meant in phrase.content)
    )


@functools.lru_cache(maxsize=65_536)
def _concepts(word: str, language: str) -> Meanings:
    begun = CUES[language].phrases.get(word, ())
    meant = (meanings(cue.meaning, language) for cue in begun if cue.effect is Effect.MEAN)
    return meanings(word, language).union({"+" + stem(word, language)}, *meant)


def _stirs(said: frozenset[str], language: str) -> bool:
    """Whether one of some words begins what denies, supposes or asks, and all words of that are said."""
    for word in said:
        for rest in _begun(word, language):
            if rest <= said:
                return True
    return False


@functools.lru_cache(maxsize=65_536)
def _begun(word: str, language: str) -> tuple[frozenset[str], ...]:
    """What a word may begin that denies, supposes or asks: each time the words of it."""
    cues = CUES[language]
    alone = (
        word.endswith(cues.endings)
        or stem(word, language) in cues.implying
        or word == cues.condition
        or word in cues.requesting
        or word in cues.always_wondering
    )
    turning = (cue.words for cue in cues.phrases.get(word, ()) if cue.effect not in _CALM)
    others = (phrase for of in (cues.once, cues.suppositions) for phrase in of.get(word, ()))
    return (frozenset(),) if alone else tuple(frozenset(one) for one in (*turning, *others))


def _is_inverted(words: Sequence[str], cues: Cues) -> bool:
    """Whether a verb that begins a question stands before a subject."""
    first = next((place for place, word in enumerate(words) if word in cues.inverted), len(words))
    later = words[first + 1 :]
    return any(not of.isdisjoint(later) for of in (cues.subjects, cues.listeners, cues.inverted_subjects))


@functools.lru_cache(maxsize=65_536)
def _either(meant: Meanings) -> Meanings:
    return meant | turned(meant)
