"""Times as the wire spells them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.clock import iso_from_ms, ms_from_iso

FIRST_MS, LAST_MS = -62_135_596_800_000, 253_402_300_799_999


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:00.001Z", 1),
        ("1969-12-31T23:59:59.999Z", -1),
        ("1970-01-01T02:00:00+02:00", 0),
        ("1970-01-01T00:00:00", 0),
        ("0001-01-01T00:00:00.000Z", FIRST_MS),
        ("9999-12-31T23:59:59.999Z", LAST_MS),
    ],
)
def test_iso_time_is_read_to_the_millisecond_and_as_utc_where_it_names_no_offset(text: str, ms: int) -> None:
    assert ms_from_iso(text) == ms


@given(st.integers(FIRST_MS, LAST_MS))
def test_every_time_that_can_be_written_is_read_back(ms: int) -> None:
    text = iso_from_ms(ms)
    assert len(text) == len("1970-01-01T00:00:00.000Z")
    assert ms_from_iso(text) == ms


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "9999-12-31T23:59:59.9999Z",
    ],
)
def test_what_is_no_time_between_the_years_1_and_9999_in_utc_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        ms_from_iso(text)
