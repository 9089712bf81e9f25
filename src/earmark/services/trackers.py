"""Stored trackers: create, read, change, delete. Every change by any path is kept as a version."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import Final

from earmark import ids
from earmark.checks import phrase_key
from earmark.errors import TooManyTrackers, TrackerNameRepeated, TrackerNotFound, VersionMismatch
from earmark.listings import RowPlace
from earmark.services.deps import Deps, StoreDeps
from earmark.store import accounts, tracker_versions, trackers
from earmark.store.db import Connection
from earmark.types import AccountId, Tracker, TrackerId, TrackerVersion

#: How often a change is worked out while others may be faster, before they have to wait for it.
_HASTY_TRIES: Final = 3


async def create(
    deps: StoreDeps, account_id: AccountId, drafts: Sequence[Tracker], *, author: str = "", db: Connection | None = None
) -> list[Tracker]:
    """
    Store new trackers, all or none of them.

    Args:
        drafts: Checked by `check_tracker`; their ids and times are given here.
        author: The app id that asks for it.
        db: The transaction to write in; None for one of its own.

    Raises:
        TrackerNameRepeated: a name stands twice in *drafts*.
        TrackerNameTaken: a name is stored already.
        TooManyTrackers: the account would hold more than it may.
    """
    limit = deps.options.tracker_limit
    if len(drafts) > limit:
        raise TooManyTrackers(limit)
    places: dict[str, int] = {}
    for place, draft in enumerate(drafts):
        first = places.setdefault(draft.name, place)
        if first != place:
            raise TrackerNameRepeated(first, place, draft.name)
    now_ms = deps.now_ms()
    created = [
        replace(draft, id=TrackerId(tracker_id), version=1, created_ms=now_ms, updated_ms=now_ms)
        for draft, tracker_id in zip(drafts, ids.new_ids(len(drafts)), strict=True)
    ]
    async with deps.db.begin() if db is None else nullcontext(db) as within:
        await trackers.add(within, account_id, created)
        # After adding, while nobody else can add: two requests at the limit cannot both pass.
        if await trackers.count(within, account_id) > limit:
            raise TooManyTrackers(limit)
        await tracker_versions.add(within, account_id, [TrackerVersion(one, author, now_ms) for one in created])
    return created


async def list_all(deps: StoreDeps, account_id: AccountId, name: str | None = None) -> list[Tracker]:
    """The account's trackers, the oldest first; with *name* only the one of exactly that name."""
    async with deps.db.read() as db:
        if name is None:
            return await trackers.list_all(db, account_id)
        found = await trackers.by_name(db, account_id, name)
        return [found] if found else []


async def page(
    deps: Deps,
    account_id: AccountId,
    *,
    limit: int,
    after: RowPlace | None = None,
    name: str | None = None,
    category: str | None = None,
) -> list[Tracker]:
    """Part of the account's trackers, as `store.trackers.page` gives it."""
    async with deps.db.read() as db:
        return await trackers.page(db, account_id, limit=limit, after=after, name=name, category=category)


async def get(deps: Deps, account_id: AccountId, tracker_id: TrackerId) -> Tracker:
    """
    Raises:
        TrackerNotFound: the account has no such tracker.
    """
    async with deps.db.read() as db:
        return await find(db, account_id, tracker_id)


async def edit(
    deps: Deps,
    account_id: AccountId,
    tracker_id: TrackerId,
    changed: Callable[[Tracker], Tracker],
    *,
    author: str = "",
    expected: Collection[int] | None = None,
) -> Tracker:
    """
    Store what *changed* makes of a tracker; nobody else changes it in between.

    The version rises when something is different. What *changed* raises leaves the tracker as it was.

    Args:
        changed: Gives a tracker that passes `check_tracker`. Runs in a thread, and again when somebody else changed
            the tracker meanwhile.
        author: The app id that asks for it.
        expected: The versions that the change was made for; None for any.

    Raises:
        TrackerNotFound: the account has no such tracker.
        TrackerNameTaken: another tracker of the account has the new name.
        VersionMismatch: the tracker has another version than *expected*.
    """
    for _ in range(_HASTY_TRIES):
        async with deps.db.read() as db:
            stored = await find(db, account_id, tracker_id, expected)
        # Outside of the transaction that writes: checking a long tracker takes a while.
        wanted = await deps.in_thread(changed, stored)
        async with deps.db.begin() as db:
            await accounts.hold(db, account_id)
            if await find(db, account_id, tracker_id, expected) == stored:
                return await save(deps, db, account_id, stored, wanted, author)
    async with deps.db.begin() as db:
        await accounts.hold(db, account_id)
        stored = await find(db, account_id, tracker_id, expected)
        return await save(deps, db, account_id, stored, changed(stored), author)


async def save(
    deps: StoreDeps, db: Connection, account_id: AccountId, stored: Tracker, wanted: Tracker, author: str
) -> Tracker:
    """
    Put *wanted* in the place of *stored*, as a new version if it differs. Within a transaction that holds the account.

    Raises:
        TrackerNameTaken: another tracker of the account has the new name.
    """
    saved = replace(wanted, id=stored.id, version=stored.version, created_ms=stored.created_ms)
    if replace(saved, updated_ms=stored.updated_ms) == stored:
        return stored
    now_ms = deps.now_ms()
    saved = replace(saved, version=stored.version + 1, updated_ms=now_ms)
    await trackers.replace(db, account_id, saved)
    await tracker_versions.add(db, account_id, [TrackerVersion(saved, author, now_ms)])
    return saved


def merged(new: Sequence[str], old: Sequence[str]) -> tuple[str, ...]:
    """*new* first, then those of *old* that are not repeated; case does not tell phrases apart: contract 2.7."""
    repeated = {phrase_key(phrase) for phrase in new}
    return (*new, *(phrase for phrase in old if phrase_key(phrase) not in repeated))


async def delete(
    deps: Deps, account_id: AccountId, tracker_id: TrackerId, *, expected: Collection[int] | None = None
) -> None:
    """
    Delete a tracker with its history. Its hits stay.

    Args:
        expected: The versions that are meant; None for any.

    Raises:
        TrackerNotFound: the account has no such tracker.
        VersionMismatch: the tracker has another version than *expected*.
    """
    async with deps.db.begin() as db:
        await accounts.hold(db, account_id)
        await find(db, account_id, tracker_id, expected)
        await trackers.delete(db, account_id, tracker_id)


async def find(
    db: Connection, account_id: AccountId, tracker_id: TrackerId, expected: Collection[int] | None = None
) -> Tracker:
    """
    A tracker, within a transaction.

    Raises:
        TrackerNotFound: the account has no such tracker.
        VersionMismatch: it has another version than *expected*.
    """
    found = await trackers.get(db, account_id, tracker_id)
    if found is None:
        raise TrackerNotFound(tracker_id)
    if expected is not None and found.version not in expected:
        raise VersionMismatch(found)
    return found
