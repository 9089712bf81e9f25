"""Stored trackers. Every change raises the account's tracker-set version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy import delete as delete_from

from earmark.errors import TrackerNameTaken, TrackerNotFound
from earmark.listings import RowPlace
from earmark.store import accounts, tables
from earmark.store.db import Connection
from earmark.store.engines import POSTGRES
from earmark.store.keyset import oldest_first
from earmark.types import AccountId, Tracker, TrackerId

_TABLE: Final = tables.trackers
_COLUMNS: Final = [_TABLE.c[field.name] for field in fields(Tracker)]


async def add(db: Connection, account_id: AccountId, trackers: Sequence[Tracker]) -> None:
    """
    Store new trackers, ids and times included.

    Raises:
        TrackerNameTaken: a name is stored already, or stands twice in *trackers*. Nothing is written then.
    """
    if not trackers:
        return
    # First of all, since it also keeps others from taking a name between the check and the insert.
    await accounts.bump_tracker_set(db, account_id)
    names = [tracker.name for tracker in trackers]
    taken = await db.execute(select(_TABLE.c.name).where(_TABLE.c.account_id == account_id, _TABLE.c.name.in_(names)))
    seen = set(taken.scalars())
    for name in names:
        if name in seen:
            raise TrackerNameTaken(name)
        seen.add(name)
    await db.execute(_TABLE.insert(), [{"account_id": account_id, **asdict(tracker)} for tracker in trackers])


async def get(db: Connection, account_id: AccountId, tracker_id: TrackerId) -> Tracker | None:
    found = await _fetch(db, _of(account_id).where(_TABLE.c.id == tracker_id))
    return found[0] if found else None


async def by_name(db: Connection, account_id: AccountId, name: str) -> Tracker | None:
    """The tracker of exactly this name: upper and lower case differ."""
    found = await _fetch(db, _of(account_id).where(_TABLE.c.name == name))
    return found[0] if found else None


async def by_names(db: Connection, account_id: AccountId, names: Sequence[str]) -> list[Tracker]:
    """The trackers of exactly these names, the oldest first."""
    return await _fetch(db, _of(account_id).where(_TABLE.c.name.in_(names)))


async def by_ids(db: Connection, account_id: AccountId, ids: Sequence[TrackerId]) -> list[Tracker]:
    """Those of *ids* that exist in the account, the oldest first."""
    return await _fetch(db, _of(account_id).where(_TABLE.c.id.in_(ids)))


async def list_all(db: Connection, account_id: AccountId) -> list[Tracker]:
    """Every tracker of the account, the oldest first."""
    return await _fetch(db, _of(account_id))


async def page(
    db: Connection,
    account_id: AccountId,
    *,
    limit: int,
    after: RowPlace | None = None,
    name: str | None = None,
    category: str | None = None,
) -> list[Tracker]:
    """
    Trackers of the account, the oldest first, ordered by `created_ms` and `id`.

    Args:
        name, category: Only those of exactly this name, or with exactly this one among their categories.
    """
    query = select(*_COLUMNS).where(_TABLE.c.account_id == account_id)
    if name is not None:
        query = query.where(_TABLE.c.name == name)
    if category is not None:
        query = query.where(_has_category(db, category))
    return await _fetch(db, oldest_first(query, (_TABLE.c.created_ms, _TABLE.c.id), after, limit))


async def count(db: Connection, account_id: AccountId) -> int:
    """How many trackers the account has. Exact for a limit if asked after `add`, in the same transaction."""
    query = select(func.count()).select_from(_TABLE).where(_TABLE.c.account_id == account_id)
    return (await db.execute(query)).scalar_one()


async def replace(db: Connection, account_id: AccountId, tracker: Tracker) -> None:
    """
    Write every field of a stored tracker anew. To change what was read, `accounts.hold` before reading.

    Raises:
        TrackerNotFound: the account has no tracker with this id.
        TrackerNameTaken: another tracker of the account has the name.
    """
    await accounts.bump_tracker_set(db, account_id)
    namesake = await by_name(db, account_id, tracker.name)
    if namesake is not None and namesake.id != tracker.id:
        raise TrackerNameTaken(tracker.name)
    where = _TABLE.c.account_id == account_id, _TABLE.c.id == tracker.id
    if (await db.execute(update(_TABLE).where(*where).values(**asdict(tracker)))).rowcount == 0:
        raise TrackerNotFound(tracker.id)


async def delete(db: Connection, account_id: AccountId, tracker_id: TrackerId) -> bool:
    """Delete a tracker; its hits stay. False when the account has none with this id."""
    where = _TABLE.c.account_id == account_id, _TABLE.c.id == tracker_id
    if (await db.execute(delete_from(_TABLE).where(*where))).rowcount == 0:
        return False
    await accounts.bump_tracker_set(db, account_id)
    return True


def _of(account_id: AccountId) -> Select[Any]:
    # Ids grow with time, which orders trackers that were added together.
    return select(*_COLUMNS).where(_TABLE.c.account_id == account_id).order_by(_TABLE.c.created_ms, _TABLE.c.id)


def _has_category(db: Connection, category: str) -> ColumnElement[bool]:
    # Both give a row with a column "value" for every entry of a JSON list.
    entries = func.json_array_elements_text if db.dialect.name == POSTGRES else func.json_each
    entry = entries(_TABLE.c.categories).table_valued("value")
    return select(entry.c.value).where(entry.c.value == category).exists()


async def _fetch(db: Connection, query: Select[Any]) -> list[Tracker]:
    return [Tracker(**row) for row in (await db.execute(query)).mappings()]
