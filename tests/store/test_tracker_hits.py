from __future__ import annotations

from dataclasses import replace

from earmark.store import tracker_hits
from earmark.store.db import Database
from earmark.types import Account, Hit
from stored_talk import BUDGET, PAPER, store_hits, stored_talk


async def everywhere(database: Database, account: Account) -> list[Hit]:
    async with database.read() as db:
        return sorted(await tracker_hits.everywhere(db, account.id, BUDGET), key=lambda hit: hit.id)


async def test_the_hits_of_one_tracker_are_found_in_all_talk_or_in_some(
    database: Database, account: Account, other_account: Account
) -> None:
    first = await stored_talk(database, account.id, "No money.", "None.")
    second = await stored_talk(database, account.id, "No money.")
    foreign = await stored_talk(database, other_account.id, "No money.")
    await store_hits(database, first, first.hit("1"), first.hit("2", at=1, tracker=PAPER))
    await store_hits(database, second, second.hit("3"))
    await store_hits(database, foreign, foreign.hit("4"))
    assert await everywhere(database, account) == [first.hit("1"), second.hit("3")]
    async with database.read() as db:
        places = [second.conversation.id, foreign.conversation.id]
        assert await tracker_hits.within(db, account.id, BUDGET, places) == [second.hit("3")]


async def test_a_hit_that_is_found_again_tells_the_new_finding_and_keeps_its_first_time(
    database: Database, account: Account
) -> None:
    talk = await stored_talk(database, account.id, "No money.")
    await store_hits(database, talk, talk.hit("1"))
    again = replace(talk.hit("1"), tracker_version=4, tracker_name="Money", score=0.9, start=1, created_ms=9_999)
    async with database.begin() as db:
        await tracker_hits.renew(db, account.id, [again, talk.hit("2")])
        await tracker_hits.renew(db, account.id, [])
    assert await everywhere(database, account) == [replace(again, created_ms=1_000), talk.hit("2")]


async def test_hits_are_removed_by_id_within_their_account(
    database: Database, account: Account, other_account: Account
) -> None:
    talk = await stored_talk(database, account.id, "No money.")
    await store_hits(database, talk, talk.hit("1"), talk.hit("2"))
    async with database.begin() as db:
        await tracker_hits.remove(db, other_account.id, [talk.hit("1").id])
        await tracker_hits.remove(db, account.id, [talk.hit("2").id])
    assert await everywhere(database, account) == [talk.hit("1")]
