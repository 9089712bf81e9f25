"""Why a phrase was found: a part of hits and matches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Veto:
    """A phrase that came nearer and must not count; `reason` is the code of what took it away."""

    phrase: str
    reason: str


@dataclass(frozen=True, slots=True)
class Versions:
    """What a score depends on beside tracker and talk."""

    models: Mapping[str, str]
    fit: str
    calibration: str


@dataclass(frozen=True, slots=True)
class Why:
    """
    How it was decided that a phrase is meant.

    Attributes:
        language: Which language the message was read in.
        window_start, window_end: Characters of the message that were compared, end exclusive.
        phrase_nearness: How near that window comes to the phrase.
        tracker_nearness: How near it comes to the middle of all the tracker's phrases.
        counter_example: The nearest one; empty where the tracker has none.
        counter_nearness: How near that window comes to it.
        vetoed: Phrases of the tracker that came nearer and must not count.
    """

    language: str
    window_start: int
    window_end: int
    phrase_nearness: float
    tracker_nearness: float
    counter_example: str
    counter_nearness: float | None
    vetoed: tuple[Veto, ...]
    versions: Versions
