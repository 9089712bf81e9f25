"""Every error below /api/v1 is a problem of RFC 9457."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from earmark import limits
from earmark.api.native.problems import WrongField, is_native, problem_answer
from problems import problem
from symbl_client import SymblClient, refusal

TRACKERS = "/api/v1/trackers"


@pytest.mark.parametrize(
    ("path", "native"),
    [("/api/v1", True), ("/api/v1/x", True), ("/api/v10/x", False), ("/v1/manage/trackers", False), ("/", False)],
)
def test_what_is_below_the_prefix_is_native(path: str, native: bool) -> None:
    assert is_native({"path": path}) is native


def test_lone_surrogate_does_not_break_a_problem() -> None:
    answer = problem_answer({}, 400, "invalid_field", "key \ud800", [WrongField(field="\udfff", detail="is wrong")])
    assert b'"detail":"key ?"' in answer.body
    assert b'"field":"?"' in answer.body


async def test_problem_says_what_kind_it_is_in_every_form(client: SymblClient) -> None:
    answer = await client.ask("GET", f"{TRACKERS}/1234567890123456")
    found = problem(answer, 404, "tracker_not_found")
    assert found == {
        "type": "urn:earmark:problem:tracker-not-found",
        "title": "Tracker not found",
        "status": 404,
        "detail": "No tracker with the id '1234567890123456' exists in this account.",
        "code": "tracker_not_found",
        "request_id": answer.headers["x-request-id"],
    }


async def test_request_id_of_the_client_comes_back(client: SymblClient) -> None:
    answer = await client.ask("GET", f"{TRACKERS}/x", headers={"X-Request-Id": "mine-1"})
    assert problem(answer, 404, "tracker_not_found")["request_id"] == "mine-1"


async def test_unknown_route_and_method_are_problems(client: SymblClient) -> None:
    problem(await client.ask("GET", "/api/v1"), 404, "no_route")
    problem(await client.ask("GET", "/api/v1/nothing"), 404, "no_route")
    answer = await client.ask("DELETE", TRACKERS)
    problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"]


async def test_no_token_is_401(http: httpx2.AsyncClient) -> None:
    problem(await http.get(TRACKERS), 401, "token_rejected")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"name": "X", "phrases": ["x"], "vocabulary": ["y"]}, {"vocabulary": "is not a known key here"}),
        ({"name": 1}, {"name": "must be a string", "phrases": "is required"}),
        ({"name": "X", "phrases": ["x", 2]}, {"phrases[1]": "must be a string"}),
        ({"name": "X", "phrases": ["x", ""]}, {"phrases[1]": "must not be empty."}),
        ({"name": "X", "phrases": ["x"], "paused": 1}, {"paused": "must be true or false"}),
        (
            {"name": "X", "phrases": ["x"], "sensitivity": 2},
            {"sensitivity": "must be strict, balanced, broad or a number from 0 to 1"},
        ),
        ([], {"body": "must be an object"}),
    ],
)
async def test_wrong_fields_are_named_one_by_one(client: SymblClient, body: Any, fields: dict[str, str]) -> None:
    found = problem(await client.ask("POST", TRACKERS, body), 400, "invalid_field")
    assert {one["field"]: one["detail"] for one in found["errors"]} == fields


async def test_wrong_query_is_named(client: SymblClient) -> None:
    found = problem(await client.ask("GET", TRACKERS, params={"limit": "0"}), 400, "invalid_field")
    assert [one["field"] for one in found["errors"]] == ["limit"]


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b'{"a": 1, "a": 2}', b"\xff"])
async def test_what_is_no_json_is_400(client: SymblClient, body: bytes) -> None:
    problem(await client.ask("POST", TRACKERS, content=body), 400, "invalid")


async def test_body_above_the_limit_is_413(client: SymblClient) -> None:
    for path, most in ((TRACKERS, limits.TRACKER_BODY_BYTES), (f"{TRACKERS}/import", limits.TRACKER_FILE_BYTES)):
        problem(await client.ask("POST", path, content=b" " * (most + 1)), 413, "too_large")


async def test_nul_in_the_address_is_400(client: SymblClient) -> None:
    problem(await client.ask("GET", f"{TRACKERS}/a%00b"), 400, "invalid")


async def test_internal_error_is_500_and_says_nothing_of_itself(app: FastAPI, client: SymblClient) -> None:
    deps = app.state.deps
    app.state.deps = "broken"
    answer = await client.ask("GET", TRACKERS)
    app.state.deps = deps
    assert problem(answer, 500, "error")["detail"].startswith("Internal error")
    assert "AttributeError" not in answer.text


async def test_server_that_is_starting_answers_503(app: FastAPI, client: SymblClient) -> None:
    deps = app.state.deps
    app.state.deps = None
    answer = await client.ask("GET", TRACKERS)
    app.state.deps = deps
    problem(answer, 503, "unavailable")
    assert answer.headers["retry-after"] == "1"


async def test_symbl_paths_keep_their_own_body(client: SymblClient) -> None:
    refusal(await client.ask("GET", "/v1/manage/trackers/1234567890123456"), 404)
    refusal(await client.ask("GET", "/v1/nothing"), 404)


async def test_description_has_every_error_as_a_problem_and_no_422_of_the_framework(http: httpx2.AsyncClient) -> None:
    document = (await http.get("/openapi.json")).json()
    native = {path: ways for path, ways in document["paths"].items() if path.startswith("/api/v1/")}
    assert len(native) > 5
    for path, ways in native.items():
        for method, operation in ways.items():
            answers = operation["responses"]
            assert {"400", "401", "429", "500", "503"} <= set(answers), (method, path)
            for status, answer in answers.items():
                if status >= "400":
                    assert set(answer["content"]) == {"application/problem+json"}, (method, path, status)
            keyed = any(one["name"] == "idempotency-key" for one in operation.get("parameters", ()))
            assert ("422" in answers) is keyed, (method, path)


async def test_pages_in_browsers_may_read_the_headers_that_clients_need(http: httpx2.AsyncClient) -> None:
    answer = await http.get(TRACKERS, headers={"Origin": "https://example.org"})
    exposed = answer.headers["access-control-expose-headers"].split(", ")
    assert {"X-Request-Id", "ETag", "Location", "Retry-After", "Idempotency-Replayed"} <= set(exposed)
