"""One tracker against one message, with cosines written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from earmark.engine.judgement import VETOED, TrackerRules, judge
from earmark.engine.literal import Found
from earmark.engine.phrases import SpaceView
from earmark.engine.reading import Reading
from earmark.engine.spoken import speech
from earmark.engine.text import words
from earmark.types import Match, MatchKind, Message, Reasons, Tracker, Versions, Veto

THRESHOLD = 0.4
NO_VERSIONS = Versions({}, "", "")


def reading(*windows: str) -> Reading:
    """A message made of windows; more than one are preceded by the whole."""
    text = " | ".join(windows)
    spans = [(text.index(window), text.index(window) + len(window)) for window in windows]
    spans = spans if len(windows) == 1 else [(0, len(text)), *spans]
    return Reading(Message(text), "en", spans, speech(text, words(text), "en"), found={})


def rules(*phrases: str, counters: Sequence[str] = (), threshold: float = THRESHOLD) -> TrackerRules:
    return TrackerRules(Tracker("any", phrases, counter_examples=counters), threshold, phrases, NO_VERSIONS)


def view(
    *windows: Sequence[float], counters: Sequence[float] | None = None, centroid: float | None = None
) -> SpaceView:
    """Cosines of each window with each phrase; the centroid is as near as the nearest phrase unless it is given."""
    phrases = np.array(windows, np.float32)
    return SpaceView(
        phrases,
        np.array([[] if counters is None else [one] for one in counters or windows], np.float32),
        phrases.max(axis=1) if centroid is None else np.full(len(windows), centroid, np.float32),
    )


def judged(
    read: Reading, by: TrackerRules, *views: SpaceView, literal: Sequence[Found] = (), floor: float = 1.0
) -> tuple[list[tuple[str, str, float]], float]:
    """Kind, words and score of each match, and the tracker's score."""
    matches, score = judge(read, by, views, literal, floor)
    return [(match.kind.value, match.text, match.score) for match in matches], score


def test_a_phrase_fires_from_the_threshold_on_and_spans_what_was_said() -> None:
    read = reading("  no budget left ")

    assert judged(read, rules("we are broke"), view([0.4]))[0] == [("meaning", "no budget left", 0.4)]
    assert judged(read, rules("we are broke"), view([0.39]))[0] == []


def test_the_score_is_of_the_best_phrase_and_of_the_centroid() -> None:
    matches, score = judged(reading("anything"), rules("one", "two"), view([0.9, 0.1], centroid=0.5))

    assert matches == [("meaning", "anything", 0.58)]
    assert score == pytest.approx(0.58)


def test_two_spaces_count_alike() -> None:
    assert judged(reading("anything"), rules("one"), view([0.9]), view([0.1]))[1] == pytest.approx(0.5)


def test_each_phrase_that_fires_on_its_own_is_a_match() -> None:
    by = rules("one", "two", "three")

    matches, _ = judge(reading("anything"), by, [view([0.5, 0.2, 0.6], centroid=0.4)], [], 1.0)

    assert [(match.phrase, match.score) for match in matches] == [("one", 0.42), ("three", 0.44)]


def test_the_best_window_carries_a_match() -> None:
    read = reading("a long story", "and no budget left", "and more of it")

    assert judged(read, rules("we are broke"), view([0.1], [0.2], [0.7], [0.3]))[0] == [
        ("meaning", "no budget left", 0.7)
    ]


def test_a_nearer_counter_example_suppresses_a_phrase_in_its_window_only() -> None:
    by = rules("we are broke", counters=["the vase is broke"])
    read = reading("the vase", "the budget")

    near = view([0.5], [0.6], [0.1], counters=[0.6, 0.9, 0.0])
    far = view([0.5], [0.6], [0.5], counters=[0.6, 0.9, 0.2])

    assert judged(read, by, near) == ([], pytest.approx(0.1))
    assert judged(read, by, far)[0] == [("meaning", "the budget", 0.5)]


def test_the_margin_is_the_lead_over_the_nearest_counter_example() -> None:
    by = rules("one", counters=["other"])

    assert judge(reading("x"), by, [view([0.6], counters=[0.25])], [], 1.0)[0][0].margin == pytest.approx(0.35)
    assert judge(reading("x"), rules("one"), [view([0.6])], [], 1.0)[0][0].margin is None


def test_a_phrase_that_says_the_opposite_gives_way_to_the_next_best() -> None:
    by = rules("I am interested", "Tell me more")

    matches, score = judge(reading("I am not interested"), by, [view([0.9, 0.5])], [], 1.0)

    assert [match.phrase for match in matches] == ["Tell me more"]
    assert score == pytest.approx(0.82)


def test_a_phrase_is_turned_around_in_one_window_and_meant_in_another() -> None:
    read = reading("I am not interested", "we are very interested")

    assert judged(read, rules("I am interested"), view([0.5], [0.9], [0.8]))[0] == [
        ("meaning", "we are very interested", 0.8)
    ]


def test_phrases_that_fire_on_their_own_are_vetoed_one_by_one_too() -> None:
    by = rules("Tell me more", "I am interested", "We are interested in it")
    read = reading("I am not interested, tell more", "we are so interested")

    matches, _ = judge(read, by, [view([0.7, 0.8, 0.7], [0.9, 0.8, 0.7], [0.6, 0.5, 0.6])], [], 1.0)

    assert [(match.phrase, match.text) for match in matches] == [
        ("Tell me more", "tell more"),
        ("I am interested", "we are so interested"),
        ("We are interested in it", "we are so interested"),
    ]


@pytest.mark.parametrize("floor", [1.0, 0.2, 0.0, -1.0, -2.0])
def test_a_tracker_whose_only_phrase_is_vetoed_ends_below_every_score(floor: float) -> None:
    assert judged(reading("I am not interested"), rules("I am interested"), view([0.9]), floor=floor) == ([], VETOED)


def test_scores_from_the_floor_on_have_passed_the_vetoes() -> None:
    read, by, seen = reading("I am not interested"), rules("I am interested"), view([0.3])

    assert judged(read, by, seen, floor=0.2)[1] == VETOED
    assert judged(read, by, seen, floor=1.0)[1] == pytest.approx(0.3)


EXACT = Found(0, MatchKind.EXACT, 9, 19)


def test_exact_words_fire_at_any_score_and_keep_it_against_a_veto() -> None:
    matches, score = judged(reading("I am not interested"), rules("interested"), view([0.2]), literal=[EXACT], floor=0)

    assert matches == [("exact", "interested", 0.2)]
    assert score == pytest.approx(0.2)


def test_inflected_words_that_are_turned_around_do_not_fire() -> None:
    by, inflected = rules("I am interested"), Found(0, MatchKind.INFLECTED, 0, 19)

    assert judged(reading("I am not interested"), by, view([0.9]), literal=[inflected])[0] == []
    assert judged(reading("We were interested!"), by, view([0.1]), literal=[inflected])[0] == [
        ("inflected", "We were interested!", 0.1)
    ]


def test_words_within_a_counter_examples_words_do_not_fire_but_those_beside_it_do() -> None:
    text = "not for sale, but that one is for sale"
    inside, beside = Found(0, MatchKind.EXACT, 8, 12), Found(0, MatchKind.EXACT, 34, 38)
    counter = Found(0, MatchKind.EXACT, 0, 12, is_counter=True)
    by, seen = rules("sale", counters=["not for sale"]), view([0.1], counters=[0.5])

    assert judged(reading(text), by, seen, literal=[inside, counter])[0] == []
    assert [match.start for match in judge(reading(text), by, [seen], [inside, beside, counter], 1.0)[0]] == [34]


def test_a_phrase_gives_one_match_at_its_first_place() -> None:
    later = Found(0, MatchKind.EXACT, 0, 1)

    matches, _ = judge(reading("I am interested"), rules("interested"), [view([0.9])], [EXACT, later], 1.0)

    assert [(match.kind, match.start) for match in matches] == [(MatchKind.EXACT, 9)]


def test_a_message_without_words_means_nothing_but_may_hold_a_phrase() -> None:
    read, by = reading("👍👍"), rules("👍", "👎")

    assert judged(read, by, view([0.9, 0.9])) == ([], VETOED)
    assert judged(read, by, view([0.9, 0.9]), literal=[Found(0, MatchKind.EXACT, 0, 1)]) == (
        [("exact", "👍", 0.9)],
        pytest.approx(0.9),
    )


def test_a_match_says_what_it_is_a_match_of() -> None:
    read, by = reading("no budget left"), rules("we are broke", threshold=0.123456)

    (match,) = judge(read, by, [view([0.56789])], [], 1.0)[0]

    assert replace(match, why=None) == Match(
        tracker=by.tracker,
        message=read.message,
        phrase="we are broke",
        kind=MatchKind.MEANING,
        score=0.5679,
        threshold=0.1235,
        start=0,
        end=14,
    )
    assert match.offset == -1


def test_a_match_says_why_with_the_nearest_counter_example_and_nearer_phrases_that_must_not_count() -> None:
    read = reading("we did not run out of money")
    by = rules("we ran out of money", "our funds are low", counters=["time is money", "out of order"])
    seen = SpaceView(
        np.array([[0.9, 0.6]], np.float32), np.array([[0.1, 0.3]], np.float32), np.array([0.7], np.float32)
    )

    (match,) = judge(read, by, [seen], [], 1.0)[0]

    assert match.phrase == "our funds are low"
    assert match.why == Reasons(
        language="en",
        window_start=0,
        window_end=27,
        phrase_nearness=0.6,
        tracker_nearness=0.7,
        counter_example="out of order",
        counter_nearness=0.3,
        vetoed=(Veto("we ran out of money", match.why.vetoed[0].reason),),
        versions=NO_VERSIONS,
    )
