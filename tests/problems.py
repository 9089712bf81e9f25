"""What an error of the native API looks like."""

from __future__ import annotations

from typing import Any

import httpx2


def problem(answer: httpx2.Response, status: int, code: str) -> dict[str, Any]:
    """The problem that *answer* tells, which has the form that every one has."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert (body["status"], body["code"]) == (status, code), body
    assert body["type"] == f"urn:earmark:problem:{code.replace('_', '-')}"
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == answer.headers["x-request-id"]
    return body
