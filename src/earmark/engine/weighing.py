"""What the spaces say of one tracker in very many windows, as arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from earmark.engine import scoring
from earmark.engine.phrases import SpaceView
from earmark.engine.scoring import Rows, Scores, blend

#: The score of what must not fire, below every cosine.
VETOED: Final = -1.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """
    What the spaces that know a tracker say of it in the windows of some messages, one message after another.

    Attributes:
        views: Of each space.
        cosines: With each phrase, shape ``(windows, phrases)``.
        leads: Of the phrases' cosines over the nearest counter-example's, same shape.
        own: Each phrase's own score, same shape: see `scoring.own`.
        allowed: Whether a phrase may fire in a window as far as counter-examples go, same shape.
        scores: The tracker's, shape ``(windows,)``.
    """

    views: Sequence[SpaceView]
    cosines: Scores
    leads: Scores
    own: Scores
    allowed: NDArray[np.bool_]
    scores: Scores

    @classmethod
    def of(cls, views: Sequence[SpaceView], worded: NDArray[np.bool_]) -> Weighed:
        """
        Args:
            views: None where the tracker has nothing but compound phrases.
            worded: Whether the message that a window is of has words, shape ``(windows,)``.
        """
        if not views:
            nothing = np.zeros((len(worded), 0), np.float32)
            none = np.full(len(worded), VETOED, np.float32)
            return cls(views, nothing, nothing, nothing, nothing.astype(np.bool_), none)
        cosines = mean([view.phrases for view in views])
        leads = cosines - mean([view.nearest_counter for view in views])[:, None]
        own = scoring.own(cosines, mean([view.centroids for view in views])[:, None])
        allowed = (leads > 0) & worded[:, None]
        return cls(views, cosines, leads, own, allowed, tracker_scores(views, allowed, slice(None)))


def tracker_scores(views: Sequence[SpaceView], allowed: NDArray[np.bool_], rows: slice) -> Scores:
    """The tracker's score in some windows, by the phrases that are still allowed there."""
    best = [
        blend(np.where(allowed[rows], view.phrases[rows], VETOED).max(axis=1), view.centroids[rows]) for view in views
    ]
    return np.where(allowed[rows].any(axis=1), mean(best), VETOED)


def best_columns(cosines: Scores, allowed: NDArray[np.bool_]) -> Rows:
    """In each window the nearest phrase that is allowed there; the first where there is none."""
    if not cosines.shape[1]:
        return np.zeros(len(cosines), np.intp)
    best: Rows = np.where(allowed, cosines, VETOED).argmax(axis=1)
    return best


def further(reach: Scores, firsts: Rows, threshold: float) -> dict[int, list[int]]:
    """By message, the phrases that reach the threshold in a window; messages without one are left out."""
    found: dict[int, list[int]] = defaultdict(list)
    for place, column in np.argwhere(np.maximum.reduceat(reach, firsts, axis=0) >= threshold).tolist():
        found[place].append(column)
    return found


def tops(scores: Scores, firsts: Rows) -> Rows:
    """For each group of windows the first one with its best score."""
    counts = np.diff(firsts, append=len(scores))
    best = np.repeat(np.maximum.reduceat(scores, firsts), counts)
    reaching = np.flatnonzero(scores == best)
    tops: Rows = reaching[np.searchsorted(reaching, firsts)]
    return tops


def mean(said: Sequence[Scores]) -> Scores:
    """What the spaces say in the mean; NumPy's own takes several times as long for two of them."""
    total: Scores = sum(said[1:], start=said[0])
    return total / np.float32(len(said))
