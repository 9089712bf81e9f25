from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest
import structlog
from fastapi import FastAPI

import earmark.jobs
from earmark.api.errors import STATUS, error_answer, field_path, status_of
from earmark.errors import (
    Busy,
    ConversationNotFound,
    EarmarkError,
    InvalidField,
    TokenRejected,
    TrackerNameTaken,
)
from symbl_client import SymblClient, refusal


def kinds_of(base: type[EarmarkError]) -> Iterator[type[EarmarkError]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds_of(kind)


def test_every_error_class_has_a_status() -> None:
    inside = {earmark.jobs.StepFailed}  # never leaves a job
    served = {kind for kind in kinds_of(EarmarkError) if not kind.__module__.startswith("earmark.cli.")}
    without = {kind for kind in served if not any(one in STATUS for one in kind.__mro__)}
    assert without == inside


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidField("name", "is wrong"), 400),
        (TokenRejected(), 401),
        (ConversationNotFound(), 404),
        (TrackerNameTaken("x"), 409),
        (Busy("later"), 429),
        (EarmarkError("unknown"), 500),
    ],
)
def test_nearest_class_decides_the_status(error: EarmarkError, status: int) -> None:
    assert status_of(error) == status


@pytest.mark.parametrize(
    ("location", "path"),
    [
        (("messages", 3, "payload", "content"), "messages[3].payload.content"),
        ((1, "vocabulary", 0), "[1].vocabulary[0]"),
        (("shape:many", 0, "name"), "[0].name"),
        ((), ""),
        (("x" * 500,), "x" * 80 + "..."),
    ],
)
def test_field_path_reads_as_a_programmer_writes_it(location: tuple[str | int, ...], path: str) -> None:
    assert field_path(location) == path


def test_busy_repeats_its_status_inside() -> None:
    assert error_answer(429, "later").body == b'{"message":"later","statusCode":429}'


def test_lone_surrogate_in_a_message_does_not_break_the_answer() -> None:
    assert error_answer(400, "key \ud800").body == b'{"message":"key ?"}'


@pytest.mark.parametrize("path", ["/", "/v1/nothing", "/v1/manage/trackers/", "/static/nothing.js"])
async def test_unknown_route_is_404(http: httpx2.AsyncClient, path: str) -> None:
    refusal(await http.get(path), 404)


async def test_unknown_method_is_405_and_tells_the_others(http: httpx2.AsyncClient) -> None:
    answer = await http.delete("/oauth2/token:generate")
    assert "DELETE" in refusal(answer, 405)
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/api/v1/trackers", "GET, POST, HEAD"),
        ("/api/v1/trackers/1", "GET, PUT, PATCH, DELETE, HEAD"),
        ("/v1/manage/trackers", "GET, POST, HEAD"),
        ("/v1/process/text", "POST"),
        ("/docs", "GET, HEAD"),
        ("/static/docs.html", "GET, HEAD"),
    ],
)
async def test_path_tells_all_its_methods_when_asked_and_at_a_wrong_one(
    http: httpx2.AsyncClient, path: str, allowed: str
) -> None:
    wrong, asked = await http.request("TRACE", path), await http.options(path)
    assert (wrong.status_code, wrong.headers["allow"]) == (405, allowed)
    assert (asked.status_code, asked.headers["allow"], asked.content) == (204, allowed, b"")


async def test_options_of_an_unknown_route_is_404(http: httpx2.AsyncClient) -> None:
    refusal(await http.options("/v1/nothing"), 404)


@pytest.mark.parametrize("path", ["/v1/manage/trackers", "/api/v1/trackers"])
async def test_no_token_is_401_and_tells_how_to_send_one(http: httpx2.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("path", ["/v1/manage/tracker/a%00b", "/v1/manage/trackers?name=a%00b"])
async def test_nul_in_the_address_is_400(client: SymblClient, path: str) -> None:
    refusal(await client.ask("GET", path), 400)


async def test_internal_error_is_500_and_only_the_log_says_where(app: FastAPI, client: SymblClient) -> None:
    deps = app.state.deps
    app.state.deps = "broken"
    with structlog.testing.capture_logs() as lines:
        answer = await client.ask("GET", "/v1/manage/trackers")
    app.state.deps = deps
    assert refusal(answer, 500).startswith("Internal error")
    assert "AttributeError" not in answer.text
    (line,) = [line for line in lines if line["event"] == "request_broke"]
    assert line["error"] == "AttributeError"
    assert "accounts.py" in line["trace"]
    assert answer.headers["x-request-id"]


async def test_server_that_is_starting_answers_503(app: FastAPI, client: SymblClient) -> None:
    deps = app.state.deps
    app.state.deps = None
    answer = await client.ask("GET", "/v1/manage/trackers")
    app.state.deps = deps
    assert "starting" in refusal(answer, 503)
    assert answer.headers["retry-after"] == "1"
