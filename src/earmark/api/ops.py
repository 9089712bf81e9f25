"""What operators and programmers ask a server about itself: health, metrics, and the API's own description."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.responses import Response

from earmark.errors import EarmarkError
from earmark.store.db import Database
from earmark.telemetry import REGISTRY

router = APIRouter(tags=["Operations"])

READY: Final = "ready"

# The page runs its own files and asks its own server, nothing else.
_DOCS_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


@dataclass(slots=True)
class Health:
    """How far the server is.

    Attributes:
        parts: By part of the server `READY`, or what it is waiting for or has run into.
        db: Asked anew at every look; None until it is open.
    """

    parts: dict[str, str] = field(default_factory=dict)
    db: Database | None = None


@router.get("/health/live", summary="See whether the process answers")
async def live() -> dict[str, str]:
    return {"status": "live"}


@router.get("/health/ready", summary="See whether the server can do its work, and what is missing")
async def ready(request: Request) -> JSONResponse:
    health: Health = request.app.state.health
    parts = dict(health.parts)
    if health.db is not None:
        parts["database"] = await _database(health.db)
    waiting = [f"{part}: {state}" for part, state in parts.items() if state != READY]
    if waiting:
        return JSONResponse({"message": f"Not ready. {'; '.join(waiting)}", "parts": parts}, status_code=503)
    return JSONResponse({"status": READY, "parts": parts})


@router.get("/metrics", summary="Read the metrics, as Prometheus does", response_class=Response)
async def metrics() -> Response:
    return Response(generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})


def docs_route(page: Path) -> APIRouter:
    """The route of *page*, the reference that browsers read."""
    docs = APIRouter()

    @docs.get("/docs", include_in_schema=False)
    async def reference() -> FileResponse:
        return FileResponse(page, headers={"Content-Security-Policy": _DOCS_POLICY})

    return docs


async def _database(db: Database) -> str:
    try:
        return READY if await db.schema_version() == db.latest_version() else "its schema has another version"
    except EarmarkError as error:
        return str(error)
