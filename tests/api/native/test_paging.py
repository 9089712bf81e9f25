"""Cursors: they come back as they went out, and nothing else is taken for one."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.api.native.paging import Page, decode_cursor, encode_cursor
from earmark.errors import InvalidCursor

ids = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=64)
numbers = st.integers(-(2**63) + 1, 2**63 - 1)


@given(numbers, ids)
def test_cursor_comes_back_as_the_place_it_was_made_of(number: int, text: str) -> None:
    cursor = encode_cursor((number, text))
    assert decode_cursor(cursor, (int, str)) == (number, text)
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
        encoded("[1]"),
        encoded('[1,"a","b"]'),
        encoded('["1","a"]'),
        encoded("[1,2]"),
        encoded('[true,"a"]'),
        encoded('[1.0,"a"]'),
        encoded('[null,"a"]'),
        encoded(f'[{2**63},"a"]'),
        encoded('[1,"a\\u0000"]'),
        encoded('[1,"\\ud800"]'),
        encoded('[1,"é"]'),
        encoded(f'[1,"{"a" * 200}"]'),
        encoded("[" * 300),
    ],
)
def test_what_is_no_cursor_of_this_list_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(cursor, (int, str))


@given(st.text(max_size=60))
def test_any_text_is_a_cursor_or_refused(text: str) -> None:
    try:
        place = decode_cursor(text, (int, str))
    except InvalidCursor:
        return
    assert [type(value) for value in place] == [int, str]


def test_page_shows_its_limit_and_leads_to_the_next_only_if_there_is_one() -> None:
    page = Page(limit=2)
    assert page.fetch == 3
    assert page.after(int) is None
    shown, cursor = page.cut([10, 11, 12], lambda row: (row,))
    assert shown == [10, 11]
    assert cursor is not None
    assert Page(2, cursor).after(int) == (11,)
    assert page.cut([10, 11], lambda row: (row,)) == ([10, 11], None)
    assert page.cut([], lambda row: (row,)) == ([], None)
