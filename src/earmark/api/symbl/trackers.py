"""Management of trackers, under the paths of both generations of the API: contract 2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query

from earmark.api.auth import Caller, WithDeps
from earmark.api.requests import JsonRoute
from earmark.api.symbl import patches
from earmark.api.symbl.answers import DEFAULT_LANGUAGES, DeletedTracker, TrackerAnswer, TrackerOut, TrackersAnswer
from earmark.api.symbl.bodies import PatchOperation, TrackerIn, TrackerOrTrackers, TrackerPut
from earmark.api.symbl.wording import as_shown, to_tracker
from earmark.checks import check_punctuation, check_tracker, tracker_warnings
from earmark.errors import InvalidField
from earmark.security import Identity
from earmark.services import trackers
from earmark.services.deps import Deps, Options
from earmark.services.trackers import merged
from earmark.types import Tracker, TrackerId

router = APIRouter(prefix="/v1/manage", route_class=JsonRoute, tags=["Trackers"])


@router.post("/tracker", summary="Create a tracker", response_model_exclude_none=True)
async def create_one(deps: WithDeps, caller: Caller, body: TrackerIn) -> TrackerAnswer:
    return _one((await _create(deps, caller, [body], bulk=False))[0])


@router.post("/trackers", summary="Create one tracker, or many from an array", response_model_exclude_none=True)
async def create(deps: WithDeps, caller: Caller, body: TrackerOrTrackers) -> TrackerAnswer | TrackersAnswer:
    if isinstance(body, TrackerIn):
        return await create_one(deps, caller, body)
    return await create_many(deps, caller, body)


@router.post("/trackers/bulk", summary="Create many trackers, all or none", response_model_exclude_none=True)
async def create_many(deps: WithDeps, caller: Caller, body: list[TrackerIn]) -> TrackersAnswer:
    return _many(await _create(deps, caller, body, bulk=True), warn=True)


@router.get("/trackers", summary="List the trackers", response_model_exclude_none=True)
async def list_all(
    deps: WithDeps,
    caller: Caller,
    name: Annotated[str | None, Query(description="Exactly this name; upper and lower case differ.")] = None,
) -> TrackersAnswer:
    return _many(await trackers.list_all(deps, caller.account_id, name and name.strip()), warn=False)


@router.get("/tracker/{tracker_id}", summary="Get a tracker", response_model_exclude_none=True)
@router.get("/trackers/{tracker_id}", summary="Get a tracker (the other path)", response_model_exclude_none=True)
async def get(deps: WithDeps, caller: Caller, tracker_id: str) -> TrackerAnswer:
    return TrackerAnswer(tracker=TrackerOut.of(await trackers.get(deps, caller.account_id, TrackerId(tracker_id))))


@router.put("/tracker/{tracker_id}", summary="Change a tracker", response_model_exclude_none=True)
@router.put("/trackers/{tracker_id}", summary="Change a tracker (the other path)", response_model_exclude_none=True)
async def put(deps: WithDeps, caller: Caller, tracker_id: str, body: TrackerPut) -> TrackerAnswer:
    if body.id is not None and body.id != tracker_id:
        raise InvalidField("id", f"is {body.id!r}, but the path names {tracker_id!r}; leave it out or repeat that one")

    def changed(stored: Tracker) -> Tracker:
        changes = body.changes(stored)
        if "phrases" in changes and deps.options.put_merges:
            changes["phrases"] = merged(changes["phrases"], stored.phrases)
        if changes.get("languages") == DEFAULT_LANGUAGES and not stored.languages:
            del changes["languages"]  # our own answer for none comes back
        return _checked(deps.options, stored, replace(stored, **changes))

    return _one(await trackers.edit(deps, caller.account_id, TrackerId(tracker_id), changed, author=caller.app_id))


@router.patch("/tracker/{tracker_id}", summary="Patch a tracker", response_model_exclude_none=True)
@router.patch("/trackers/{tracker_id}", summary="Patch a tracker (the other path)", response_model_exclude_none=True)
async def patch(deps: WithDeps, caller: Caller, tracker_id: str, body: list[PatchOperation]) -> TrackerAnswer:
    def changed(stored: Tracker) -> Tracker:
        return _checked(deps.options, stored, to_tracker(patches.patched(as_shown(stored), body), stored))

    return _one(await trackers.edit(deps, caller.account_id, TrackerId(tracker_id), changed, author=caller.app_id))


@router.delete("/tracker/{tracker_id}", summary="Delete a tracker")
@router.delete("/trackers/{tracker_id}", summary="Delete a tracker (the other path)")
async def delete(deps: WithDeps, caller: Caller, tracker_id: str) -> DeletedTracker:
    await trackers.delete(deps, caller.account_id, TrackerId(tracker_id))
    return DeletedTracker(id=tracker_id)


async def _create(deps: Deps, caller: Identity, given: Sequence[TrackerIn], *, bulk: bool) -> list[Tracker]:
    drafts = await deps.in_thread(_drafts, deps.options, given, bulk=bulk)
    return await trackers.create(deps, caller.account_id, drafts, author=caller.app_id)


def _drafts(options: Options, given: Sequence[TrackerIn], *, bulk: bool) -> list[Tracker]:
    drafts = [one.to_tracker() for one in given]
    for place, draft in enumerate(drafts):
        prefix = f"[{place}]." if bulk else ""
        check_tracker(draft, prefix)
        if options.strict_punctuation:
            check_punctuation(draft, prefix)
    return drafts


def _checked(options: Options, stored: Tracker, wanted: Tracker) -> Tracker:
    """*wanted*, if its new phrases may be stored. Old ones stay, whatever setting they came in under."""
    check_tracker(wanted)
    if options.strict_punctuation:
        known = {*stored.phrases, *stored.counter_examples}

        def new(phrases: Sequence[str]) -> list[str]:
            return ["" if phrase in known else phrase for phrase in phrases]  # keeps the places that errors name

        check_punctuation(replace(wanted, phrases=new(wanted.phrases), counter_examples=new(wanted.counter_examples)))
    return wanted


def _one(tracker: Tracker) -> TrackerAnswer:
    return TrackerAnswer(tracker=TrackerOut.of(tracker), warnings=tracker_warnings(tracker) or None)


def _many(found: Sequence[Tracker], *, warn: bool) -> TrackersAnswer:
    warnings = [warning for tracker in found for warning in tracker_warnings(tracker)] if warn else None
    return TrackersAnswer(trackers=[TrackerOut.of(tracker) for tracker in found], warnings=warnings or None)
