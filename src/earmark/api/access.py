"""Around every request but CORS preflights: its id, its line in the log, its metrics, and the last resort."""

from __future__ import annotations

import re
from time import perf_counter
from traceback import format_tb
from typing import Final

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from earmark import ids, telemetry
from earmark.api.errors import INTERNAL, refusal_answer
from earmark.api.native.problems import REQUEST_ID
from earmark.errors import EarmarkError, Invalid

REQUEST_ID_HEADER: Final = "X-Request-Id"

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_NO_ROUTE: Final = "(none)"
_QUIET: Final = ("/health/live", "/health/ready", "/metrics")
_CLIENT_GONE: Final = 499  # as web servers log it; nobody is there to read it
_PATH_CHARS_LOGGED: Final = 200

log = telemetry.get_logger(__name__)


class AccessLog:
    """Logs neither query strings nor bodies: they hold secrets and talk."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID_HEADER, "")
        request_id = given if _REQUEST_ID.fullmatch(given) else ids.new_uuid()
        scope[REQUEST_ID] = request_id
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self._answer(scope, receive, send, request_id)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        began = perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = request_id
            await send(message)

        try:
            if _has_nul(scope):
                # No id or name holds one, and Postgres takes none.
                answer = refusal_answer(scope, 400, Invalid.code, "The address holds a NUL character.")
                await answer(scope, receive, send_with_id)
            else:
                await self._app(scope, receive, send_with_id)
        except ClientDisconnect:
            status = status or _CLIENT_GONE
        except Exception as error:
            # The error's own text may quote what was said; its place in the code does not.
            log.error("request_broke", error=type(error).__name__, trace="".join(format_tb(error.__traceback__)))
            log.debug("request_broke_traceback", exc_info=error)
            if status:  # half an answer is out; the connection must end so that the client sees it
                raise
            await refusal_answer(scope, 500, EarmarkError.code, INTERNAL)(scope, receive, send_with_id)
        finally:
            _note(scope, status, perf_counter() - began)


def _has_nul(scope: Scope) -> bool:
    return "\0" in scope["path"] or b"%00" in scope["query_string"]


def _note(scope: Scope, status: int, took_s: float) -> None:
    route = getattr(scope.get("route"), "path", _NO_ROUTE)
    method = scope["method"] if route != _NO_ROUTE else ""  # anything can stand there
    telemetry.HTTP_REQUESTS.labels(method, route, str(status)).inc()
    telemetry.HTTP_SECONDS.labels(method, route).observe(took_s)
    (log.debug if route in _QUIET else log.info)(
        "request_answered",
        method=scope["method"],
        path=scope["path"][:_PATH_CHARS_LOGGED],
        route=route,
        status=status,
        took_ms=round(took_s * 1000, 1),
    )
