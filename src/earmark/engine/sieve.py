"""History in a hurry: one tracker in very many messages.

A sieve never misses a message that the matcher would find. It saves reading the messages at all, most of the
whitening, and most of the judging; what it lets through is judged in one go.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import numpy as np
from numpy.typing import NDArray

from earmark.compound import is_compound
from earmark.engine import judgement
from earmark.engine.blas import single_threaded
from earmark.engine.encoder import ENGLISH_SPACE
from earmark.engine.halves import singles
from earmark.engine.judgement import Verdict
from earmark.engine.literal import LiteralIndex
from earmark.engine.matcher import CompiledMatcher
from earmark.engine.phrases import PhraseMatrix, SpaceView
from earmark.engine.reading import Sketch
from earmark.engine.scoring import Rows, Scores, blend
from earmark.engine.stretch import SpaceVectors, Stretch, language_of, words_in
from earmark.engine.weighing import VETOED, mean, tracker_scores
from earmark.engine.whitening import Vectors
from earmark.types import Message

#: Vectors looked at in one product: few enough to stay in the cache.
_BLOCK: Final = 1_024
#: Messages judged at a time: so many may be read and in memory.
_JUDGED: Final = 256
#: What the same sum may differ by when it is made in another order.
_ROUNDING: Final = 1e-4

Flags = NDArray[np.bool_]
Stored = NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Sifted:
    """
    What a sieve says of messages.

    Attributes:
        scores: The tracker's score in each, vetoes and counter-examples aside; below the asked level something lower
            than the level, as in talk of a language in which it does not fire by meaning. Shape ``(messages,)``.
        worded: Whether the words of a phrase may stand in it. Shape ``(messages,)``.
        lines: Of each, from `stretch.line_of`.
    """

    scores: Scores
    worded: Flags
    lines: Sequence[str]
    _looks: Sequence[_Look]


@dataclass(frozen=True, slots=True)
class Judged:
    """A message, numbered as the sieve was given it, as it was read and judged."""

    number: int
    sketch: Sketch
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _Look:
    """
    What the same spaces say in all windows of some messages, one message after another.

    Attributes:
        numbers: Of the messages, rising; *counts* are their windows.
        views: Of each space.
    """

    numbers: Rows
    counts: Rows
    views: Sequence[SpaceView]

    def of(self, chosen: Flags) -> _Look:
        """The same of some of the messages."""
        rows = np.repeat(chosen, self.counts)
        return _Look(self.numbers[chosen], self.counts[chosen], [view.at(rows) for view in self.views])


class Sieve:
    """
    Finds the messages in which one tracker may be found, and judges them.

    Args:
        matcher: Of that tracker alone: `CompiledMatcher.alone`.
    """

    def __init__(self, matcher: CompiledMatcher) -> None:
        if len(matcher.trackers) != 1:
            raise ValueError("a sieve is for one tracker")
        self._rules = matcher.rules(0)
        counters = self._rules.tracker.counter_examples
        # A compound counter-example is found by its words alone, and takes away what is meant.
        self._pieces = LiteralIndex([(self._rules.phrases, list(filter(is_compound, counters)))])
        self._literal = LiteralIndex([(self._rules.phrases, counters)])
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
        worded = _marked(lines, self._pieces)
        kept = {name: _joined([stretch.spaces[name] for stretch in stretches]) for name in self._spaces}
        scores = np.full(len(lines), VETOED, np.float32)
        looks = [
            self._look(_of_group(kept, group), group, scores, worded, level - _ROUNDING)
            for group in _groups(kept, len(lines))
        ]
        scores[[not self._rules.hears(language_of(line)) for line in lines]] = VETOED
        return Sifted(scores, worded, lines, looks)

    @single_threaded
    def judge(self, sifted: Sifted, said: Mapping[int, Message]) -> list[Judged]:
        """
        Those of some messages in which the tracker is found, whatever its rivals in an exclusive group say.

        Args:
            said: Messages by number: such as have a score from the asked level on, or are worded.
        """
        found = []
        for look in sifted._looks:
            numbers = [number for number in look.numbers.tolist() if number in said]
            for first in range(0, len(numbers), _JUDGED):
                found += self._judge(sifted, look.of(np.isin(look.numbers, numbers[first : first + _JUDGED])), said)
        return sorted(found, key=lambda one: one.number)

    def _judge(self, sifted: Sifted, look: _Look, said: Mapping[int, Message]) -> list[Judged]:
        numbers = look.numbers.tolist()
        worded = sifted.worded[look.numbers].tolist()
        sketches = [
            Sketch(said[number], sifted.lines[number], windows, self._literal.find if may_be_worded else None)
            for number, windows, may_be_worded in zip(numbers, look.counts.tolist(), worded, strict=True)
        ]
        literal = [sketch.found().get(0, ()) for sketch in sketches]
        verdicts = judgement.judge_all(sketches, self._rules, look.views, literal, floor=1.0)
        for sketch in sketches:
            sketch.forget()
        judged = zip(numbers, sketches, verdicts, strict=True)
        return [Judged(number, sketch, verdict) for number, sketch, verdict in judged if verdict.firing]

    def _look(
        self, kept: Mapping[str, SpaceVectors], group: Rows, scores: Scores, worded: Flags, level: float
    ) -> _Look:
        """
        Look closely at those messages of a group that may reach the level, and write down all its scores.

        Args:
            kept: Of the group's messages alone, by each space that reads them.
            group: Their numbers.
        """
        if not kept:
            return _Look(group[worded[group]], np.ones(worded[group].sum(), np.intp), [])
        counts = next(iter(kept.values())).counts.astype(np.intp)
        bounds = mean([self._spaces[name].bounds(one.vectors) for name, one in kept.items()])
        scores[group] = np.maximum.reduceat(bounds, np.cumsum(counts) - counts)
        close = (scores[group] >= level) | worded[group]
        rows = np.repeat(close, counts)
        views = [self._spaces[name].view(one.vectors[rows]) for name, one in kept.items()]
        look = _Look(group[close], counts[close], views)
        if len(look.numbers):
            exact = tracker_scores(views, np.ones_like(views[0].phrases, np.bool_), slice(None))
            scores[look.numbers] = np.maximum.reduceat(exact, np.cumsum(look.counts) - look.counts)
        return look


@dataclass(frozen=True, slots=True)
class _Space:
    """
    One space's share of a sieve.

    Attributes:
        targets: Directions before the whitening, shape ``(dim, axes + phrases + 2)``: the axes of the whitening's
            floor, the phrases, the centroid, and the whitening's mean.
        offset: Of the whitening's mean with each, shape ``(axes + phrases + 2,)``.
    """

    matrix: PhraseMatrix
    targets: Vectors
    offset: Vectors

    @classmethod
    def of(cls, matrix: PhraseMatrix) -> _Space:
        fitted = matrix.whitening
        whitened = np.concatenate([matrix.phrases, matrix.centroids.T], axis=1) * matrix.gains
        targets = np.concatenate([fitted.floor.axes, fitted.transform @ whitened, fitted.mean[:, None]], axis=1)
        return cls(matrix, targets, fitted.mean @ targets)

    def bounds(self, stored: Stored) -> Scores:
        """At least each vector's score for the tracker, in a tenth of the time."""
        best = [self._bounds(singles(stored[first : first + _BLOCK])) for first in range(0, len(stored), _BLOCK)]
        return np.concatenate(best)

    def _bounds(self, vectors: Vectors) -> Scores:
        fitted = self.matrix.whitening
        floor = fitted.floor
        along = vectors @ self.targets
        # The square of a distance from the mean, by what is known of both.
        squares = np.einsum("ij,ij->i", vectors, vectors) - 2 * along[:, -1] + self.offset[-1]
        along -= self.offset
        lengths = floor.lengths_along(along[:, : len(floor.weights)], squares)
        reach = np.maximum(along[:, len(floor.weights) : -1], 0)
        reach /= fitted.divisors(lengths)[:, None]
        best: Scores = reach[:, :-1].max(axis=1)
        return blend(best, reach[:, -1])

    def view(self, stored: Stored) -> SpaceView:
        """What the space says of the tracker, exactly."""
        blocks = [
            self.matrix.whitening.apply(singles(stored[first : first + _BLOCK]))
            for first in range(0, max(len(stored), 1), _BLOCK)
        ]
        return self.matrix.view_of_member(0, np.concatenate(blocks))


def _groups(kept: Mapping[str, SpaceVectors], messages: int) -> list[Rows]:
    """Numbers of the messages that the same spaces read."""
    if ENGLISH_SPACE not in kept:
        return [np.arange(messages)]
    english = kept[ENGLISH_SPACE].counts > 0
    return [group for group in (np.flatnonzero(english), np.flatnonzero(~english)) if len(group)]


def _of_group(kept: Mapping[str, SpaceVectors], group: Rows) -> dict[str, SpaceVectors]:
    """The vectors of some messages, in those spaces that read them."""
    found = {}
    for name, one in kept.items():
        if len(group) == len(one.counts):
            found[name] = one
        else:
            inside = np.zeros(len(one.counts), np.bool_)
            inside[group] = True
            found[name] = SpaceVectors(one.counts[group], one.vectors[np.repeat(inside, one.counts)])
    return {name: one for name, one in found.items() if one.counts[0] > 0}


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
    names = {language: found for language in languages if (found := literal.names(language)) is not None}
    for number, line in enumerate(lines if names else ()):
        index = names.get(language_of(line))
        if index is not None and not marked[number]:
            marked[number] = bool(index.find(words_in(line)))
    return marked


def _lines_with(text: str, ends: Sequence[int], piece: str) -> Iterator[int]:
    place = text.find(piece)
    while place >= 0:
        number = bisect_right(ends, place)
        yield number
        place = text.find(piece, ends[number])
