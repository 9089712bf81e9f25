from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete

from earmark.errors import ConversationNotFound
from earmark.listings import JudgementFilter, RowPlace
from earmark.store import conversations, judgements, tables
from earmark.store.db import Connection, Database
from earmark.types import Account, AccountId, HitId, Judgement, TrackerId, Verdict
from stored_talk import BUDGET, PAPER, Page, Talk, store_hits, stored_talk, walk


@pytest.fixture
async def talk(database: Database, account: Account) -> Talk:
    return await stored_talk(database, account.id, "No money.", "An invoice.", "Bye.")


ALL = JudgementFilter()


def said_of(talk: Talk, hit_id: str, at: int = 0, tracker: TrackerId = BUDGET) -> Judgement:
    return Judgement(
        talk.conversation.id, talk.messages[at].id, tracker, HitId(hit_id), Verdict.ACCEPT, "kim", 'Ünsure 💸 "x"', 5
    )


async def put(database: Database, talk: Talk, *given: Judgement) -> None:
    async with database.begin() as db:
        for judgement in given:
            await judgements.put(db, talk.conversation.account_id, judgement)


def listing(account_id: AccountId, wanted: JudgementFilter = ALL) -> Page[Judgement]:
    async def page(db: Connection, after: RowPlace | None, limit: int) -> list[Judgement]:
        return await judgements.page(db, account_id, wanted, after, limit)

    return page


async def listed(database: Database, account_id: AccountId, wanted: JudgementFilter = ALL) -> list[Judgement]:
    return await walk(database, listing(account_id, wanted), judgements.place_of, 100)


async def test_a_later_judgement_of_a_message_and_tracker_takes_the_place_of_the_earlier(
    database: Database, account: Account, talk: Talk
) -> None:
    first = said_of(talk, "a")
    second = replace(first, hit_id=HitId("b"), verdict=Verdict.REJECT, author="lee", note="", created_ms=9)
    other = said_of(talk, "c", tracker=PAPER)
    await put(database, talk, first, other, second)
    assert await listed(database, account.id) == [other, second]


@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_pages_hold_every_judgement_once_newest_talk_first_although_others_are_judged_anew(
    database: Database, account: Account, talk: Talk, limit: int
) -> None:
    given = [said_of(talk, "x", at, tracker) for at in (2, 1, 0) for tracker in (PAPER, BUDGET)]
    await put(database, talk, *given[::-1])

    async def judge_anew() -> None:
        await put(database, talk, *(replace(one, created_ms=99) for one in given))

    walked = await walk(database, listing(account.id), judgements.place_of, limit, judge_anew)
    assert [replace(one, created_ms=5) for one in walked] == given


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (JudgementFilter(tracker_id=PAPER), ["b"]),
        (JudgementFilter(verdict=Verdict.REJECT), ["b"]),
        (JudgementFilter(verdict=Verdict.ACCEPT), ["c", "a"]),
        (JudgementFilter(tracker_id=PAPER, verdict=Verdict.ACCEPT), []),
    ],
)
async def test_filters_narrow_the_listing(
    database: Database, account: Account, talk: Talk, wanted: JudgementFilter, expected: list[str]
) -> None:
    rejected = replace(said_of(talk, "b", 1, PAPER), verdict=Verdict.REJECT)
    await put(database, talk, said_of(talk, "a", 0), rejected, said_of(talk, "c", 2))
    assert [one.hit_id for one in await listed(database, account.id, wanted)] == expected


async def test_a_judgement_outlives_its_hit_and_can_still_be_deleted_by_it(
    database: Database, account: Account, talk: Talk
) -> None:
    await store_hits(database, talk, talk.hit("a"))
    await put(database, talk, said_of(talk, "a"))
    async with database.begin() as db:
        await db.execute(delete(tables.hits))
    assert await listed(database, account.id) == [said_of(talk, "a")]
    async with database.begin() as db:
        assert await judgements.delete_of_hit(db, account.id, HitId("a"))
        assert not await judgements.delete_of_hit(db, account.id, HitId("a"))
    assert await listed(database, account.id) == []


async def test_deleting_through_another_hit_of_the_message_and_tracker_deletes_only_that_judgement(
    database: Database, account: Account, talk: Talk
) -> None:
    await store_hits(database, talk, talk.hit("a"), talk.hit("b"), talk.hit("c", at=1))
    await put(database, talk, said_of(talk, "a"), said_of(talk, "c", 1))
    async with database.begin() as db:
        assert await judgements.delete_of_hit(db, account.id, HitId("b"))
    assert await listed(database, account.id) == [said_of(talk, "c", 1)]


async def test_judgements_go_with_their_conversation_and_none_comes_after(
    database: Database, account: Account, talk: Talk
) -> None:
    await put(database, talk, said_of(talk, "a"))
    async with database.begin() as db:
        await conversations.delete(db, account.id, talk.conversation.id)
    assert await listed(database, account.id) == []
    with pytest.raises(ConversationNotFound):
        await put(database, talk, said_of(talk, "a"))


async def test_another_account_sees_none_and_can_neither_add_nor_delete_any(
    database: Database, account: Account, talk: Talk, other_account: Account
) -> None:
    await store_hits(database, talk, talk.hit("a"))
    await put(database, talk, said_of(talk, "a"))
    assert await listed(database, other_account.id) == []
    async with database.begin() as db:
        assert not await judgements.delete_of_hit(db, other_account.id, HitId("a"))
        with pytest.raises(ConversationNotFound):
            await judgements.put(db, other_account.id, said_of(talk, "a"))
    assert await listed(database, account.id) == [said_of(talk, "a")]


async def test_judged_hits_are_those_of_a_version_and_later_with_what_was_said_of_their_message(
    database: Database, account: Account, talk: Talk
) -> None:
    older, newer = talk.hit("a"), replace(talk.hit("b", 1), tracker_version=4)
    await store_hits(database, talk, older, newer, talk.hit("c", 2))
    said = replace(said_of(talk, "b", 1), verdict=Verdict.REJECT)
    await put(database, talk, said_of(talk, "a"), said, said_of(talk, "x", 2, PAPER))
    async with database.read() as db:
        everything = await judgements.of_hits(db, account.id, BUDGET, older.tracker_version)
        late = await judgements.of_hits(db, account.id, BUDGET, newer.tracker_version)
        assert await judgements.counts(db, account.id) == {BUDGET: 2, PAPER: 1}
        assert await judgements.counts(db, AccountId("0")) == {}
        assert await judgements.of_hits(db, AccountId("0"), BUDGET, 1) == []
    assert {(one.message_id, one.is_right) for one in everything} == {
        (talk.messages[0].id, True),
        (talk.messages[1].id, False),
    }
    assert [(one.score, one.kind, one.is_right) for one in late] == [(newer.score, newer.kind, False)]
