from __future__ import annotations

from dataclasses import replace

from earmark.store import tracker_versions, trackers
from earmark.store.db import Database
from earmark.types import Account, Tracker, TrackerId, TrackerVersion

FIRST = Tracker(
    'Pricing "¿cuánto?" 💰',
    ["what does it cost", "كم السعر"],
    counter_examples=["at any cost"],
    sensitivity=0.1 + 0.2,
    description="Cost\nquestions",
    categories=["Sales"],
    languages=["es-ES"],
    paused=True,
    id=TrackerId("5000000000000001"),
    created_ms=1_700_000_000_123,
    updated_ms=1_700_000_000_123,
)
VERSIONS = [
    TrackerVersion(replace(FIRST, version=number, name=f"{FIRST.name} {number}"), f"app {number}", number)
    for number in (1, 2, 3)
]


async def test_versions_come_back_newest_first_and_go_with_their_tracker(
    database: Database, account: Account, other_account: Account
) -> None:
    async with database.begin() as db:
        await trackers.add(db, account.id, [FIRST])
        await tracker_versions.add(db, account.id, VERSIONS)
        await tracker_versions.add(db, account.id, [])
    async with database.read() as db:
        page = await tracker_versions.page(db, account.id, FIRST.id, limit=2)
        assert page == VERSIONS[:0:-1]
        assert await tracker_versions.page(db, account.id, FIRST.id, limit=2, after=(2,)) == VERSIONS[:1]
        assert await tracker_versions.get(db, account.id, FIRST.id, 2) == VERSIONS[1]
        assert await tracker_versions.get(db, account.id, FIRST.id, 4) is None
        assert await tracker_versions.page(db, other_account.id, FIRST.id, limit=9) == []
        assert await tracker_versions.get(db, other_account.id, FIRST.id, 1) is None
    async with database.begin() as db:
        await trackers.delete(db, account.id, FIRST.id)
        assert await tracker_versions.page(db, account.id, FIRST.id, limit=9) == []
