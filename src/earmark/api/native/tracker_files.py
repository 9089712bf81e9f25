"""Tracker files in and out: `/api/v1/trackers/export` and `/import`."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from earmark.api.auth import Caller, WithDeps
from earmark.api.native.bodies import StoredTracker
from earmark.api.native.idempotency import Made, Once
from earmark.api.native.routing import FileRoute, problems
from earmark.api.native.routing import router as router_of
from earmark.services import tracker_files
from earmark.services.tracker_files import Imported
from earmark.store.db import Connection
from earmark.trackerfile import FileFormat

router = router_of("Trackers (native)", FileRoute)

_MEDIA_TYPES: Final = {
    FileFormat.YAML: "application/yaml",
    FileFormat.JSON: "application/json",
    FileFormat.JSONL: "application/jsonl",
    FileFormat.CSV: "text/csv",
}
_TEXT: Final = {"type": "string"}
_TREE: Final = {"anyOf": [{"type": "object"}, {"type": "array"}]}
_FILE: Final[dict[str, Any]] = {
    media_type: {"schema": _TREE if kind in (FileFormat.YAML, FileFormat.JSON) else _TEXT}
    for kind, media_type in _MEDIA_TYPES.items()
}

Format = Annotated[
    Literal["yaml", "json", "jsonl", "csv"], Query(alias="format", description="How the file is written.")
]


class ImportAnswer(BaseModel):
    created: list[StoredTracker] = Field(description="New ones.")
    updated: list[StoredTracker] = Field(description="Stored ones that the file changed.")
    unchanged: list[StoredTracker] = Field(description="Stored ones that are what the file says.")

    @classmethod
    def of(cls, imported: Imported) -> ImportAnswer:
        groups = imported.created, imported.updated, imported.unchanged
        created, updated, unchanged = ([StoredTracker.of(one) for one in group] for group in groups)
        return cls(created=created, updated=updated, unchanged=unchanged)


@router.get(
    "/trackers/export",
    summary="Get all trackers as a tracker file",
    response_class=Response,
    responses={200: {"description": "The file.", "content": _FILE}},
)
async def export(deps: WithDeps, caller: Caller, file_format: Format = "yaml") -> Response:
    text = await tracker_files.export(deps, caller.account_id, FileFormat(file_format))
    headers = {"Content-Disposition": f'attachment; filename="trackers.{file_format}"'}
    return Response(text, media_type=_MEDIA_TYPES[FileFormat(file_format)], headers=headers)


@router.post(
    "/trackers/import",
    summary="Store the trackers of a tracker file, all or none",
    response_model=ImportAnswer,
    responses=problems(409, 413, 422),
    openapi_extra={"requestBody": {"required": True, "content": _FILE}},
)
async def import_file(
    deps: WithDeps,
    caller: Caller,
    once: Once,
    request: Request,
    file_format: Format = "yaml",
    mode: Annotated[
        Literal["create", "update"],
        Query(description="What becomes of a name that is stored already: refused, or that tracker changed."),
    ] = "create",
) -> Response:
    drafts = await deps.in_thread(tracker_files.read, await request.body(), FileFormat(file_format))

    async def make(db: Connection) -> Made:
        updates = mode == "update"
        imported = await tracker_files.save_all(
            deps, caller.account_id, drafts, updates=updates, author=caller.app_id, db=db
        )
        return Made(ImportAnswer.of(imported), status=200)

    return await once(make)
