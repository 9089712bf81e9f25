"""The starter trackers and the sample call as data. What they find in each other is for the engine's tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from earmark import starter, trackerfile, transcripts
from earmark.checks import check_punctuation
from earmark.trackerfile import TrackerEntry

EXPECTED = yaml.safe_load((Path(__file__).parent / "starter_expected.yaml").read_text(encoding="utf-8"))
ENTRIES = trackerfile.read(starter.TRACKERS, starter.trackers())
CALL = transcripts.read(starter.SAMPLE_CALL, starter.sample_call())


def test_the_starter_trackers_hold_the_phrases_of_the_vendors_own_examples() -> None:
    # contract section 10
    assert {entry.tracker.name: entry.tracker.phrases for entry in ENTRIES} == {
        "Intro": (
            "Thank you for taking some time to speak with me",
            "Have you ever noticed",
            "Have you ever considered",
        ),
        "Negative Phrases": (
            "I am not interested",
            "This makes me uncomfortable",
            "Not so good",
            "I am skeptical",
            "My only problem is",
            "My only issue is",
            "This does not fit",
        ),
        "Leads": (
            "I need",
            "Policy options",
            "Require",
            "Use case",
            "Fits our requirement",
            "Quotes",
            "Discounts",
        ),
    }


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.tracker.name)
def test_every_starter_tracker_is_described_and_tested_and_could_be_stored_on_the_symbl_paths(
    entry: TrackerEntry,
) -> None:
    assert entry.tracker.description
    assert entry.tracker.categories
    assert entry.tracker.languages == ("en-US",)
    assert len(entry.must_match) >= 5
    assert len(entry.must_not_match) >= 5
    check_punctuation(entry.tracker)


def test_the_sample_call_is_a_few_minutes_of_talk_between_two_people() -> None:
    assert 35 <= len(CALL.messages) <= 50
    assert {message.speaker for message in CALL.messages} == {"Dana Whitfield", "Luis Ortega"}
    ends_ms = CALL.messages[-1].end_ms
    assert ends_ms is not None
    assert 6 * 60_000 < ends_ms < 8 * 60_000


def test_the_turns_of_the_sample_call_follow_each_other_at_the_pace_of_speech() -> None:
    now_ms = 0
    for message in CALL.messages:
        assert message.start_ms is not None
        assert message.end_ms is not None
        assert message.start_ms >= now_ms
        now_ms = message.end_ms
        words_a_minute = len(message.text.split()) * 60_000 / (message.end_ms - message.start_ms)
        assert 60 < words_a_minute < 200


def test_every_expected_moment_is_a_sentence_of_the_sample_call() -> None:
    sentences = [
        sentence for message in CALL.messages for sentence in re.split(r"(?<=[.?!])\s+", message.text) if sentence
    ]
    names = {entry.tracker.name for entry in ENTRIES}
    for moment in EXPECTED:
        assert sentences.count(moment["text"]) == 1
        assert moment["tracker"] in names


def test_every_starter_tracker_has_an_exact_moment_and_another_in_the_sample_call() -> None:
    for entry in ENTRIES:
        moments = [moment for moment in EXPECTED if moment["tracker"] == entry.tracker.name]
        exact = [moment for moment in moments if moment.get("kind") == "exact"]
        assert 0 < len(exact) < len(moments)
        for moment in exact:
            assert any(phrase.casefold() in moment["text"].casefold() for phrase in entry.tracker.phrases)
