"""What a threshold is expected to cost, and how sure that is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine import promise
from earmark.engine.belief import Belief, Judged
from earmark.engine.encoder import MULTILINGUAL_SPACE
from earmark.engine.matcher import compile_matcher
from earmark.engine.promise import Met, Rate
from earmark.types import Tracker
from fakes import FakeEncoder

GENERIC = np.linspace(-0.1, 0.25, 600, dtype=np.float32)
THRESHOLD = 0.3


def met(messages: int = 2_000, hits: int = 6, near: int = 15, far: int = 40) -> Met:
    return Met(messages, hits, near, far)


def after(hits: Met, *judged: Judged) -> Rate:
    before = promise.from_talk(hits, GENERIC, THRESHOLD, 10)
    scores = np.linspace(0.31, 0.45, hits.hits)
    return promise.from_judgements(before, Belief.of(THRESHOLD, judged), scores, 0, hits.messages)


def test_a_message_is_counted_once_by_how_near_it_comes() -> None:
    missed = np.array([0.29, 0.26, 0.22, 0.1], np.float32)
    assert Met.of(6, 2, missed, THRESHOLD) == Met(messages=6, hits=2, near=2, far=1)


@given(st.floats(-12, 0), st.floats(0.1, 2))
def test_the_expected_rate_lies_within_its_interval(middle: float, sd: float) -> None:
    rate = Rate(middle, sd)
    assert 0 < rate.low <= rate.value <= rate.high <= 1_000


def test_four_fifths_of_guesses_lie_within_the_interval() -> None:
    rate = Rate(-6.0, 0.8)
    drawn = 1_000 * np.exp(np.random.default_rng(1).normal(-6.0, 0.8, 20_000))
    assert ((drawn >= rate.low) & (drawn <= rate.high)).mean() == pytest.approx(0.8, abs=0.01)


def test_more_hits_in_talk_promise_more_false_alarms() -> None:
    few, many = (promise.from_talk(met(hits=hits), GENERIC, THRESHOLD, 10) for hits in (2, 40))
    assert few.value < many.value


def test_more_that_comes_near_promises_more_false_alarms() -> None:
    few, many = (promise.from_talk(met(near=near), GENERIC, THRESHOLD, 10) for near in (2, 60))
    assert few.value < many.value


def test_talk_makes_surer_than_the_background_alone() -> None:
    blind = promise.from_background(GENERIC, THRESHOLD, 10)
    seen = promise.from_talk(met(), GENERIC, THRESHOLD, 10)
    assert seen.high / seen.low < blind.high / blind.low


def test_much_talk_makes_surer_than_little() -> None:
    little, much = (
        promise.from_talk(one, GENERIC, THRESHOLD, 10) for one in (met(200, 0, 1, 4), met(8_000, 24, 60, 160))
    )
    assert much.log_sd < little.log_sd


def test_a_lower_threshold_promises_more_false_alarms_without_talk() -> None:
    strict, broad = (promise.from_background(GENERIC, threshold, 10) for threshold in (0.41, 0.24))
    assert strict.value < broad.value


def test_judgements_move_the_promise_towards_what_they_say() -> None:
    hits = met(hits=40)
    unjudged = promise.from_talk(hits, GENERIC, THRESHOLD, 10)
    wrong = after(hits, *(Judged(score, False, False) for score in np.linspace(0.31, 0.45, 20)))
    right = after(hits, *(Judged(score, False, True) for score in np.linspace(0.31, 0.45, 20)))
    assert right.value < wrong.value
    assert wrong.value == pytest.approx(1_000 * 40 / 2_000, rel=0.35)
    assert wrong.log_sd < unjudged.log_sd


def test_background_scores_are_of_every_generic_sentence() -> None:
    encoder = FakeEncoder(MULTILINGUAL_SPACE)
    generic = encoder.encode(["one", "two", "three"])
    compiled = compile_matcher(
        [Tracker("Any", ["one"], languages=["es"])],
        {MULTILINGUAL_SPACE: encoder},
        backgrounds={MULTILINGUAL_SPACE: generic},
    )
    scores = promise.background_scores(compiled.matrices(0).values())
    assert scores.ndim == 1
    assert len(scores) > 3
    assert (np.abs(scores) <= 1).all()


def test_a_tracker_without_a_meaning_comes_near_nothing() -> None:
    assert len(promise.background_scores([])) == 0
    assert promise.from_background(np.zeros(0, np.float32), THRESHOLD, 0).value > 0
