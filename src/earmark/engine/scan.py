"""Many trackers at a time: their centroids tell which a text may reach, and only those are compared by phrases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from earmark.engine.phrases import PhraseMatrix
from earmark.engine.scoring import Scores, blend
from earmark.engine.weighing import VETOED, tracker_scores
from earmark.engine.whitening import Vectors

#: Share of pairs of text and tracker above which one product with all phrases takes less time than many with some.
_MANY: Final = 0.3
#: What the same sum may differ by when it is made in another order.
_ROUNDING: Final = 1e-4


def scores_from(levels: Scores, matrices: Sequence[tuple[PhraseMatrix, Vectors]]) -> Scores:
    """
    How strongly texts mean the trackers of a block, counter-examples aside, where it reaches a level.

    Args:
        levels: Of each tracker, shape ``(trackers,)``.
        matrices: Of each space that reads the texts, at least one, with the texts' whitened vectors there.

    Returns:
        Exact from the levels on, and below them something lower than the level. Shape ``(texts, trackers)``.
    """
    total = np.zeros((len(matrices[0][1]), len(levels)), np.float32)
    spaces = np.zeros(len(levels), np.float32)
    for matrix, seen in matrices:
        total[:, matrix.members] += _bounds(matrix, seen)
        spaces[matrix.members] += 1
    close = (spaces > 0) & (total >= (levels - _ROUNDING) * spaces)
    scores = np.full(total.shape, VETOED, np.float32)
    if close.mean() > _MANY:
        total[:] = 0
        for matrix, seen in matrices:
            total[:, matrix.members] += matrix.score(seen)
        np.divide(total, spaces, out=scores, where=np.broadcast_to(spaces > 0, total.shape))
        return scores
    for tracker in np.flatnonzero(close.any(axis=0)).tolist():
        texts = np.flatnonzero(close[:, tracker])
        found = (matrix.view(tracker, seen[texts]) for matrix, seen in matrices)
        views = [view for view in found if view is not None]
        scores[texts, tracker] = tracker_scores(views, np.ones_like(views[0].phrases, np.bool_), slice(None))
    return scores


def _bounds(matrix: PhraseMatrix, seen: Vectors) -> Scores:
    """At least each text's score for each served tracker: no phrase is nearer to a text than the text is long."""
    lengths = np.linalg.norm(seen, axis=1)[:, None]
    return blend(lengths, seen @ matrix.centroids.T) * matrix.gains
