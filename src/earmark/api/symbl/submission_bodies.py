"""Bodies and options of submissions: contract 3."""

from __future__ import annotations

from typing import Any, Self

from pydantic import Field

from earmark import limits
from earmark.api.fields import Sensitivity
from earmark.api.symbl.bodies import EXCLUDE, LANGUAGES, SENSITIVITY, Body, Ignored, stripped
from earmark.api.symbl.wording import to_phrases
from earmark.checks import check_language, check_text, check_tracker
from earmark.clock import ms_from_iso
from earmark.errors import InvalidField
from earmark.metadata import check_metadata
from earmark.services.submissions import Draft
from earmark.types import (
    BALANCED,
    MEETING,
    EntityRule,
    Member,
    MemberId,
    SubmissionOptions,
    SubmittedMessage,
    Tracker,
    TrackerId,
)


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
        start_ms = ms_from(f"{field}.startTime", self.startTime)
        end_ms = ms_from(f"{field}.endTime", self.endTime)
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
    languages: list[str] = Field(default=[], description=LANGUAGES)
    excludeVocabulary: list[str] = Field(default=[], description=EXCLUDE)
    sensitivity: Sensitivity = Field(default=BALANCED, description=SENSITIVITY)

    def to_choice(self, field: str) -> Tracker | TrackerId:
        if self.id is not None:
            return TrackerId(check_text(f"{field}.id", self.id, max_chars=limits.ID_CHARS))
        if self.name is None:
            raise InvalidField(f"{field}.name", "is required, unless the tracker is named by its id")
        tracker = Tracker(
            name=self.name.strip(),
            phrases=to_phrases(self.vocabulary),
            counter_examples=to_phrases(self.excludeVocabulary),
            sensitivity=self.sensitivity,
            languages=stripped(self.languages),
        )
        check_tracker(tracker, f"{field}.")
        return tracker


class EntityIn(Body):
    """A text that is to be found as an entity of its own type: contract 3.1."""

    customType: str = Field(description="The type that entities of this rule have.")
    value: str = Field(default="", description="What they stand for; text when absent.")
    text: str = Field(description="What is looked for.")

    def to_rule(self, field: str) -> EntityRule:
        custom_type = check_text(f"{field}.customType", self.customType, max_chars=limits.NAME_CHARS)
        text = check_text(f"{field}.text", self.text, max_chars=limits.NAME_CHARS)
        value = self.value.strip() and check_text(f"{field}.value", self.value, max_chars=limits.NAME_CHARS)
        return EntityRule(custom_type, value or text, text)


class OptionsIn(Body):
    """What every submission may ask for: contract 3.1. Options that are not listed here are ignored."""

    name: str | None = Field(
        default=None,
        description="Name of a new conversation; its id when absent. An old one keeps its own.",
    )
    conversationType: str | None = Field(default=None, description="Type of a new conversation; meeting when absent.")
    metadata: dict[str, Any] = Field(
        default={}, description="Kept with a new conversation, any object; an old one keeps its own."
    )
    trackers: list[ChosenTracker] = Field(default=[], description="Run for this submission; whole ones are not stored.")
    enableAllTrackers: bool | None = Field(
        default=None, description="Run all trackers of the account; the server's setting decides when absent."
    )
    webhookUrl: str | None = Field(default=None, description="Told of every change of the job's status.")
    languageCode: str | None = Field(default=None, description="BCP-47; found out sentence by sentence when absent.")
    confidenceThreshold: float = Field(
        default=0.5, ge=0.5, le=1.0, description="Leave out insights that are less sure. Trackers do not ask for it."
    )
    detectPhrases: bool = Field(default=False, description="Tell the key phrases of each message.")
    detectEntities: bool = Field(default=False, description="Look for entities besides those of entities.")
    entities: list[EntityIn] = Field(default=[], description="Texts that are found as entities of their own types.")
    enableSummary: bool = Field(default=False, description="Accepted; a summary can always be asked for.")
    timezoneOffset: int = Field(
        default=0,
        ge=-limits.TIMEZONE_OFFSET_MIN,
        le=limits.TIMEZONE_OFFSET_MIN,
        description="Minutes to add to UTC for the local time of the talk.",
    )

    def to_draft(self, messages: tuple[SubmittedMessage, ...]) -> Draft:
        _check_count("trackers", self.trackers, limits.TRACKERS_PER_SUBMISSION)
        _check_count("entities", self.entities, limits.ENTITY_RULES_PER_SUBMISSION)
        check_metadata("metadata", self.metadata)
        if self.languageCode:
            check_language("languageCode", self.languageCode)
        return Draft(
            messages=messages,
            trackers=tuple(chosen.to_choice(f"trackers[{i}]") for i, chosen in enumerate(self.trackers)),
            all_of_account=self.enableAllTrackers,
            name=_label("name", self.name),
            webhook_url=self.webhookUrl or "",
            language=self.languageCode or "",
            kind=_label("conversationType", self.conversationType) or MEETING,
            metadata=self.metadata,
            options=SubmissionOptions(
                confidence_threshold=self.confidenceThreshold,
                detect_phrases=self.detectPhrases,
                detect_entities=self.detectEntities,
                entities=tuple(entity.to_rule(f"entities[{i}]") for i, entity in enumerate(self.entities)),
                timezone_offset_min=self.timezoneOffset,
            ),
        )


class TextIn(OptionsIn):
    """A submission of text: contract 3.3."""

    messages: list[MessageIn] = Field(description="At least one, in the order in which they were said.")

    def over(self, options: OptionsIn) -> Self:
        """The submission, in which *options* stand in for absent keys."""
        absent = options.model_fields_set - self.model_fields_set
        return self.model_copy(update={name: getattr(options, name) for name in absent})

    def to_text_draft(self) -> Draft:
        _check_count("messages", self.messages, limits.MESSAGES_PER_SUBMISSION)
        if not self.messages:
            raise InvalidField("messages", "must hold at least one message")
        return self.to_draft(tuple(message.to_message(f"messages[{i}]") for i, message in enumerate(self.messages)))


def _label(field: str, text: str | None) -> str:
    return check_text(field, text, max_chars=limits.NAME_CHARS) if text and text.strip() else ""


def _check_count(field: str, items: list[Any], most: int) -> None:
    if len(items) > most:
        raise InvalidField(field, f"has {len(items):,} entries; at most {most:,} are allowed")


def ms_from(field: str, text: str | None) -> int | None:
    """
    The time that *text* tells; None for None.

    Raises:
        InvalidField: naming *field*.
    """
    if text is None:
        return None
    try:
        return ms_from_iso(text)
    except ValueError as error:
        raise InvalidField(field, "must be a time in ISO 8601, such as 2024-05-01T10:00:00.000Z") from error
