"""Cursors: they come back as they went out, and nothing else is taken for one."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.api.native.paging import Page, decode_cursor, encode_cursor
from earmark.errors import InvalidCursor
from native_client import API
from problems import problem
from symbl_client import SymblClient

ids = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=64)
numbers = st.integers(-(2**63) + 1, 2**63 - 1)


@given(numbers, ids)
def test_cursor_comes_back_as_the_place_it_was_made_of(number: int, text: str) -> None:
    cursor = encode_cursor("things", (number, text))
    assert decode_cursor("things", cursor, (int, str)) == (number, text)
    assert cursor.isascii()
    assert cursor.replace("-", "").replace("_", "").isalnum()


def encoded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "???",
        "é",
        "a" * 10_000,
        encoded("nothing"),
        encoded("{}"),
        encoded("[]"),
        encoded('[1,"a"]'),
        encoded('["things"]'),
        encoded('["things",1]'),
        encoded('["others",1,"a"]'),
        encoded('["things",1,"a","b"]'),
        encoded('["things","1","a"]'),
        encoded('["things",1,2]'),
        encoded('["things",true,"a"]'),
        encoded('["things",1.0,"a"]'),
        encoded('["things",null,"a"]'),
        encoded(f'["things",{2**63},"a"]'),
        encoded('["things",1,"a\\u0000"]'),
        encoded('["things",1,"\\ud800"]'),
        encoded('["things",1,"é"]'),
        encoded(f'["things",1,"{"a" * 200}"]'),
        encoded("[" * 300),
    ],
)
def test_what_is_no_cursor_of_this_list_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor("things", cursor, (int, str))


@given(st.text(max_size=60))
def test_any_text_is_a_cursor_or_refused(text: str) -> None:
    try:
        place = decode_cursor("things", text, (int, str))
    except InvalidCursor:
        return
    assert [type(value) for value in place] == [int, str]


def test_page_shows_its_limit_and_leads_to_the_next_only_if_there_is_one() -> None:
    page = Page("things", limit=2)
    assert page.fetch == 3
    assert page.after(int) is None
    shown, cursor = page.cut([10, 11, 12], lambda row: (row,))
    assert shown == [10, 11]
    assert cursor is not None
    assert Page("things", 2, cursor).after(int) == (11,)
    assert page.cut([10, 11], lambda row: (row,)) == ([10, 11], None)
    assert page.cut([], lambda row: (row,)) == ([], None)


async def test_a_cursor_is_of_one_list_alone(client: SymblClient) -> None:
    for name in ("First", "Second"):
        await client.ask("POST", f"{API}/trackers", {"name": name, "phrases": ["x"]})
    first = await client.get(f"{API}/trackers", limit="1")
    cursor = {"cursor": first["next_cursor"]}
    assert len((await client.get(f"{API}/trackers", **cursor))["trackers"]) == 1
    for other in ("hits", "conversations", "webhooks", f"trackers/{first['trackers'][0]['id']}/runs"):
        problem(await client.ask("GET", f"{API}/{other}", params=cursor), 400, "invalid_cursor")
