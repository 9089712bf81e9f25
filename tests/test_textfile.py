"""The bytes of a text file as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.errors import UnreadableFile
from earmark.textfile import decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_from_every_encoding_that_says_what_it_is(encoding: str) -> None:
    assert decode("call.txt", "Ñandú 👍".encode(encoding)) == "Ñandú 👍"


def test_big_endian_utf16_is_read() -> None:
    assert decode("call.txt", b"\xfe\xff" + "Ana".encode("utf-16-be")) == "Ana"


def test_every_line_end_becomes_a_line_feed() -> None:
    assert decode("call.txt", b"a\r\nb\rc\n\r\n") == "a\nb\nc\n\n"


def test_another_encoding_is_refused_with_its_line_and_byte() -> None:
    with pytest.raises(UnreadableFile, match=r"call\.txt, line 3: is not UTF-8 text \(the byte 0xe9\)"):
        decode("call.txt", b"one\r\ntwo\r\ncaf\xe9")


def test_utf16_without_a_mark_and_binary_files_are_refused_with_their_line() -> None:
    with pytest.raises(UnreadableFile, match=r"call\.txt, line 2: holds a NUL character"):
        decode("call.txt", b"RIFF\n\0\0")


def test_utf16_that_breaks_off_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableFile, match=r"line 2: is not UTF-16 text"):
        decode("call.txt", "one\ntwo".encode("utf-16")[:-1])


@given(st.binary(max_size=40) | st.binary(max_size=40).map(lambda data: b"\xff\xfe" + data))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    try:
        text = decode("call.txt", data)
    except UnreadableFile:
        return
    assert "\r" not in text
    text.encode()
