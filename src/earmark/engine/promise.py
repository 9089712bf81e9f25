"""What a threshold is expected to cost: false alarms per 1,000 sentences that do not mean it, with an interval.

Three sources, each better than the one before: generic sentences; the account's own talk, of which nobody said what it
means; judgements. Each gives the logarithm of a rate with a standard deviation. Both are made of a few counts by a
formula whose numbers are the same for all trackers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from earmark.engine import background
from earmark.engine.belief import Belief, Numbers
from earmark.engine.phrases import PhraseMatrix
from earmark.engine.scoring import Scores

#: Talk of fewer messages says nothing: the background is asked.
MIN_MESSAGES: Final = 200

#: A score comes near a tracker from the second share of its threshold on, and not quite near from the first.
NEAR_SHARES: Final = (0.7, 0.85)


@dataclass(frozen=True, slots=True)
class Coefficients:
    """
    What each term counts for in the logarithm of the rate.

    Attributes:
        background: Of `background_terms`.
        talk: Of `talk_terms`.
        background_sd, talk_sd: How far the rates of trackers lie from it, of a kind that the fit has not seen.
        scarcity: Variance on top of that of talk, times `Met.scarcity`.
    """

    background: Sequence[float]
    background_sd: float
    talk: Sequence[float]
    talk_sd: float
    scarcity: float


#: ``bench/fit_promise.py`` fits these on the training sets.
FITTED: Final = Coefficients(
    background=(-4.78, 0.17, 0.01, -1.2),
    background_sd=1.4,
    talk=(1.03, 0.78, 0.12, 0.19, 0.25, -0.07),
    talk_sd=0.75,
    scarcity=0.2,
)
#: What a message that comes near counts for against one that is hit, where it is asked how much is known.
_NEAR_WEIGHT: Final = 0.3
#: Variance of a rate by judgements on top of what they leave open: talk to come is not talk that was. Same script.
_JUDGED_VARIANCE: Final = 0.05

#: The standard normal deviate of an interval that holds 80 %.
_DEVIATE: Final = 1.2816
_PER: Final = 1_000


@dataclass(frozen=True, slots=True)
class Rate:
    """A log-normal guess at false alarms per sentence: the middle and the standard deviation of the logarithm."""

    log_middle: float
    log_sd: float

    @property
    def value(self) -> float:
        """False alarms per 1,000 sentences."""
        return self._at(0)

    @property
    def low(self) -> float:
        return self._at(-_DEVIATE)

    @property
    def high(self) -> float:
        """With `low` an interval that holds 80 %."""
        return self._at(_DEVIATE)

    def _at(self, deviate: float) -> float:
        return _PER * math.exp(min(0.0, self.log_middle + deviate * self.log_sd))


@dataclass(frozen=True, slots=True)
class Met:
    """
    What a tracker meets in talk, in messages.

    Attributes:
        messages: All.
        hits: In which it is found.
        near, far: In which it is not, although the score reaches the second or only the first of `NEAR_SHARES`.
    """

    messages: int
    hits: int
    near: int
    far: int

    @classmethod
    def of(cls, messages: int, hits: int, missed: Scores, threshold: float) -> Met:
        """
        Args:
            missed: The scores of messages in which the tracker is not found, at least of all that are not quite near.
        """
        far, near = ((missed >= np.float32(share * threshold)).sum() for share in NEAR_SHARES)
        return cls(messages, hits, int(near), int(far - near))

    @property
    def scarcity(self) -> float:
        """From 1, where nothing comes near, towards 0, where much does."""
        return 1 / (self.hits + _NEAR_WEIGHT * self.near + 1)


def background_scores(matrices: Iterable[PhraseMatrix]) -> Scores:
    """
    How near a tracker comes to each generic sentence.

    Args:
        matrices: Of that tracker alone, in each space: `CompiledMatcher.matrices`. None for one of compounds only.
    """
    said = [matrix.score(matrix.whitening.apply(background.vectors(matrix.encoder)))[:, 0] for matrix in matrices]
    if not said:
        return np.zeros(0, np.float32)
    # The background of a model of the user's own is of other sentences than those of the default ones.
    same = said if len({len(one) for one in said}) == 1 else said[-1:]
    mean: Scores = np.mean(same, axis=0)
    return mean


def background_terms(scores: Scores, threshold: float, phrases: int) -> list[float]:
    """What the rate is told by without talk."""
    return [1.0, _background_share(scores, threshold), _many(phrases), 10 * (threshold - 0.3)]


def talk_terms(met: Met, scores: Scores, threshold: float, phrases: int) -> list[float]:
    """What the rate is told by with talk."""
    counts = (met.hits + 0.5, met.near + 0.5, met.far + 1)
    shares = [math.log(count / met.messages) for count in counts]
    return [1.0, *shares, _background_share(scores, threshold), _many(phrases)]


def from_background(scores: Scores, threshold: float, phrases: int, fit: Coefficients = FITTED) -> Rate:
    """
    The rate in talk that nothing is known of.

    Args:
        scores: Of `background_scores`.
        phrases: How many the tracker has.
    """
    return Rate(_sum(fit.background, background_terms(scores, threshold, phrases)), fit.background_sd)


def from_talk(met: Met, scores: Scores, threshold: float, phrases: int, fit: Coefficients = FITTED) -> Rate:
    """
    The rate in talk like some that was met, without a word on which of its hits are right.

    Args:
        met: At least `MIN_MESSAGES` messages.
        scores, phrases: As for `from_background`.
    """
    middle = _sum(fit.talk, talk_terms(met, scores, threshold, phrases))
    return Rate(middle, math.sqrt(fit.talk_sd**2 + fit.scarcity * met.scarcity))


def from_judgements(before: Rate, belief: Belief, meant: Numbers, worded: int, messages: int) -> Rate:
    """
    A rate after judgements: what they say of the hits in some talk, and what was said before, each by its precision.

    Args:
        before: Of the same talk without judgements.
        meant, worded: The scores of the hits by meaning in that talk, and how many are by words alone.
        messages: Of that talk.
    """
    wrong, variance = belief.wrong(meant, worded)
    right = len(meant) + worded - wrong
    # Half an alarm, so that none at all is no certainty; the rest is that of a Poisson count's logarithm.
    judged = math.log((wrong + 0.5) / (messages - right + 1))
    judged_variance = (variance / (wrong + 0.5) + 1) / (wrong + 0.5) + _JUDGED_VARIANCE
    weight = before.log_sd**2 / (before.log_sd**2 + judged_variance)
    return Rate(
        weight * judged + (1 - weight) * before.log_middle,
        math.sqrt(weight * judged_variance),
    )


def _background_share(scores: Scores, threshold: float) -> float:
    return math.log(((scores >= NEAR_SHARES[0] * threshold).sum() + 0.5) / (len(scores) + 1))


def _many(phrases: int) -> float:
    return math.log(max(phrases, 1) / 10)


def _sum(weights: Iterable[float], terms: Iterable[float]) -> float:
    return sum(weight * term for weight, term in zip(weights, terms, strict=True))
