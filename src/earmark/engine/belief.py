"""What judgements say of one tracker: how likely a hit is right at its score, and where the tracker should fire.

A hit is right with the probability ``logistic(logit(right) + a + b u)``, where ``u`` tells how far its score lies above
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

#: How far a fitted threshold may lie below and above the usual one, as a share of it.
_REACH: Final = (-0.1, 0.6)
#: How many of two hits are right, as a rule.
_USUAL_TWO: Final = 0.8
#: Fitted thresholds move in steps of this share, so that one more judgement seldom moves them.
_STEP: Final = 0.02


@dataclass(frozen=True, slots=True)
class Prior:
    """
    What is usual among trackers.

    Attributes:
        right: The middle of how likely a hit at the usual threshold is to be right.
        worth: A tracker should fire where a hit is at least so likely to be right, as a share of how many judged ones
            are; `least_worth` is the least of it. F1 is best at half of the best F1: Lipton, Elkan and Naryanaswamy,
            "Optimal thresholding of classifiers to maximize F1 measure", 2014.
        steepness: The middle of b.
        spread, steepness_spread: The standard deviations of a and of the logarithm of b.
        worded: Right and wrong hits by words alone that are added to the judged ones.
    """

    right: float
    worth: float
    least_worth: float
    steepness: float
    spread: float
    steepness_spread: float
    worded: tuple[float, float]


#: ``bench/fit_belief.py`` fits it on training sets that share no source with an evaluation suite.
USUAL: Final = Prior(
    right=0.3, worth=0.6, least_worth=0.15, steepness=6.0, spread=2.5, steepness_spread=0.6, worded=(0.5, 1.5)
)


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
        prior: What it was before them.
    """

    usual: float
    judged: int
    prior: Prior
    _meant: tuple[int, int]
    _weights: Numbers
    _worded: tuple[float, float]

    @classmethod
    def of(cls, usual: float, judgements: Sequence[Judged], prior: Prior = USUAL) -> Belief:
        """
        The belief after some judgements, whose order does not matter.

        Args:
            usual: The balanced threshold that the tracker would have without judgements, whatever its sensitivity is.
        """
        weights = _grid(prior)[2]
        meant = sorted((one.score, one.right) for one in judgements if not one.worded or one.score >= usual)
        if meant:
            right = np.array([one for _, one in meant])
            odds = _odds(prior, np.array([score for score, _ in meant]) / usual - 1)
            weights = weights - np.logaddexp(0, np.where(right, -odds, odds)).sum(axis=1)
        alone = [one.right for one in judgements if one.worded and one.score < usual]
        return cls(
            usual,
            len(judgements),
            prior,
            (sum(right for _, right in meant), len(meant)),
            _weighed(weights),
            (prior.worded[0] + sum(alone), prior.worded[1] + len(alone) - sum(alone)),
        )

    def right(self, scores: Numbers) -> Numbers:
        """How likely hits by meaning are right."""
        return self._weights @ _logistic(_odds(self.prior, scores / self.usual - 1))

    @property
    def is_fitted(self) -> bool:
        """Whether there are judgements enough to fit a threshold."""
        return self.judged >= MIN_JUDGED

    def factor(self) -> float:
        """What to make of the usual threshold, so that a hit is worth to be shown from there on: 1 for nothing."""
        if not self.is_fitted or not self._meant[1]:
            return 1.0
        steps = [number * _STEP for number in range(round(_REACH[0] / _STEP), round(_REACH[1] / _STEP) + 1)]
        right = self.right(np.array([self.usual * (1 + step) for step in steps]))
        least = max(self.prior.least_worth, self.prior.worth * self._right_share)
        worth = np.flatnonzero(right >= least - 1e-9)
        return 1.0 + steps[int(worth[0]) if len(worth) else -1]

    @property
    def _right_share(self) -> float:
        """How many of the judged hits by meaning are right, with two more of the usual kind."""
        right, all_of_them = self._meant
        return (right + _USUAL_TWO) / (all_of_them + 2)

    def wrong(self, meant: Numbers, worded: int) -> tuple[float, float]:
        """
        How many of some hits are false alarms: the mean, and the variance of what is not known of the tracker.

        Args:
            meant: Scores of hits by meaning.
            worded: How many hits by words alone, below the threshold, there are besides.
        """
        total = _logistic(-_odds(self.prior, meant / self.usual - 1)).sum(axis=1)
        mean = float(self._weights @ total)
        right, wrong = self._worded
        share = wrong / (right + wrong)
        share_variance = share * (1 - share) / (right + wrong + 1)
        variance = float(self._weights @ (total - mean) ** 2)
        return mean + worded * share, variance + worded**2 * share_variance


def _weighed(logs: Numbers) -> Numbers:
    weights = np.exp(logs - logs.max())
    shares: Numbers = weights / weights.sum()
    return shares


def _odds(prior: Prior, above: Numbers) -> Numbers:
    """Log odds of being right, by hypothesis and score: shape ``(hypotheses, scores)``."""
    offsets, steepness, _ = _grid(prior)
    return math.log(prior.right / (1 - prior.right)) + offsets[:, None] + steepness[:, None] * above


@functools.cache
def _grid(prior: Prior) -> tuple[Numbers, Numbers, Numbers]:
    """Every hypothesis: its a, its b, and the logarithm of its probability."""
    offsets, log_steps = np.meshgrid(np.linspace(-3, 3, 41), np.linspace(-2, 2, 9), indexing="ij")
    log_prior = -(offsets**2 + log_steps**2) / 2
    steepness = prior.steepness * np.exp(prior.steepness_spread * log_steps)
    return prior.spread * offsets.ravel(), steepness.ravel(), log_prior.ravel()


def _logistic(odds: Numbers) -> Numbers:
    found: Numbers = 1 / (1 + np.exp(-odds))
    return found
