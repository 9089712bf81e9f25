from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from earmark.errors import ConversationNotFound
from earmark.store import conversations, hits, trackers
from earmark.store.db import Database
from earmark.types import (
    Account,
    Conversation,
    Hit,
    HitId,
    MatchKind,
    Message,
    MessageId,
    Submission,
    Tracker,
    TrackerId,
)

# The ids run against the order in which they are said.
SAID = [Message("We have no money.", id=MessageId("9")), Message("So no money at all, no.", id=MessageId("1"))]


@pytest.fixture
async def hit(database: Database, conversation: Conversation, submission: Submission) -> Hit:
    """A hit in the first message; not stored."""
    async with database.begin() as db:
        await conversations.add_messages(db, conversation.account_id, conversation.id, submission.id, SAID)
    return Hit(
        id=HitId("0001"),
        conversation_id=conversation.id,
        message_id=SAID[0].id,
        submission_id=submission.id,
        tracker_id=TrackerId("5000000000000002"),
        tracker_name='Büdget 💸 "x"',
        tracker_version=2,
        phrase="no money",
        kind=MatchKind.EXACT,
        score=0.1 + 0.2,
        threshold=1 / 3,
        margin=None,
        start=8,
        end=16,
        created_ms=1_700_000_000_123,
    )


async def test_a_hit_comes_back_as_it_was_stored(database: Database, conversation: Conversation, hit: Hit) -> None:
    by_meaning = replace(hit, id=HitId("0002"), kind=MatchKind.MEANING, margin=-0.125, start=0, end=17)
    async with database.begin() as db:
        await hits.upsert(db, conversation.account_id, [hit, by_meaning])
    async with database.read() as db:
        found = await hits.of_conversation(db, conversation.account_id, conversation.id)
    assert found == [by_meaning, hit]
    assert [one.offset for one in found] == [-1, 8]


async def test_hits_are_ordered_by_message_then_by_tracker_then_by_place_then_by_phrase(
    database: Database, conversation: Conversation, hit: Hit
) -> None:
    first, second = TrackerId("5000000000000001"), TrackerId("5000000000000002")
    expected = [
        replace(hit, id=HitId("e"), message_id=SAID[0].id, tracker_id=first, phrase="broke"),
        replace(hit, id=HitId("d"), message_id=SAID[0].id, tracker_id=first, phrase="no money"),
        replace(hit, id=HitId("c"), message_id=SAID[0].id, tracker_id=second, start=3),
        replace(hit, id=HitId("b"), message_id=SAID[0].id, tracker_id=second, start=8),
        replace(hit, id=HitId("a"), message_id=SAID[1].id, tracker_id=first),
    ]
    async with database.begin() as db:
        await hits.upsert(db, conversation.account_id, expected[::-1])
    async with database.read() as db:
        assert await hits.of_conversation(db, conversation.account_id, conversation.id) == expected


async def test_storing_the_same_hit_again_changes_nothing(
    database: Database, conversation: Conversation, hit: Hit
) -> None:
    async with database.begin() as db:
        await hits.upsert(db, conversation.account_id, [hit, hit])
        await hits.upsert(db, conversation.account_id, [replace(hit, created_ms=9, score=0.9)])
        await hits.upsert(db, conversation.account_id, [])
        assert await hits.of_conversation(db, conversation.account_id, conversation.id) == [hit]


async def test_the_same_hits_stored_at_once_by_several_are_stored_once(
    database: Database, conversation: Conversation, hit: Hit
) -> None:
    found = [replace(hit, id=HitId(f"{number:04}"), start=number) for number in range(50)]

    async def store(in_order: list[Hit]) -> None:
        async with database.begin() as db:
            await hits.upsert(db, conversation.account_id, in_order)

    await asyncio.gather(store(found), store(found[::-1]), store(found), store(found[::-1]))
    async with database.read() as db:
        assert await hits.of_conversation(db, conversation.account_id, conversation.id) == found


async def test_a_hit_outlives_its_tracker(database: Database, conversation: Conversation, hit: Hit) -> None:
    async with database.begin() as db:
        await trackers.add(db, conversation.account_id, [Tracker("Budget", ["no money"], id=hit.tracker_id)])
        await hits.upsert(db, conversation.account_id, [hit])
        await trackers.delete(db, conversation.account_id, hit.tracker_id)
        assert await hits.of_conversation(db, conversation.account_id, conversation.id) == [hit]


async def test_another_account_sees_no_hits_and_cannot_add_any(
    database: Database, conversation: Conversation, hit: Hit, other_account: Account
) -> None:
    async with database.begin() as db:
        await hits.upsert(db, conversation.account_id, [hit])
        assert await hits.of_conversation(db, other_account.id, conversation.id) == []
        with pytest.raises(ConversationNotFound):
            await hits.upsert(db, other_account.id, [replace(hit, id=HitId("0002"))])


async def test_hits_of_a_deleted_conversation_are_refused(
    database: Database, conversation: Conversation, hit: Hit
) -> None:
    async with database.begin() as db:
        await conversations.delete(db, conversation.account_id, conversation.id)
        with pytest.raises(ConversationNotFound):
            await hits.upsert(db, conversation.account_id, [hit])
