"""Conversations with messages and hits in the store, for tests that read them in pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from earmark import ids
from earmark.listings import RowPlace
from earmark.store import conversations, hits, submissions
from earmark.store.db import Connection, Database
from earmark.types import (
    AccountId,
    Conversation,
    ConversationId,
    Hit,
    HitId,
    MatchKind,
    Member,
    MemberId,
    Message,
    MessageId,
    Submission,
    SubmissionId,
    TrackerChoice,
    TrackerId,
)

Item = TypeVar("Item")
#: Reads a page of some listing: what stands behind a place, at most so many.
Page = Callable[[Connection, RowPlace | None, int], Awaitable[list[Item]]]

ANA = Member(MemberId("m-ana"), "Ana", "ana@x")
BUDGET, PAPER = TrackerId("5000000000000001"), TrackerId("5000000000000002")


@dataclass(frozen=True)
class Talk:
    """A stored conversation."""

    conversation: Conversation
    submission: Submission
    messages: Sequence[Message]

    def hit(self, hit_id: str, at: int = 0, tracker: TrackerId = BUDGET, created_ms: int = 1_000) -> Hit:
        """A hit in the message at *at*; not stored."""
        return Hit(
            id=HitId(hit_id),
            conversation_id=self.conversation.id,
            message_id=self.messages[at].id,
            submission_id=self.submission.id,
            tracker_id=tracker,
            tracker_name="Budget",
            tracker_version=3,
            phrase="no money",
            kind=MatchKind.MEANING,
            score=0.75,
            threshold=0.5,
            margin=0.25,
            start=0,
            end=2,
            created_ms=created_ms,
        )


async def stored_talk(
    database: Database, account_id: AccountId, *texts: str, name: str = "Call", start_ms: int = 1_000
) -> Talk:
    """What Ana says, a sentence every second."""
    conversation = Conversation(ConversationId(ids.new_id()), account_id, name, start_ms, start_ms + 1_000)
    submission = Submission(SubmissionId(ids.new_uuid()), account_id, conversation.id, (), TrackerChoice())
    messages = [
        Message(text, "Ana", MessageId(ids.new_id()), ANA.id, start_ms + at * 1_000, start_ms + at * 1_000 + 900, "en")
        for at, text in enumerate(texts)
    ]
    async with database.begin() as db:
        await conversations.add(db, conversation)
        await submissions.add(db, submission)
        await conversations.add_members(db, account_id, conversation.id, [ANA])
        await conversations.add_messages(db, account_id, conversation.id, submission.id, messages)
    return Talk(conversation, submission, messages)


async def store_hits(database: Database, talk: Talk, *found: Hit) -> None:
    async with database.begin() as db:
        await hits.upsert(db, talk.conversation.account_id, found)


async def walk(
    database: Database,
    page: Page[Item],
    place_of: Callable[[Item], RowPlace],
    limit: int,
    between: Callable[[], Awaitable[None]] | None = None,
) -> list[Item]:
    """Every item of a listing, page by page; *between* happens after each page."""
    walked: list[Item] = []
    while True:
        async with database.read() as db:
            found = await page(db, place_of(walked[-1]) if walked else None, limit)
        assert len(found) <= limit
        if not found:
            return walked
        walked += found
        if between is not None:
            await between()
