"""A call to the server as a value: what is sent, and what is made of the answer. Nothing here sends anything."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final, Generic, TypeVar
from urllib.parse import quote

import httpx2
from pydantic import TypeAdapter, ValidationError

from earmark.client.errors import KINDS, EarmarkApiError, FieldError, ServerFault, VersionMismatch
from earmark.client.models import Tracker

T = TypeVar("T")

API: Final = "/api/v1"
_UNKNOWN: Final = "unexpected_answer"


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """
    One request and the meaning of its answer.

    Attributes:
        read: Makes a value of the answer, which is a success.
        params: Of the query; None is left out.
        json, content: The body, if there is one.
        is_repeatable: Sent twice it does what it does once.
        timeout_s: Instead of the client's.
    """

    method: str
    path: str
    read: Callable[[httpx2.Response], T]
    params: Mapping[str, Any] = field(default_factory=dict)
    json: Any = None
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    is_repeatable: bool = True
    timeout_s: float | None = None

    def request(self) -> dict[str, Any]:
        """The arguments of httpx2's ``request``."""
        sent = {"params": {name: _param(value) for name, value in self.params.items() if value is not None}}
        body = {"json": self.json, "content": self.content, "timeout": self.timeout_s}
        return sent | {name: value for name, value in body.items() if value is not None}

    def result(self, answer: httpx2.Response, *, may_be_done: bool = False) -> T:
        """
        What the answer means.

        Args:
            may_be_done: An attempt before, whose answer was lost, may have done it.

        Raises:
            EarmarkApiError: the server refused, or what answers is none.
        """
        was_deleted = may_be_done and self.method == "DELETE" and answer.status_code == httpx2.codes.NOT_FOUND
        if not answer.is_success and not was_deleted:
            raise _refusal(answer)
        try:
            return self.read(answer)
        except (ValidationError, ValueError, KeyError) as error:
            raise EarmarkApiError(
                answer.status_code,
                _UNKNOWN,
                f"What answered {self.method} {answer.url.copy_with(query=None)} is no earmark server, or one of "
                "another version.",
            ) from error


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, and where the next one begins; None on the last."""

    rows: Sequence[T]
    next_cursor: str | None


def read(model: type[T], *, of: str | None = None) -> Callable[[httpx2.Response], T]:
    """Reads an answer in JSON, or its member *of*, as *model*."""

    def read_answer(answer: httpx2.Response) -> T:
        told = answer.json()
        value: T = _value(model, told if of is None else told[of])
        return value

    return read_answer


def read_nothing(_: httpx2.Response) -> None:
    """Reads an answer without a body."""


def read_page(model: type[T], rows: str) -> Callable[[httpx2.Response], Page[T]]:
    """Reads a page whose member *rows* is a list of *model*."""

    def read_answer(answer: httpx2.Response) -> Page[T]:
        told = answer.json()
        found: list[T] = [_value(model, row) for row in told[rows]]
        return Page(found, told["next_cursor"])

    return read_answer


def next_page(call: Call[Page[T]], page: Page[T]) -> Call[Page[T]] | None:
    """The call for what follows *page*, if anything does."""
    if page.next_cursor is None:
        return None
    return replace(call, params={**call.params, "cursor": page.next_cursor})


def path_of(*parts: str | int) -> str:
    """
    The path of a thing below the API's prefix.

    Raises:
        ValueError: a part is empty, which would name something else.
    """
    if any(part == "" for part in parts):
        raise ValueError("an id must not be empty")
    return "/".join([API, *(quote(str(part), safe="") for part in parts)])


def once(key: str | None) -> dict[str, str]:
    """The header by which a create that is sent again makes nothing twice."""
    return {"Idempotency-Key": key or str(uuid.uuid4())}


def if_match(version: int | None) -> dict[str, str]:
    """The header by which a change happens only to *version*."""
    return {} if version is None else {"If-Match": f'"{version}"'}


def _value(model: Any, told: Any) -> Any:
    return _adapter(model).validate_python(told)


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def _param(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _refusal(answer: httpx2.Response) -> EarmarkApiError:
    status = answer.status_code
    told = _object(answer)
    # A problem of the native API, or the one sentence of the paths beside it.
    detail = str(told.get("detail") or told.get("message") or f"The server answered {status}.")
    errors = [
        FieldError(str(one["field"]), str(one["detail"]))
        for one in told.get("errors") or ()
        if isinstance(one, dict) and {"field", "detail"} <= one.keys()
    ]
    request_id = str(told.get("request_id") or answer.headers.get("X-Request-Id", ""))
    problem = (status, str(told.get("code") or f"http_{status}"), detail, errors, request_id)
    if status == httpx2.codes.PRECONDITION_FAILED and VersionMismatch.MEMBER in told:
        return VersionMismatch(_value(Tracker, told[VersionMismatch.MEMBER]), *problem)
    kind = ServerFault if answer.is_server_error else KINDS.get(status, EarmarkApiError)
    return kind(*problem)


def _object(answer: httpx2.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
