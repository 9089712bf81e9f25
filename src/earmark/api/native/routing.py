"""What every route of the native API has in common."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from fastapi import APIRouter, Request, Response

from earmark import limits
from earmark.api.native.problems import PREFIX, Problem
from earmark.api.requests import Handler, JsonRoute, ReadRequest
from earmark.api.throttle import read_body

_MEANING: Final = {
    400: "The request is wrong; errors names the fields.",
    401: "No token, or one that is not known or no longer.",
    404: "No such thing in this account.",
    409: "What is stored stands against the request.",
    412: "Somebody changed it in between.",
    413: "The body is too large.",
    422: "The Idempotency-Key came with another request before.",
    429: "Too much at once; try again after Retry-After.",
    500: "A fault of the server; its log says more.",
    503: "The server is starting, or something that it needs is down; try again after Retry-After.",
}

#: What a route may answer whatever it does.
_ANYWHERE: Final = (400, 401, 429, 500, 503)


class NativeRoute(JsonRoute):
    """A route that reads its JSON body by `api.requests`' rules."""


class TalkRoute(NativeRoute):
    """One whose body may hold hours of talk."""

    body_bytes: ClassVar[int] = limits.TEXT_BODY_BYTES


class MergeRoute(NativeRoute):
    """One whose body holds a merge patch after RFC 7396, where null removes a key."""

    keep_nulls: ClassVar[bool] = True


class FileRoute(NativeRoute):
    """One whose body is a file of any kind; the handler reads it from the request."""

    body_bytes: ClassVar[int] = limits.TRACKER_FILE_BYTES

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def handle_file(request: Request) -> Response:
            body = await read_body(request, self.body_bytes)
            return await handle(ReadRequest(request.scope, request.receive, body))

        return handle_file


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may end in problems of these statuses, beside those that every route has."""
    return {status: {"model": Problem, "description": _MEANING[status]} for status in statuses}


def router(tag: str, route_class: type[NativeRoute] = NativeRoute) -> APIRouter:
    """A router for one resource of the native API; it goes into `app.py`."""
    return APIRouter(prefix=PREFIX, tags=[tag], route_class=route_class, responses=problems(*_ANYWHERE))
