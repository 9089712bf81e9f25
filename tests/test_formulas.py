from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.formulas import guarded, unguarded

TEXTS = st.text(st.sampled_from("'=+-@ \t\r\na\u0338") | st.characters(), max_size=8)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\rx", " =1", "'=1", "--"])
def test_what_begins_like_a_formula_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "-", "'-", "a=b", "'cause I said so", "'", "''", "well - no", "1+1"])
def test_other_texts_stay_as_they_are_both_ways(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


@given(TEXTS)
def test_a_guarded_text_is_no_formula_and_can_be_had_back(text: str) -> None:
    cell = guarded(text)
    assert cell in "=+-@" or not cell.startswith(tuple("=+-@\t\r\n"))
    assert unguarded(cell) == text
