"""Trackers of the native API: `/api/v1/trackers`."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import Query, Response
from pydantic import BaseModel, Field

from earmark import limits
from earmark.api.auth import Caller, WithDeps
from earmark.api.native.bodies import (
    MismatchProblem,
    NativeBody,
    SavedTracker,
    StoredTracker,
    TrackerChange,
    TrackerDraft,
    TrackersPage,
    WarningOut,
    checked,
)
from earmark.api.native.etags import ETAG_HEADER, Expected, IfNoneMatch, etag_of, is_known
from earmark.api.native.idempotency import Made, Once
from earmark.api.native.paging import Paging
from earmark.api.native.problems import PREFIX
from earmark.api.native.routing import problems
from earmark.api.native.routing import router as router_of
from earmark.checks import check_text
from earmark.security import Identity
from earmark.services import trackers, warnings
from earmark.services.deps import Deps
from earmark.store.db import Connection
from earmark.types import Tracker, TrackerId

router = router_of("Trackers (native)")

#: How an edit of one tracker may end.
EDIT_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: ETAG_HEADER,
    **problems(404, 409),
    412: {"model": MismatchProblem, "description": "Somebody changed it in between; current is how it is now."}
    | ETAG_HEADER,
}


@router.get("/trackers", summary="List trackers, the oldest first")
async def list_page(
    deps: WithDeps,
    caller: Caller,
    page: Paging,
    name: Annotated[str | None, Query(description="Exactly this name; upper and lower case differ.")] = None,
    category: Annotated[str | None, Query(description="Exactly this one among the categories.")] = None,
) -> TrackersPage:
    after = page.after(int, str)
    found = await trackers.page(deps, caller.account_id, limit=page.fetch, after=after, name=name, category=category)
    shown, next_cursor = page.cut(found, lambda one: (one.created_ms, one.id))
    return TrackersPage(trackers=[StoredTracker.of(one) for one in shown], next_cursor=next_cursor)


@router.post(
    "/trackers",
    summary="Create a tracker",
    status_code=201,
    response_model=SavedTracker,
    responses={201: ETAG_HEADER, **problems(409, 413, 422)},
)
async def create(deps: WithDeps, caller: Caller, once: Once, body: TrackerDraft) -> Response:
    draft = await deps.in_thread(body.to_tracker)
    found = await warnings.of_tracker(deps, caller.account_id, draft)

    async def make(db: Connection) -> Made:
        (tracker,) = await trackers.create(deps, caller.account_id, [draft], author=caller.app_id, db=db)
        headers = {"ETag": etag_of(tracker), "Location": f"{PREFIX}/trackers/{tracker.id}"}
        return Made(SavedTracker.with_warnings(tracker, found), headers=headers)

    return await once(make)


class CheckIn(NativeBody):
    tracker: TrackerDraft = Field(description="The tracker as it would be saved.")
    tracker_id: str | None = Field(
        default=None, description="The stored tracker that it would replace, beside which it is not looked at."
    )


class CheckAnswer(BaseModel):
    warnings: list[WarningOut] = Field(description="What is odd about its phrases; it could be saved all the same.")


@router.post("/trackers/check", summary="Check a tracker's phrases; nothing is saved", responses=problems(404, 413))
async def check(deps: WithDeps, caller: Caller, body: CheckIn) -> CheckAnswer:
    draft = await deps.in_thread(body.tracker.to_tracker, "tracker.")
    if body.tracker_id is not None:
        tracker_id = check_text("tracker_id", body.tracker_id, max_chars=limits.ID_CHARS)
        stored = await trackers.get(deps, caller.account_id, TrackerId(tracker_id))
        draft = replace(draft, id=stored.id)
    found = await warnings.of_tracker(deps, caller.account_id, draft)
    return CheckAnswer(warnings=[WarningOut.of(one) for one in found])


@router.get(
    "/trackers/{tracker_id}",
    summary="Get a tracker",
    response_model=StoredTracker,
    responses={200: ETAG_HEADER, 304: {"description": "It is still that version."}, **problems(404)},
)
async def get(
    deps: WithDeps, caller: Caller, tracker_id: str, response: Response, if_none_match: IfNoneMatch = None
) -> StoredTracker | Response:
    tracker = await trackers.get(deps, caller.account_id, TrackerId(tracker_id))
    if if_none_match is not None and is_known(if_none_match, tracker):
        return Response(status_code=304, headers={"ETag": etag_of(tracker)})
    return edited(tracker, response)


@router.put("/trackers/{tracker_id}", summary="Replace a tracker", responses={**EDIT_ANSWERS, **problems(413)})
async def put(
    deps: WithDeps, caller: Caller, tracker_id: str, expected: Expected, body: TrackerDraft, response: Response
) -> SavedTracker:
    draft = await deps.in_thread(body.to_tracker)
    saved = await trackers.edit(
        deps, caller.account_id, TrackerId(tracker_id), lambda _: draft, author=caller.app_id, expected=expected
    )
    return await _saved(deps, caller, saved, response)


@router.patch("/trackers/{tracker_id}", summary="Change a tracker in part", responses={**EDIT_ANSWERS, **problems(413)})
async def patch(
    deps: WithDeps, caller: Caller, tracker_id: str, expected: Expected, body: TrackerChange, response: Response
) -> SavedTracker:
    def changed(stored: Tracker) -> Tracker:
        return checked(replace(stored, **body.changes()))

    saved = await trackers.edit(
        deps, caller.account_id, TrackerId(tracker_id), changed, author=caller.app_id, expected=expected
    )
    return await _saved(deps, caller, saved, response)


@router.delete(
    "/trackers/{tracker_id}",
    summary="Delete a tracker with its history; its hits stay",
    status_code=204,
    responses={**problems(404), 412: EDIT_ANSWERS[412]},
)
async def delete(deps: WithDeps, caller: Caller, tracker_id: str, expected: Expected) -> None:
    await trackers.delete(deps, caller.account_id, TrackerId(tracker_id), expected=expected)


async def _saved(deps: Deps, caller: Identity, tracker: Tracker, response: Response) -> SavedTracker:
    response.headers["ETag"] = etag_of(tracker)
    return SavedTracker.with_warnings(tracker, await warnings.of_tracker(deps, caller.account_id, tracker))


def edited(tracker: Tracker, response: Response) -> StoredTracker:
    """The answer of an edit, whose ETag goes into *response*."""
    response.headers["ETag"] = etag_of(tracker)
    return StoredTracker.of(tracker)
