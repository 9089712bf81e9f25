"""Tracker files in and out of an account."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace

from earmark import trackerfile
from earmark.services import trackers as stored_trackers
from earmark.services.deps import Deps, StoreDeps
from earmark.store import accounts, trackers
from earmark.store.db import Connection
from earmark.trackerfile import FileFormat, Plan, TrackerEntry
from earmark.types import AccountId, Tracker


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the trackers of a file: each is in one of the three."""

    created: Sequence[Tracker]
    updated: Sequence[Tracker] = ()
    unchanged: Sequence[Tracker] = ()


def read(data: bytes, file_format: FileFormat) -> list[Tracker]:
    """
    The trackers of a file, checked; their tests are left out. Takes a while for a long one: run it in a thread.

    Raises:
        UnreadableFile: names the line where the format tells it, the field and the fix.
    """
    return [entry.tracker for entry in trackerfile.read(f"trackers.{file_format}", data)]


async def export(deps: Deps, account_id: AccountId, file_format: FileFormat) -> str:
    """All trackers of the account as a file, which `read` reads. Whether one is paused is not in it."""
    found = await stored_trackers.list_all(deps, account_id)
    return await deps.in_thread(trackerfile.write, [TrackerEntry(tracker) for tracker in found], file_format)


async def save_all(
    deps: Deps,
    account_id: AccountId,
    drafts: Sequence[Tracker],
    *,
    updates: bool,
    author: str = "",
    db: Connection | None = None,
) -> Imported:
    """
    Store trackers of a file, all or none of them.

    Args:
        updates: Whether one whose name is stored already changes that one, which stays paused if it is; else it is
            refused.
        db: The transaction to write in; None for one of its own.

    Raises:
        TrackerNameRepeated: a name stands twice in *drafts*.
        TrackerNameTaken: a name is stored already, and *updates* is not wanted.
        TooManyTrackers: the account would hold more than it may.
    """
    async with deps.db.begin() if db is None else nullcontext(db) as within:
        await accounts.hold(within, account_id)
        found = await trackers.by_names(within, account_id, [draft.name for draft in drafts]) if updates else []
        have = {one.name: one for one in found}
        new = [draft for draft in drafts if draft.name not in have]
        created = await stored_trackers.create(deps, account_id, new, author=author, db=within)
        updated: list[Tracker] = []
        unchanged: list[Tracker] = []
        for draft in drafts:
            if draft.name in have:
                old = have[draft.name]
                wanted = replace(draft, paused=old.paused)
                saved = await stored_trackers.save(deps, within, account_id, old, wanted, author)
                (unchanged if saved == old else updated).append(saved)
    return Imported(created, updated, unchanged)


async def apply(deps: StoreDeps, account_id: AccountId, planned: Plan, *, author: str = "") -> None:
    """
    Carry a plan out, all of it or nothing.

    Raises:
        TrackerNotFound, VersionMismatch: somebody deleted or changed a tracker since the plan was made.
        TrackerNameTaken: somebody made one of a name that the plan wants to create.
        TooManyTrackers: the account would hold more than it may.
    """
    async with deps.db.begin() as db:
        await accounts.hold(db, account_id)
        for tracker in planned.delete:
            await stored_trackers.find(db, account_id, tracker.id, [tracker.version])
            await trackers.delete(db, account_id, tracker.id)
        for update in planned.update:
            stored = await stored_trackers.find(db, account_id, update.before.id, [update.before.version])
            await stored_trackers.save(deps, db, account_id, stored, update.after, author)
        await stored_trackers.create(deps, account_id, planned.create, author=author, db=db)
