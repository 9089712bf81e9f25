"""Word overlap: what can be had without any model. The yardstick that every other figure stands beside.

The score of a text and a phrase is the weighted Jaccard index of their stems: weight of the shared ones over weight of
all, where a stem weighs its inverse document frequency among the phrases, and one that no phrase has weighs as much as
the rarest. A tracker's score is that of its best phrase.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from earmark.engine import language
from earmark.engine.scoring import Scores, best_per_tracker
from earmark.engine.text import stem, words
from earmark.types import Tracker

_BATCH_TEXTS: Final = 1_024


def score(trackers: Sequence[Tracker], texts: Sequence[str]) -> Scores:
    """Scores in [0, 1], shape ``(texts, trackers)``."""
    tongue = language.primary(next((tag for one in trackers for tag in one.languages), language.ENGLISH))
    phrases = [_stems(text, tongue) for tracker in trackers for text in tracker.phrases]
    starts = np.cumsum([0, *(len(tracker.phrases) for tracker in trackers)])[:-1]
    frequency = Counter(one for stems in phrases for one in stems)
    column = {one: number for number, one in enumerate(frequency)}
    weights = np.log((1 + len(phrases)) / np.array([*frequency.values(), 0.0]).clip(min=1.0))
    unknown = weights[-1]
    known = _table(phrases, column)
    phrase_weights = known @ weights[:-1]
    rows = []
    for first in range(0, len(texts), _BATCH_TEXTS):
        said = [_stems(text, tongue) for text in texts[first : first + _BATCH_TEXTS]]
        table = _table(said, column)
        strangers = np.array([len(stems) for stems in said]) - table.sum(axis=1)
        text_weights = table @ weights[:-1] + unknown * strangers
        shared = (table * weights[:-1]) @ known.T
        either = text_weights[:, None] + phrase_weights - shared
        rows.append(best_per_tracker((shared / np.maximum(either, 1e-9)).astype(np.float32), starts))
    return np.concatenate(rows)


def _stems(text: str, tongue: str) -> frozenset[str]:
    return frozenset(stem(token.word, tongue) for token in words(text))


def _table(texts: Sequence[frozenset[str]], column: dict[str, int]) -> NDArray[np.float64]:
    table = np.zeros((len(texts), len(column)))
    for row, stems in enumerate(texts):
        table[row, [column[one] for one in stems if one in column]] = 1
    return table
