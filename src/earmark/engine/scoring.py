"""Similarities -> one score per phrase and per tracker."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from earmark.engine.whitening import Vectors, unit_rows

Scores = NDArray[np.float32]
Rows = NDArray[np.intp]

#: How much of a score the phrase itself decides; the rest is the tracker's centroid, which steadies it.
PHRASE_SHARE: Final = 0.5


def centroids(phrases: Vectors, starts: Rows) -> Vectors:
    """
    The mean direction of every tracker's phrases.

    Args:
        phrases: Unit vectors, shape ``(phrases, dim)``, rows grouped by tracker.
        starts: First row of each tracker, as for `best_per_tracker`.

    Returns:
        Unit vectors, shape ``(trackers, dim)``.
    """
    _check_starts(starts, len(phrases))
    return unit_rows(np.add.reduceat(phrases, starts, axis=0))


def best_per_tracker(scores: Scores, starts: Rows) -> Scores:
    """
    Highest phrase score of every tracker, for every text.

    Args:
        scores: Similarities, shape ``(texts, phrases)``, columns grouped by tracker.
        starts: First column of each tracker, shape ``(trackers,)``, from 0, strictly increasing.

    Returns:
        Shape ``(texts, trackers)``.

    Raises:
        ValueError: *starts* is empty, does not begin at 0, repeats a column or runs past the last one.

    Source: one phrase is enough for a tracker, contract section 12.
    """
    _check_starts(starts, scores.shape[1])
    best: Scores = np.maximum.reduceat(scores, starts, axis=1)
    return best


def blend(phrase: Scores, centroid: Scores) -> Scores:
    """A phrase's (or tracker's best phrase's) score from its own cosine and its tracker's centroid's."""
    return PHRASE_SHARE * phrase + (1 - PHRASE_SHARE) * centroid


def _check_starts(starts: Rows, rows: int) -> None:
    # For an empty tracker (two equal starts) reduceat answers with the next tracker's row instead of an error.
    if starts.size == 0 or starts[0] != 0 or starts[-1] >= rows or np.any(np.diff(starts) <= 0):
        raise ValueError("starts must begin at 0, increase strictly and stay below the number of phrases")
