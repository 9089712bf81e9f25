from __future__ import annotations

import httpx2
import pytest

from symbl_client import SymblClient


@pytest.mark.parametrize("path", ["/v1/manage/trackers", "/v1/conversations", "/v1/conversations/5/messages"])
async def test_head_answers_as_get_does_without_a_body(client: SymblClient, path: str) -> None:
    asked, headed = await client.ask("GET", path), await client.ask("HEAD", path)
    assert headed.status_code == asked.status_code
    assert headed.content == b""
    assert headed.headers["content-length"] == str(len(asked.content))
    assert headed.headers["content-type"] == asked.headers["content-type"]


async def test_head_of_a_file_has_no_body(http: httpx2.AsyncClient) -> None:
    headed = await http.head("/docs")
    assert (headed.status_code, headed.content) == (200, b"")
    assert int(headed.headers["content-length"]) > 0


async def test_head_of_a_route_without_get_is_405(client: SymblClient) -> None:
    assert (await client.ask("HEAD", "/v1/process/text")).status_code == 405


async def test_head_wants_a_token_as_get_does(http: httpx2.AsyncClient) -> None:
    assert (await http.head("/v1/conversations")).status_code == 401
