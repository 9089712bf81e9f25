"""How much better one system is than another, on the same resampled talk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from earmark.engine.evaluation import Figure, Flags, Labelled
from earmark.engine.scoring import Scores

Draws = NDArray[np.float64]

_TINY: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Said:
    """What a system says of a suite; scores and matches are ``(messages, trackers)``.

    Attributes:
        scores: ``-inf`` where a pair was not found.
        matches: What it reports.
        labelled: What counts for it: not the messages that it has learned from.
        told: Versions and times, where it is not part of the project.
    """

    scores: Scores
    matches: Flags
    labelled: Labelled
    told: Mapping[str, Any] = field(default_factory=dict)


def best_f1(scores: Scores, labelled: Labelled) -> tuple[float, float]:
    """The highest F1 that any one threshold reaches over all judged pairs, and that threshold: known with hindsight."""
    truth = labelled.truth & labelled.judged
    ranked = labelled.judged & np.isfinite(scores)
    order = np.argsort(-scores[ranked], kind="stable")
    values, hits = scores[ranked][order], truth[ranked][order]
    if not len(values):
        return 0.0, float("inf")
    # Pairs of one score fire together.
    ends = np.append(np.flatnonzero(np.diff(values)), len(values) - 1)
    f1 = 2 * np.cumsum(hits)[ends] / np.maximum(ends + 1 + truth.sum(), 1)
    best = int(f1.argmax())
    return float(f1[best]), float(values[ends[best]])


def resampled(labelled: Labelled, rounds: int, seed: int = 0) -> Draws:
    """How often each message counts in each round, shape ``(rounds, messages)``: whole conversations are drawn."""
    count = int(labelled.conversations.max()) + 1
    random = np.random.default_rng(seed)
    copies = [np.bincount(random.integers(count, size=count), minlength=count) for _ in range(rounds)]
    return np.array(copies, dtype=np.float64)[:, labelled.conversations]


def average_precision(scores: Scores, labelled: Labelled, weights: Draws) -> Draws:
    """
    Average precision by tracker, the mean over crisp trackers that have a positive, for each row of *weights*.

    The same figure as `evaluation.figures` gives, for all rounds at once.
    """
    sums, known = np.zeros(len(weights)), np.zeros(len(weights))
    truth = labelled.truth & labelled.judged
    for tracker in np.flatnonzero(labelled.crisp):
        rows = np.flatnonzero(labelled.judged[:, tracker] & np.isfinite(scores[:, tracker]))
        rows = rows[np.argsort(-scores[rows, tracker], kind="stable")]
        values = scores[rows, tracker]
        ends = np.append(np.flatnonzero(np.diff(values)), len(values) - 1) if len(values) else np.zeros(0, int)
        ranked = weights[:, rows]
        hits = np.cumsum(ranked * truth[rows, tracker], axis=1)[:, ends]
        seen = np.cumsum(ranked, axis=1)[:, ends]
        area = (np.diff(hits, axis=1, prepend=0.0) * hits / np.maximum(seen, _TINY)).sum(axis=1)
        positives = weights @ truth[:, tracker]
        counts = positives > 0
        sums[counts] += area[counts] / positives[counts]
        known += counts
    return sums / np.maximum(known, 1)


def difference(ours: tuple[float, Draws], theirs: tuple[float, Draws]) -> Figure:
    """How far *ours* lies above *theirs*, with the 95 % interval of the difference within the same rounds."""
    low, high = np.percentile(ours[1] - theirs[1], [2.5, 97.5])
    return Figure(ours[0] - theirs[0], float(low), float(high))


def mean_of(suites: Sequence[tuple[float, Draws]]) -> tuple[float, Draws]:
    """The mean over suites, each with the same number of rounds."""
    return float(np.mean([value for value, _ in suites])), np.mean([draws for _, draws in suites], axis=0)
