"""What stored trackers were before: every version that was ever saved. They go with their tracker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import select

from earmark.listings import RowPlace
from earmark.store import tables
from earmark.store.db import Connection
from earmark.store.keyset import newest_first
from earmark.types import AccountId, Tracker, TrackerId, TrackerVersion

_TABLE: Final = tables.tracker_versions
_COLUMNS: Final = (_TABLE.c.tracker, _TABLE.c.author, _TABLE.c.created_ms)


async def add(db: Connection, account_id: AccountId, versions: Sequence[TrackerVersion]) -> None:
    """Store versions of trackers that are stored themselves."""
    rows = [
        {
            "tracker_id": one.tracker.id,
            "version": one.tracker.version,
            "account_id": account_id,
            "tracker": asdict(one.tracker),
            "author": one.author,
            "created_ms": one.created_ms,
        }
        for one in versions
    ]
    if rows:
        await db.execute(_TABLE.insert(), rows)


async def get(db: Connection, account_id: AccountId, tracker_id: TrackerId, version: int) -> TrackerVersion | None:
    query = select(*_COLUMNS).where(
        _TABLE.c.account_id == account_id, _TABLE.c.tracker_id == tracker_id, _TABLE.c.version == version
    )
    row = (await db.execute(query)).mappings().first()
    return _version(row) if row else None


async def page(
    db: Connection, account_id: AccountId, tracker_id: TrackerId, *, limit: int, after: RowPlace | None = None
) -> list[TrackerVersion]:
    """Versions of one tracker, the newest first, ordered by their number."""
    query = select(*_COLUMNS).where(_TABLE.c.account_id == account_id, _TABLE.c.tracker_id == tracker_id)
    rows = (await db.execute(newest_first(query, (_TABLE.c.version,), after, limit))).mappings()
    return [_version(row) for row in rows]


def _version(row: Mapping[Any, Any]) -> TrackerVersion:
    return TrackerVersion(Tracker(**row["tracker"]), row["author"], row["created_ms"])
