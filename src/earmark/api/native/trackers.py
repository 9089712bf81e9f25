"""Trackers of the native API: `/api/v1/trackers`."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import Query, Response

from earmark.api.auth import Caller, WithDeps
from earmark.api.native.bodies import MismatchProblem, StoredTracker, TrackerChange, TrackerDraft, TrackersPage, checked
from earmark.api.native.etags import ETAG_HEADER, Expected, IfNoneMatch, etag_of, is_known
from earmark.api.native.idempotency import Made, Once
from earmark.api.native.paging import Paging
from earmark.api.native.problems import PREFIX
from earmark.api.native.routing import problems
from earmark.api.native.routing import router as router_of
from earmark.services import trackers
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
    response_model=StoredTracker,
    responses={201: ETAG_HEADER, **problems(409, 413, 422)},
)
async def create(deps: WithDeps, caller: Caller, once: Once, body: TrackerDraft) -> Response:
    draft = await deps.in_thread(body.to_tracker)

    async def make(db: Connection) -> Made:
        (tracker,) = await trackers.create(deps, caller.account_id, [draft], author=caller.app_id, db=db)
        headers = {"ETag": etag_of(tracker), "Location": f"{PREFIX}/trackers/{tracker.id}"}
        return Made(StoredTracker.of(tracker), headers=headers)

    return await once(make)


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
) -> StoredTracker:
    draft = await deps.in_thread(body.to_tracker)
    saved = await trackers.edit(
        deps, caller.account_id, TrackerId(tracker_id), lambda _: draft, author=caller.app_id, expected=expected
    )
    return edited(saved, response)


@router.patch("/trackers/{tracker_id}", summary="Change a tracker in part", responses={**EDIT_ANSWERS, **problems(413)})
async def patch(
    deps: WithDeps, caller: Caller, tracker_id: str, expected: Expected, body: TrackerChange, response: Response
) -> StoredTracker:
    def changed(stored: Tracker) -> Tracker:
        return checked(replace(stored, **body.changes()))

    saved = await trackers.edit(
        deps, caller.account_id, TrackerId(tracker_id), changed, author=caller.app_id, expected=expected
    )
    return edited(saved, response)


@router.delete(
    "/trackers/{tracker_id}",
    summary="Delete a tracker with its history; its hits stay",
    status_code=204,
    responses={**problems(404), 412: EDIT_ANSWERS[412]},
)
async def delete(deps: WithDeps, caller: Caller, tracker_id: str, expected: Expected) -> None:
    await trackers.delete(deps, caller.account_id, TrackerId(tracker_id), expected=expected)


def edited(tracker: Tracker, response: Response) -> StoredTracker:
    """The answer of an edit, whose ETag goes into *response*."""
    response.headers["ETag"] = etag_of(tracker)
    return StoredTracker.of(tracker)
