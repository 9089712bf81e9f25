"""What surrounds every request: CORS (contract 0.9), request ids, the access log."""

from __future__ import annotations

import httpx2
import pytest
import structlog

from symbl_client import SymblClient

ORIGIN = {"Origin": "https://app.example"}


@pytest.mark.parametrize("path", ["/oauth2/token:generate", "/v1/manage/trackers", "/v1/process/text", "/nowhere"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
async def test_preflight_is_answered_for_any_origin_and_method(
    http: httpx2.AsyncClient, path: str, method: str
) -> None:
    asked = "authorization,content-type,x-api-key"
    headers = ORIGIN | {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": asked}
    answer = await http.options(path, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert method in answer.headers["access-control-allow-methods"]
    assert set(asked.split(",")) <= set(answer.headers["access-control-allow-headers"].lower().split(","))


@pytest.mark.parametrize("path", ["/v1/manage/trackers", "/nowhere", "/health/live"])
async def test_answers_and_errors_may_be_read_by_any_page(http: httpx2.AsyncClient, path: str) -> None:
    answer = await http.get(path, headers=ORIGIN)
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_request_id_is_new_or_the_one_that_was_sent(http: httpx2.AsyncClient) -> None:
    first, second = [(await http.get("/health/live")).headers["x-request-id"] for _ in range(2)]
    assert first != second
    sent = await http.get("/health/live", headers={"X-Request-Id": "trace-1.a"})
    assert sent.headers["x-request-id"] == "trace-1.a"
    odd = await http.get("/health/live", headers={"X-Request-Id": 'a b"c'})
    assert odd.headers["x-request-id"] != 'a b"c'


async def test_log_has_one_line_without_query_body_or_token(client: SymblClient) -> None:
    with structlog.testing.capture_logs() as lines:
        await client.ask("POST", "/v1/process/text?name=Private+matter", {"messages": [{"payload": {"content": 5}}]})
    (line,) = [line for line in lines if line["event"] == "request_answered"]
    assert line["route"] == "/v1/process/text"
    assert line["status"] == 400
    assert "Private" not in str(lines)
    assert client.token not in str(lines)


async def test_talk_does_not_reach_the_log_while_it_is_processed(client: SymblClient) -> None:
    await client.create("Secretive", "zebra crossing")
    with structlog.testing.capture_logs() as lines:
        await client.process("My aunt Eulalia saw a zebra crossing.", name="Family matter")
    events = {line["event"] for line in lines}
    assert {"submission_accepted", "submission_matched", "request_answered"} <= events
    for private in ("Eulalia", "zebra", "Family", "Secretive"):
        assert private not in str(lines)
