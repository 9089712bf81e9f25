"""Of an exclusive group only the best tracker is told of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from earmark.engine.matcher import CompiledMatcher, compile_matcher
from earmark.types import Match, Message, Tracker
from fakes import FakeEncoder

REFUND = Tracker("Refund", ["I want my money back please"], sensitivity=0.9, exclusive_group="wish")
EXCHANGE = Tracker("Exchange", ["I want another one please"], sensitivity=0.9, exclusive_group="wish")
THANKS = Tracker("Thanks", ["please and thank you"], sensitivity=0.9)
TRACKERS = [REFUND, EXCHANGE, THANKS]
BOTH = Message("I want my money and another one please", language="en")
NEAR_REFUND = Message("I want my money please", language="en")


def names(matches: list[Match]) -> list[str]:
    return [match.tracker.name for match in matches]


def ungrouped(fakes: Mapping[str, FakeEncoder]) -> CompiledMatcher:
    return compile_matcher([replace(one, exclusive_group="") for one in TRACKERS], fakes)


def test_without_a_group_every_tracker_fires(fakes: Mapping[str, FakeEncoder]) -> None:
    assert {"Refund", "Exchange"} <= set(names(ungrouped(fakes).match([NEAR_REFUND])))


def test_in_a_group_the_best_one_fires_and_others_are_left_alone(fakes: Mapping[str, FakeEncoder]) -> None:
    free = names(ungrouped(fakes).match([NEAR_REFUND]))

    assert names(compile_matcher(TRACKERS, fakes).match([NEAR_REFUND])) == [one for one in free if one != "Exchange"]


def test_the_very_words_of_a_tracker_beat_nearness(fakes: Mapping[str, FakeEncoder]) -> None:
    exact = replace(EXCHANGE, phrases=["one"])

    found = compile_matcher([REFUND, exact], fakes).match([BOTH])

    assert [(one.tracker.name, one.kind.value) for one in found] == [("Exchange", "exact")]


def test_scores_stay_as_they_are(fakes: Mapping[str, FakeEncoder]) -> None:
    grouped, free = compile_matcher(TRACKERS, fakes), ungrouped(fakes)

    assert (grouped.examine([BOTH, NEAR_REFUND]).scores == free.examine([BOTH, NEAR_REFUND]).scores).all()


def test_the_matcher_of_one_tracker_still_knows_its_rivals(fakes: Mapping[str, FakeEncoder]) -> None:
    matcher = compile_matcher(TRACKERS, fakes)

    together = matcher.match([BOTH, NEAR_REFUND])
    alone = [match for place in range(3) for match in matcher.alone(place).match([BOTH, NEAR_REFUND])]

    assert sorted(map(repr, alone)) == sorted(map(repr, together))
    assert matcher.alone(1).trackers == (EXCHANGE,)


def test_equals_are_decided_by_their_order(fakes: Mapping[str, FakeEncoder]) -> None:
    twins = [replace(REFUND, name="First"), replace(REFUND, name="Second")]

    assert set(names(compile_matcher(twins, fakes).match([NEAR_REFUND]))) == {"First"}
    assert set(names(compile_matcher(twins[::-1], fakes).match([NEAR_REFUND]))) == {"Second"}
    assert compile_matcher(twins, fakes).alone(1).match([NEAR_REFUND]) == []
