"""What listings are asked for, and what stands in them.

A filter's fields narrow the listing where they are given; all of them must hold. Times are milliseconds, the first
one inclusive, the last one exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from earmark.types import ConversationId, Hit, Judgement, MatchKind, Message, TrackerId, Verdict

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
class HitInTalk:
    """A hit with the message that it was found in and what was said of it, if anything."""

    hit: Hit
    message: Message
    judgement: Judgement | None
