"""What a tracker was before: its versions, what changed between two of them, and the way back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from earmark.errors import TrackerVersionNotFound
from earmark.listings import RowPlace
from earmark.services import trackers
from earmark.services.deps import Deps
from earmark.store import tracker_versions
from earmark.trackerfile.changes import CONTENT, FieldChange, changes
from earmark.types import AccountId, Tracker, TrackerId, TrackerVersion


async def page(
    deps: Deps, account_id: AccountId, tracker_id: TrackerId, *, limit: int, after: RowPlace | None = None
) -> list[TrackerVersion]:
    """
    Versions of a tracker, the newest first, ordered by their number.

    Raises:
        TrackerNotFound: the account has no such tracker.
    """
    await trackers.get(deps, account_id, tracker_id)
    async with deps.db.read() as db:
        return await tracker_versions.page(db, account_id, tracker_id, limit=limit, after=after)


async def get(deps: Deps, account_id: AccountId, tracker_id: TrackerId, version: int) -> TrackerVersion:
    """
    Raises:
        TrackerNotFound: the account has no such tracker.
        TrackerVersionNotFound: the tracker has, or keeps, no such version.
    """
    await trackers.get(deps, account_id, tracker_id)
    async with deps.db.read() as db:
        found = await tracker_versions.get(db, account_id, tracker_id, version)
    if found is None:
        raise TrackerVersionNotFound(tracker_id, version)
    return found


async def diff(
    deps: Deps, account_id: AccountId, tracker_id: TrackerId, before: int, after: int
) -> Sequence[FieldChange]:
    """
    What is different in the version *after* from the version *before*; either may be the newer one.

    Raises:
        TrackerNotFound: the account has no such tracker.
        TrackerVersionNotFound: the tracker has, or keeps, no such version.
    """
    old = await get(deps, account_id, tracker_id, before)
    new = await get(deps, account_id, tracker_id, after)
    return await deps.in_thread(changes, old.tracker, new.tracker)


async def restore(
    deps: Deps,
    account_id: AccountId,
    tracker_id: TrackerId,
    version: int,
    *,
    author: str = "",
    expected: Collection[int] | None = None,
) -> Tracker:
    """
    Give a tracker the content that it had in *version*, as a new version.

    Raises:
        TrackerNotFound: the account has no such tracker.
        TrackerVersionNotFound: the tracker has, or keeps, no such version.
        TrackerNameTaken: another tracker has the name by now.
        VersionMismatch: the tracker has another version than *expected*.
    """
    old = (await get(deps, account_id, tracker_id, version)).tracker

    def changed(stored: Tracker) -> Tracker:
        return replace(stored, **{field: getattr(old, field) for field in CONTENT})

    return await trackers.edit(deps, account_id, tracker_id, changed, author=author, expected=expected)
