"""History in a hurry: the few messages of very many in which a tracker may be found.

A sieve never misses a message that the matcher would find; the matcher then decides on what it lets through. It saves
reading the messages at all, most of the whitening, and all of the judging.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from earmark.engine import whitening
from earmark.engine.blas import single_threaded
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE
from earmark.engine.literal import LiteralIndex
from earmark.engine.matcher import CompiledMatcher
from earmark.engine.phrases import PhraseMatrix
from earmark.engine.scoring import Scores, blend
from earmark.engine.stretch import SpaceVectors, Stretch, language_of
from earmark.engine.whitening import Vectors

#: Vectors looked at in one product: few enough to stay in the cache.
_BLOCK: Final = 4_096
#: What the same sum may differ by when it is made in another order.
_ROUNDING: Final = 1e-4

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sifted:
    """
    What a sieve says of messages.

    Attributes:
        scores: The tracker's score in each, vetoes and counter-examples aside; below the asked level something lower
            than the level. Shape ``(messages,)``.
        worded: Whether the words of a phrase may stand in it. Shape ``(messages,)``.
    """

    scores: Scores
    worded: Flags


class Sieve:
    """
    Finds the messages in which one tracker may be found.

    Args:
        matcher: Of that tracker alone: `CompiledMatcher.alone`.
    """

    def __init__(self, matcher: CompiledMatcher) -> None:
        if len(matcher.trackers) != 1:
            raise ValueError("a sieve is for one tracker")
        self._tracker = matcher.trackers[0]
        self._literal = LiteralIndex([(self._tracker.phrases, ())])
        self._spaces = {name: _Space.of(matrix) for name, matrix in matcher.matrices(0).items()}

    @single_threaded
    def sift(self, stretches: Sequence[Stretch], level: float) -> Sifted:
        """
        Every message of *stretches*, one after another.

        Args:
            stretches: At least one.
            level: Scores from here on are exact.
        """
        lines = [line for stretch in stretches for line in stretch.words]
        return Sifted(self._scores(stretches, level - _ROUNDING), _marked(lines, self._literal))

    def _scores(self, stretches: Sequence[Stretch], level: float) -> Scores:
        multi = _joined([stretch.spaces[MULTILINGUAL_SPACE] for stretch in stretches])
        english = _joined([stretch.spaces[ENGLISH_SPACE] for stretch in stretches])
        windows = np.empty(len(multi.vectors), np.float32)
        both = np.repeat(english.counts > 0, multi.counts)
        row_in_english = np.cumsum(both) - 1
        for first in range(0, len(windows), _BLOCK):
            block = slice(first, first + _BLOCK)
            windows[block] = self._block(
                multi.vectors[block], both[block], english.vectors, row_in_english[block], level
            )
        starts = np.cumsum(multi.counts, dtype=np.intp) - multi.counts
        best: Scores = np.maximum.reduceat(windows, starts)
        return best

    def _block(
        self,
        multi: NDArray[np.float16],
        both: Flags,
        english: NDArray[np.float16],
        row_in_english: NDArray[np.intp],
        level: float,
    ) -> Scores:
        """At most the true score of each window; from *level* on exactly it."""
        own = english[row_in_english[both]]
        scores = self._mean(multi, both, own, exact=False)
        close = scores >= level
        if close.any():
            scores[close] = self._mean(multi[close], both[close], english[row_in_english[both & close]], exact=True)
        return scores

    def _mean(self, multi: NDArray[np.float16], both: Flags, own: NDArray[np.float16], *, exact: bool) -> Scores:
        """The mean of what the spaces say that read a window, as the matcher forms it."""
        scores = self._spaces[MULTILINGUAL_SPACE].scores(multi, exact=exact)
        if ENGLISH_SPACE in self._spaces and len(own):
            scores[both] = (scores[both] + self._spaces[ENGLISH_SPACE].scores(own, exact=exact)) / 2
        return scores


@dataclass(frozen=True, slots=True)
class _Space:
    """One space's share of a sieve: the phrases and the centroid, turned back to before the whitening."""

    matrix: PhraseMatrix
    targets: Vectors  # (dim, phrases + 1), the centroid last

    @classmethod
    def of(cls, matrix: PhraseMatrix) -> _Space:
        whitened = np.concatenate([matrix.phrases, matrix.centroids.T], axis=1)
        return cls(matrix, matrix.whitening.transform @ whitened)

    def scores(self, stored: NDArray[np.float16], *, exact: bool) -> Scores:
        """Each vector's score for the tracker: exactly, or at least so much and cheaper."""
        vectors = stored.astype(np.float32)
        if exact:
            return self.matrix.score(self.matrix.whitening.apply(vectors))[:, 0]
        centered = vectors - self.matrix.whitening.mean
        reach = np.maximum(centered @ self.targets, 0)
        reach /= np.maximum(self.matrix.whitening.floor.lengths(centered), whitening.TINY)[:, None]
        best: Scores = reach[:, :-1].max(axis=1)
        return blend(best, reach[:, -1])


def _joined(parts: Sequence[SpaceVectors]) -> SpaceVectors:
    if len(parts) == 1:
        return parts[0]
    return SpaceVectors(
        np.concatenate([part.counts for part in parts]), np.concatenate([part.vectors for part in parts])
    )


def _marked(lines: Sequence[str], literal: LiteralIndex) -> Flags:
    """Which lines of words may hold a phrase of *literal*."""
    marked = np.zeros(len(lines), np.bool_)
    text = "\n".join(lines)
    ends = list(accumulate(len(line) + 1 for line in lines))
    languages = {language_of(line) for line in lines}
    for pieces in literal.pieces(languages):
        for number in _lines_with(text, ends, max(pieces, key=len)):
            if not marked[number] and all(piece in lines[number] for piece in pieces):
                marked[number] = True
    return marked


def _lines_with(text: str, ends: Sequence[int], piece: str) -> Iterator[int]:
    place = text.find(piece)
    while place >= 0:
        number = bisect_right(ends, place)
        yield number
        place = text.find(piece, ends[number])
