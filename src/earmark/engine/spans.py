"""Which words of a message carry what matched by its meaning.

No encoder is asked: clauses are compared with the words of the tracker's phrases.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from operator import attrgetter, mul
from typing import Final

from earmark.engine import clause_words
from earmark.engine.clauses import clauses
from earmark.engine.spoken import Speech
from earmark.engine.text import Token, expanded, fold, is_unspaced, stem, trimmed, words
from earmark.engine.windows import UNSPACED_WORD_CHARS

#: A clause that a window's edge cuts is completed if no more of its words than so many lie beyond.
BEYOND_WORDS: Final = 6
#: As many unrelated words weaken every clause, so that none of one or two words outweighs a sentence.
DAMPING_WORDS: Final = 3
#: A clause that is less than so much as near as the nearest one weakens what it is part of.
LEAST_SHARE: Final = 0.4
#: What often says nothing at an edge is left out, unless it is nearer than this.
EDGE_NEARNESS: Final = 0.25

_SPELLINGS: Final = {"ok": "okay", "okey": "okay"}


def carrying(
    speech: Speech, window: tuple[int, int], phrases: Sequence[str], phrase: str, tongue: str
) -> tuple[int, int]:
    """
    The characters of a message that carry the meaning of a tracker, from a word's start to a word's end.

    Args:
        window: The characters that matched.
        phrases: All phrases of the tracker.
        phrase: The one that matched.
        tongue: The primary subtag that the message is read in.

    Returns:
        Inside the window, but for a clause that its edge cuts.
    """
    meant, inside = _around(speech, window)
    heard = _completed(clauses(speech.text, meant, tongue), inside)
    if not heard:
        return trimmed(speech.text, *window)
    shares, own = _shares(tuple(phrases), tongue), _pieces_of(phrase, tongue)
    nearness = [_nearness(token, tongue, shares, own) for token in meant]
    first, end = _nearest(meant, nearness, heard)
    first, end = _without_edges(meant, nearness, first, end, tongue)
    return meant[first].start, meant[end - 1].end


def _around(speech: Speech, window: tuple[int, int]) -> tuple[list[Token], range]:
    """
    The words that were meant in a window and close to it, and the places of those inside.

    Of scripts without spaces only what lies inside.
    """
    said = speech.meant
    first = bisect_right(said, window[0], key=attrgetter("end"))
    end = bisect_left(said, window[1], key=attrgetter("start"))
    before = [token for token in said[max(first - BEYOND_WORDS - 1, 0) : first] if not is_unspaced(token.word)]
    behind = [token for token in said[end : end + BEYOND_WORDS + 1] if not is_unspaced(token.word)]
    middle = [_clipped(speech.text, token, window) for token in said[first:end]]
    return [*before, *middle, *behind], range(len(before), len(before) + len(middle))


def _completed(found: Sequence[tuple[int, int]], inside: range) -> list[tuple[int, int]]:
    """
    The clauses that reach into a window.

    One that its edge cuts is completed, unless so many of its words lie beyond that its own end is not in sight.
    """
    least, most = inside.start - BEYOND_WORDS, inside.stop + BEYOND_WORDS
    return [
        (first if first >= least else inside.start, end if end <= most else inside.stop)
        for first, end in found
        if first < inside.stop and end > inside.start
    ]


def _clipped(text: str, token: Token, window: tuple[int, int]) -> Token:
    start, end = max(token.start, window[0]), min(token.end, window[1])
    if start >= end or (start, end) == (token.start, token.end) or not is_unspaced(token.word):
        return token
    return Token(fold(text[start:end]).text, start, end)


def _nearness(token: Token, tongue: str, shares: Mapping[str, float], own: frozenset[str]) -> float:
    """From 0 to 1: how many of the tracker's phrases have the word, and whether the one that matched has it."""
    found = [(shares.get(piece, 0.0) + (piece in own)) / 2 for piece in _pieces(token.word, tongue)]
    return found[0] if len(found) == 1 else sum(found) / len(found)


def _nearest(meant: Sequence[Token], nearness: Sequence[float], heard: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """
    The clauses in a row that are nearest to the tracker.

    A clause is as near as its words are on average. It gains by how much it is nearer than a share of the nearest one,
    for each of its words, and the row that gains most is taken: all of them where no word is known.
    """
    weights = [_size(token.word) for token in meant]
    sizes = [sum(weights[first:end]) for first, end in heard]
    sums = [sum(map(mul, nearness[first:end], weights[first:end])) for first, end in heard]
    means = [total / (size + DAMPING_WORDS) for total, size in zip(sums, sizes, strict=True)]
    least = LEAST_SHARE * max(means)
    gained = list(accumulate((size * (mean - least) for size, mean in zip(sizes, means, strict=True)), initial=0.0))
    first = last = lowest = 0
    most = -math.inf
    for place in range(len(heard)):
        if gained[place] < gained[lowest]:
            lowest = place
        if gained[place + 1] - gained[lowest] >= most:
            first, last, most = lowest, place, gained[place + 1] - gained[lowest]
    return heard[first][0], heard[last][1]


def _without_edges(
    meant: Sequence[Token], nearness: Sequence[float], first: int, end: int, tongue: str
) -> tuple[int, int]:
    """Leave out what says nothing at either end, as long as a word stays."""
    known = clause_words.of(tongue)

    def is_idle(place: int, idle: frozenset[str]) -> bool:
        word = meant[place].word
        if word in known.joining:
            return True
        return nearness[place] <= EDGE_NEARNESS and (word in idle or word in known.openings)

    def is_aside(place: int) -> bool:
        pair = (meant[place].word, meant[place + 1].word)
        return pair in known.asides and sum(nearness[place : place + 2]) / 2 <= EDGE_NEARNESS

    while end - first > 1:
        if is_idle(first, known.leading):
            first += 1
        elif is_idle(end - 1, known.trailing):
            end -= 1
        elif end - first > 3 and is_aside(first):
            first += 2
        elif end - first > 3 and is_aside(end - 2):
            end -= 2
        else:
            break
    return first, end


@functools.lru_cache(maxsize=65_536)
def _size(word: str) -> float:
    """A word counts as one; of a script without spaces so many characters do."""
    return len(word) / UNSPACED_WORD_CHARS if is_unspaced(word) else 1.0


@functools.lru_cache(maxsize=2_048)
def _shares(phrases: tuple[str, ...], tongue: str) -> Mapping[str, float]:
    """How many of some phrases have each piece of a word, as a share of them."""
    counted = Counter(piece for phrase in phrases for piece in _pieces_of(phrase, tongue))
    return {piece: count / len(phrases) for piece, count in counted.items()}


@functools.lru_cache(maxsize=16_384)
def _pieces_of(phrase: str, tongue: str) -> frozenset[str]:
    return frozenset(piece for token in words(phrase) for piece in _pieces(token.word, tongue))


@functools.lru_cache(maxsize=65_536)
def _pieces(word: str, tongue: str) -> tuple[str, ...]:
    """The stems of a word; of a script without spaces its pairs of characters."""
    if is_unspaced(word):
        return tuple(word[place : place + 2] for place in range(max(len(word) - 1, 1)))
    return tuple(stem(_SPELLINGS.get(part, part), tongue) for part in expanded(word, tongue))
