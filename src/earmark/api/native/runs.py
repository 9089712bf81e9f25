"""Runs of stored trackers over history."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, Response
from pydantic import BaseModel, Field

from earmark.api.auth import Caller, WithDeps
from earmark.api.native.bodies import NativeBody
from earmark.api.native.idempotency import Made, Once
from earmark.api.native.paging import PageAnswer, Paging
from earmark.api.native.problems import PREFIX
from earmark.api.native.routing import problems
from earmark.api.native.routing import router as router_of
from earmark.clock import iso_from_ms
from earmark.services import runs
from earmark.store.db import Connection
from earmark.types import Run, RunId, RunStatus, TrackerId

router = router_of("History (native)")


class RunIn(NativeBody):
    full: bool = Field(
        default=False,
        description="Search all of history again; without it, only what came since the last completed run of the "
        "tracker's present version.",
    )


class RunOut(BaseModel):
    id: str = Field(description="16 digits.")
    tracker_id: str = Field(description="The tracker that is run.")
    tracker_version: int = Field(description="The version that is run; a change of the tracker ends the run.")
    status: RunStatus = Field(description="completed, failed and cancelled are final.")
    failure: str = Field(description="Why it failed or was cancelled by the server; else empty.")
    messages_total: int = Field(description="How many there are to search; 0 until it has begun.")
    messages_done: int = Field(description="How many were searched.")
    percent: int = Field(description="From 0 to 100.")
    hits_added: int = Field(description="Messages in which the tracker was found newly.")
    hits_lost: int = Field(description="Messages in which it was found and is no longer.")
    hits_kept: int = Field(description="Messages in which it was found and still is.")
    author: str = Field(description="The app id that started it.")
    created_at: str = Field(description="ISO 8601.")
    updated_at: str = Field(description="ISO 8601.")

    @classmethod
    def of(cls, run: Run) -> RunOut:
        return cls(
            id=run.id,
            tracker_id=run.tracker_id,
            tracker_version=run.tracker_version,
            status=run.status,
            failure=run.failure,
            messages_total=run.messages_total,
            messages_done=run.messages_done,
            percent=_percent(run),
            hits_added=run.hits_added,
            hits_lost=run.hits_lost,
            hits_kept=run.hits_kept,
            author=run.author,
            created_at=iso_from_ms(run.created_ms),
            updated_at=iso_from_ms(run.updated_ms),
        )


class RunsPage(PageAnswer):
    runs: list[RunOut] = Field(description="The newest first.")


@router.post(
    "/trackers/{tracker_id}/runs",
    summary="Run a stored tracker over all stored talk",
    status_code=202,
    response_model=RunOut,
    responses=problems(404, 409, 413, 422),
)
async def start(
    deps: WithDeps, caller: Caller, once: Once, tracker_id: str, body: Annotated[RunIn, Body(default_factory=RunIn)]
) -> Response:
    async def make(db: Connection) -> Made:
        run = await runs.start(db, deps, caller.account_id, TrackerId(tracker_id), caller.app_id, full=body.full)
        headers = {"Location": f"{PREFIX}/runs/{run.id}"}
        return Made(RunOut.of(run), status=202, headers=headers, after=lambda: runs.enqueue(deps, run))

    return await once(make)


@router.get("/trackers/{tracker_id}/runs", summary="List a tracker's runs", responses=problems(404))
async def list_page(deps: WithDeps, caller: Caller, page: Paging, tracker_id: str) -> RunsPage:
    after = page.after(str)
    before = None if after is None else RunId(str(after[0]))
    found = await runs.of_tracker(deps, caller.account_id, TrackerId(tracker_id), before, page.fetch)
    shown, next_cursor = page.cut(found, lambda run: (run.id,))
    return RunsPage(runs=[RunOut.of(run) for run in shown], next_cursor=next_cursor)


@router.get("/runs/{run_id}", summary="See how far a run is", responses=problems(404))
async def get(deps: WithDeps, caller: Caller, run_id: str) -> RunOut:
    return RunOut.of(await runs.get(deps, caller.account_id, RunId(run_id)))


@router.post("/runs/{run_id}/cancel", summary="End a run where it stands", responses=problems(404))
async def cancel(deps: WithDeps, caller: Caller, run_id: str) -> RunOut:
    """What it has stored stays. A run that is finished stays as it is."""
    return RunOut.of(await runs.cancel(deps, caller.account_id, RunId(run_id)))


def _percent(run: Run) -> int:
    if run.status is RunStatus.COMPLETED:
        return 100
    return min(99, 100 * run.messages_done // run.messages_total) if run.messages_total else 0
