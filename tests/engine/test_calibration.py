"""Sensitivity becomes a threshold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine.calibration import threshold
from earmark.types import SENSITIVITY_NAMES

SENSITIVITIES = st.floats(0, 1)
COUNTS = st.integers(1, 1_000)


@given(SENSITIVITIES, SENSITIVITIES, COUNTS)
def test_a_higher_sensitivity_never_asks_for_more(one: float, other: float, phrases: int) -> None:
    assert threshold(max(one, other), phrases) <= threshold(min(one, other), phrases)


@given(SENSITIVITIES, COUNTS, COUNTS)
def test_fewer_phrases_never_ask_for_more(sensitivity: float, one: int, other: int) -> None:
    assert threshold(sensitivity, min(one, other)) <= threshold(sensitivity, max(one, other))


@given(SENSITIVITIES, COUNTS)
def test_a_threshold_lies_between_what_fits_all_and_what_fits_nothing(sensitivity: float, phrases: int) -> None:
    assert 0 < threshold(sensitivity, phrases) < 1


def test_the_named_sensitivities_differ() -> None:
    named = [threshold(SENSITIVITY_NAMES[name], 10) for name in ("strict", "balanced", "broad")]

    assert named == sorted(named, reverse=True)
    assert len(set(named)) == 3


def test_more_than_ten_phrases_ask_for_as_much_as_ten() -> None:
    assert threshold(0.5, 11) == threshold(0.5, 1_000) == threshold(0.5, 10)


def test_only_near_identical_sentences_pass_the_lowest_sensitivity() -> None:
    assert threshold(0.0, 10) == pytest.approx(0.6)


@given(SENSITIVITIES, SENSITIVITIES, COUNTS, st.floats(0.9, 1.6))
def test_a_higher_sensitivity_never_asks_for_more_after_judgements(
    one: float, other: float, phrases: int, factor: float
) -> None:
    assert threshold(max(one, other), phrases, factor) <= threshold(min(one, other), phrases, factor)


def test_judgements_move_every_named_sensitivity_by_the_same_factor() -> None:
    for sensitivity in SENSITIVITY_NAMES.values():
        assert threshold(sensitivity, 10, 1.2) == pytest.approx(1.2 * threshold(sensitivity, 10))


def test_judgements_leave_near_identical_sentences_alone() -> None:
    assert threshold(0.0, 10, 1.5) == threshold(0.0, 10)
