"""Stored trackers: create, read, change, delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from earmark import ids
from earmark.checks import phrase_key
from earmark.errors import TooManyTrackers, TrackerNameRepeated, TrackerNotFound
from earmark.services.deps import Deps
from earmark.store import accounts, trackers
from earmark.types import AccountId, Tracker, TrackerId


async def create(deps: Deps, account_id: AccountId, drafts: Sequence[Tracker]) -> list[Tracker]:
    """
    Store new trackers, all or none of them.

    Args:
        drafts: Checked by `check_tracker`; their ids and times are given here.

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
    async with deps.db.begin() as db:
        await trackers.add(db, account_id, created)
        # After adding, while nobody else can add: two requests at the limit cannot both pass.
        if await trackers.count(db, account_id) > limit:
            raise TooManyTrackers(limit)
    return created


async def list_all(deps: Deps, account_id: AccountId, name: str | None = None) -> list[Tracker]:
    """The account's trackers, the oldest first; with *name* only the one of exactly that name."""
    async with deps.db.read() as db:
        if name is None:
            return await trackers.list_all(db, account_id)
        found = await trackers.by_name(db, account_id, name)
        return [found] if found else []


async def get(deps: Deps, account_id: AccountId, tracker_id: TrackerId) -> Tracker:
    """
    Raises:
        TrackerNotFound: the account has no such tracker.
    """
    async with deps.db.read() as db:
        found = await trackers.get(db, account_id, tracker_id)
    if found is None:
        raise TrackerNotFound(tracker_id)
    return found


async def edit(
    deps: Deps, account_id: AccountId, tracker_id: TrackerId, changed: Callable[[Tracker], Tracker]
) -> Tracker:
    """
    Store what *changed* makes of a tracker; nobody else changes it in between.

    The version rises when something is different. What *changed* raises leaves the tracker as it was.

    Args:
        changed: Gives a tracker that passes `check_tracker`.

    Raises:
        TrackerNotFound: the account has no such tracker.
        TrackerNameTaken: another tracker of the account has the new name.
    """
    async with deps.db.begin() as db:
        await accounts.hold(db, account_id)
        stored = await trackers.get(db, account_id, tracker_id)
        if stored is None:
            raise TrackerNotFound(tracker_id)
        wanted = changed(stored)
        if wanted == stored:
            return stored
        saved = replace(wanted, version=stored.version + 1, updated_ms=deps.now_ms())
        await trackers.replace(db, account_id, saved)
        return saved


def merged(new: Sequence[str], old: Sequence[str]) -> tuple[str, ...]:
    """*new* first, then those of *old* that are not repeated; case does not tell phrases apart: contract 2.7."""
    repeated = {phrase_key(phrase) for phrase in new}
    return (*new, *(phrase for phrase in old if phrase_key(phrase) not in repeated))


async def delete(deps: Deps, account_id: AccountId, tracker_id: TrackerId) -> None:
    """
    Delete a tracker. Its hits stay.

    Raises:
        TrackerNotFound: the account has no such tracker.
    """
    async with deps.db.begin() as db:
        if not await trackers.delete(db, account_id, tracker_id):
            raise TrackerNotFound(tracker_id)
