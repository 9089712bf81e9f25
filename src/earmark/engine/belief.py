"""What judgements say of one tracker: how likely a hit is right at its score, and where the tracker should fire.

A hit is right with the probability ``logistic(logit(WORTH) + a + b u)``, where ``u`` tells how far its score lies above
the threshold, as a share of it. What is usual among trackers is the prior of ``a`` and ``b``, so that a few judgements
move a tracker a little and many decide. Source: empirical Bayes for grouped binary outcomes (Gelman and others,
"Bayesian Data Analysis", 3rd edition, chapters 5 and 16).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

#: Changes with any number below.
VERSION: Final = "1"

#: From so many judged hits on, a tracker's threshold is fitted.
MIN_JUDGED: Final = 20

#: A tracker should fire where a hit is at least so likely to be right: there F1 is best. ``bench/fit_promise.py``.
WORTH: Final = 0.40
#: The mean of b, and the standard deviations of a and of log b, over the trackers of the training sets: same script.
_STEEPNESS: Final = 6.0
_SPREAD: Final = 1.2
_STEEPNESS_SPREAD: Final = 0.5
#: Right and wrong hits by words alone that are added to the judged ones: same script.
_WORDED: Final = (1.5, 1.0)

#: How far a fitted threshold may lie below and above the usual one, as a share of it.
_REACH: Final = (-0.25, 0.6)
#: Fitted thresholds move in steps of this share, so that one more judgement seldom moves them.
_STEP: Final = 0.02


@dataclass(frozen=True, slots=True)
class Judged:
    """
    A message in which a tracker was found, and what people said of it.

    Attributes:
        score: The message's best score for the tracker.
        worded: Whether it was found by words.
    """

    score: float
    worded: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Belief:
    """
    What is believed of a tracker.

    Attributes:
        usual: The balanced threshold that it would have without judgements.
        judged: How many judgements it rests on.
    """

    usual: float
    judged: int
    _weights: Numbers
    _worded: tuple[float, float]

    @classmethod
    def of(cls, usual: float, judgements: Sequence[Judged]) -> Belief:
        """
        The belief after some judgements, whose order does not matter.

        Args:
            usual: The balanced threshold that the tracker would have without judgements, whatever its sensitivity is.
        """
        weights = _prior()
        meant = sorted((one.score, one.right) for one in judgements if not one.worded or one.score >= usual)
        if meant:
            right = np.array([one for _, one in meant])
            odds = _odds(_above(np.array([score for score, _ in meant]), usual))
            weights = weights - np.logaddexp(0, np.where(right, -odds, odds)).sum(axis=1)
        weights = np.exp(weights - weights.max())
        alone = [one.right for one in judgements if one.worded and one.score < usual]
        return cls(
            usual,
            len(judgements),
            weights / weights.sum(),
            (_WORDED[0] + sum(alone), _WORDED[1] + len(alone) - sum(alone)),
        )

    def right(self, scores: Numbers) -> Numbers:
        """How likely hits by meaning are right."""
        return self._weights @ _logistic(_odds(_above(scores, self.usual)))

    @property
    def is_fitted(self) -> bool:
        """Whether there are judgements enough to fit a threshold."""
        return self.judged >= MIN_JUDGED

    def factor(self) -> float:
        """What to make of the usual threshold, so that a hit is worth to be shown from there on: 1 for nothing."""
        if not self.is_fitted:
            return 1.0
        steps = np.arange(round(_REACH[0] / _STEP), round(_REACH[1] / _STEP) + 1) * _STEP
        worth = np.flatnonzero(self.right(self.usual * (1 + steps)) >= WORTH - 1e-9)
        return 1.0 + float(steps[worth[0] if len(worth) else -1])

    def wrong(self, meant: Numbers, worded: int) -> tuple[float, float]:
        """
        How many of some hits are false alarms: the mean, and the variance of what is not known of the tracker.

        Args:
            meant: Scores of hits by meaning.
            worded: How many hits by words alone, below the threshold, there are besides.
        """
        total = _logistic(-_odds(_above(meant, self.usual))).sum(axis=1)
        mean = float(self._weights @ total)
        right, wrong = self._worded
        share = wrong / (right + wrong)
        share_variance = share * (1 - share) / (right + wrong + 1)
        variance = float(self._weights @ (total - mean) ** 2)
        return mean + worded * share, variance + worded**2 * share_variance


def _above(scores: Numbers, threshold: float) -> Numbers:
    return (scores - threshold) / threshold


def _odds(above: Numbers) -> Numbers:
    """Log odds of being right, by hypothesis and score: shape ``(hypotheses, scores)``."""
    offsets, steepness, _ = _grid()
    return math.log(WORTH / (1 - WORTH)) + offsets[:, None] + steepness[:, None] * above


def _prior() -> Numbers:
    return _grid()[2]


@functools.cache
def _grid() -> tuple[Numbers, Numbers, Numbers]:
    """Every hypothesis: its a, its b, and the logarithm of its prior."""
    offsets, log_steps = np.meshgrid(np.linspace(-3, 3, 41), np.linspace(-2, 2, 9), indexing="ij")
    log_prior = -(offsets**2 + log_steps**2) / 2
    steepness = _STEEPNESS * np.exp(_STEEPNESS_SPREAD * log_steps)
    return _SPREAD * offsets.ravel(), steepness.ravel(), log_prior.ravel()


def _logistic(odds: Numbers) -> Numbers:
    found: Numbers = 1 / (1 + np.exp(-odds))
    return found
