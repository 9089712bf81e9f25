"""What every error below `/api/v1` is answered with: a problem in JSON, RFC 9457."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, Field
from starlette.responses import JSONResponse
from starlette.types import Scope

PREFIX: Final = "/api/v1"
MEDIA_TYPE: Final = "application/problem+json"
#: Where a request's scope keeps its id.
REQUEST_ID: Final = "earmark.request_id"


class WrongField(BaseModel):
    field: str = Field(description="Its place, such as phrases[3]; or body, query or header for a whole one.")
    detail: str = Field(description="What is wrong with it.")


class Problem(BaseModel):
    """What is wrong, after RFC 9457. Single problems have further members."""

    type: str = Field(description="urn:earmark:problem: and the code with dashes; stable.")
    title: str = Field(description="What kind of problem it is; the same for every one of its type.")
    status: int = Field(description="The HTTP status again.")
    detail: str = Field(description="A sentence for people: what is wrong here, and how to mend it.")
    code: str = Field(description="The type for programs: a word such as tracker_name_taken.")
    errors: list[WrongField] = Field(default=[], description="The fields that are wrong; absent for other problems.")
    request_id: str = Field(description="Of the answer's X-Request-Id; the server's log has it too.")


class ProblemResponse(JSONResponse):
    media_type = MEDIA_TYPE


def type_of(code: str) -> str:
    """The type of problems with that code, which never changes."""
    return f"urn:earmark:problem:{code.replace('_', '-')}"


def title_of(code: str) -> str:
    """What kind of problem it is, for people."""
    return code.replace("_", " ").capitalize()


def is_native(scope: Scope) -> bool:
    """Whether a request asks for something of the native API, be it there or not."""
    path: str = scope["path"]
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def problem_answer(
    scope: Scope,
    status: int,
    code: str,
    detail: str,
    errors: Sequence[WrongField] = (),
    *,
    headers: Mapping[str, str] | None = None,
    members: Mapping[str, Any] | None = None,
) -> ProblemResponse:
    """
    The answer to a request that went wrong.

    Args:
        code: Of the error's class; `type` and `title` are made from it.
        members: What this problem tells beside.
    """
    problem = Problem(
        type=type_of(code),
        title=title_of(code),
        status=status,
        detail=_sendable(detail),
        code=code,
        errors=[WrongField(field=_sendable(one.field), detail=_sendable(one.detail)) for one in errors],
        request_id=scope.get(REQUEST_ID, ""),
    )
    body = problem.model_dump(exclude_defaults=True)
    return ProblemResponse(body | dict(members or {}), status_code=status, headers=headers)


def _sendable(text: str) -> str:
    # Names of keys may hold lone surrogates, which no answer can carry.
    return text.encode(errors="replace").decode()
