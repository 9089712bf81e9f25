"""Reading bodies: size, syntax, depth. "Bad input gets" a 4xx, and nothing is stored."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from earmark import limits
from earmark.api.requests import parse_json
from earmark.errors import Invalid
from symbl_client import SymblClient, expect, refusal

CREATE = "/v1/manage/tracker"


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"{", "line 1, column 2"),
        (b'{"name": "X",\n "vocabulary": [}', "line 2, column 17"),
        (b"nonsense", "line 1, column 1"),
        (b'{"a": 1} {"b": 2}', "line 1, column 10"),
        (b'{"a": "\\ud8"}', "line 1, column"),
        (b'{"a": "line\nbreak"}', "line 1, column 12"),
        (b'{"a": "\xff"}', "byte 7 is not UTF-8"),
        ('{"a": "x"}'.encode("utf-16"), "byte 0 is not UTF-8"),
        (b'{"a": NaN}', "NaN is not a JSON number"),
        (b'{"a": -Infinity}', "-Infinity is not a JSON number"),
        (b'{"a": 1, "b": 2, "a": 3}', "the key 'a' twice"),
        (b'{"a": 1, "b": {"c": null, "c": 2}}', "the key 'c' twice"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"a":' * 100_000, "nested too deep"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deep"),
        (b"1" * 5_000, "too many digits"),
        (b" ", "line 1, column 2"),
    ],
)
def test_body_that_is_no_json_is_refused_with_its_place(body: bytes, where: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_json(body)
    assert where in str(caught.value)


@pytest.mark.parametrize("body", [b'\xef\xbb\xbf{"a": 1}', b' {"a" : 1}\n'])
def test_byte_order_mark_and_white_space_are_accepted(body: bytes) -> None:
    assert parse_json(body) == {"a": 1}


def test_null_stands_for_an_absent_member_but_not_for_an_absent_entry() -> None:
    assert parse_json(b'{"a": null, "b": [null, {"c": null, "d": 1}]}') == {"b": [None, {"d": 1}]}


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data"]
)
async def test_json_is_taken_under_any_content_type(client: SymblClient, content_type: str) -> None:
    body = json.dumps({"name": content_type or "none", "vocabulary": ["x"]})
    expect(await client.ask("POST", CREATE, content=body, headers={"content-type": content_type}), 200)


async def test_json_is_taken_without_a_content_type(client: SymblClient) -> None:
    body = b'{"name": "X", "vocabulary": ["x"]}'
    expect(await client.ask("POST", CREATE, content=body), 200)


async def test_missing_body_is_400(client: SymblClient) -> None:
    assert "no body" in refusal(await client.ask("POST", CREATE), 400)


async def test_malformed_json_is_400_and_says_where(client: SymblClient) -> None:
    assert "line 1, column 9" in refusal(await client.ask("POST", CREATE, content=b'{"name":'), 400)


async def test_deep_json_is_400(client: SymblClient) -> None:
    body = b'{"name": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    assert "nested too deep" in refusal(await client.ask("POST", CREATE, content=body), 400)


async def test_deep_json_under_an_ignored_option_is_refused_or_ignored(client: SymblClient) -> None:
    messages = json.dumps([{"payload": {"content": "Hello."}}]).encode()
    body = b'{"messages": ' + messages + b', "metadata": ' + b"[" * 400 + b"]" * 400 + b"}"
    answer = await client.ask("POST", "/v1/process/text", content=body)
    assert answer.status_code in (201, 400)
    if answer.status_code == 201:
        await client.end_of(answer.json()["jobId"])


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (rb'{"name": "\ud800", "vocabulary": ["x"]}', '"name" holds half of a surrogate pair'),
        (rb'{"name": "X", "vocabulary": ["x", "\udfff y"]}', '"vocabulary[1]" holds half of a surrogate pair'),
        (rb'{"name": "X", "vocabulary": ["x"], "\ud800": 1}', "The body contains a lone surrogate"),
    ],
)
async def test_lone_surrogate_is_400_and_named(client: SymblClient, body: bytes, named: str) -> None:
    assert named in refusal(await client.ask("POST", CREATE, content=body), 400)
    assert await client.get("/v1/manage/trackers") == {"trackers": []}


def tracker_of(size: int) -> bytes:
    body = b'{"name": "X", "vocabulary": ["x"], "description": "' + b"d" * size
    return body[: size - 2] + b'"}'


@pytest.mark.parametrize("path", [CREATE, "/v1/manage/trackers", "/v1/manage/trackers/bulk"])
async def test_tracker_body_above_one_mebibyte_is_413(client: SymblClient, path: str) -> None:
    body = tracker_of(limits.TRACKER_BODY_BYTES + 1)
    assert "1048576 bytes" in refusal(await client.ask("POST", path, content=body), 413)
    refusal(await client.ask("POST", path, content=tracker_of(limits.TRACKER_BODY_BYTES)), 400)


async def test_put_and_patch_have_the_same_limit(client: SymblClient) -> None:
    for method in ("PUT", "PATCH"):
        body = tracker_of(limits.TRACKER_BODY_BYTES + 1)
        refusal(await client.ask(method, f"{CREATE}/1234567890123456", content=body), 413)


async def test_chunked_body_is_cut_off_at_the_limit(client: SymblClient) -> None:
    sent = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1_000):
            sent += 65_536
            yield b" " * 65_536

    refusal(await client.ask("POST", CREATE, content=chunks()), 413)
    assert sent <= limits.TRACKER_BODY_BYTES + 2 * 65_536


@pytest.mark.parametrize("announced", ["5", "x", "-1"])
async def test_content_length_that_lies_changes_nothing(client: SymblClient, announced: str) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield tracker_of(limits.TRACKER_BODY_BYTES + 1)

    headers = {"content-length": announced}
    refusal(await client.ask("POST", CREATE, content=chunks(), headers=headers), 413)


async def test_announced_length_above_the_limit_is_refused_unread(client: SymblClient) -> None:
    async def never() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    headers = {"content-length": str(limits.TRACKER_BODY_BYTES + 1)}
    refusal(await client.ask("POST", CREATE, content=never(), headers=headers), 413)


async def test_text_body_may_be_larger_than_a_tracker_body(client: SymblClient) -> None:
    body = b'{"messages": []}' + b" " * limits.TRACKER_BODY_BYTES
    assert '"messages"' in refusal(await client.ask("POST", "/v1/process/text", content=body), 400)
    body = b" " * (limits.TEXT_BODY_BYTES + 1)
    refusal(await client.ask("POST", "/v1/process/text", content=body), 413)


async def test_token_body_is_small(client: SymblClient) -> None:
    refusal(await client.http.post("/oauth2/token:generate", content=b" " * (limits.TOKEN_BODY_BYTES + 1)), 413)
