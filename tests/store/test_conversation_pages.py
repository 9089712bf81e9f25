from __future__ import annotations

import pytest

from earmark.listings import ConversationFilter, RowPlace
from earmark.store import conversation_pages, conversations
from earmark.store.db import Connection, Database
from earmark.types import Account, AccountId, Conversation, Member, MemberId, Message, MessageId, TrackerId
from stored_talk import ANA, BUDGET, PAPER, Page, store_hits, stored_talk, walk

ALL = ConversationFilter()


def listing(account_id: AccountId, wanted: ConversationFilter = ALL) -> Page[Conversation]:
    async def page(db: Connection, after: RowPlace | None, limit: int) -> list[Conversation]:
        return await conversation_pages.page(db, account_id, wanted, after, limit)

    return page


async def names(database: Database, account_id: AccountId, wanted: ConversationFilter) -> list[str]:
    found = await walk(database, listing(account_id, wanted), conversation_pages.place_of, 100)
    return [one.name for one in found]


async def test_a_conversation_comes_as_it_was_stored(
    database: Database, account: Account, conversation: Conversation
) -> None:
    assert await walk(database, listing(account.id), conversation_pages.place_of, 9) == [conversation]


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
async def test_pages_hold_every_conversation_once_newest_first_although_many_begin_at_once(
    database: Database, account: Account, limit: int
) -> None:
    for name, start_ms in [("a", 1_000), ("b", 3_000), ("c", 3_000), ("d", 2_000), ("e", 3_000)]:
        await stored_talk(database, account.id, name=name, start_ms=start_ms)
    walked = await walk(database, listing(account.id), conversation_pages.place_of, limit)
    assert [one.name for one in walked] == ["e", "c", "b", "d", "a"]


async def test_conversations_that_come_in_meanwhile_shift_no_page(database: Database, account: Account) -> None:
    for number in range(5):
        await stored_talk(database, account.id, name=f"old-{number}", start_ms=1_000)

    async def one_more() -> None:
        await stored_talk(database, account.id, name="new", start_ms=2_000)

    walked = await walk(database, listing(account.id), conversation_pages.place_of, 2, one_more)
    assert [one.name for one in walked] == [f"old-{number}" for number in reversed(range(5))]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (ConversationFilter(), ["third", "second", "first"]),
        (ConversationFilter(from_ms=2_000), ["third", "second"]),
        (ConversationFilter(until_ms=2_000), ["first"]),
        (ConversationFilter(from_ms=2_000, until_ms=3_000), ["second"]),
        (ConversationFilter(tracker_id=BUDGET), ["third", "first"]),
        (ConversationFilter(without_tracker_id=BUDGET), ["second"]),
        (ConversationFilter(tracker_id=BUDGET, without_tracker_id=PAPER), ["first"]),
        (ConversationFilter(tracker_id=TrackerId("none")), []),
        (ConversationFilter(tracker_id=BUDGET, from_ms=2_000), ["third"]),
    ],
)
async def test_filters_narrow_the_listing(
    database: Database, account: Account, wanted: ConversationFilter, expected: list[str]
) -> None:
    first = await stored_talk(database, account.id, "No money.", name="first", start_ms=1_000)
    await stored_talk(database, account.id, "No money?", name="second", start_ms=2_000)
    third = await stored_talk(database, account.id, "No money!", name="third", start_ms=3_000)
    await store_hits(database, first, first.hit("a"), first.hit("b"))
    await store_hits(database, third, third.hit("c"), third.hit("d", tracker=PAPER))
    assert await names(database, account.id, wanted) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("renewal", ["Renewal ÜBER 100%"]),
        ("über", ["Renewal ÜBER 100%", "Intro"]),
        ("ПРИВЕТ", ["Intro"]),
        ("100%", ["Renewal ÜBER 100%"]),
        ("%", ["Renewal ÜBER 100%"]),
        ("_", ["Under_score"]),
        ("r_s", ["Under_score"]),
        ("\\", []),
        ("0% u", []),
    ],
)
async def test_a_text_is_found_in_names_and_messages_whatever_its_case_and_with_its_wildcards(
    database: Database, account: Account, text: str, expected: list[str]
) -> None:
    await stored_talk(database, account.id, "Hi.", name="Under_score", start_ms=1)
    await stored_talk(database, account.id, "Привет всем.", "Wir reden Über uns.", name="Intro", start_ms=2)
    await stored_talk(database, account.id, "Hello.", name="Renewal ÜBER 100%", start_ms=3)
    assert await names(database, account.id, ConversationFilter(text=text)) == expected


async def test_another_account_sees_none(database: Database, account: Account, other_account: Account) -> None:
    talk = await stored_talk(database, account.id, "No money.", name="mine")
    await store_hits(database, talk, talk.hit("a"))
    for wanted in (ConversationFilter(), ConversationFilter(tracker_id=BUDGET), ConversationFilter(text="money")):
        assert await names(database, other_account.id, wanted) == []
    async with database.read() as db:
        found = await conversation_pages.members_of(db, other_account.id, [talk.conversation.id])
    assert found == {talk.conversation.id: []}


async def test_members_come_by_conversation_in_the_order_in_which_they_came_in(
    database: Database, account: Account, conversation: Conversation
) -> None:
    zoe, bo = Member(MemberId("z"), "Zoe"), Member(MemberId("b"), "Bo", "bo@x")
    talk = await stored_talk(database, account.id, "Hi.")
    async with database.begin() as db:
        await conversations.add_members(db, account.id, talk.conversation.id, [zoe, bo])
        found = await conversation_pages.members_of(db, account.id, [conversation.id, talk.conversation.id])
    assert found == {conversation.id: [], talk.conversation.id: [ANA, zoe, bo]}


@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_pages_hold_every_message_once_in_order(database: Database, account: Account, limit: int) -> None:
    talk = await stored_talk(database, account.id, "One.", "Two.", "Three.", "Four.", "Five.")

    async def page(db: Connection, after: RowPlace | None, limit: int) -> list[Message]:
        behind = None if after is None else MessageId(str(after[0]))
        return await conversations.messages_page(db, account.id, talk.conversation.id, behind, limit)

    assert await walk(database, page, lambda message: (message.id,), limit) == talk.messages


async def test_behind_a_message_of_another_conversation_or_account_stands_nothing(
    database: Database, account: Account, other_account: Account
) -> None:
    talk = await stored_talk(database, account.id, "One.", "Two.")
    other = await stored_talk(database, account.id, "Three.")
    async with database.read() as db:
        place = account.id, talk.conversation.id
        assert await conversations.messages_page(db, *place, other.messages[0].id, 9) == []
        assert await conversations.messages_page(db, other_account.id, talk.conversation.id, None, 9) == []
