"""The native API's bodies for conversations, what is said in them, and the jobs that work on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, Field

from earmark import limits
from earmark.api.fields import Moment
from earmark.api.native.bodies import NativeBody
from earmark.api.native.chosen import ChosenTracker, to_choice
from earmark.api.native.paging import PageAnswer
from earmark.checks import check_language, check_text
from earmark.clock import iso_from_ms
from earmark.errors import InvalidField
from earmark.metadata import check_metadata
from earmark.services.submissions import Draft
from earmark.types import Conversation, Job, JobStatus, Member, MemberId, Message, SubmittedMessage

_NAME: Final = "As lists show it."
_METADATA: Final = f"An object of your own, up to {limits.METADATA_BYTES:,} bytes as JSON."
_MERGED: Final = f"Merged after RFC 7396: null removes a key. The whole has up to {limits.METADATA_BYTES:,} bytes."
_SPEAKER_NAME: Final = "As the transcript shows it."
_USER_ID: Final = "Tells speakers apart, before the name does; mostly an e-mail address."
_ISO: Final = "ISO 8601."
_MOMENT: Final = "ISO 8601, as UTC without an offset"


class NativeSpeakerDraft(NativeBody):
    """Who says something."""

    name: str = Field(default="", description=_SPEAKER_NAME)
    user_id: str = Field(default="", description=_USER_ID)

    def to_member(self, field: str) -> Member | None:
        name, user_id = self.name.strip(), self.user_id.strip()
        for key, text in (("name", name), ("user_id", user_id)):
            if text:
                check_text(f"{field}.{key}", text, max_chars=limits.NAME_CHARS)
        return Member(MemberId(""), name=name, user_id=user_id) if name or user_id else None


class NativeMessageDraft(NativeBody):
    """What somebody says in one go."""

    text: str = Field(description="What was said; cut into sentences by the server.")
    speaker: NativeSpeakerDraft | None = Field(default=None, description="Who said it.")
    started_at: Moment | None = Field(default=None, description=f"{_MOMENT}; ended_at when absent, or else now.")
    ended_at: Moment | None = Field(default=None, description=f"{_MOMENT}, not before started_at; that when absent.")

    def to_message(self, field: str) -> SubmittedMessage:
        text = check_text(f"{field}.text", self.text, max_chars=limits.MESSAGE_CHARS, allow_newlines=True)
        member = self.speaker.to_member(f"{field}.speaker") if self.speaker else None
        if self.started_at is not None and self.ended_at is not None and self.ended_at < self.started_at:
            raise InvalidField(f"{field}.ended_at", "lies before started_at.")
        return SubmittedMessage(text, member, self.started_at, self.ended_at)


class NativeConversationDraft(NativeBody):
    """A conversation to be stored and searched for trackers."""

    messages: list[NativeMessageDraft] = Field(description="At least one, in the order in which they were said.")
    name: str = Field(default="", description=f"{_NAME} Its id when absent.")
    trackers: list[ChosenTracker] = Field(
        default=[], description="Run on this conversation: stored ones by id, and whole ones, which are not stored."
    )
    all_trackers: bool | None = Field(
        default=None, description="Run all trackers of the account; the server's setting decides when absent."
    )
    language: str = Field(default="", description="BCP-47; found out sentence by sentence when absent.")
    metadata: dict[str, Any] = Field(default={}, description=_METADATA)

    def to_draft(self) -> Draft:
        """The submission. Takes a while for hours of talk: run it in a thread."""
        _check_count("messages", self.messages, limits.MESSAGES_PER_SUBMISSION)
        _check_count("trackers", self.trackers, limits.TRACKERS_PER_SUBMISSION)
        if not self.messages:
            raise InvalidField("messages", "must hold at least one message.")
        if self.language:
            check_language("language", self.language)
        check_metadata("metadata", self.metadata)
        name = check_text("name", self.name, max_chars=limits.NAME_CHARS) if self.name.strip() else ""
        return Draft(
            messages=tuple(message.to_message(f"messages[{i}]") for i, message in enumerate(self.messages)),
            trackers=tuple(to_choice(chosen, f"trackers[{i}]") for i, chosen in enumerate(self.trackers)),
            all_of_account=self.all_trackers,
            name=name,
            language=self.language,
            metadata=self.metadata,
        )


class NativeConversationChange(NativeBody):
    """What changes of a conversation. Absent keys stay as they are."""

    name: str | None = Field(default=None, description=_NAME)
    metadata: dict[str, Any] | None = Field(default=None, description=_MERGED)


class NativeMember(BaseModel):
    id: str = Field(description="The member_id of what they say.")
    name: str = Field(description=_SPEAKER_NAME)
    user_id: str = Field(description=_USER_ID)


class NativeConversation(BaseModel):
    id: str = Field(description="16 digits.")
    name: str = Field(description=_NAME)
    kind: str = Field(description="Such as meeting.")
    started_at: str = Field(description="When the first word was said; ISO 8601.")
    ended_at: str = Field(description="When the last word was said; ISO 8601.")
    created_at: str = Field(description=_ISO)
    metadata: Mapping[str, Any] = Field(description=_METADATA)
    members: list[NativeMember] = Field(description="Who speaks, in the order in which they came in.")

    @classmethod
    def of(cls, conversation: Conversation, members: Sequence[Member]) -> NativeConversation:
        return cls(
            id=conversation.id,
            name=conversation.name,
            kind=conversation.kind,
            started_at=iso_from_ms(conversation.start_ms),
            ended_at=iso_from_ms(conversation.end_ms),
            created_at=iso_from_ms(conversation.created_ms),
            metadata=conversation.metadata,
            members=[NativeMember(id=one.id, name=one.name, user_id=one.user_id) for one in members],
        )


class NativeConversationsPage(PageAnswer):
    conversations: list[NativeConversation] = Field(description="Those that began last come first.")


class NativeMessage(BaseModel):
    id: str = Field(description="16 digits.")
    text: str = Field(description="One sentence.")
    member_id: str | None = Field(description="Of who said it, if that is known.")
    speaker: str = Field(description="Their present name; empty when it is not known.")
    started_at: str | None = Field(description=_ISO)
    ended_at: str | None = Field(description=_ISO)
    language: str | None = Field(description="As it was submitted or found out; null until it is known.")

    @classmethod
    def of(cls, message: Message) -> NativeMessage:
        return cls(
            id=message.id,
            text=message.text,
            member_id=message.member_id or None,
            speaker=message.speaker,
            started_at=None if message.start_ms is None else iso_from_ms(message.start_ms),
            ended_at=None if message.end_ms is None else iso_from_ms(message.end_ms),
            language=message.language or None,
        )


class NativeMessagesPage(PageAnswer):
    messages: list[NativeMessage] = Field(description="In the order in which they were said.")


class NativeAccepted(BaseModel):
    conversation_id: str = Field(description="16 digits.")
    job_id: str = Field(description="Of the job that finds the trackers; a UUID.")


class NativeJob(BaseModel):
    id: str = Field(description="A UUID.")
    conversation_id: str = Field(description="What it works on.")
    status: JobStatus = Field(description="Results can be read once it is completed.")
    failure: str | None = Field(description="Why there will be no results; null unless it failed.")
    created_at: str = Field(description=_ISO)
    updated_at: str = Field(description=_ISO)

    @classmethod
    def of(cls, job: Job) -> NativeJob:
        return cls(
            id=job.id,
            conversation_id=job.conversation_id,
            status=job.status,
            failure=job.failure or None,
            created_at=iso_from_ms(job.created_ms),
            updated_at=iso_from_ms(job.updated_ms),
        )


def _check_count(field: str, items: Sequence[Any], most: int) -> None:
    if len(items) > most:
        raise InvalidField(field, f"has {len(items):,} entries; at most {most:,} are allowed.")
