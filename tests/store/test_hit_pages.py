from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from earmark.listings import HitFilter, HitInTalk, RowPlace
from earmark.store import hit_pages, judgements
from earmark.store.db import Connection, Database
from earmark.types import Account, AccountId, ConversationId, HitId, Judgement, MatchKind, TrackerId, Verdict
from stored_talk import BUDGET, PAPER, Page, Talk, store_hits, stored_talk, walk


@pytest.fixture
async def talk(database: Database, account: Account) -> Talk:
    return await stored_talk(database, account.id, "We have no money.", "Send the invoice.", "Bye.")


ALL = HitFilter()


def listing(account_id: AccountId, wanted: HitFilter = ALL) -> Page[HitInTalk]:
    async def page(db: Connection, after: RowPlace | None, limit: int) -> list[HitInTalk]:
        return await hit_pages.page(db, account_id, wanted, after, limit)

    return page


def hit_ids(found: Sequence[HitInTalk]) -> list[str]:
    return [one.hit.id for one in found]


async def listed(database: Database, account_id: AccountId, wanted: HitFilter) -> list[str]:
    return hit_ids(await walk(database, listing(account_id, wanted), hit_pages.place_of, 100))


async def judge(database: Database, talk: Talk, hit_id: str, at: int, tracker: TrackerId) -> Judgement:
    judgement = Judgement(
        talk.conversation.id, talk.messages[at].id, tracker, HitId(hit_id), Verdict.REJECT, "kim", "off", 7
    )
    async with database.begin() as db:
        await judgements.put(db, talk.conversation.account_id, judgement)
    return judgement


async def test_a_hit_comes_with_its_message_its_speaker_and_its_judgement(
    database: Database, account: Account, talk: Talk
) -> None:
    hit = talk.hit("a", at=1)
    await store_hits(database, talk, hit)
    async with database.read() as db:
        assert await hit_pages.get(db, account.id, hit.id) == HitInTalk(hit, talk.messages[1], None)
    judgement = await judge(database, talk, "a", 1, BUDGET)
    async with database.read() as db:
        found = await hit_pages.get(db, account.id, hit.id)
        assert found == HitInTalk(hit, talk.messages[1], judgement)
        assert await hit_pages.page(db, account.id, HitFilter(), None, 9) == [found]
        assert await hit_pages.get(db, account.id, HitId("unknown")) is None


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
async def test_pages_hold_every_hit_once_newest_first_although_many_share_a_millisecond(
    database: Database, account: Account, talk: Talk, limit: int
) -> None:
    await store_hits(database, talk, *(talk.hit(name, created_ms=2_000) for name in "cabd"), talk.hit("z"))
    walked = await walk(database, listing(account.id), hit_pages.place_of, limit)
    assert hit_ids(walked) == ["d", "c", "b", "a", "z"]


async def test_hits_that_come_in_meanwhile_shift_no_page(database: Database, account: Account, talk: Talk) -> None:
    await store_hits(database, talk, *(talk.hit(f"old-{number}") for number in range(7)))
    fresh = iter(range(100))

    async def one_more() -> None:
        number = next(fresh)
        await store_hits(database, talk, talk.hit(f"new-{number}", created_ms=5_000 + number))

    walked = await walk(database, listing(account.id), hit_pages.place_of, 2, one_more)
    assert hit_ids(walked) == [f"old-{number}" for number in reversed(range(7))]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (HitFilter(tracker_id=PAPER), ["second"]),
        (HitFilter(tracker_id=TrackerId("none")), []),
        (HitFilter(conversation_id=ConversationId("none")), []),
        (HitFilter(kind=MatchKind.MEANING), ["third", "second", "first"]),
        (HitFilter(kind=MatchKind.EXACT), []),
        (HitFilter(from_ms=2_000), ["third", "second"]),
        (HitFilter(until_ms=2_000), ["first"]),
        (HitFilter(from_ms=2_000, until_ms=3_000), ["second"]),
        (HitFilter(judged=True), ["second"]),
        (HitFilter(judged=False), ["third", "first"]),
        (HitFilter(judged=True, tracker_id=BUDGET), []),
    ],
)
async def test_filters_narrow_the_listing(
    database: Database, account: Account, talk: Talk, wanted: HitFilter, expected: list[str]
) -> None:
    found = [talk.hit("first"), talk.hit("second", at=1, tracker=PAPER), talk.hit("third", at=2)]
    await store_hits(database, talk, *found)
    await judge(database, talk, "second", 1, PAPER)
    assert await listed(database, account.id, wanted) == expected


async def test_the_conversation_narrows_the_listing(database: Database, account: Account, talk: Talk) -> None:
    other = await stored_talk(database, account.id, "No money here either.")
    await store_hits(database, talk, talk.hit("a"))
    await store_hits(database, other, other.hit("b"))
    assert await listed(database, account.id, HitFilter(conversation_id=talk.conversation.id)) == ["a"]


async def test_a_judgement_is_shown_on_every_hit_of_its_message_and_tracker_and_on_no_other(
    database: Database, account: Account, talk: Talk
) -> None:
    await store_hits(database, talk, talk.hit("a"), talk.hit("b"), talk.hit("c", tracker=PAPER), talk.hit("d", at=1))
    await judge(database, talk, "a", 0, BUDGET)
    assert await listed(database, account.id, HitFilter(judged=True)) == ["b", "a"]


@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_the_hits_of_a_conversation_come_as_they_were_said(
    database: Database, account: Account, talk: Talk, limit: int
) -> None:
    other = await stored_talk(database, account.id, "No money here either.")
    expected = [talk.hit("z"), replace(talk.hit("y"), start=1), replace(talk.hit("x"), start=10), talk.hit("a", at=1)]
    await store_hits(database, talk, *expected[::-1])
    await store_hits(database, other, other.hit("o"))

    async def page(db: Connection, after: RowPlace | None, limit: int) -> list[HitInTalk]:
        return await hit_pages.page_of_conversation(db, account.id, talk.conversation.id, after, limit)

    walked = await walk(database, page, hit_pages.place_in_talk, limit)
    assert [one.hit for one in walked] == expected


async def test_another_account_sees_none(database: Database, talk: Talk, other_account: Account) -> None:
    await store_hits(database, talk, talk.hit("a"))
    assert await listed(database, other_account.id, HitFilter()) == []
    async with database.read() as db:
        assert await hit_pages.get(db, other_account.id, HitId("a")) is None
        assert await hit_pages.page_of_conversation(db, other_account.id, talk.conversation.id, None, 9) == []
