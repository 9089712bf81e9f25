"""Conversations, and the submissions that they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from earmark.types.identifiers import AccountId, ConversationId, MemberId, SubmissionId, TrackerId
from earmark.types.matching import Tracker

#: What a conversation is unless its submission says otherwise: contract 5.1.
MEETING: Final = "meeting"


class JobStatus(StrEnum):
    """Where a submission stands. The Python SDK raises on any other word: contract 4.1."""

    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        return self in (JobStatus.COMPLETED, JobStatus.FAILED)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who speaks in a conversation. `user_id` is an e-mail address in most clients."""

    id: MemberId
    name: str = ""
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation of one account, without its messages."""

    id: ConversationId
    account_id: AccountId
    name: str
    start_ms: int
    end_ms: int
    kind: str = MEETING
    metadata: Mapping[str, Any] = field(default_factory=dict)
    created_ms: int = 0


@dataclass(frozen=True, slots=True)
class SubmittedMessage:
    """One entry of a submission as the client sent it, before it is cut into sentences."""

    text: str
    member: Member | None = None
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class TrackerChoice:
    """Which trackers a submission asks for: contract 3.5.

    Inline trackers carry their generated id; stored ones are named by id and read when the job runs.
    """

    inline: tuple[Tracker, ...] = ()
    stored: tuple[TrackerId, ...] = ()
    all_of_account: bool = False


@dataclass(frozen=True, slots=True)
class EntityRule:
    """A text that a submission wants found as an entity of its own type: contract 3.1."""

    custom_type: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class SubmissionOptions:
    """What a submission asks of the answers about its conversation: contract 3.1.

    Attributes:
        confidence_threshold: Insights that are less sure are left out.
        detect_phrases: Whether messages tell their key phrases.
        detect_entities: Whether entities beside those of *entities* are looked for.
        timezone_offset_min: Minutes to add to UTC for the local time of the talk.
    """

    confidence_threshold: float = 0.5
    detect_phrases: bool = False
    detect_entities: bool = False
    entities: tuple[EntityRule, ...] = ()
    timezone_offset_min: int = 0


@dataclass(frozen=True, slots=True)
class Submission:
    """One accepted request to process talk: its id is the job's id on the wire."""

    id: SubmissionId
    account_id: AccountId
    conversation_id: ConversationId
    messages: tuple[SubmittedMessage, ...]
    choice: TrackerChoice
    options: SubmissionOptions = SubmissionOptions()
    webhook_url: str = ""
    language: str = ""
    status: JobStatus = JobStatus.SCHEDULED
    failure: str = ""
    created_ms: int = 0
    updated_ms: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """Where a submission stands, without what was submitted.

    Attributes:
        failure: Why there will be no results; empty unless it failed.
    """

    id: SubmissionId
    conversation_id: ConversationId
    status: JobStatus
    failure: str
    created_ms: int
    updated_ms: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Which steps of a submission are done, and need not be done again."""

    split: bool
    matched: bool
