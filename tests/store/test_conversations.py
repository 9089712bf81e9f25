from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from earmark.errors import Busy, ConversationNotFound
from earmark.store import conversations, hits, submissions, tables
from earmark.store.db import Database
from earmark.types import (
    Account,
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

ANA = Member(MemberId("m-ana"), "Ana", "ana@example.com")
BEN = Member(MemberId("m-ben"), "Ben")
UNKNOWN = ConversationId("2999999999999999")


def message(number: int, text: str = "Hi.", **more: object) -> Message:
    return Message(text, id=MessageId(str(3_000_000_000_000_000 + number)), **more)  # type: ignore[arg-type]


async def test_a_conversation_comes_back_as_it_was_stored(database: Database, account: Account) -> None:
    stored = Conversation(
        ConversationId("2000000000000009"),
        account.id,
        'Ünïcode 💬 "quoted"',
        -5,
        1_700_000_000_000,
        kind="call",
        metadata={"nested": [1, 2.5, None, True], "text": "שלום 👋"},
        created_ms=7,
    )
    async with database.begin() as db:
        await conversations.add(db, stored)
    async with database.read() as db:
        assert await conversations.get(db, account.id, stored.id) == stored
        assert await conversations.get(db, account.id, UNKNOWN) is None


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "expected"),
    [
        (1_200, 1_300, (1_000, 2_000)),
        (500, 1_500, (500, 2_000)),
        (1_500, 2_500, (1_000, 2_500)),
        (1, 9_000, (1, 9_000)),
    ],
)
async def test_times_are_widened_and_never_narrowed(
    database: Database, conversation: Conversation, start_ms: int, end_ms: int, expected: tuple[int, int]
) -> None:
    async with database.begin() as db:
        await conversations.extend(db, conversation.account_id, conversation.id, start_ms, end_ms)
        extended = await conversations.get(db, conversation.account_id, conversation.id)
    assert extended is not None
    assert (extended.start_ms, extended.end_ms) == expected


async def test_members_stay_in_the_order_in_which_they_came(database: Database, conversation: Conversation) -> None:
    place = conversation.account_id, conversation.id
    zoe = Member(MemberId("a-zoe"), "Zoë")
    async with database.begin() as db:
        await conversations.add_members(db, *place, [BEN, ANA])
        await conversations.add_members(db, *place, [ANA, zoe])
        assert await conversations.members(db, *place) == [BEN, ANA, zoe]


async def test_a_known_member_is_completed_but_never_emptied(database: Database, conversation: Conversation) -> None:
    place = conversation.account_id, conversation.id
    async with database.begin() as db:
        await conversations.add_members(db, *place, [Member(ANA.id, "Ana")])
        await conversations.add_members(db, *place, [Member(ANA.id, "", "ana@example.com")])
        assert await conversations.members(db, *place) == [ANA]
        await conversations.add_members(db, *place, [Member(ANA.id, "Ana María"), Member(ANA.id)])
        assert await conversations.members(db, *place) == [Member(ANA.id, "Ana María", "ana@example.com")]


async def test_messages_come_back_in_order_and_with_their_speakers(
    database: Database, conversation: Conversation, submission: Submission
) -> None:
    place = conversation.account_id, conversation.id
    async with database.begin() as db:
        await conversations.add_members(db, *place, [ANA, BEN])
        first = [message(9, "Said first.", member_id=ANA.id), message(8, "😀 \"עברית\" 'x' \\ \n", language="he")]
        await conversations.add_messages(db, *place, submission.id, first)
        later = [message(7, "Said later.", member_id=BEN.id, start_ms=1_000, end_ms=2_500)]
        await conversations.add_messages(db, *place, submission.id, later)
    async with database.read() as db:
        assert await conversations.messages(db, *place) == [
            message(9, "Said first.", member_id=ANA.id, speaker="Ana"),
            message(8, "😀 \"עברית\" 'x' \\ \n", language="he"),
            message(7, "Said later.", member_id=BEN.id, speaker="Ben", start_ms=1_000, end_ms=2_500),
        ]


async def test_an_id_that_another_process_took_is_busy_and_writes_nothing(
    database: Database, conversation: Conversation, submission: Submission
) -> None:
    place = conversation.account_id, conversation.id
    async with database.begin() as db:
        await conversations.add_messages(db, *place, submission.id, [message(2)])
    with pytest.raises(Busy, match="Try again"):
        async with database.begin() as db:
            await conversations.add_messages(db, *place, submission.id, [message(1), message(2)])
    async with database.read() as db:
        assert [one.id for one in await conversations.messages(db, *place)] == [message(2).id]


async def test_messages_of_a_submission_are_only_its_own(
    database: Database, conversation: Conversation, submission: Submission
) -> None:
    place = conversation.account_id, conversation.id
    second = Submission(SubmissionId("second"), *place, messages=(), choice=TrackerChoice())
    async with database.begin() as db:
        await submissions.add(db, second)
        await conversations.add_messages(db, *place, submission.id, [message(1), message(2)])
        await conversations.add_messages(db, *place, second.id, [message(3)])
    async with database.read() as db:
        assert await conversations.messages_of_submission(db, *place, submission.id) == [message(1), message(2)]
        assert await conversations.messages_of_submission(db, *place, second.id) == [message(3)]


async def test_messages_added_at_once_by_several_do_not_meet_at_one_position(
    database: Database, conversation: Conversation, submission: Submission
) -> None:
    place = conversation.account_id, conversation.id

    async def add(start: int) -> None:
        async with database.begin() as db:
            await conversations.add_messages(
                db, *place, submission.id, [message(number) for number in range(start, start + 3)]
            )

    await asyncio.gather(*(add(start) for start in range(0, 60, 3)))
    async with database.read() as db:
        said = [found.id for found in await conversations.messages(db, *place)]
    assert len(said) == 60
    for start in range(0, 60, 3):  # what was added together stays together
        at = said.index(message(start).id)
        assert said[at : at + 3] == [message(number).id for number in range(start, start + 3)]


async def test_another_account_sees_and_changes_nothing(
    database: Database, conversation: Conversation, submission: Submission, other_account: Account
) -> None:
    mine, theirs = (conversation.account_id, conversation.id), (other_account.id, conversation.id)
    async with database.begin() as db:
        await conversations.add_members(db, *mine, [ANA])
        await conversations.add_messages(db, *mine, submission.id, [message(1)])
    async with database.begin() as db:
        assert await conversations.get(db, *theirs) is None
        assert await conversations.members(db, *theirs) == []
        assert await conversations.messages(db, *theirs) == []
        assert await conversations.messages_of_submission(db, *theirs, submission.id) == []
        assert not await conversations.delete(db, *theirs)
        await conversations.extend(db, *theirs, 0, 99_000)
        with pytest.raises(ConversationNotFound):
            await conversations.hold(db, *theirs)
        with pytest.raises(ConversationNotFound):
            await conversations.add_members(db, *theirs, [BEN])
        with pytest.raises(ConversationNotFound):
            await conversations.add_messages(db, *theirs, submission.id, [message(2)])
    async with database.read() as db:
        assert await conversations.get(db, *mine) == conversation
        assert await conversations.members(db, *mine) == [ANA]
        assert await conversations.messages(db, *mine) == [message(1)]


async def test_deleting_a_conversation_deletes_all_that_belongs_to_it(
    database: Database, conversation: Conversation, submission: Submission
) -> None:
    place = conversation.account_id, conversation.id
    hit = Hit(
        HitId("h"), conversation.id, message(1).id, submission.id, TrackerId("5"), "Pricing", 1, "price",
        MatchKind.EXACT, 1.0, 0.5, None, 0, 2, created_ms=1,
    )  # fmt: skip
    async with database.begin() as db:
        await conversations.add_members(db, *place, [ANA, BEN])
        await conversations.add_messages(db, *place, submission.id, [message(1, member_id=ANA.id), message(2)])
        await hits.upsert(db, conversation.account_id, [hit])
    async with database.begin() as db:
        assert await conversations.delete(db, *place)
        assert not await conversations.delete(db, *place)
    async with database.read() as db:
        for table in (tables.members, tables.messages, tables.submissions, tables.hits):
            assert (await db.execute(select(func.count()).select_from(table))).scalar_one() == 0, table.name


async def test_adding_to_a_deleted_conversation_says_so(database: Database, conversation: Conversation) -> None:
    place = conversation.account_id, conversation.id
    async with database.begin() as db:
        await conversations.delete(db, *place)
        with pytest.raises(ConversationNotFound):
            await conversations.add_messages(db, *place, SubmissionId("s"), [message(1)])
