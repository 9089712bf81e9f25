"""Trackers that a request names: stored ones by id, and whole ones that are not stored."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from earmark import limits
from earmark.api.errors import SHAPE_TAG_PREFIX
from earmark.api.native.bodies import NativeBody, TrackerDraft
from earmark.checks import check_text
from earmark.types import Tracker, TrackerId


class TrackerById(NativeBody):
    """A tracker of the account."""

    id: str = Field(description="16 digits.")


def _shape_of(given: Any) -> str:
    stored = "id" in given if isinstance(given, dict) else isinstance(given, TrackerById)
    return f"{SHAPE_TAG_PREFIX}{'stored' if stored else 'whole'}"


ChosenTracker = Annotated[
    Annotated[TrackerById, Tag(f"{SHAPE_TAG_PREFIX}stored")] | Annotated[TrackerDraft, Tag(f"{SHAPE_TAG_PREFIX}whole")],
    Discriminator(_shape_of),
]


def to_choice(chosen: TrackerById | TrackerDraft, field: str) -> Tracker | TrackerId:
    """
    The tracker that is not stored, or the id of the one that is. Whether it exists is not looked up.

    Args:
        field: Its place in the body, for the error.

    Raises:
        InvalidField: the tracker cannot be run, or the id can be none.
    """
    if isinstance(chosen, TrackerDraft):
        return chosen.to_tracker(f"{field}.")
    return TrackerId(check_text(f"{field}.id", chosen.id, max_chars=limits.ID_CHARS))
