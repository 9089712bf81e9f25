"""Running a stored tracker over the account's history: a job of many steps, each of which may be repeated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from earmark import ids, telemetry
from earmark.errors import RunInProgress, RunNotFound, TrackerNotFound
from earmark.services import history
from earmark.services.deps import Deps
from earmark.services.history import Moment
from earmark.services.matching import hit_from_match
from earmark.services.readings import models
from earmark.store import accounts, conversations, readings, runs, tracker_hits, trackers
from earmark.store.db import Connection
from earmark.store.readings import Reading, Span
from earmark.types import (
    AccountId,
    Hit,
    MessageId,
    ReadingId,
    Run,
    RunId,
    RunStatus,
    Tracker,
    TrackerId,
)

#: The names under which `workflows.py` registers the jobs that are enqueued here.
RUN_TRACKER: Final = "run_tracker"
READ_HISTORY: Final = "read_history"

#: A later run looks again at what was read so shortly before the last one, since it may have been stored after it.
_OVERLAP_MS: Final = 300_000
#: Pages of readings that one step takes: so much is done again after a crash.
_PAGES_PER_STEP: Final = 8

log = telemetry.get_logger(__name__)


async def start(
    db: Connection, deps: Deps, account_id: AccountId, tracker_id: TrackerId, author: str, *, full: bool
) -> Run:
    """
    Store a run of a tracker as it is now; call `enqueue` when the transaction has ended.

    Args:
        full: Search all of history again, and not only what came after the last completed run of this version.

    Raises:
        TrackerNotFound: the account has no such tracker.
        RunInProgress: a run of it is not finished.
    """
    await accounts.hold(db, account_id)
    tracker = await trackers.get(db, account_id, tracker_id)
    if tracker is None:
        raise TrackerNotFound(tracker_id)
    going = await runs.unfinished_of(db, account_id, tracker_id)
    if going is not None:
        raise RunInProgress(going.id)
    last = None if full else await runs.last_completed(db, account_id, tracker_id, tracker.version)
    now_ms = deps.now_ms()
    run = Run(
        id=RunId(ids.new_id()),
        account_id=account_id,
        tracker_id=tracker_id,
        tracker_version=tracker.version,
        author=author,
        after=ReadingId("") if last is None else _overlapping(last),
        created_ms=now_ms,
        updated_ms=now_ms,
    )
    await runs.add(db, run)
    return run


async def enqueue(deps: Deps, run: Run) -> None:
    """Put a stored run into its queue; nothing happens where it is there already."""
    await deps.jobs.enqueue(RUN_TRACKER, run.id, job_id=f"run-{run.id}", order_key=run.account_id)


async def get(deps: Deps, account_id: AccountId, run_id: RunId) -> Run:
    """
    Raises:
        RunNotFound: the account has no such run.
    """
    async with deps.db.read() as db:
        found = await runs.get(db, account_id, run_id)
    if found is None:
        raise RunNotFound(run_id)
    return found


async def of_tracker(
    deps: Deps, account_id: AccountId, tracker_id: TrackerId, before: RunId | None, limit: int
) -> list[Run]:
    """
    The newest runs of a tracker first.

    Raises:
        TrackerNotFound: the account has no such tracker.
    """
    async with deps.db.read() as db:
        if await trackers.get(db, account_id, tracker_id) is None:
            raise TrackerNotFound(tracker_id)
        return await runs.of_tracker(db, account_id, tracker_id, before, limit)


async def cancel(deps: Deps, account_id: AccountId, run_id: RunId) -> Run:
    """
    End a run where it stands. What it has stored stays; one that is finished stays as it is.

    Raises:
        RunNotFound: the account has no such run.
    """
    async with deps.db.begin() as db:
        run = await runs.hold(db, run_id)
        if run is None or run.account_id != account_id:
            raise RunNotFound(run_id)
        if not run.status.is_final:
            run = replace(run, status=RunStatus.CANCELLED, updated_ms=deps.now_ms())
            await runs.replace(db, run)
    return run


async def begin(deps: Deps, run_id: RunId) -> bool:
    """Step: fix how much there is to search; whether the run goes on."""
    async with deps.db.begin() as db:
        run = await runs.hold(db, run_id)
        if run is None or run.status.is_final:
            return False
        if run.status is RunStatus.SCHEDULED:
            extent = await readings.extent(db, run.account_id, list(models(deps).values()), Span(after=run.after))
            run = replace(
                run,
                status=RunStatus.RUNNING,
                until=extent.last or run.after,
                reached=run.after,
                messages_total=extent.messages,
                updated_ms=deps.now_ms(),
            )
            await runs.replace(db, run)
    return True


async def advance(deps: Deps, run_id: RunId) -> bool:
    """Step: search the next pages of history, and store what is found there; whether there are more."""
    async with deps.db.read() as db:
        run = await runs.get_any(db, run_id)
        tracker = None if run is None else await trackers.get(db, run.account_id, run.tracker_id)
    if run is None or run.status.is_final:
        return False
    if tracker is None or tracker.version != run.tracker_version:
        await fail(deps, run_id, "The tracker was changed meanwhile. Run it again.", RunStatus.CANCELLED)
        return False
    search = await history.prepare(deps, run.account_id, tracker)
    done = 0
    span = Span(after=run.reached, until=run.until)
    async with history.searched(deps, run.account_id, search, span) as pages:
        async for page in pages:
            found = await deps.compute(_hits, page.moments, deps.now_ms())
            if not await _store(deps, run_id, tracker, page.readings, found):
                return False
            done += 1
            if done == _PAGES_PER_STEP:
                return True
    return False


async def finish(deps: Deps, run_id: RunId) -> None:
    """Step: say that all is searched."""
    async with deps.db.begin() as db:
        run = await runs.hold(db, run_id)
        if run is not None and run.status is RunStatus.RUNNING:
            await runs.replace(db, replace(run, status=RunStatus.COMPLETED, updated_ms=deps.now_ms()))
            log.info("run_completed", run=run_id, messages=run.messages_done, added=run.hits_added, lost=run.hits_lost)


async def fail(deps: Deps, run_id: RunId, failure: str, status: RunStatus = RunStatus.FAILED) -> None:
    """Step: say that the run ends here, and why."""
    async with deps.db.begin() as db:
        run = await runs.hold(db, run_id)
        if run is not None and not run.status.is_final:
            await runs.replace(db, replace(run, status=status, failure=failure, updated_ms=deps.now_ms()))


async def sweep(deps: Deps) -> None:
    """At start: enqueue runs that never reached the queue, and have read what the present models have not read."""
    async with deps.db.read() as db:
        waiting = await runs.unfinished(db)
        unread = await readings.unread(db, list(models(deps).values()), 1)
    for run in waiting:
        await enqueue(deps, run)
    if unread:
        await deps.jobs.enqueue(READ_HISTORY, job_id=f"read-{ids.new_uuid()}", order_key="everybody")


async def _store(deps: Deps, run_id: RunId, tracker: Tracker, page: Sequence[Reading], hits: Sequence[Hit]) -> bool:
    """Bring the tracker's hits in a page to what was found, and note how far the run is: both or neither."""
    async with deps.db.begin() as db:
        run = await runs.hold(db, run_id)
        if run is None or run.status is not RunStatus.RUNNING:
            return False
        there = await conversations.hold_those(db, run.account_id, [one.conversation_id for one in page])
        was = _in_page(await tracker_hits.within(db, run.account_id, tracker.id, sorted(there)), page)
        found = [hit for hit in hits if hit.conversation_id in there]
        will = {hit.message_id for hit in found}
        kept_ids = {hit.id for hit in found}
        await tracker_hits.renew(db, run.account_id, found)
        old = [hit.id for hits in was.values() for hit in hits if hit.id not in kept_ids]
        await tracker_hits.remove(db, run.account_id, old)
        await runs.replace(
            db,
            replace(
                run,
                reached=page[-1].id,
                messages_done=run.messages_done + sum(len(one.words) for one in page),
                hits_added=run.hits_added + len(will - was.keys()),
                hits_lost=run.hits_lost + len(was.keys() - will),
                hits_kept=run.hits_kept + len(was.keys() & will),
                updated_ms=deps.now_ms(),
            ),
        )
    return True


def _hits(moments: Sequence[Moment], now_ms: int) -> list[Hit]:
    return [
        hit_from_match(match, moment.conversation_id, moment.submission_id, now_ms)
        for moment in moments
        for match in moment.matches()
    ]


def _in_page(hits: Sequence[Hit], page: Sequence[Reading]) -> dict[MessageId, list[Hit]]:
    """Hits by message, of those messages that the page holds."""
    held = {message_id for one in page for message_id in one.message_ids}
    found: dict[MessageId, list[Hit]] = {}
    for hit in hits:
        if hit.message_id in held:
            found.setdefault(hit.message_id, []).append(hit)
    return found


def _overlapping(last: Run) -> ReadingId:
    """Where a run begins that follows another: a little before the last reading of that one's time."""
    return min(last.until, ReadingId(ids.lowest_id(last.created_ms - _OVERLAP_MS)))
