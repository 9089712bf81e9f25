"""Similarities -> one score per phrase and per tracker."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from earmark.engine.whitening import Vectors, unit_rows

Scores = NDArray[np.float32]
Rows = NDArray[np.intp]

#: How much of a score the phrase itself decides; the rest is the tracker's centroid, which steadies it.
PHRASE_SHARE: Final = 0.2
#: How near the other phrases of a tracker come to one of them, as a rule, and so many phrases that rule weighs.
USUAL_NEARNESS: Final = 0.28
NEARNESS_WEIGHT: Final = 5
#: Added to nearness before trackers are made comparable by it: the smaller, the more of its difference is taken away.
NEARNESS_REST: Final = 0.24


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


def left_out(phrases: Vectors, lengths: Scores) -> Scores:
    """
    The score that each phrase of a tracker would have in it, were it a message and not one of its phrases.

    Args:
        phrases: Unit vectors, shape ``(phrases, dim)``, at least two.
        lengths: That each has as a message, shape ``(phrases,)``.
    """
    cosines = phrases @ phrases.T
    np.fill_diagonal(cosines, -1.0)
    others = unit_rows(phrases.sum(axis=0) - phrases)
    left: Scores = lengths * blend(cosines.max(axis=1), np.einsum("ij,ij->i", phrases, others))
    return left


def gain(phrases: Vectors, lengths: Scores) -> float:
    """
    What a tracker's scores are multiplied with, so that they mean the same as those of another tracker.

    Where phrases lie close together, so do the messages that mean them, and those that only come near. The nearness of
    phrases to each other tells this before anything is said.

    Args:
        phrases: As for `left_out`, but one is enough.
        lengths: As for `left_out`.
    """
    near = left_out(phrases, lengths) if len(phrases) > 1 else np.zeros(0, np.float32)
    mean = (float(near.sum()) + NEARNESS_WEIGHT * USUAL_NEARNESS) / (len(near) + NEARNESS_WEIGHT)
    return (NEARNESS_REST + USUAL_NEARNESS) / (NEARNESS_REST + max(mean, 0.0))


def blend(phrase: Scores, centroid: Scores) -> Scores:
    """A tracker's score from its best phrase's cosine and its centroid's."""
    return PHRASE_SHARE * phrase + (1 - PHRASE_SHARE) * centroid


def own(phrase: Scores, centroid: Scores) -> Scores:
    """
    What a phrase scores by itself, beside the tracker's best: not above the score that it would give its tracker.

    The centroid decides most of a tracker's score. A phrase that is further away than the centroid counts by half, or
    nearly all phrases would be found where one is.
    """
    least: Scores = np.minimum(blend(phrase, centroid), (phrase + centroid) / 2)
    return least


def _check_starts(starts: Rows, rows: int) -> None:
    # For an empty tracker (two equal starts) reduceat answers with the next tracker's row instead of an error.
    if starts.size == 0 or starts[0] != 0 or starts[-1] >= rows or np.any(np.diff(starts) <= 0):
        raise ValueError("starts must begin at 0, increase strictly and stay below the number of phrases")
