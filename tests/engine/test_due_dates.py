from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.clock import iso_from_ms, ms_from_iso
from earmark.engine.due_dates import due_ms
from earmark.engine.text import fold

#: Wednesday.
SAID = ms_from_iso("2024-05-01T10:00:00Z")
END = "T23:59:59.000Z"


def due(text: str, tongue: str = "en", offset_min: int = 0) -> str:
    found = due_ms(fold(text).text, tongue, SAID, offset_min)
    return "" if found is None else iso_from_ms(found)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by tomorrow", "2024-05-02"),
        ("the day after tomorrow", "2024-05-03"),
        ("today", "2024-05-01"),
        ("by end of day", "2024-05-01"),
        ("by Friday", "2024-05-03"),
        ("on Wednesday", "2024-05-08"),
        ("next Monday", "2024-05-06"),
        ("next Friday", "2024-05-10"),
        ("by the end of the week", "2024-05-03"),
        ("next week", "2024-05-10"),
        ("by the end of the month", "2024-05-31"),
        ("next month", "2024-06-30"),
        ("in two weeks", "2024-05-15"),
        ("within 10 days", "2024-05-11"),
        ("in a month", "2024-06-01"),
        ("by May 5th", "2024-05-05"),
        ("the 2nd of April", "2025-04-02"),
        ("before 2024-07-01", "2024-07-01"),
    ],
)
def test_day_is_due_until_its_end(text: str, day: str) -> None:
    assert due(text) == day + END


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mañana", "2024-05-02"),
        ("pasado mañana", "2024-05-03"),
        ("hoy", "2024-05-01"),
        ("el viernes", "2024-05-03"),
        ("la semana que viene", "2024-05-10"),
        ("este mes", "2024-05-31"),
        ("en dos semanas", "2024-05-15"),
        ("dentro de 3 meses", "2024-08-01"),
        ("el 5 de mayo", "2024-05-05"),
    ],
)
def test_spanish_day_is_due_until_its_end(text: str, day: str) -> None:
    assert due(text, "es") == day + END


@pytest.mark.parametrize(
    ("text", "tongue", "moment"),
    [
        ("tomorrow at 3", "en", "2024-05-02T15:00:00.000Z"),
        ("tomorrow at 9:30 am", "en", "2024-05-02T09:30:00.000Z"),
        ("at noon", "en", "2024-05-01T12:00:00.000Z"),
        ("at 9 am", "en", "2024-05-02T09:00:00.000Z"),
        ("in two hours", "en", "2024-05-01T12:00:00.000Z"),
        ("mañana a las 3 de la tarde", "es", "2024-05-02T15:00:00.000Z"),
        ("a las 16:30", "es", "2024-05-01T16:30:00.000Z"),
    ],
)
def test_time_of_day_counts_to_the_minute(text: str, tongue: str, moment: str) -> None:
    assert due(text, tongue) == moment


def test_local_time_of_the_talk_decides_the_day() -> None:
    assert due("today", offset_min=120) == "2024-05-01T21:59:59.000Z"
    assert due("today", offset_min=-660) == "2024-05-01T10:59:59.000Z"


@pytest.mark.parametrize(
    "text", ["", "at once", "by 3 people", "version 2.5", "it may 100", "on February 31", "por la mañana"]
)
def test_sentence_without_a_time_is_never_due(text: str) -> None:
    assert due(text, "es" if "la" in text else "en") == ""


PIECES = [
    "in",
    "999",
    "months",
    "may",
    "31",
    "at",
    "99",
    "next",
    "monday",
    "0000-00-00",
    "pm",
    "9999-12-31",
    "12",
    "am",
]


@given(
    st.lists(st.sampled_from(PIECES)).map(" ".join),
    st.integers(-62_135_596_800_000, 253_402_300_799_999),
    st.integers(-1440, 1440),
)
def test_any_text_said_at_any_time_is_read(text: str, said_ms: int, offset_min: int) -> None:
    found = due_ms(text, "en", said_ms, offset_min)
    assert found is None or iso_from_ms(found)
