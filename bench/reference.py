"""The recipe that the engine began with, kept as it was measured: a fixed yardstick, whatever the engine does now.

A text's score for a tracker is half the cosine with its nearest phrase and half the cosine with the tracker's centroid,
in whitened spaces; English takes the mean of both encoders, every other language the multilingual one alone. Written
out here and shared with nothing in the engine, so that the yardstick does not move with what it measures.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench.data import read_jsonl, train_file
from bench.talk import Talk, best_of_groups
from earmark.engine import language
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE, Encoder
from earmark.engine.scoring import Scores
from earmark.engine.text import as_read
from earmark.engine.whitening import Vectors
from earmark.types import Tracker

THRESHOLD: Final = 0.34
_SHRINKAGE: Final = 0.5
_CENTROID_SHARE: Final = 0.5
#: Generic English sentences behind the whitening, and the training sets that they come from.
SENTENCES: Final = 900
_SOURCES: Final = ("goemotions", "hwu64", "skills")
_SEED: Final = 7
_TEXTS_AT_A_TIME: Final = 1_024


def generic_sentences(suite: str, in_all: int) -> list[str]:
    """Sentences of 3 to 25 words, none from the suite's own source, drawn with a fixed seed in equal parts."""
    sources = [source for source in _SOURCES if source != suite.partition("-")[0]]
    drawn: list[str] = []
    for source in sources:
        texts = sorted({text for row in read_jsonl(train_file(source)) for text in row["texts"]})
        generic = [text for text in texts if 3 <= len(text.split()) <= 25]
        drawn += random.Random(f"{_SEED} {source}").sample(generic, in_all // len(sources))
    return [as_read(sentence) for sentence in drawn]


def scores(trackers: Sequence[Tracker], talk: Talk, encoders: Mapping[str, Encoder], generic: Sequence[str]) -> Scores:
    """The recipe's score of every message for every tracker, shape ``(messages, trackers)``."""
    tags = {language.primary(tag) for tracker in trackers for tag in tracker.languages}
    spaces = (ENGLISH_SPACE, MULTILINGUAL_SPACE) if tags == {language.ENGLISH} else (MULTILINGUAL_SPACE,)
    mean = np.mean([_in_space(trackers, talk.spans, generic, encoders[space]) for space in spaces], axis=0)
    return best_of_groups(mean.astype(np.float32), talk.span_rows)


def _in_space(trackers: Sequence[Tracker], texts: Sequence[str], generic: Sequence[str], encoder: Encoder) -> Scores:
    phrases = encoder.encode([as_read(text) for tracker in trackers for text in tracker.phrases])
    mean, transform = _whitening(np.concatenate([encoder.encode(generic), phrases]))
    white = _unit((phrases - mean) @ transform)
    starts = np.cumsum([0, *(len(tracker.phrases) for tracker in trackers[:-1])])
    centroids = _unit(np.add.reduceat(white, starts, axis=0))
    rows = []
    for first in range(0, len(texts), _TEXTS_AT_A_TIME):
        said = encoder.encode([as_read(text) for text in texts[first : first + _TEXTS_AT_A_TIME]])
        seen = _unit((said - mean) @ transform)
        best = np.maximum.reduceat(seen @ white.T, starts, axis=1)
        rows.append((1 - _CENTROID_SHARE) * best + _CENTROID_SHARE * (seen @ centroids.T))
    return np.concatenate(rows)


def _whitening(sample: Vectors) -> tuple[Vectors, Vectors]:
    """Mean, and the symmetric inverse root of the covariance shrunk towards the scaled identity."""
    mean = sample.mean(axis=0, dtype=np.float64)
    centered = sample - mean
    variances, axes = np.linalg.eigh(centered.T @ centered / len(sample))
    shrunk = (1 - _SHRINKAGE) * variances + _SHRINKAGE * variances.mean()
    return mean.astype(np.float32), ((axes / np.sqrt(shrunk)) @ axes.T).astype(np.float32)


def _unit(rows: NDArray[np.floating]) -> Vectors:
    scaled: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(min=1e-9)).astype(np.float32)
    return scaled
