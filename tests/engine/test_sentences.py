"""Sentences of a turn, as places in it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine import sentences
from earmark.types import Message


def said(text: str, language: str = "") -> list[str]:
    return [text[start:end] for start, end in sentences.split(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Hello there. How are you? Fine!", "en", ["Hello there.", "How are you?", "Fine!"]),
        ("I met Dr. Smith at 3.5 p.m. today. He left.", "en", ["I met Dr. Smith at 3.5 p.m. today.", "He left."]),
        ("¿Qué tal? ¡Muy bien! Gracias.", "es", ["¿Qué tal?", "¡Muy bien!", "Gracias."]),
        ("Hablé con el Sr. Gómez. Luego salí.", "es-419", ["Hablé con el Sr. Gómez.", "Luego salí."]),
        ("我们没有钱。你好吗？", "zh", ["我们没有钱。", "你好吗？"]),
        ("so we talked and then i left and you know", "", ["so we talked and then i left and you know"]),
        ("  Yes.\n\n  No.  ", "en_US", ["Yes.", "No."]),
        ("👍 Great. 🎉 Bye.", "en", ["👍 Great.", "🎉 Bye."]),
    ],
)
def test_a_turn_is_cut_into_its_sentences(text: str, language: str, expected: list[str]) -> None:
    assert said(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Well. ... Fine.", ["Well. ...", "Fine."]),
        ("... Fine.", ["... Fine."]),
        ("...", ["..."]),
        (":) ... 👍", [":) ... 👍"]),
    ],
)
def test_a_piece_without_a_letter_belongs_to_its_neighbor(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize("text", ["", " ", "\n\t\u2003"])
def test_nothing_said_has_no_sentence(text: str) -> None:
    assert sentences.split(text) == []


@pytest.mark.parametrize("text", ["\ud83d Yes. No.", "Yes.\0 No.", "Yes. \x1cNo."])
def test_characters_that_are_no_text_are_no_error(text: str) -> None:
    assert "".join(said(text)).count("Yes.") == 1


def test_long_unpunctuated_talk_stays_in_one_piece() -> None:
    text = "and so on " * 2_000

    assert sentences.split(text) == [(0, len(text) - 1)]


@given(st.text(st.characters(codec=None), max_size=80), st.sampled_from(["", "en", "es", "ar", "th", "x"]))
def test_sentences_are_in_order_trimmed_and_hold_every_letter(text: str, language: str) -> None:
    spans = sentences.split(text, language)

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = {place for start, end in spans for place in range(start, end)}
    assert covered >= {place for place, character in enumerate(text) if character.isalnum()}


def test_the_sentences_of_a_turn_share_its_speaker_and_its_time() -> None:
    turn = Message("Yes. I do not know.", speaker="Ana", start_ms=1_000, end_ms=2_900, language="en")

    assert sentences.cut(turn) == [
        Message("Yes.", speaker="Ana", start_ms=1_000, end_ms=1_400, language="en"),
        Message("I do not know.", speaker="Ana", start_ms=1_500, end_ms=2_900, language="en"),
    ]


def test_a_turn_without_an_end_leaves_its_sentences_the_time_it_has() -> None:
    assert [one.start_ms for one in sentences.cut(Message("Yes. No.", start_ms=5))] == [5, 5]
