"""What a tracker's threshold is expected to cost."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """What a promise is made from, from the least to the most."""

    BACKGROUND = "background"  # generic sentences
    TALK = "talk"  # the account's own stored talk as well, of which nobody said what it means
    JUDGEMENTS = "judgements"  # and what people said of the tracker's hits


@dataclass(frozen=True, slots=True)
class Promise:
    """
    False alarms per 1,000 sentences that do not mean what the tracker looks for.

    Attributes:
        threshold: Where the tracker fires by meaning; the promise is for this one.
        value: How many are expected.
        low, high: With a probability of 80 % it will be no fewer and no more than these.
        messages: Stored messages that it is made from.
        judgements: How many judged hits it is made from.
        is_estimate: Too few hits were judged to say more than what is usual for such a tracker.
        is_fitted: The threshold was fitted to judgements.
    """

    threshold: float
    value: float
    low: float
    high: float
    basis: Basis
    messages: int
    judgements: int
    is_estimate: bool
    is_fitted: bool
