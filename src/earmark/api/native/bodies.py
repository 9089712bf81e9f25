"""The native API's bodies for trackers: our own words, checked for shape and turned into our values, and back.

Types are strict and unknown keys are refused by name. Members that are null were left out by `api/requests.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from earmark.api.fields import Sensitivity
from earmark.api.native.paging import PageAnswer
from earmark.api.native.problems import Problem
from earmark.checks import check_tracker
from earmark.clock import iso_from_ms
from earmark.engine.warnings import PhraseWarning, WarningCode
from earmark.types import BALANCED, Tracker

_NAME: Final = "Unique in the account; upper and lower case differ."
_PHRASES: Final = (
    "What is looked for: phrases that say it, five to fifty advised. Found by their words alone are refund* (words "
    'that begin so), "as is" (the very words) and cancel ~5 contract (at most five words between); a backslash in '
    "front takes the rest as plain text."
)
_COUNTER_EXAMPLES: Final = "Sentences that must not match, although they are near a phrase; written as phrases are."
_SENSITIVITY: Final = "From 0, only near-identical sentences, to 1, the broadest; or strict, balanced or broad."
_DESCRIPTION: Final = "What it is for; a note for people."
_CATEGORIES: Final = "Words of your own to sort trackers by."
_LANGUAGES: Final = (
    "BCP-47 tags of the talk that it is meant for. By meaning it fires in these alone, or, if there are none, in the "
    "languages of its phrases; words are found in any."
)
_PAUSED: Final = "Kept, but not run on new talk."
_EXCLUSIVE_GROUP: Final = (
    "Of the trackers with the same text here only the one that fits best fires in a message; empty for none."
)


class NativeBody(BaseModel):
    """What every request body of the native API is made with."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class TrackerDraft(NativeBody):
    """A tracker as it is to be."""

    name: str = Field(description=_NAME)
    phrases: list[str] = Field(description=_PHRASES)
    counter_examples: list[str] = Field(default=[], description=_COUNTER_EXAMPLES)
    sensitivity: Sensitivity = Field(default=BALANCED, description=_SENSITIVITY)
    description: str = Field(default="", description=_DESCRIPTION)
    categories: list[str] = Field(default=[], description=_CATEGORIES)
    languages: list[str] = Field(default=[], description=_LANGUAGES)
    paused: bool = Field(default=False, description=_PAUSED)
    exclusive_group: str = Field(default="", description=_EXCLUSIVE_GROUP)

    def to_tracker(self, field_prefix: str = "") -> Tracker:
        """
        The tracker, which is not stored yet. Takes a while for a long one: run it in a thread.

        Args:
            field_prefix: Stands before every field that an error names, such as ``trackers[2].``.

        Raises:
            InvalidField: what `checked` refuses.
        """
        return checked(Tracker(**_stripped(self.model_dump())), field_prefix)


class TrackerChange(NativeBody):
    """What changes of a tracker. Absent keys stay as they are; lists are replaced whole."""

    name: str | None = Field(default=None, description=_NAME)
    phrases: list[str] | None = Field(default=None, description=_PHRASES)
    counter_examples: list[str] | None = Field(default=None, description=_COUNTER_EXAMPLES)
    sensitivity: Sensitivity | None = Field(default=None, description=_SENSITIVITY)
    description: str | None = Field(default=None, description=_DESCRIPTION)
    categories: list[str] | None = Field(default=None, description=_CATEGORIES)
    languages: list[str] | None = Field(default=None, description=_LANGUAGES)
    paused: bool | None = Field(default=None, description=_PAUSED)
    exclusive_group: str | None = Field(default=None, description=_EXCLUSIVE_GROUP)

    def changes(self) -> dict[str, Any]:
        """The given members, which are named as `Tracker`'s fields."""
        return _stripped(self.model_dump(exclude_none=True))


class StoredTracker(BaseModel):
    id: str = Field(description="16 digits.")
    name: str = Field(description=_NAME)
    phrases: Sequence[str] = Field(description="What is looked for.")
    counter_examples: Sequence[str] = Field(description=_COUNTER_EXAMPLES)
    sensitivity: float = Field(description="From 0, only near-identical sentences, to 1, the broadest.")
    description: str = Field(description=_DESCRIPTION)
    categories: Sequence[str] = Field(description=_CATEGORIES)
    languages: Sequence[str] = Field(description=_LANGUAGES)
    paused: bool = Field(description=_PAUSED)
    exclusive_group: str = Field(description=_EXCLUSIVE_GROUP)
    version: int = Field(description="Rises with every change; the ETag.")
    created_at: str = Field(description="ISO 8601.")
    updated_at: str = Field(description="ISO 8601.")

    @classmethod
    def of(cls, tracker: Tracker) -> StoredTracker:
        return cls(
            id=tracker.id,
            name=tracker.name,
            phrases=tracker.phrases,
            counter_examples=tracker.counter_examples,
            sensitivity=tracker.sensitivity,
            description=tracker.description,
            categories=tracker.categories,
            languages=tracker.languages,
            paused=tracker.paused,
            exclusive_group=tracker.exclusive_group,
            version=tracker.version,
            created_at=iso_from_ms(tracker.created_ms),
            updated_at=iso_from_ms(tracker.updated_ms),
        )


class WarningOut(BaseModel):
    code: WarningCode = Field(
        description="generic_phrase: it fires on talk about anything; contradicting_phrases: two say the opposite; "
        "countered_phrase: a counter-example says the same; nearer_to_another_tracker: that fires on it more strongly."
    )
    phrase: str = Field(description="As it is written in the tracker.")
    message: str = Field(description="What is odd about it, and what to do.")
    other: str | None = Field(description="The other phrase, counter-example or tracker, by its name; null for none.")
    share: float | None = Field(description="Of messages that it fires on, from 0 to 1; null where it tells nothing.")

    @classmethod
    def of(cls, warning: PhraseWarning) -> WarningOut:
        return cls(
            code=warning.code,
            phrase=warning.phrase,
            message=warning.message,
            other=warning.other or None,
            share=warning.share,
        )


class SavedTracker(StoredTracker):
    warnings: list[WarningOut] = Field(description="What is odd about its phrases; it is stored all the same.")

    @classmethod
    def with_warnings(cls, tracker: Tracker, warnings: Sequence[PhraseWarning]) -> SavedTracker:
        return cls(**StoredTracker.of(tracker).model_dump(), warnings=[WarningOut.of(one) for one in warnings])


class TrackersPage(PageAnswer):
    trackers: list[StoredTracker] = Field(description="In the order of their creation.")


class MismatchProblem(Problem):
    """The problem version_mismatch."""

    current: StoredTracker = Field(description="The tracker as it is now.")


def checked(tracker: Tracker, field_prefix: str = "") -> Tracker:
    """
    *tracker*, if it may be stored.

    Raises:
        InvalidField: what `check_tracker` refuses, by the native API's names.
    """
    check_tracker(tracker, field_prefix, phrases_field="phrases", exclude_field="counter_examples")
    return tracker


def _stripped(fields: dict[str, Any]) -> dict[str, Any]:
    """*fields* without the space around texts."""
    return {name: _text_or_texts(value) for name, value in fields.items()}


def _text_or_texts(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    return tuple(text.strip() for text in value) if isinstance(value, list) else value
