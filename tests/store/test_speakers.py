from __future__ import annotations

from earmark.store import conversations, speakers
from earmark.store.db import Database
from earmark.types import Account, Conversation, Member, MemberId, Message, MessageId, Submission

ANA, BEN = Member(MemberId("m-ana"), "Ana", "ana@example.com"), Member(MemberId("m-ben"), "Ben")
SAID = [
    Message("One.", id=MessageId("3000000000000001"), member_id=ANA.id, speaker="Ana"),
    Message("Two.", id=MessageId("3000000000000002")),
    Message("Three.", id=MessageId("3000000000000003"), member_id=ANA.id, speaker="Ana"),
]


async def fill(database: Database, conversation: Conversation, submission: Submission) -> None:
    place = conversation.account_id, conversation.id
    async with database.begin() as db:
        await conversations.add_members(db, *place, [ANA, BEN])
        await conversations.add_messages(db, *place, submission.id, SAID)


async def test_a_member_is_described_anew_in_place(
    database: Database, conversation: Conversation, submission: Submission
) -> None:
    await fill(database, conversation, submission)
    place = conversation.account_id, conversation.id
    renamed = Member(ANA.id, "Ana 'María' 👋", "")
    async with database.begin() as db:
        await speakers.describe(db, *place, renamed)
        await speakers.describe(db, *place, Member(MemberId("nobody"), "Nobody"))
    async with database.read() as db:
        assert await conversations.members(db, *place) == [renamed, BEN]
        assert [one.speaker for one in await conversations.messages(db, *place)] == [renamed.name, "", renamed.name]


async def test_messages_are_given_to_other_members(
    database: Database, conversation: Conversation, submission: Submission
) -> None:
    await fill(database, conversation, submission)
    place = conversation.account_id, conversation.id
    async with database.begin() as db:
        await speakers.assign(db, *place, {})
        await speakers.assign(db, *place, {SAID[1].id: BEN.id, SAID[2].id: BEN.id})
    async with database.read() as db:
        assert [one.member_id for one in await conversations.messages(db, *place)] == [ANA.id, BEN.id, BEN.id]


async def test_another_account_changes_no_speaker(
    database: Database, conversation: Conversation, submission: Submission, other_account: Account
) -> None:
    await fill(database, conversation, submission)
    mine, theirs = (conversation.account_id, conversation.id), (other_account.id, conversation.id)
    async with database.begin() as db:
        await speakers.describe(db, *theirs, Member(ANA.id, "Changed"))
        await speakers.assign(db, *theirs, {SAID[1].id: BEN.id})
    async with database.read() as db:
        assert await conversations.members(db, *mine) == [ANA, BEN]
        assert await conversations.messages(db, *mine) == SAID
