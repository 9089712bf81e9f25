from __future__ import annotations

from dataclasses import replace

import pytest

from earmark.store import runs, trackers
from earmark.store.db import Database
from earmark.types import Account, ReadingId, Run, RunId, RunStatus, Tracker, TrackerId

TRACKER = Tracker("Budget", ["no money"], id=TrackerId("5000000000000001"))


@pytest.fixture
async def run(database: Database, account: Account) -> Run:
    """Stored, as is its tracker."""
    stored = Run(RunId("1"), account.id, TRACKER.id, 3, author="me", after=ReadingId("7"), created_ms=1, updated_ms=2)
    async with database.begin() as db:
        await trackers.add(db, account.id, [TRACKER])
        await runs.add(db, stored)
    return stored


async def test_a_run_comes_back_as_it_was_stored_and_changed(
    database: Database, account: Account, other_account: Account, run: Run
) -> None:
    changed = replace(run, status=RunStatus.RUNNING, reached=ReadingId("9"), messages_done=4, hits_added=2)
    async with database.begin() as db:
        assert await runs.get(db, account.id, run.id) == run
        assert await runs.get(db, other_account.id, run.id) is None
        assert await runs.hold(db, run.id) == run
        await runs.replace(db, changed)
    async with database.read() as db:
        assert await runs.get_any(db, run.id) == changed


async def test_an_unfinished_run_is_found_until_it_ends(
    database: Database, account: Account, other_account: Account, run: Run
) -> None:
    async with database.begin() as db:
        assert await runs.unfinished_of(db, account.id, TRACKER.id) == run
        assert await runs.unfinished_of(db, other_account.id, TRACKER.id) is None
        assert await runs.unfinished(db) == [run]
        await runs.replace(db, replace(run, status=RunStatus.CANCELLED))
        assert await runs.unfinished_of(db, account.id, TRACKER.id) is None
        assert await runs.unfinished(db) == []


async def test_the_last_completed_run_is_that_of_the_asked_version(
    database: Database, account: Account, run: Run
) -> None:
    done = replace(run, status=RunStatus.COMPLETED)
    later = replace(done, id=RunId("2"))
    other = replace(done, id=RunId("3"), tracker_version=4)
    failed = replace(done, id=RunId("4"), status=RunStatus.FAILED)
    async with database.begin() as db:
        await runs.replace(db, done)
        for one in (later, other, failed):
            await runs.add(db, one)
        assert await runs.last_completed(db, account.id, TRACKER.id, 3) == later
        assert await runs.last_completed(db, account.id, TRACKER.id, 5) is None
        assert [one.id for one in await runs.of_tracker(db, account.id, TRACKER.id, None, 3)] == ["4", "3", "2"]
        assert [one.id for one in await runs.of_tracker(db, account.id, TRACKER.id, RunId("2"), 3)] == ["1"]


async def test_runs_go_with_their_tracker(database: Database, account: Account, run: Run) -> None:
    async with database.begin() as db:
        await trackers.delete(db, account.id, TRACKER.id)
        assert await runs.get_any(db, run.id) is None
