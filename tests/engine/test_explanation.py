"""What is told of one sentence."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from earmark.engine.explanation import Explanation, explain
from earmark.engine.matcher import compile_matcher
from earmark.types import Match, MatchKind, Message, Tracker
from fakes import FakeEncoder

BUDGET = Tracker("Budget", ["no money left", "ran out of budget", "broke*"], counter_examples=["time is money"])
PRICE = Tracker("Price", ["the price is too high"])


def explained(fakes: Mapping[str, FakeEncoder], text: str, *trackers: Tracker) -> dict[str, Explanation]:
    matcher = compile_matcher(trackers or [BUDGET, PRICE], fakes)
    return {one.tracker.name: one for one in explain(matcher, Message(text, language="en"))}


def test_what_fires_comes_first_and_says_what_matching_says(fakes: Mapping[str, FakeEncoder]) -> None:
    text = "sadly the price is too high"

    found = explained(fakes, text)

    assert list(found) == ["Price", "Budget"]
    assert found["Price"].fires
    assert found["Price"].matches == compile_matcher([BUDGET, PRICE], fakes).match([Message(text, language="en")])
    assert not found["Budget"].fires


def test_phrases_found_by_their_words_come_before_nearer_ones(fakes: Mapping[str, FakeEncoder]) -> None:
    phrases = explained(fakes, "they ran out of money and went broken")["Budget"].phrases

    assert (phrases[0].phrase, phrases[0].kind, phrases[0].nearness) == ("broke*", MatchKind.EXACT, None)
    assert [one.kind for one in phrases[1:]] == [None, None]
    assert phrases[1].nearness is not None
    assert phrases[2].nearness is not None
    assert phrases[1].nearness >= phrases[2].nearness


def test_a_veto_is_named_and_what_is_left_is_the_score(fakes: Mapping[str, FakeEncoder]) -> None:
    (price,) = explained(fakes, "the price is not too high", PRICE).values()

    assert not price.fires
    assert [one.phrase for one in price.phrases if one.veto] == ["the price is too high"]
    assert price.score is None


def test_a_nearer_counter_example_is_named(fakes: Mapping[str, FakeEncoder]) -> None:
    (budget,) = explained(fakes, "time is money", BUDGET).values()

    assert not budget.fires
    assert {one.veto for one in budget.phrases if one.nearness is not None} == {"counter_example"}
    assert budget.counter_examples[0].phrase == "time is money"
    assert budget.counter_examples[0].nearness > max(one.nearness or 0 for one in budget.phrases)


def test_the_sensitivity_that_is_needed_is_where_it_begins_to_fire(fakes: Mapping[str, FakeEncoder]) -> None:
    text = "is any money there"
    (missed,) = explained(
        fakes, text, Tracker("Budget", ["there is no budget", "no money left"], sensitivity=0.1)
    ).values()
    assert not missed.fires
    assert missed.needed is not None

    def fires(sensitivity: float) -> list[Match]:
        tracker = Tracker("Budget", ["there is no budget", "no money left"], sensitivity=sensitivity)
        return list(next(iter(explained(fakes, text, tracker).values())).matches)

    assert fires(missed.needed)
    assert not fires(missed.needed - 0.02)


def test_what_is_far_away_needs_more_than_there_is(fakes: Mapping[str, FakeEncoder]) -> None:
    assert explained(fakes, "hello everybody")["Price"].needed is None


@pytest.mark.parametrize("text", ["", "...", "👍", "\ud800", "a" * 5_000])
def test_no_text_is_an_error(fakes: Mapping[str, FakeEncoder], text: str) -> None:
    assert set(explained(fakes, text)) == {"Budget", "Price"}
