"""People who judge hits, simulated: from stored talk, as a user meets them, and never from talk that is scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bench.sights import Sight
from earmark.engine import promise
from earmark.engine.belief import USUAL, Belief, Judged, Prior
from earmark.engine.promise import Coefficients, Rate
from earmark.engine.scoring import Rows
from earmark.types import BALANCED

#: Hits that are judged of each tracker.
JUDGED: Final = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    One tracker after judgements, in talk that nobody judged.

    Attributes:
        rate: What is promised.
        alarms, negatives: What came, and in how many messages that do not mean the tracker.
        right, means: Hits that are right, and all messages that mean it.
        before: The alarms and the right hits that there would be without judgements.
    """

    judged: int
    factor: float
    rate: Rate
    alarms: int
    negatives: int
    right: int
    means: int
    before: tuple[int, int]

    @property
    def expected(self) -> float:
        """How many alarms are promised."""
        return self.rate.value * self.negatives / 1_000

    @property
    def f1(self) -> float:
        return _f1(self.right, self.alarms, self.means)

    @property
    def f1_before(self) -> float:
        return _f1(self.before[1], self.before[0], self.means)


def shown(sight: Sight, tracker: int, talk: Rows) -> Rows:
    """The rows of the hits that a user sees, of which it is known whether they are right."""
    fires = sight.fires(tracker, sight.threshold(BALANCED))
    found: Rows = talk[fires[talk] & sight.judged[talk, tracker]]
    return found


def judgements(sight: Sight, tracker: int, rows: Rows) -> list[Judged]:
    return [
        Judged(float(sight.scores[row, tracker]), bool(sight.worded[row, tracker]), bool(sight.truth[row, tracker]))
        for row in rows
    ]


def outcome(
    sight: Sight,
    tracker: int,
    stored: Rows,
    to_come: Rows,
    fit: Coefficients,
    drawn: np.random.Generator,
    prior: Prior = USUAL,
) -> Outcome:
    """What becomes of a tracker of which `JUDGED` hits in stored talk were judged, or all, where there are fewer."""
    usual = sight.threshold(BALANCED)
    seen = drawn.permutation(shown(sight, tracker, stored))[:JUDGED]
    belief = Belief.of(usual, judgements(sight, tracker, seen), prior)
    threshold = sight.threshold(BALANCED, belief.factor())
    rate = sight.promised(tracker, threshold, stored, fit)
    if len(seen):
        hits = stored[sight.fires(tracker, threshold)[stored]]
        scores = sight.scores[hits, tracker]
        alone = sight.worded[hits, tracker] & (scores < usual)
        rate = promise.from_judgements(rate, belief, scores[~alone].astype(np.float64), int(alone.sum()), len(stored))
    alarms, negatives = sight.alarms(tracker, threshold, to_come)
    means = sight.truth[to_come, tracker] & sight.judged[to_come, tracker]
    return Outcome(
        len(seen),
        belief.factor(),
        rate,
        alarms,
        negatives,
        int((sight.fires(tracker, threshold)[to_come] & means).sum()),
        int(means.sum()),
        (sight.alarms(tracker, usual, to_come)[0], int((sight.fires(tracker, usual)[to_come] & means).sum())),
    )


def within_two(outcomes: Sequence[Outcome], least: float = 20.0) -> tuple[float, int]:
    """The share of trackers with so many expected alarms whose alarms are within a factor of two, and their number."""
    many = [one for one in outcomes if one.expected >= least]
    near = [one for one in many if one.expected / 2 <= one.alarms <= 2 * one.expected]
    return len(near) / max(len(many), 1), len(many)


def _f1(right: int, alarms: int, means: int) -> float:
    return 2 * right / max(right + alarms + means, 1)
