"""What trackers were before: their versions, the difference of two, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import Path, Query, Response
from pydantic import BaseModel, Field

from earmark.api.auth import Caller, WithDeps
from earmark.api.native.bodies import StoredTracker
from earmark.api.native.etags import Expected
from earmark.api.native.paging import PageAnswer, Paging
from earmark.api.native.routing import problems
from earmark.api.native.routing import router as router_of
from earmark.api.native.trackers import EDIT_ANSWERS, edited
from earmark.clock import iso_from_ms
from earmark.services import tracker_versions
from earmark.trackerfile.changes import FieldChange, ListChange
from earmark.types import TrackerId, TrackerVersion

router = router_of("Trackers (native)")

_LARGEST: Final = 2_147_483_647  # what both databases hold
VersionInPath = Annotated[int, Path(ge=1, le=_LARGEST, description="Counted from 1.")]


class VersionOut(BaseModel):
    version: int = Field(description="Counted from 1.")
    author: str = Field(description="The app id that saved it; empty where that is not known.")
    created_at: str = Field(description="When it was saved; ISO 8601.")
    tracker: StoredTracker = Field(description="The tracker as it was.")

    @classmethod
    def of(cls, version: TrackerVersion) -> VersionOut:
        return cls(
            version=version.tracker.version,
            author=version.author,
            created_at=iso_from_ms(version.created_ms),
            tracker=StoredTracker.of(version.tracker),
        )


class VersionsPage(PageAnswer):
    versions: list[VersionOut] = Field(description="The newest first.")


class ListChangeOut(BaseModel):
    field: str = Field(description="phrases, counter_examples, categories or languages.")
    added: Sequence[str] = Field(description="What the list gained.")
    removed: Sequence[str] = Field(description="What it lost; both are empty where only the order is another.")


class ValueChangeOut(BaseModel):
    field: str = Field(description="name, sensitivity, description, exclusive_group or paused.")
    before: str | float | bool = Field(description="Its value in the version from.")
    after: str | float | bool = Field(description="Its value in the version to.")


class DiffAnswer(BaseModel):
    from_: int = Field(alias="from", description="The version before.")
    to: int = Field(description="The version after.")
    changes: list[ListChangeOut | ValueChangeOut] = Field(description="One for each field that differs.")


@router.get(
    "/trackers/{tracker_id}/versions", summary="List a tracker's versions, newest first", responses=problems(404)
)
async def list_page(deps: WithDeps, caller: Caller, tracker_id: str, page: Paging) -> VersionsPage:
    after = page.after(int)
    found = await tracker_versions.page(deps, caller.account_id, TrackerId(tracker_id), limit=page.fetch, after=after)
    shown, next_cursor = page.cut(found, lambda one: (one.tracker.version,))
    return VersionsPage(versions=[VersionOut.of(one) for one in shown], next_cursor=next_cursor)


@router.get("/trackers/{tracker_id}/versions/{version}", summary="Get a version", responses=problems(404))
async def get(deps: WithDeps, caller: Caller, tracker_id: str, version: VersionInPath) -> VersionOut:
    return VersionOut.of(await tracker_versions.get(deps, caller.account_id, TrackerId(tracker_id), version))


@router.get("/trackers/{tracker_id}/diff", summary="Compare two versions", responses=problems(404))
async def diff(
    deps: WithDeps,
    caller: Caller,
    tracker_id: str,
    before: Annotated[int, Query(alias="from", ge=1, le=_LARGEST, description="The version before.")],
    after: Annotated[int, Query(alias="to", ge=1, le=_LARGEST, description="The version after; may be the older one.")],
) -> DiffAnswer:
    changes = await tracker_versions.diff(deps, caller.account_id, TrackerId(tracker_id), before, after)
    return DiffAnswer(**{"from": before}, to=after, changes=[_change_out(one) for one in changes])


@router.post(
    "/trackers/{tracker_id}/versions/{version}/restore",
    summary="Make a version's content the newest version",
    responses=EDIT_ANSWERS,
)
async def restore(
    deps: WithDeps, caller: Caller, tracker_id: str, version: VersionInPath, expected: Expected, response: Response
) -> StoredTracker:
    saved = await tracker_versions.restore(
        deps, caller.account_id, TrackerId(tracker_id), version, author=caller.app_id, expected=expected
    )
    return edited(saved, response)


def _change_out(change: FieldChange) -> ListChangeOut | ValueChangeOut:
    if isinstance(change, ListChange):
        return ListChangeOut(field=change.field, added=change.added, removed=change.removed)
    return ValueChangeOut(field=change.field, before=change.before, after=change.after)
