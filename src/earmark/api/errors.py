"""The one table from what went wrong to a status, and the body that every error has on the wire.

The body is ``{"message": ...}`` for every error, as every Symbl client expects: contract 1.3. Below the native API's
prefix it is a problem of RFC 9457.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match
from starlette.types import Scope

from earmark.api.native.bodies import StoredTracker
from earmark.api.native.etags import etag_of
from earmark.api.native.problems import WrongField, is_native, problem_answer
from earmark.errors import (
    AddressUnreachable,
    Busy,
    Conflict,
    EarmarkError,
    Invalid,
    InvalidField,
    NotFound,
    PreconditionFailed,
    TooLarge,
    Unauthorized,
    Unavailable,
    Unprocessable,
    VersionMismatch,
    one_line,
)

STATUS: Final[Mapping[type[EarmarkError], int]] = {
    Invalid: 400,
    Unauthorized: 401,
    NotFound: 404,
    Conflict: 409,
    PreconditionFailed: 412,
    TooLarge: 413,
    Unprocessable: 422,
    Busy: 429,
    AddressUnreachable: 502,
    Unavailable: 503,
}

INTERNAL: Final = "Internal error. The server's log says more under this answer's X-Request-Id."

#: Where a body may have one of several shapes, pydantic puts the chosen shape's tag into the path of a problem.
SHAPE_TAG_PREFIX: Final = "shape:"

_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")  # that any route has; HEAD is answered as GET
_KEY_CHARS_SHOWN: Final = 80
PROBLEMS_NAMED: Final = 10  # more would not help anybody to read the first

# pydantic's problem types in the words of a person who reads JSON.
_SENTENCES: Final[Mapping[str, str]] = {
    "missing": "is required",
    "extra_forbidden": "is not a known key here",
    "string_type": "must be a string",
    "string_unicode": "contains a lone surrogate, which is not a character",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "list_type": "must be an array",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "union_tag_not_found": "must be an object or an array of objects",
    "union_tag_invalid": "must be an object or an array of objects",
}


def status_of(error: EarmarkError) -> int:
    """The HTTP status of *error*: that of its class."""
    return status_of_class(type(error))


def status_of_class(error: type[EarmarkError]) -> int:
    """The HTTP status of such errors: the nearest class in `STATUS` wins."""
    return next((STATUS[cls] for cls in error.__mro__ if cls in STATUS), 500)


def error_answer(status: int, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The body of every error. The concurrency error repeats its status inside: contract 3.6."""
    # Names of keys may hold lone surrogates, which no answer can carry.
    body: dict[str, Any] = {"message": message.encode(errors="replace").decode()}
    if status == STATUS[Busy]:
        body["statusCode"] = status
    return JSONResponse(body, status_code=status, headers=headers)


def field_path(location: Iterable[str | int]) -> str:
    """A problem's place as a JavaScript programmer would write it: ``messages[3].payload.content``."""
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif not part.startswith(SHAPE_TAG_PREFIX):
            shown = part if len(part) <= _KEY_CHARS_SHOWN else f"{part[:_KEY_CHARS_SHOWN]}..."
            path += f".{shown}" if path else shown
    return path


def sentences_from(problems: Sequence[Mapping[str, Any]]) -> list[str]:
    """Each of pydantic's problems as a sentence that begins with the field, in the order of the body."""
    return [_sentence(problem) for problem in problems]


def _sentence(problem: Mapping[str, Any]) -> str:
    place, wrong = _place(problem), _wrong(problem)
    return f'"{place}" {wrong}' if place else f"The {problem['loc'][0]} {wrong}"


def _place(problem: Mapping[str, Any]) -> str:
    return field_path(problem["loc"][1:])  # the first part says body, query or path


def _wrong(problem: Mapping[str, Any]) -> str:
    kind = problem["type"]
    if kind == "value_error":
        return str(problem["ctx"]["error"])
    if kind in ("literal_error", "enum"):
        return f"must be {problem['ctx']['expected']}"
    return _SENTENCES.get(kind) or _lowered(problem["msg"])


def _lowered(message: str) -> str:
    """What pydantic says of an input, fit to follow a field's name."""
    if message.startswith("Input should "):
        return "must " + message.removeprefix("Input should ")
    return message[:1].lower() + message[1:]


def install(app: FastAPI) -> None:
    """Give *app* the answers of this module for everything that may be raised below a route."""
    app.add_exception_handler(EarmarkError, _answer_ours)
    app.add_exception_handler(RequestValidationError, _answer_validation)
    app.add_exception_handler(HTTPException, _answer_framework)


def refusal_answer(
    scope: Scope, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The answer to a request that went wrong, in the form that belongs to its path."""
    if is_native(scope):
        return problem_answer(scope, status, code, message, headers=headers)
    return error_answer(status, message, headers)


async def _answer_ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, EarmarkError)
    headers: dict[str, str] = {}
    if error.retryable:
        headers["Retry-After"] = "1"
    if isinstance(error, Unauthorized):
        headers["WWW-Authenticate"] = "Bearer"  # RFC 9110: no 401 without a way in
    if is_native(request.scope):
        wrong = [WrongField(field=error.field, detail=error.problem)] if isinstance(error, InvalidField) else []
        members = None
        if isinstance(error, VersionMismatch):
            members = {"current": StoredTracker.of(error.current).model_dump()}
            headers["ETag"] = etag_of(error.current)
        return problem_answer(
            request.scope, status_of(error), error.code, str(error), wrong, headers=headers, members=members
        )
    return error_answer(status_of(error), str(error), headers)


async def _answer_validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    problems = error.errors()
    named = problems[:PROBLEMS_NAMED]
    sentences = sentences_from(named)
    if len(problems) > PROBLEMS_NAMED:
        sentences.append(f"and {len(problems) - PROBLEMS_NAMED} more")
    if is_native(request.scope):
        wrong = [WrongField(field=_place(one) or one["loc"][0], detail=_wrong(one)) for one in named]
        return problem_answer(request.scope, STATUS[Invalid], InvalidField.code, one_line(sentences), wrong)
    return error_answer(STATUS[Invalid], one_line(sentences))


async def _answer_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = error.headers
    if error.status_code == 405:
        headers = {"Allow": ", ".join(_allowed(request))}
        if request.method == "OPTIONS":  # asks just for this
            return Response(status_code=204, headers=headers)
    code, message = {
        404: ("no_route", f"There is no route {request.method} {request.url.path}."),
        405: ("method_not_allowed", f"The route {request.url.path} does not take {request.method}."),
    }.get(error.status_code, (Invalid.code, str(error.detail)))
    return refusal_answer(request.scope, error.status_code, code, message, headers)


def _allowed(request: Request) -> list[str]:
    """The methods that the path of *request* takes: of every route, since each knows its own alone."""
    place = {"type": "http", "path": request.scope["path"], "root_path": request.scope["root_path"]}
    found = [
        method
        for method in _METHODS
        if any(route.matches({**place, "method": method})[0] is Match.FULL for route in request.app.routes)
    ]
    if not found:  # a file below a mount
        found = ["GET"]
    return [*found, "HEAD"] if "GET" in found else found
