"""What a text may speak of: a quick look at its words, before what it says of them is read."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from earmark.engine.polarity.contradiction import COVERAGE
from earmark.engine.polarity.cues import Effect
from earmark.engine.polarity.meanings import Meanings, meanings, turned
from earmark.engine.polarity.stances import CUES, Stance
from earmark.engine.text import stem


def concepts(words: Iterable[str], language: str) -> Meanings:
    """
    All that a text of some words may speak of, and perhaps more.

    Args:
        words: Folded, in any order.
        language: A primary subtag.
    """
    return frozenset().union(*(_concepts(word, language) for word in words))


def may_contradict(phrase: Stance, known: Meanings) -> bool:
    """Whether a text with these `concepts` may contradict a phrase: where not, `contradiction` says None."""
    touched = sum(not _either(meant).isdisjoint(known) for _, meant in phrase.content)
    return touched > 0 and touched >= COVERAGE * len(phrase.content)


@functools.lru_cache(maxsize=65_536)
def _concepts(word: str, language: str) -> Meanings:
    cues = CUES.get(language)
    if cues is None:
        return frozenset()
    begun = (meanings(cue.meaning, language) for cue in cues.phrases.get(word, ()) if cue.effect is Effect.MEAN)
    return meanings(word, language).union({"+" + stem(word, language)}, *begun)


@functools.lru_cache(maxsize=65_536)
def _either(meant: Meanings) -> Meanings:
    return meant | turned(meant)
