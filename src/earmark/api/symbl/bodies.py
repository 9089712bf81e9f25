"""Symbl's request bodies: spelled as the wire spells them, checked for shape, turned into our values.

Types are strict: a number is no string. Keys that a management call does not know are refused by name, while unknown
options of a submission are ignored (contract 2.10, 3.1). Members that are null were left out by `api/requests.py`.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from earmark import limits
from earmark.api.errors import SHAPE_TAG_PREFIX
from earmark.api.fields import Sensitivity
from earmark.checks import check_language, check_text, check_tracker
from earmark.clock import ms_from_iso
from earmark.errors import InvalidField
from earmark.services.submissions import Draft
from earmark.types import (
    BALANCED,
    Member,
    MemberId,
    SubmittedMessage,
    Tracker,
    TrackerId,
)

#: Keys of our own answers that may come back in a request, so that what was read can be sent as it is.
Ignored = Annotated[Any, Field(description="Accepted and ignored.")]

_LANGUAGES: Final = "BCP-47 tags of the talk that it is meant for; any when absent."
_EXCLUDE: Final = "Counter-examples: sentences that must not match."
_SENSITIVITY: Final = "0 only near-identical sentences, 1 the broadest; balanced, 0.5, when absent."


class Body(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class TokenIn(Body):
    appId: str = Field(description="The app id: 64 letters and digits.")
    appSecret: str = Field(description="The app secret: 128 letters and digits.")
    type: Ignored = None


class TrackerIn(Body):
    """A tracker to be created: contract 2.2."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(description="Unique in the account; upper and lower case differ.")
    vocabulary: list[str] = Field(description="Phrases that say what is looked for, five to fifty advised.")
    description: str = Field(default="", description="What it is for; a note for people.")
    categories: list[str] = Field(default=[], description="Words of your own to sort trackers by.")
    languages: list[str] = Field(default=[], description=_LANGUAGES)
    excludeVocabulary: list[str] = Field(default=[], description=_EXCLUDE)
    sensitivity: Sensitivity = Field(default=BALANCED, description=_SENSITIVITY)
    id: Ignored = None
    type: Ignored = None
    createdOn: Ignored = None
    updatedOn: Ignored = None

    def to_tracker(self) -> Tracker:
        return Tracker(
            name=self.name.strip(),
            phrases=_stripped(self.vocabulary),
            counter_examples=_stripped(self.excludeVocabulary),
            sensitivity=self.sensitivity,
            description=self.description.strip(),
            categories=_stripped(self.categories),
            languages=_stripped(self.languages),
        )


def _shape_of(given: Any) -> str | None:
    if isinstance(given, list):
        return f"{SHAPE_TAG_PREFIX}many"
    return f"{SHAPE_TAG_PREFIX}one" if isinstance(given, dict | TrackerIn) else None


#: The plural path took an array in one generation of the API and one object in the next: contract 2.1.
TrackerOrTrackers = Annotated[
    Annotated[TrackerIn, Tag(f"{SHAPE_TAG_PREFIX}one")] | Annotated[list[TrackerIn], Tag(f"{SHAPE_TAG_PREFIX}many")],
    Discriminator(_shape_of),
]


class TrackerPut(Body):
    """What a PUT changes: contract 2.7. Absent keys stay as they are."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(default=None, description="The new name; unique in the account.")
    vocabulary: list[str] | None = Field(
        default=None, description="Merged by default: these phrases first, then the stored ones not repeated here."
    )
    description: str | None = Field(default=None, description="Replaces the stored one.")
    categories: list[str] | None = Field(default=None, description="Replace the stored ones.")
    languages: list[str] | None = Field(default=None, description="Replace the stored ones.")
    excludeVocabulary: list[str] | None = Field(default=None, description="Replaces the stored counter-examples.")
    sensitivity: Sensitivity | None = Field(
        default=None, description="0 only near-identical sentences, 1 the broadest."
    )
    id: str | None = Field(default=None, description="Redundant; refused when it contradicts the path.")
    type: Ignored = None
    createdOn: Ignored = None
    updatedOn: Ignored = None

    def changes(self) -> dict[str, Any]:
        """The given members by the names of `Tracker`'s fields."""
        texts = {"name": self.name, "description": self.description}
        lists = {
            "phrases": self.vocabulary,
            "counter_examples": self.excludeVocabulary,
            "categories": self.categories,
            "languages": self.languages,
        }
        given: dict[str, Any] = {field: text.strip() for field, text in texts.items() if text is not None}
        given |= {field: _stripped(texts) for field, texts in lists.items() if texts is not None}
        if self.sensitivity is not None:
            given["sensitivity"] = self.sensitivity
        return given


class PatchOperation(Body):
    """One change in JSON-Patch style: contract 2.8."""

    model_config = ConfigDict(extra="forbid")

    op: Literal["add", "replace", "remove"] = Field(description="What to do at path.")
    path: str = Field(description="/name, /description, /sensitivity, or a list with or without /- or an index.")
    value: Any = Field(default=None, description="A string stands for a list of one.")


class PayloadIn(Body):
    content: str = Field(description="What was said; cut into sentences by the server.")
    contentType: Ignored = None


class SpeakerIn(Body):
    name: str = Field(default="", description="As the transcript shows it.")
    userId: str = Field(default="", description="Tells speakers apart, before the name does; mostly an e-mail address.")
    id: str = Field(default="", description="Stands in for an absent userId.")

    def to_member(self, field: str) -> Member | None:
        name, user_id = self.name.strip(), self.userId.strip() or self.id.strip()
        for key, text in (("name", name), ("userId", user_id)):
            if text:
                check_text(f"{field}.{key}", text, max_chars=limits.NAME_CHARS)
        return Member(MemberId(""), name=name, user_id=user_id) if name or user_id else None


class DurationIn(Body):
    startTime: str | None = Field(default=None, description="ISO 8601, as UTC without an offset; endTime when absent.")
    endTime: str | None = Field(default=None, description="ISO 8601, not before startTime; startTime when absent.")

    def to_span(self, field: str) -> tuple[int | None, int | None]:
        start_ms = _ms(f"{field}.startTime", self.startTime)
        end_ms = _ms(f"{field}.endTime", self.endTime)
        if start_ms is not None and end_ms is not None and end_ms < start_ms:
            raise InvalidField(f"{field}.endTime", "lies before startTime")
        return start_ms, end_ms


class MessageIn(Body):
    payload: PayloadIn = Field(description="What was said.")
    from_: SpeakerIn | None = Field(default=None, alias="from", description="Who said it.")
    duration: DurationIn | None = Field(
        default=None, description="When it was said; the moment of the submission when absent."
    )

    def to_message(self, field: str) -> SubmittedMessage:
        text = check_text(
            f"{field}.payload.content", self.payload.content, max_chars=limits.MESSAGE_CHARS, allow_newlines=True
        )
        member = self.from_.to_member(f"{field}.from") if self.from_ else None
        start_ms, end_ms = self.duration.to_span(f"{field}.duration") if self.duration else (None, None)
        return SubmittedMessage(text, member, start_ms, end_ms)


class ChosenTracker(Body):
    """A stored tracker by its id, or one that is not stored, whole: contract 3.5."""

    id: str | None = Field(default=None, description="Of a stored tracker; nothing else is read beside it.")
    name: str | None = Field(default=None, description="Required without an id.")
    vocabulary: list[str] = Field(default=[], description="Required without an id; with any punctuation.")
    languages: list[str] = Field(default=[], description=_LANGUAGES)
    excludeVocabulary: list[str] = Field(default=[], description=_EXCLUDE)
    sensitivity: Sensitivity = Field(default=BALANCED, description=_SENSITIVITY)

    def to_choice(self, field: str) -> Tracker | TrackerId:
        if self.id is not None:
            return TrackerId(check_text(f"{field}.id", self.id, max_chars=limits.ID_CHARS))
        if self.name is None:
            raise InvalidField(f"{field}.name", "is required, unless the tracker is named by its id")
        tracker = Tracker(
            name=self.name.strip(),
            phrases=_stripped(self.vocabulary),
            counter_examples=_stripped(self.excludeVocabulary),
            sensitivity=self.sensitivity,
            languages=_stripped(self.languages),
        )
        check_tracker(tracker, f"{field}.")
        return tracker


class TextIn(Body):
    """A submission of text: contract 3.3. Options that are not listed here are ignored."""

    messages: list[MessageIn] = Field(description="At least one, in the order in which they were said.")
    name: str | None = Field(
        default=None,
        description="Name of a new conversation; its id when absent. An old one keeps its own.",
    )
    trackers: list[ChosenTracker] = Field(default=[], description="Run for this submission; whole ones are not stored.")
    enableAllTrackers: bool | None = Field(
        default=None, description="Run all trackers of the account; the server's setting decides when absent."
    )
    webhookUrl: str | None = Field(default=None, description="Told of every change of the job's status.")
    languageCode: str | None = Field(default=None, description="BCP-47; found out sentence by sentence when absent.")

    def to_draft(self, name: str | None = None, webhook_url: str | None = None) -> Draft:
        """The submission; *name* and *webhook_url* come from the query and stand in for absent keys."""
        _check_count("messages", self.messages, limits.MESSAGES_PER_SUBMISSION)
        _check_count("trackers", self.trackers, limits.TRACKERS_PER_SUBMISSION)
        if not self.messages:
            raise InvalidField("messages", "must hold at least one message")
        if self.languageCode:
            check_language("languageCode", self.languageCode)
        name = (name if self.name is None else self.name) or ""
        if name.strip():
            name = check_text("name", name, max_chars=limits.NAME_CHARS)
        return Draft(
            messages=tuple(message.to_message(f"messages[{i}]") for i, message in enumerate(self.messages)),
            trackers=tuple(chosen.to_choice(f"trackers[{i}]") for i, chosen in enumerate(self.trackers)),
            all_of_account=self.enableAllTrackers,
            name=name.strip(),
            webhook_url=(webhook_url if self.webhookUrl is None else self.webhookUrl) or "",
            language=self.languageCode or "",
        )


def _check_count(field: str, items: list[Any], most: int) -> None:
    if len(items) > most:
        raise InvalidField(field, f"has {len(items):,} entries; at most {most:,} are allowed")


def _stripped(texts: list[str]) -> tuple[str, ...]:
    return tuple(text.strip() for text in texts)


def _ms(field: str, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return ms_from_iso(text)
    except ValueError as error:
        raise InvalidField(field, "must be a time in ISO 8601, such as 2024-05-01T10:00:00.000Z") from error
