from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from earmark.errors import TrackerNameTaken, TrackerNotFound
from earmark.store import accounts, trackers
from earmark.store.db import Connection, Database
from earmark.types import Account, AccountId, Tracker, TrackerId

PRICING = Tracker(
    name='Pricing – ¿cuánto? 💰 "it\'s" ; DROP TABLE -- مرحبا',
    phrases=("what does it cost", "¿Cuánto cuesta?", "كم السعر", 'the "list" price\\'),
    counter_examples=("I don't care about the price",),
    sensitivity=0.1 + 0.2,
    description="Cost\nquestions 🧾",
    categories=("Sales",),
    languages=("en-US", "es-ES"),
    id=TrackerId("5000000000000001"),
    version=3,
    created_ms=1_700_000_000_123,
    updated_ms=1_700_000_000_456,
)
BUDGET = Tracker("Budget", ["no money"], id=TrackerId("5000000000000002"), created_ms=1_700_000_000_123)
HOLD = Tracker("Hold", ["please hold"], id=TrackerId("5000000000000003"), created_ms=1_600_000_000_000)


@pytest.fixture
async def stored(database: Database, account: Account) -> list[Tracker]:
    """The account's trackers, the oldest first."""
    async with database.begin() as db:
        await trackers.add(db, account.id, [PRICING, BUDGET, HOLD])
    return [HOLD, PRICING, BUDGET]


async def version(db: Connection, account: Account) -> int:
    return await accounts.tracker_set_version(db, account.id)


async def test_a_tracker_comes_back_as_it_was_stored(database: Database, account: Account) -> None:
    async with database.begin() as db:
        await trackers.add(db, account.id, [PRICING])
    async with database.read() as db:
        assert await trackers.get(db, account.id, PRICING.id) == PRICING
        assert await trackers.by_name(db, account.id, PRICING.name) == PRICING


async def test_trackers_are_listed_oldest_first_and_those_added_together_by_id(
    database: Database, account: Account, stored: list[Tracker]
) -> None:
    async with database.read() as db:
        assert await trackers.list_all(db, account.id) == stored
        assert await trackers.count(db, account.id) == 3
        wanted = [BUDGET.id, HOLD.id, TrackerId("9999999999999999")]
        assert await trackers.by_ids(db, account.id, wanted) == [HOLD, BUDGET]
        assert await trackers.by_ids(db, account.id, []) == []


async def test_names_that_differ_in_case_are_different_names(database: Database, account: Account) -> None:
    upper = replace(BUDGET, id=TrackerId("5000000000000009"), name="BUDGET")
    async with database.begin() as db:
        await trackers.add(db, account.id, [BUDGET, upper])
    async with database.read() as db:
        assert await trackers.by_name(db, account.id, "Budget") == BUDGET
        assert await trackers.by_name(db, account.id, "BUDGET") == upper
        assert await trackers.by_name(db, account.id, "budget") is None


async def test_a_taken_name_is_named_and_nothing_is_stored(
    database: Database, account: Account, stored: list[Tracker]
) -> None:
    new = replace(HOLD, id=TrackerId("6000000000000001"), name="New")
    clash = replace(HOLD, id=TrackerId("6000000000000002"), name="Budget")
    async with database.read() as db:
        before = await version(db, account)

    async def add() -> None:
        async with database.begin() as db:
            await trackers.add(db, account.id, [new, clash])

    with pytest.raises(TrackerNameTaken, match="'Budget'"):
        await add()
    async with database.read() as db:
        assert await trackers.list_all(db, account.id) == stored
        assert await version(db, account) == before


async def test_a_name_twice_in_one_bulk_is_taken(database: Database, account: Account) -> None:
    async with database.begin() as db:
        with pytest.raises(TrackerNameTaken, match="'Hold'"):
            await trackers.add(db, account.id, [HOLD, replace(HOLD, id=TrackerId("6000000000000001"))])
        assert await trackers.count(db, account.id) == 0


async def test_two_who_add_the_same_name_at_once_cannot_both_succeed(database: Database, account: Account) -> None:
    async def add(number: int) -> None:
        async with database.begin() as db:
            await trackers.add(db, account.id, [replace(HOLD, id=TrackerId(str(6_000_000_000_000_000 + number)))])

    ends = await asyncio.gather(*(add(number) for number in range(8)), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["NoneType"] + ["TrackerNameTaken"] * 7


async def test_replacing_writes_every_field(database: Database, account: Account, stored: list[Tracker]) -> None:
    anew = replace(PRICING, id=BUDGET.id, name="Budget 2", created_ms=1, updated_ms=2, version=9)
    async with database.begin() as db:
        await trackers.replace(db, account.id, anew)
    async with database.read() as db:
        assert await trackers.get(db, account.id, BUDGET.id) == anew
        assert await trackers.get(db, account.id, PRICING.id) == PRICING


async def test_replacing_may_keep_the_name_but_not_take_anothers(
    database: Database, account: Account, stored: list[Tracker]
) -> None:
    async with database.begin() as db:
        await trackers.replace(db, account.id, replace(BUDGET, version=2))
        with pytest.raises(TrackerNameTaken, match="'Hold'"):
            await trackers.replace(db, account.id, replace(BUDGET, name="Hold"))
    async with database.read() as db:
        assert await trackers.get(db, account.id, BUDGET.id) == replace(BUDGET, version=2)


async def test_what_was_deleted_is_gone_and_cannot_be_replaced(
    database: Database, account: Account, stored: list[Tracker]
) -> None:
    async with database.begin() as db:
        assert await trackers.delete(db, account.id, BUDGET.id)
        assert not await trackers.delete(db, account.id, BUDGET.id)
        with pytest.raises(TrackerNotFound):
            await trackers.replace(db, account.id, BUDGET)
    async with database.read() as db:
        assert await trackers.list_all(db, account.id) == [HOLD, PRICING]


async def test_every_change_raises_the_tracker_set_version(database: Database, account: Account) -> None:
    async with database.begin() as db:
        versions = [await version(db, account)]
        await trackers.add(db, account.id, [BUDGET])
        versions.append(await version(db, account))
        await trackers.replace(db, account.id, replace(BUDGET, name="Other"))
        versions.append(await version(db, account))
        await trackers.delete(db, account.id, BUDGET.id)
        versions.append(await version(db, account))
    assert versions == [0, 1, 2, 3]


async def test_what_changes_nothing_leaves_the_tracker_set_version(database: Database, account: Account) -> None:
    async with database.begin() as db:
        await trackers.add(db, account.id, [])
        await trackers.delete(db, account.id, BUDGET.id)
        assert await version(db, account) == 0


async def test_another_account_sees_and_changes_nothing(
    database: Database, account: Account, other_account: Account, stored: list[Tracker]
) -> None:
    stranger: AccountId = other_account.id
    async with database.begin() as db:
        assert await trackers.get(db, stranger, BUDGET.id) is None
        assert await trackers.by_name(db, stranger, "Budget") is None
        assert await trackers.by_ids(db, stranger, [BUDGET.id]) == []
        assert await trackers.list_all(db, stranger) == []
        assert await trackers.count(db, stranger) == 0
        assert not await trackers.delete(db, stranger, BUDGET.id)
        with pytest.raises(TrackerNotFound):
            await trackers.replace(db, stranger, BUDGET)
        # The same name is free for it.
        await trackers.add(db, stranger, [replace(BUDGET, id=TrackerId("7000000000000001"))])
    async with database.read() as db:
        assert await trackers.list_all(db, account.id) == stored


async def test_whoever_holds_an_account_edits_what_they_read(database: Database, account: Account) -> None:
    async with database.begin() as db:
        await trackers.add(db, account.id, [BUDGET])

    async def add_phrase(number: int) -> None:
        async with database.begin() as db:
            await accounts.hold(db, account.id)
            tracker = await trackers.get(db, account.id, BUDGET.id)
            assert tracker is not None
            await trackers.replace(db, account.id, replace(tracker, phrases=[*tracker.phrases, str(number)]))

    await asyncio.gather(*(add_phrase(number) for number in range(8)))
    async with database.read() as db:
        tracker = await trackers.get(db, account.id, BUDGET.id)
    assert tracker is not None
    assert set(tracker.phrases) == {"no money", *map(str, range(8))}
