"""What listings are asked for, and what stands in them.

A filter's fields narrow the listing where they are given; all of them must hold. Times are milliseconds, the first
one inclusive, the last one exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from earmark import limits
from earmark.rsql import Field, Filter
from earmark.types import (
    ConversationId,
    DeliveryStatus,
    Hit,
    Judgement,
    MatchKind,
    Message,
    ReceiverId,
    TrackerId,
    Verdict,
    WebhookEvent,
)

#: Where a page ended: the values by which its last row is ordered. The next page begins behind it.
RowPlace: TypeAlias = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class ConversationFilter:
    """
    Attributes:
        from_ms, until_ms: When the conversation began.
        tracker_id: Found in it.
        without_tracker_id: Not found in it.
        text: Stands in its name or in one of its messages; upper and lower case are alike.
    """

    from_ms: int | None = None
    until_ms: int | None = None
    tracker_id: TrackerId | None = None
    without_tracker_id: TrackerId | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ConversationListing:
    """A stretch of the sorted conversations that pass a filter: contract 5.1.

    Attributes:
        from_ms: When the conversation began, at the earliest.
        until_ms: When it ended, at the latest.
        sort: The first one counts most.
    """

    where: Filter = ()
    from_ms: int | None = None
    until_ms: int | None = None
    sort: tuple[Field, ...] = (Field.START,)
    descending: bool = False
    limit: int = limits.CONVERSATIONS_LISTED_DEFAULT
    offset: int = 0


@dataclass(frozen=True, slots=True)
class HitFilter:
    """
    Attributes:
        from_ms, until_ms: When the message was said.
        judged: Whether somebody judged it.
    """

    tracker_id: TrackerId | None = None
    conversation_id: ConversationId | None = None
    from_ms: int | None = None
    until_ms: int | None = None
    kind: MatchKind | None = None
    judged: bool | None = None


@dataclass(frozen=True, slots=True)
class JudgementFilter:
    tracker_id: TrackerId | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    receiver_id: ReceiverId | None = None
    status: DeliveryStatus | None = None
    event: WebhookEvent | None = None
    conversation_id: ConversationId | None = None


@dataclass(frozen=True, slots=True)
class HitInTalk:
    """A hit with the message that it was found in and what was said of it, if anything."""

    hit: Hit
    message: Message
    judgement: Judgement | None
