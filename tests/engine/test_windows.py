"""Spans to encode: the whole of a message, and windows that leave no word of a long one out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine.text import words
from earmark.engine.windows import WHOLE_WORDS, WINDOW_WORDS, windows


def spoken(count: int) -> str:
    return ", ".join(f"word{number}" for number in range(count)) + "."


def spans_of(text: str) -> list[tuple[int, int]]:
    return windows(words(text), len(text))


@pytest.mark.parametrize("count", [0, 1, WHOLE_WORDS])
def test_a_short_message_is_encoded_whole_only(count: int) -> None:
    text = spoken(count)

    assert spans_of(text) == [(0, len(text))]


def test_a_long_message_is_cut_into_windows_that_overlap() -> None:
    text = spoken(21)

    whole, *cut = spans_of(text)

    assert whole == (0, len(text))
    assert [text[start:end].split(", ")[0] for start, end in cut] == ["word0", "word4", "word8", "word9"]
    assert [text[start:end].count("word") for start, end in cut] == [WINDOW_WORDS] * 4


@given(st.integers(0, 300))
def test_every_word_lies_in_a_window(count: int) -> None:
    text = spoken(count)
    whole, *cut = spans_of(text)

    assert whole == (0, len(text))
    for word in words(text) if count > WHOLE_WORDS else []:
        assert any(start <= word.start and word.end <= end for start, end in cut)


@pytest.mark.parametrize(
    "sentence", ["我们这个月没有钱了所以不能买新的手机", "เราไม่มีเงินเหลือแล้วในเดือนนี้", "今月は予算がもうありません"]
)
def test_long_talk_without_spaces_is_cut_too(sentence: str) -> None:
    text = sentence * 4

    _, *cut = spans_of(text)

    assert len(cut) > 1
    assert {place for start, end in cut for place in range(start, end)} == set(range(len(text)))
    assert max(end - start for start, end in cut) <= 2 * WINDOW_WORDS


def test_a_word_between_characters_without_spaces_is_not_cut() -> None:
    text = "我想买iPhone手机" * 10

    for start, end in spans_of(text)[1:]:
        assert text[start:end].count("iPhone") == text[start:end].count("i") == text[start:end].count("e")
