"""What trackers found, what people say of it, and how trackers came to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from earmark.types.identifiers import (
    AccountId,
    ConversationId,
    HitId,
    MessageId,
    ReadingId,
    RunId,
    SubmissionId,
    TrackerId,
)
from earmark.types.matching import NO_OFFSET, MatchKind, Tracker


@dataclass(frozen=True, slots=True)
class Hit:
    """A match that is stored: it outlives edits and deletion of its tracker.

    Attributes:
        why: The fields of `Reasons`; None where it was found before they were kept.
    """

    id: HitId
    conversation_id: ConversationId
    message_id: MessageId
    submission_id: SubmissionId
    tracker_id: TrackerId
    tracker_name: str
    tracker_version: int
    phrase: str
    kind: MatchKind
    score: float
    threshold: float
    margin: float | None
    start: int
    end: int
    created_ms: int
    why: Mapping[str, Any] | None = None

    @property
    def offset(self) -> int:
        return self.start if self.kind is MatchKind.EXACT else NO_OFFSET


@dataclass(frozen=True, slots=True)
class TrackerVersion:
    """A tracker as it was once.

    Attributes:
        author: The app id that saved it; empty where that was not kept.
        created_ms: When it was saved.
    """

    tracker: Tracker
    author: str
    created_ms: int


class Verdict(StrEnum):
    """What a person says of a hit."""

    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on whether a message means what a tracker looks for. It outlives the hit that it was said of.

    Attributes:
        author: Who judged: a name, or the app id where none was given.
    """

    conversation_id: ConversationId
    message_id: MessageId
    tracker_id: TrackerId
    hit_id: HitId
    verdict: Verdict
    author: str
    note: str
    created_ms: int


class RunStatus(StrEnum):
    """Where a run of a tracker over history stands."""

    SCHEDULED = "scheduled"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        return self not in (RunStatus.SCHEDULED, RunStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a stored tracker over the account's stored talk.

    Attributes:
        after: The reading behind which it begins; empty for all of history.
        until: The last reading that it takes.
        reached: The reading up to which it is done.
        hits_added, hits_lost, hits_kept: Messages in which the tracker is found newly, no longer, and as before.
    """

    id: RunId
    account_id: AccountId
    tracker_id: TrackerId
    tracker_version: int
    status: RunStatus = RunStatus.SCHEDULED
    failure: str = ""
    author: str = ""
    after: ReadingId = ReadingId("")
    until: ReadingId = ReadingId("")
    reached: ReadingId = ReadingId("")
    messages_total: int = 0
    messages_done: int = 0
    hits_added: int = 0
    hits_lost: int = 0
    hits_kept: int = 0
    created_ms: int = 0
    updated_ms: int = 0
