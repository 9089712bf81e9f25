"""Contract 5.1: the conversations that a listing keeps, on both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from earmark import limits, rsql
from earmark.listings import ConversationListing
from earmark.rsql import Field
from earmark.store import accounts, conversations, tables
from earmark.store.conversation_filters import listed
from earmark.store.db import Database
from earmark.types import Account, AccountId, Conversation, ConversationId, Member, MemberId

MINE, THEIRS = Account(AccountId("1"), "First", 1), Account(AccountId("2"), "Second", 2)
EVERYTHING = ConversationListing(limit=100)

STORED: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "a": ("Renewal call", {"agent": "johndoe", "score": 5, "done": True, "team": {"name": "north"}}),
    "b": ("renewal", {"agent": "jane [2]?", "score": 10.5, "done": False, "team": {"name": "far west"}}),
    "c": ("Ünïcode % call_1", {"agent": "12", "score": "7", "größe": "x"}),
    "d": ("R&D 'quoted' \\", {"agent": 12, "score": -1, "list": [1, {"x": "y"}], "0": {"-1": 1}}),
    "e": ("rEnewal", {}),
}


@pytest.fixture
async def stored(database: Database) -> Database:
    """Conversations a to e that begin at 1000, 2000 ... and last half a second, and one of another account."""
    async with database.begin() as db:
        for account in (MINE, THEIRS):
            await accounts.add(db, account)
        for place, (key, (name, metadata)) in enumerate(STORED.items(), start=1):
            start_ms = place * 1_000
            await conversations.add(
                db,
                Conversation(
                    ConversationId(key), MINE.id, name, start_ms, start_ms + 500, kind=f"kind {key}", metadata=metadata
                ),
            )
        theirs = Conversation(ConversationId("z"), THEIRS.id, "Renewal call", 1_000, 1_500, metadata=STORED["a"][1])
        await conversations.add(db, theirs)
    return database


async def ids(stored: Database, wanted: ConversationListing) -> list[str]:
    async with stored.read() as db:
        return [conversation.id for conversation, _ in await listed(db, MINE.id, wanted)]


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ("conversation.metadata.agent==johndoe", "a"),
        ("conversation.metadata.agent==JohnDoe", ""),
        ("conversation.metadata.agent!=johndoe", "bcde"),  # what has no agent is no johndoe
        ("conversation.metadata.agent==john*", "a"),
        ("conversation.metadata.agent==*o*o*", "a"),
        ("conversation.metadata.agent==*", "abcd"),
        ("conversation.metadata.agent!=*", "e"),
        ("conversation.metadata.agent=='jane [2]?'", "b"),
        ("conversation.metadata.agent=='* [2]?'", "b"),
        ("conversation.metadata.agent=='*2?'", ""),
        ("conversation.metadata.agent==12", "cd"),
        ("conversation.metadata.agent==12.0", "d"),
        ("conversation.metadata.agent=in=(johndoe,12)", "acd"),
        ("conversation.metadata.agent=out=(johndoe,12)", "be"),
        ("conversation.metadata.score>4", "abc"),
        ("conversation.metadata.score>=10.5", "bc"),
        ("conversation.metadata.score<0", "d"),
        ("conversation.metadata.score<=7", "acd"),
        ("conversation.metadata.score>a", ""),
        ("conversation.metadata.score==1e999", ""),
        ("conversation.metadata.score<99999999999999999999", "abcd"),
        ("conversation.metadata.done==true", "a"),
        ("conversation.metadata.done==false", "b"),
        ("conversation.metadata.done==1", ""),
        ("conversation.metadata.done!=true", "bcde"),
        ("conversation.metadata.team.name=='far west'", "b"),
        ("conversation.metadata.team.name>g", "a"),
        ("conversation.metadata.größe==x", "c"),
        ('conversation.metadata.list==\'[1,{"x":"y"}]\'', "d"),
        ("conversation.metadata.list.0==1", ""),  # an index is no key
        ("conversation.metadata.list.0!=1", "abcde"),
        ("conversation.metadata.list.0<2", ""),
        ("conversation.metadata.list.-1.x==y", ""),
        ("conversation.metadata.0.-1==1", "d"),
        ("conversation.metadata.none==x", ""),
        ("conversation.name=='Renewal call'", "a"),
        ("conversation.name==Ren*", "a"),
        ("conversation.name==*enewal*", "ab"),
        ("conversation.name=='* % *_*'", "c"),
        ("conversation.name=='*\\''", ""),
        (r"conversation.name=='R&D \'quoted\' \\'", "d"),
        (r"conversation.name=='R&D *\\'", "d"),
        ("conversation.name!=Ren*", "bcde"),
        ("conversation.name<a", "ad"),  # capitals come before small letters, whatever the locale
        ("conversation.id>=d", "de"),
        ("conversation.id=in=(a,e,z)", "ae"),
        ("conversation.id=out=(a,e)", "bcd"),
        ("conversation.type=='kind a'", "a"),
        ("conversation.startTime>1970-01-01T00:00:03Z", "de"),
        ("conversation.startTime==1970-01-01T00:00:03Z", "c"),
        ("conversation.startTime!=1970-01-01T00:00:03Z", "abde"),
        ("conversation.endTime<=1970-01-01T00:00:02.500Z", "ab"),
        ("conversation.endTime=in=(1970-01-01T00:00:01.500Z)", "a"),
        ("conversation.metadata.score>0;conversation.metadata.score<10;conversation.name==Ren*", "a"),
    ],
)
async def test_filter_keeps_what_it_says(stored: Database, where: str, kept: str) -> None:
    assert "".join(await ids(stored, ConversationListing(where=rsql.parse(where), limit=100))) == kept


async def test_a_filter_of_many_values_is_one_statement(stored: Database) -> None:
    values = ",".join(str(number) for number in range(400))
    where = rsql.parse(f"conversation.metadata.score=in=({values});conversation.metadata.score=out=(1)")
    assert await ids(stored, ConversationListing(where=where, limit=100)) == ["a", "c"]


async def test_the_longest_listing_has_more_conversations_than_a_statement_can_name(stored: Database) -> None:
    count = limits.CONVERSATIONS_LISTED
    first, last = "m1", f"m{count}"
    members = [Member(MemberId("ana"), "Ana")]
    row = {"account_id": MINE.id, "name": "x", "end_ms": 9, "kind": "meeting", "metadata": {}, "created_ms": 9}
    async with stored.begin() as db:
        rows = [{**row, "id": f"m{number}", "start_ms": number + 10_000} for number in range(1, count + 1)]
        await db.execute(tables.conversations.insert(), rows)
        for conversation_id in (first, last):
            await conversations.add_members(db, MINE.id, ConversationId(conversation_id), members)
    async with stored.read() as db:
        found = await listed(db, MINE.id, ConversationListing(from_ms=10_001, limit=count))
    assert len(found) == count
    assert [one.id for one, spoken in found if spoken == members] == [first, last]


@pytest.mark.parametrize(
    ("from_ms", "until_ms", "kept"),
    [(2_000, None, "bcde"), (None, 3_499, "ab"), (None, 3_500, "abc"), (2_000, 3_500, "bc"), (9_000, None, "")],
)
async def test_window_covers_the_whole_of_a_conversation(
    stored: Database, from_ms: int | None, until_ms: int | None, kept: str
) -> None:
    assert "".join(await ids(stored, ConversationListing(from_ms=from_ms, until_ms=until_ms, limit=100))) == kept


@pytest.mark.parametrize(
    ("sort", "descending", "order"),
    [
        ((Field.START,), False, "abcde"),
        ((Field.START,), True, "edcba"),
        ((Field.END,), True, "edcba"),
        ((Field.NAME,), False, "daebc"),
        ((Field.NAME,), True, "cbead"),
        ((Field.KIND, Field.START), False, "abcde"),
        ((Field.ID,), True, "edcba"),
    ],
)
async def test_order_is_the_same_on_both_databases(
    stored: Database, sort: tuple[Field, ...], descending: bool, order: str
) -> None:
    assert "".join(await ids(stored, ConversationListing(sort=sort, descending=descending, limit=100))) == order


@pytest.mark.parametrize(("limit", "offset", "kept"), [(2, 0, "ab"), (2, 3, "de"), (2, 4, "e"), (2, 9, ""), (0, 0, "")])
async def test_page_is_counted_off(stored: Database, limit: int, offset: int, kept: str) -> None:
    assert "".join(await ids(stored, ConversationListing(limit=limit, offset=offset))) == kept


async def test_members_come_with_their_conversations_in_their_order(stored: Database) -> None:
    ana, bo = Member(MemberId("m2"), "Ana", "ana@example.com"), Member(MemberId("m1"), "Bo")
    speakers: Sequence[tuple[str, list[Member]]] = [("a", [ana, bo]), ("c", [bo]), ("e", [ana])]
    async with stored.begin() as db:
        for conversation, members in speakers:
            await conversations.add_members(db, MINE.id, ConversationId(conversation), members)
    async with stored.read() as db:
        found = await listed(db, MINE.id, ConversationListing(limit=3))
    assert [(conversation.id, members) for conversation, members in found] == [("a", [ana, bo]), ("b", []), ("c", [bo])]


async def test_another_accounts_conversations_are_not_listed(stored: Database) -> None:
    async with stored.read() as db:
        found = await listed(db, THEIRS.id, EVERYTHING)
    assert [conversation.id for conversation, _ in found] == ["z"]
