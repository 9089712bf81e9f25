"""How well scores and matches agree with labels: the figures of a labelled suite.

Every figure is computed with a weight for each message, so that one bootstrap round is a change of weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from earmark.engine.scoring import Scores

Flags = NDArray[np.bool_]
Weights = NDArray[np.float64]

#: Share of judged pairs that may be false alarms, by figure.
_RATES: Final = {"recall_at_1e-3": 1e-3, "recall_at_1e-4": 1e-4}
_TINY: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Labelled:
    """What is true of the pairs of messages and trackers; all arrays ``(messages, trackers)`` unless said otherwise.

    Attributes:
        truth: The tracker applies to the message.
        judged: Its truth is known; other pairs count for nothing.
        crisp: Shape ``(trackers,)``: not one of those whose label depends on more than what is said.
        conversations: Shape ``(messages,)``: the number of the message's conversation, from 0; the bootstrap draws
            whole conversations.
    """

    truth: Flags
    judged: Flags
    crisp: Flags
    conversations: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its percentile bootstrap 95 % interval."""

    value: float
    low: float
    high: float


class _Ranking:
    """Pairs by falling score; pairs of equal score form one step, in no order among themselves."""

    def __init__(self, scores: NDArray[np.floating], hits: Flags, rows: NDArray[np.intp]) -> None:
        order = np.argsort(-scores, kind="stable")
        self._rows, self._hits = rows[order], hits[order]
        ranked = scores[order]
        self._ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1) if len(ranked) else np.zeros(0, int)

    def steps(self, weights: Weights) -> tuple[Weights, Weights]:
        """Weighted hits and pairs seen down to the end of every step."""
        weight = weights[self._rows]
        return np.cumsum(weight * self._hits)[self._ends], np.cumsum(weight)[self._ends]

    def average_precision(self, weights: Weights, positives: float) -> float:
        """Mean over positives of the precision at their step; nan without a positive."""
        if positives <= 0:
            return float("nan")
        hits, seen = self.steps(weights)
        gained = np.diff(hits, prepend=0.0)
        return float((gained * hits / np.maximum(seen, _TINY)).sum() / positives)


def figures(scores: Scores, matches: Flags, labelled: Labelled, rounds: int = 200, seed: int = 0) -> dict[str, Figure]:
    """
    All figures of a suite.

    Args:
        scores: Shape ``(messages, trackers)``; ``-inf`` where the pair was not scored and so never found.
        matches: Pairs that the system reports.
        rounds: Bootstrap rounds; 0 leaves the interval at the value.
        seed: Of the bootstrap.

    Returns:
        ``ap_micro``: average precision over all judged pairs in one ranking. ``ap_macro``: mean over trackers of their
        own. ``ap_macro_crisp``: the same over crisp trackers, where not all are. ``precision``, ``recall``, ``f1`` of
        the matches, where there are any. ``recall_at_1e-3`` and ``-4``: recall while at most that share of judged
        pairs are false alarms.
    """
    truth = labelled.truth & labelled.judged
    matches = matches & labelled.judged
    ranked = labelled.judged & np.isfinite(scores)
    rows, columns = np.nonzero(ranked)
    overall = _Ranking(scores[ranked], truth[ranked], rows)
    single = []
    for tracker in range(scores.shape[1]):
        mine = columns == tracker
        single.append(_Ranking(scores[rows[mine], tracker], truth[rows[mine], tracker], rows[mine]))

    def measure(weights: Weights) -> dict[str, float]:
        positives = weights @ truth
        total = float(positives.sum())
        own = np.array([one.average_precision(weights, count) for one, count in zip(single, positives, strict=True)])
        found = {
            "ap_micro": _known_mean(np.array([overall.average_precision(weights, total)])),
            "ap_macro": _known_mean(own),
        }
        if not labelled.crisp.all():
            found["ap_macro_crisp"] = _known_mean(own[labelled.crisp])
        if matches.any():
            right = float((weights @ (matches & truth)).sum())
            reported = float((weights @ matches).sum())
            found["precision"] = right / max(reported, _TINY)
            found["recall"] = right / max(total, _TINY)
            found["f1"] = 2 * right / max(reported + total, _TINY)
        hits, seen = overall.steps(weights)
        pairs = float((weights @ labelled.judged).sum())
        for name, rate in _RATES.items():
            allowed = hits[seen - hits <= rate * pairs + 1e-9]
            found[name] = float(allowed[-1]) / max(total, _TINY) if len(allowed) else 0.0
        return found

    value = measure(np.ones(len(truth)))
    draws = [measure(weights) for weights in _resampled(labelled.conversations, rounds, seed)]
    return {name: _with_interval(one, [draw.get(name, 0.0) for draw in draws]) for name, one in value.items()}


def average_precision_by_tracker(scores: Scores, labelled: Labelled) -> list[float]:
    """The average precision of every tracker, nan where none of its pairs is positive."""
    found = []
    for tracker in range(scores.shape[1]):
        rows = np.flatnonzero(labelled.judged[:, tracker] & np.isfinite(scores[:, tracker]))
        truth = labelled.truth[:, tracker] & labelled.judged[:, tracker]
        ranking = _Ranking(scores[rows, tracker], truth[rows], rows)
        found.append(ranking.average_precision(np.ones(len(truth)), float(truth.sum())))
    return found


def _resampled(conversations: NDArray[np.intp], rounds: int, seed: int) -> Sequence[Weights]:
    """Weights of the messages in each round: how often their conversation was drawn."""
    count = int(conversations.max()) + 1 if len(conversations) else 0
    random = np.random.default_rng(seed)
    drawn = (np.bincount(random.integers(count, size=count), minlength=count) for _ in range(rounds))
    return [copies[conversations].astype(np.float64) for copies in drawn]


def _known_mean(values: NDArray[np.floating]) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else 0.0


def _with_interval(value: float, draws: Sequence[float]) -> Figure:
    low, high = np.percentile(draws, [2.5, 97.5]) if draws else (value, value)
    return Figure(value, float(low), float(high))
