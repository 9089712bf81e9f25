"""Runs of trackers over history: where each stands."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, Final

from sqlalchemy import RowMapping, Select, select, update

from earmark.store import tables
from earmark.store.db import Connection
from earmark.types import AccountId, Run, RunId, RunStatus, TrackerId

_TABLE: Final = tables.tracker_runs
_COLUMNS: Final = [_TABLE.c[field.name] for field in fields(Run)]
_UNFINISHED: Final = [status.value for status in RunStatus if not status.is_final]


async def add(db: Connection, run: Run) -> None:
    await db.execute(_TABLE.insert().values(**_row(run)))


async def get(db: Connection, account_id: AccountId, run_id: RunId) -> Run | None:
    return await _first(db, _of(account_id).where(_TABLE.c.id == run_id))


async def get_any(db: Connection, run_id: RunId) -> Run | None:
    """A run of any account, for workers: they have its id from the queue, and the account from here."""
    return await _first(db, select(*_COLUMNS).where(_TABLE.c.id == run_id))


async def hold(db: Connection, run_id: RunId) -> Run | None:
    """As `get_any`, and nobody else changes the run until the transaction ends."""
    # SQLite needs no lock here and renders none: a transaction that writes is alone anyway.
    return await _first(db, select(*_COLUMNS).where(_TABLE.c.id == run_id).with_for_update())


async def replace(db: Connection, run: Run) -> None:
    """Write every field of a run anew. `hold` it first."""
    await db.execute(update(_TABLE).where(_TABLE.c.id == run.id).values(**_row(run)))


async def of_tracker(
    db: Connection, account_id: AccountId, tracker_id: TrackerId, before: RunId | None, limit: int
) -> list[Run]:
    """The newest runs of a tracker first; *before* is the last of the page before."""
    query = _of(account_id).where(_TABLE.c.tracker_id == tracker_id).order_by(_TABLE.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(_TABLE.c.id < before)
    return [_run(row) for row in (await db.execute(query)).mappings()]


async def unfinished_of(db: Connection, account_id: AccountId, tracker_id: TrackerId) -> Run | None:
    """The run of a tracker that is not finished, if there is one."""
    where = _TABLE.c.tracker_id == tracker_id, _TABLE.c.status.in_(_UNFINISHED)
    return await _first(db, _of(account_id).where(*where))


async def last_completed(db: Connection, account_id: AccountId, tracker_id: TrackerId, version: int) -> Run | None:
    """The newest completed run of one version of a tracker."""
    where = (
        _TABLE.c.tracker_id == tracker_id,
        _TABLE.c.tracker_version == version,
        _TABLE.c.status == RunStatus.COMPLETED.value,
    )
    return await _first(db, _of(account_id).where(*where).order_by(_TABLE.c.id.desc()).limit(1))


async def unfinished(db: Connection) -> list[Run]:
    """What no worker has finished, of all accounts: for the sweep at start."""
    query = select(*_COLUMNS).where(_TABLE.c.status.in_(_UNFINISHED)).order_by(_TABLE.c.id)
    return [_run(row) for row in (await db.execute(query)).mappings()]


def _of(account_id: AccountId) -> Select[Any]:
    return select(*_COLUMNS).where(_TABLE.c.account_id == account_id)


async def _first(db: Connection, query: Select[Any]) -> Run | None:
    row = (await db.execute(query)).mappings().first()
    return _run(row) if row else None


def _row(run: Run) -> dict[str, Any]:
    return {**asdict(run), "status": run.status.value}


def _run(row: RowMapping) -> Run:
    return Run(**{**row, "status": RunStatus(row["status"])})
