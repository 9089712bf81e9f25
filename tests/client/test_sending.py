"""Tokens, retries and what comes of answers, against a server that fails by a script."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from earmark.client import (
    AsyncEarmark,
    BadRequest,
    Conflict,
    Earmark,
    EarmarkApiError,
    FieldError,
    NotFound,
    Retries,
    ServerFault,
    TooManyRequests,
    TrackerDraft,
    Unauthenticated,
    Unreachable,
    VersionMismatch,
)
from flaky import RESET, Flaky, Reply

DRAFT = TrackerDraft("Refund", ["I want my money back"])
TRACKER = {
    "id": "1",
    "name": "Refund",
    "phrases": ["I want my money back"],
    "counter_examples": [],
    "sensitivity": 0.5,
    "description": "",
    "categories": [],
    "languages": [],
    "paused": False,
    "version": 4,
    "created_at": "2026-01-02T03:04:05.678Z",
    "updated_at": "2026-01-02T03:04:05.678Z",
    "a_member_of_next_year": True,
}
PAGE = {"trackers": [TRACKER], "next_cursor": None}
QUICK = Retries(attempts=4, first_pause_s=0.001)
BUSY = Reply(429, {"code": "busy", "detail": "Too much."}, {"Retry-After": "0"})
STARTING = Reply(503, {"code": "unavailable", "detail": "Starting."})


def client(flaky: Flaky, retries: Retries = QUICK) -> Earmark:
    return Earmark(flaky.url, app_id="app", app_secret="secret", timeout_s=5, retries=retries)


@pytest.mark.parametrize("failure", [RESET, BUSY, STARTING, Reply(502, b"<html>")])
def test_create_is_sent_again_with_the_same_key(flaky: Flaky, failure: Reply) -> None:
    flaky.replies = [failure, failure, Reply(201, TRACKER)]
    with client(flaky) as earmark:
        made = earmark.trackers.create(DRAFT)
    assert made.version == 4
    assert made.created_at == datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)
    assert len(flaky.keys()) == 3
    assert len(set(flaky.keys())) == 1
    assert len({one.body for one in flaky.asked}) == 1


@pytest.mark.parametrize("failure", [RESET, BUSY, STARTING])
async def test_async_create_is_sent_again_with_the_same_key(flaky: Flaky, failure: Reply) -> None:
    flaky.replies = [failure, Reply(201, TRACKER)]
    async with AsyncEarmark(flaky.url, app_id="app", app_secret="secret", retries=QUICK) as earmark:
        assert (await earmark.trackers.create(DRAFT)).name == "Refund"
    assert len(flaky.keys()) == 2
    assert len(set(flaky.keys())) == 1


def test_two_creates_have_two_keys_and_a_key_of_ones_own_is_kept(flaky: Flaky) -> None:
    flaky.replies = [Reply(201, TRACKER)]
    with client(flaky) as earmark:
        earmark.trackers.create(DRAFT)
        earmark.trackers.create(DRAFT)
        earmark.trackers.create(DRAFT, idempotency_key="order-17")
    assert len(set(flaky.keys())) == 3
    assert flaky.keys()[2] == "order-17"


def test_retries_end(flaky: Flaky) -> None:
    flaky.replies = [STARTING]
    with client(flaky) as earmark, pytest.raises(ServerFault, match="Starting") as caught:
        earmark.trackers.get("1")
    assert (caught.value.status, caught.value.code) == (503, "unavailable")
    assert len(flaky.asked) == QUICK.attempts


def test_what_may_not_be_done_twice_is_not_sent_again_once_it_may_have_come(flaky: Flaky) -> None:
    flaky.replies = [RESET]
    with client(flaky) as earmark:
        calls: list[Callable[[], object]] = [
            lambda: earmark.webhooks.rotate("1"),
            lambda: earmark.webhooks.test("1"),
            lambda: earmark.webhooks.events("1"),
            lambda: earmark.trackers.update("1", name="Other", if_version=3),
        ]
        for call in calls:
            with pytest.raises(Unreachable):
                call()
    assert len(flaky.asked) == len(calls)


def test_refusal_at_the_door_is_retried_whatever_the_call(flaky: Flaky) -> None:
    secret = {"secret": "whsec_x", "previous_until": None}
    flaky.replies = [BUSY, Reply(200, secret)]
    with client(flaky) as earmark:
        assert earmark.webhooks.rotate("1").secret == "whsec_x"
    assert len(flaky.asked) == 2


def test_deletion_whose_answer_was_lost_is_done_when_the_thing_is_gone(flaky: Flaky) -> None:
    gone = Reply(404, {"code": "tracker_not_found", "detail": "No."})
    flaky.replies = [RESET, gone]
    with client(flaky) as earmark:
        earmark.trackers.delete("1")
        with pytest.raises(NotFound):
            earmark.trackers.delete("1")


def test_retry_after_is_waited_for_and_a_long_one_is_not(flaky: Flaky) -> None:
    flaky.replies = [Reply(429, {"detail": "Too much."}, {"Retry-After": "1"}), Reply(200, TRACKER)]
    began = datetime.now(UTC)
    with client(flaky) as earmark:
        earmark.trackers.get("1")
        assert datetime.now(UTC) - began >= timedelta(seconds=1)
        flaky.replies = [Reply(429, {"detail": "Too much."}, {"Retry-After": "3600"})]
        with pytest.raises(TooManyRequests):
            earmark.trackers.get("1")
    assert len(flaky.asked) == 3


def test_nobody_there_is_told_with_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with Earmark(url, token="t", retries=QUICK) as earmark, pytest.raises(Unreachable, match=url):
        earmark.trackers.get("1")


def test_silence_ends_after_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        earmark = Earmark(url, token="t", timeout_s=0.1, retries=Retries(attempts=1))
        with earmark, pytest.raises(Unreachable, match="did not answer in time"):
            earmark.trackers.get("1")


def test_one_token_serves_many_calls(flaky: Flaky) -> None:
    flaky.replies = [Reply(200, PAGE)]
    with client(flaky) as earmark:
        assert flaky.tokens == 0
        for _ in range(3):
            list(earmark.trackers.list())
    assert flaky.tokens == 1
    assert {one.headers["authorization"] for one in flaky.asked} == {"Bearer token-1"}


def test_token_is_replaced_before_it_ends(flaky: Flaky) -> None:
    flaky.replies, flaky.lifetime_s = [Reply(200, PAGE)], 30  # shorter than the time by which it is replaced early
    with client(flaky) as earmark:
        list(earmark.trackers.list())
        list(earmark.trackers.list())
    assert [one.headers["authorization"] for one in flaky.asked] == ["Bearer token-1", "Bearer token-2"]


def test_refused_token_is_replaced_once(flaky: Flaky) -> None:
    refused = Reply(401, {"code": "token_rejected", "detail": "Token validation failed."})
    flaky.replies = [refused, Reply(201, TRACKER)]
    with client(flaky) as earmark:
        earmark.trackers.create(DRAFT)
        assert len(set(flaky.keys())) == 1
        flaky.replies = [refused]
        with pytest.raises(Unauthenticated):
            earmark.trackers.get("1")
    assert flaky.tokens == 3


def test_given_token_is_sent_as_it_is_and_not_replaced(flaky: Flaky) -> None:
    flaky.replies = [Reply(401, {"detail": "No."})]
    with Earmark(flaky.url, token="mine") as earmark, pytest.raises(Unauthenticated):
        earmark.trackers.get("1")
    assert (flaky.tokens, flaky.asked[0].headers["authorization"]) == (0, "Bearer mine")


async def test_parallel_calls_get_one_token(flaky: Flaky) -> None:
    flaky.replies = [Reply(200, TRACKER)]
    async with AsyncEarmark(flaky.url, app_id="app", app_secret="secret") as earmark:
        await asyncio.gather(*(earmark.trackers.get("1") for _ in range(8)))
    assert flaky.tokens == 1


async def test_other_callers_share_the_connections_but_not_the_token(flaky: Flaky) -> None:
    flaky.replies = [Reply(200, TRACKER)]
    async with AsyncEarmark(flaky.url, app_id="app", app_secret="secret") as earmark:
        await earmark.with_token("other").trackers.get("1")
        await earmark.trackers.get("1")
    assert [one.headers["authorization"] for one in flaky.asked] == ["Bearer other", "Bearer token-1"]


def test_problem_becomes_an_error_with_all_that_it_says(flaky: Flaky) -> None:
    problem = {
        "code": "invalid",
        "detail": "Wrong.",
        "errors": [{"field": "phrases[3]", "detail": "is empty"}],
        "request_id": "r-1",
    }
    flaky.replies = [Reply(400, problem)]
    with client(flaky) as earmark, pytest.raises(BadRequest) as caught:
        earmark.trackers.create(DRAFT)
    error = caught.value
    assert (error.status, error.code, error.detail, error.request_id) == (400, "invalid", "Wrong.", "r-1")
    assert error.errors == (FieldError("phrases[3]", "is empty"),)
    assert str(error) == 'Wrong.; "phrases[3]" is empty'


def test_version_mismatch_carries_the_present_tracker(flaky: Flaky) -> None:
    flaky.replies = [Reply(412, {"code": "version_mismatch", "detail": "Changed.", "current": TRACKER})]
    with client(flaky) as earmark, pytest.raises(VersionMismatch) as caught:
        earmark.trackers.replace("1", DRAFT, if_version=3)
    assert caught.value.current.version == 4
    assert flaky.asked[0].headers["if-match"] == '"3"'


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (Reply(409, {"code": "tracker_name_taken", "detail": "Taken."}), Conflict, "tracker_name_taken"),
        (Reply(418, b"<html>"), EarmarkApiError, "http_418"),
        (Reply(302, b"", {"Location": "http://elsewhere.example"}), EarmarkApiError, "http_302"),
        (Reply(500, {"code": "error", "detail": "Broken."}), ServerFault, "error"),
        (Reply(200, b"<html>hello</html>"), EarmarkApiError, "unexpected_answer"),
        (Reply(200, {"id": 1}), EarmarkApiError, "unexpected_answer"),
    ],
)
def test_other_answers_become_errors_of_their_kind(
    flaky: Flaky, reply: Reply, kind: type[EarmarkApiError], code: str
) -> None:
    flaky.replies = [reply]
    with client(flaky) as earmark, pytest.raises(EarmarkApiError) as caught:
        earmark.trackers.get("1")
    assert (type(caught.value), caught.value.code) == (kind, code)


def test_list_is_fetched_page_by_page_as_it_is_read(flaky: Flaky) -> None:
    flaky.replies = [Reply(200, {"trackers": [TRACKER], "next_cursor": "abc"}), Reply(200, PAGE)]
    with client(flaky) as earmark:
        found = earmark.trackers.list(category="a&b", page_size=1)
        assert flaky.asked == []
        next(found)
        assert len(flaky.asked) == 1
        assert len(list(found)) == 1
    assert [one.path for one in flaky.asked] == [
        "/api/v1/trackers?category=a%26b&limit=1",
        "/api/v1/trackers?category=a%26b&limit=1&cursor=abc",
    ]


def test_ids_are_no_paths(flaky: Flaky) -> None:
    flaky.replies = [Reply(404, {"detail": "No."})]
    with client(flaky) as earmark:
        with pytest.raises(NotFound):
            earmark.trackers.get("1/versions?x=#")
        with pytest.raises(ValueError, match="must not be empty"):
            earmark.trackers.delete("")
    assert flaky.asked[0].path == "/api/v1/trackers/1%2Fversions%3Fx%3D%23"


def test_secrets_are_not_shown() -> None:
    with Earmark(app_id="app", app_secret="very-secret") as earmark:
        shown = f"{earmark!r} {vars(earmark)} {vars(earmark._session)}"
    assert "very-secret" not in shown


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"app_id": "a"},
        {"app_secret": "s"},
        {"app_id": "a", "app_secret": "s", "token": "t"},
        {"token": "t", "base_url": "earmark.example.org"},
        {"token": "t", "base_url": "ftp://earmark.example.org"},
    ],
)
def test_client_that_cannot_work_is_not_made(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"give app_id|base_url must be"):
        Earmark(**wrong)  # type: ignore[arg-type]


def test_moment_without_a_zone_and_a_string_for_a_list_are_refused(flaky: Flaky) -> None:
    with client(flaky) as earmark:
        with pytest.raises(ValueError, match="said_from has no time zone"):
            earmark.hits.list(said_from=datetime(2026, 1, 2))  # noqa: DTZ001 - what is refused
        with pytest.raises(TypeError, match="phrases"):
            earmark.trackers.create(TrackerDraft("Refund", "I want my money back"))
        with pytest.raises(TypeError, match="messages"):
            earmark.match("I want my money back")
    assert flaky.asked == []
