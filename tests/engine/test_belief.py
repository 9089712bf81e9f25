"""What judgements make of a tracker's threshold, and of its hits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine import belief
from earmark.engine.belief import MIN_JUDGED, Belief, Judged

USUAL = 0.3
SCORES = st.floats(0.2, 0.9)
JUDGEMENTS = st.lists(st.builds(Judged, SCORES, st.booleans(), st.booleans()), max_size=40)


def meant(scores: list[float], *, right: bool) -> list[Judged]:
    return [Judged(score, worded=False, right=right) for score in scores]


def spread(low: float, high: float, count: int) -> list[float]:
    return np.linspace(low, high, count).tolist()


def test_a_threshold_stays_until_enough_hits_were_judged() -> None:
    wrong = meant(spread(0.31, 0.5, MIN_JUDGED), right=False)
    assert Belief.of(USUAL, wrong[:-1]).factor() == 1.0
    assert Belief.of(USUAL, wrong).factor() > 1.2


def test_a_threshold_comes_to_lie_between_what_is_wrong_and_what_is_right() -> None:
    judged = meant(spread(0.31, 0.38, 20), right=False) + meant(spread(0.42, 0.6, 20), right=True)
    assert 0.36 <= USUAL * Belief.of(USUAL, judged).factor() <= 0.43


def test_a_tracker_whose_hits_are_all_right_fires_on_more() -> None:
    assert Belief.of(USUAL, meant(spread(0.31, 0.5, 40), right=True)).factor() < 1.0


def test_few_judgements_move_a_threshold_less_than_many() -> None:
    few, many = (Belief.of(USUAL, meant(spread(0.31, 0.34, count), right=False)).factor() for count in (20, 200))
    assert 1.0 < few < many


@given(JUDGEMENTS)
def test_the_order_of_judgements_does_not_matter(judged: list[Judged]) -> None:
    one, other = Belief.of(USUAL, judged), Belief.of(USUAL, judged[::-1])
    assert one.factor() == other.factor()


@given(JUDGEMENTS)
def test_a_higher_score_is_never_less_likely_to_be_right(judged: list[Judged]) -> None:
    right = Belief.of(USUAL, judged).right(np.linspace(0.1, 0.9, 30))
    assert (np.diff(right) >= -1e-12).all()


@given(JUDGEMENTS)
def test_a_threshold_never_leaves_its_bounds(judged: list[Judged]) -> None:
    assert 0.9 <= Belief.of(USUAL, judged).factor() <= 1.6


def test_without_judgements_a_hit_at_the_threshold_is_about_as_likely_right_as_usual() -> None:
    assert Belief.of(USUAL, ()).right(np.array([USUAL]))[0] == pytest.approx(belief.USUAL.right, abs=0.1)


def test_hits_that_were_judged_wrong_are_expected_to_be_wrong() -> None:
    scores = np.array(spread(0.31, 0.4, 50))
    before, _ = Belief.of(USUAL, ()).wrong(scores, 0)
    after, unsure = Belief.of(USUAL, meant(spread(0.31, 0.4, 30), right=False)).wrong(scores, 0)
    assert before < 40 < after <= 50
    assert unsure > 0


def test_hits_by_words_are_judged_by_hits_by_words() -> None:
    rejected = [Judged(0.1, worded=True, right=False)] * 20
    mean, _ = Belief.of(USUAL, rejected).wrong(np.zeros(0), 100)
    assert mean > 80
    assert Belief.of(USUAL, rejected).factor() == 1.0
