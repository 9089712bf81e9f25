"""Reading a request with a JSON body: its size, its syntax, its shape. The only place that does.

Clients of this protocol send JSON under any Content-Type or none, so the header is not asked.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, Final, NoReturn

from fastapi.routing import APIRoute
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope

from earmark import limits
from earmark.api.throttle import read_body
from earmark.errors import Invalid

#: Parsing fewer bytes takes less time than the way to a thread and back.
_THREAD_FROM_BYTES: Final = 262_144
_KEY_CHARS_SHOWN: Final = 100

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def parse_json(body: bytes, *, keep_nulls: bool = False) -> Any:
    """The value of *body*, without members that are null.

    Args:
        keep_nulls: Null means something in this body, and stays.

    Raises:
        Invalid: not UTF-8, not JSON, nested too deep, a number that is none, or a key twice in one object. The
            sentence names the place where there is one.
    """
    try:
        make = _object if keep_nulls else _object_without_nulls
        return json.loads(body.decode("utf-8-sig"), object_pairs_hook=make, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise Invalid(f"The body is not valid JSON: byte {error.start} is not UTF-8.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Invalid(f"The body is not valid JSON: {_lowered(error.msg)} at {where}.") from error
    except RecursionError as error:
        raise Invalid("The body is not valid JSON for this server: it is nested too deep.") from error
    except ValueError as error:  # a whole number with thousands of digits
        raise Invalid("The body is not valid JSON for this server: it holds a number with too many digits.") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise Invalid(f"The body has the key {_first_repeated(pairs)[:_KEY_CHARS_SHOWN]!r} twice in one object.")
    return members


def _object_without_nulls(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = _object(pairs)
    # Null stands for absent everywhere: clients send what they leave unset (contract 6.2).
    return {key: value for key, value in pairs if value is not None} if None in members.values() else members


def _first_repeated(pairs: list[tuple[str, Any]]) -> str:
    seen: set[str] = set()
    return next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]


def _refuse_constant(word: str) -> NoReturn:
    raise Invalid(f"The body is not valid JSON: {word} is not a JSON number.")


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]


class ReadRequest(Request):
    """A request whose body was read before the framework asks for it."""

    def __init__(self, scope: Scope, receive: Receive, body: bytes) -> None:
        super().__init__(scope, receive)
        self._given_body = body

    async def body(self) -> bytes:
        return self._given_body


class JsonRequest(ReadRequest):
    """A request whose body was read and parsed before the framework asks for it."""

    def __init__(self, request: Request, body: bytes, value: Any) -> None:
        scope = dict(request.scope, headers=list(request.scope["headers"]))
        MutableHeaders(scope=scope)["content-type"] = "application/json"
        super().__init__(scope, request.receive, body)
        self._given_value = value

    async def json(self) -> Any:
        return self._given_value


class JsonRoute(APIRoute):
    """A route that reads its body by this module's rules, up to `body_bytes`, with nulls if it says so.

    An empty body is none, which a route takes whose body has a default.
    """

    body_bytes: ClassVar[int] = limits.TRACKER_BODY_BYTES
    keep_nulls: ClassVar[bool] = False

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle
        required = self.body_field.field_info.is_required()

        async def handle_json(request: Request) -> Response:
            body = await read_body(request, self.body_bytes)
            if not body and not required:
                return await handle(ReadRequest(request.scope, request.receive, body))
            if not body:
                raise Invalid("The request has no body; a JSON body is required.")
            if len(body) < _THREAD_FROM_BYTES:
                value = parse_json(body, keep_nulls=self.keep_nulls)
            else:
                value = await asyncio.to_thread(parse_json, body, keep_nulls=self.keep_nulls)
            return await handle(JsonRequest(request, body, value))

        return handle_json


class TokenRoute(JsonRoute):
    body_bytes = limits.TOKEN_BODY_BYTES


class TextRoute(JsonRoute):
    body_bytes = limits.TEXT_BODY_BYTES
