"""What is odd about a tracker's phrases."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from earmark.engine import warnings
from earmark.engine.encoder import Encoder
from earmark.engine.matcher import compile_matcher
from earmark.engine.warnings import PhraseWarning, WarningCode
from earmark.types import Tracker

CANCEL = Tracker(
    "Cancellation",
    [
        "I want to cancel my subscription",
        "please close my account",
        "I am switching to another provider",
        "how do I end my contract",
        "I do not want to renew",
    ],
    counter_examples=["I want to cancel my appointment"],
)
REFUND = Tracker(
    "Refund",
    ["I want my money back", "can I get a refund", "please reverse the charge", "you charged me twice"],
)


def told(found: Sequence[PhraseWarning]) -> list[tuple[WarningCode, str, str]]:
    return [(one.code, one.phrase, one.other) for one in found]


def of_meaning(encoders: Mapping[str, Encoder], *trackers: Tracker) -> list[PhraseWarning]:
    """Of the first tracker, beside the others."""
    return warnings.of_meaning(compile_matcher(trackers, encoders), 0, [one.name for one in trackers])


def test_phrases_that_differ_only_in_what_they_say_are_fine(remembering: Mapping[str, Encoder]) -> None:
    for tracker, other in ((CANCEL, REFUND), (REFUND, CANCEL)):
        assert warnings.of_words(tracker) == []
        assert of_meaning(remembering, tracker, other) == []


@pytest.mark.parametrize(
    ("phrase", "other"),
    [
        ("I don't want to cancel my subscription", "I want to cancel my subscription"),
        ("I refuse to close my account", "please close my account"),
    ],
)
def test_two_phrases_that_say_the_opposite_are_told(phrase: str, other: str) -> None:
    found = warnings.of_words(replace(CANCEL, phrases=(other, "how do I end my contract", phrase)))
    assert told(found) == [(WarningCode.CONTRADICTION, phrase, other)]
    assert phrase in found[0].message
    assert other in found[0].message


def test_contradictions_are_found_in_spanish_and_a_question_contradicts_no_statement() -> None:
    spanish = Tracker("Interés", ["me interesa mucho la oferta", "no me interesa la oferta"], languages=["es"])
    assert [one.code for one in warnings.of_words(spanish)] == [WarningCode.CONTRADICTION]
    assert warnings.of_words(Tracker("Refund", ["I want a refund", "can I get a refund?"])) == []


def test_a_phrase_that_a_counter_example_repeats_is_told_by_words_or_by_meaning(
    remembering: Mapping[str, Encoder],
) -> None:
    counters = ["Please, close my account!", "I wish to cancel my subscription"]
    tracker = replace(CANCEL, counter_examples=counters)
    assert told(warnings.of_words(tracker)) == [
        (WarningCode.COUNTERED, "please close my account", "Please, close my account!")
    ]
    assert told(of_meaning(remembering, tracker, REFUND)) == [
        (WarningCode.COUNTERED, "I want to cancel my subscription", "I wish to cancel my subscription")
    ]


def test_words_that_stand_in_ordinary_sentences_are_told_with_their_share() -> None:
    found = warnings.of_words(Tracker("Chat", ["you", "refund* ~5 money", "ha* ~9 the", "a phrase about something"]))
    assert told(found) == [(WarningCode.GENERIC, "you", ""), (WarningCode.GENERIC, "ha* ~9 the", "")]
    assert found[0].share is not None
    assert f"fires on {found[0].share:.1%} of " in found[0].message
    assert "ordinary sentences by its words" in found[0].message


def test_a_phrase_that_many_ordinary_sentences_mean_is_told(fakes: Mapping[str, Encoder]) -> None:
    found = of_meaning(fakes, Tracker("Chat", ["we have the new one"], sensitivity=1.0))
    assert [(one.code, one.phrase) for one in found] == [(WarningCode.GENERIC, "we have the new one")]
    assert "ordinary sentences by its meaning" in found[0].message
    assert of_meaning(fakes, Tracker("Chat", ["we have the new one"], sensitivity=0.0)) == []


def test_a_phrase_that_fires_another_tracker_more_strongly_is_told(remembering: Mapping[str, Encoder]) -> None:
    strayed = replace(CANCEL, phrases=(*CANCEL.phrases, "give me my money back", "refund*"))
    found = of_meaning(remembering, strayed, REFUND)
    assert told(found) == [(WarningCode.NEARER, "give me my money back", "Refund")]
    assert "'Refund'" in found[0].message


def test_the_only_phrase_of_a_tracker_is_told_where_another_tracker_means_the_same(
    remembering: Mapping[str, Encoder],
) -> None:
    lone = Tracker("Lone", ["I want my money back"])
    assert of_meaning(remembering, lone, CANCEL) == []
    assert told(of_meaning(remembering, lone, Tracker("Double", ["I want my money back"]))) == [
        (WarningCode.NEARER, "I want my money back", "Double")
    ]


def test_a_tracker_of_compounds_alone_has_no_meaning_to_be_odd(remembering: Mapping[str, Encoder]) -> None:
    assert of_meaning(remembering, Tracker("Words", ["refund*", '"as is"']), CANCEL) == []


def test_plain_text_is_told_as_it_is_written_and_spoken_of_as_it_reads() -> None:
    (found,) = warnings.of_words(Tracker("A", ["\\f***", "bad word"], counter_examples=["F***!"]))
    assert (found.phrase, found.code) == ("\\f***", WarningCode.COUNTERED)
    assert "'f***'" in found.message


def test_talk_tells_a_generic_phrase_once_there_is_enough_of_it() -> None:
    (found,) = warnings.of_talk({"okay": 30, "refund": 1}, messages=400)
    assert (found.code, found.phrase, found.share) == (WarningCode.GENERIC, "okay", 0.075)
    assert "fires on 7.5% of 400 messages of your talk" in found.message
    assert warnings.of_talk({"okay": 100}, messages=warnings.MIN_MESSAGES - 1) == []


def test_fifty_phrases_are_looked_at_in_a_moment(remembering: Mapping[str, Encoder]) -> None:
    phrases = [f"{verb} {thing}" for verb in ("I want", "give me", "where is", "he lost", "keep") for thing in THINGS]
    matcher = compile_matcher([replace(CANCEL, phrases=phrases), REFUND], remembering)
    warnings.of_words(CANCEL)
    began = time.perf_counter()
    warnings.of_words(matcher.trackers[0])
    warnings.of_meaning(matcher, 0, ["Many", "Refund"])
    assert time.perf_counter() - began < 2.0  # some 0.1 s on an idle core


THINGS = ("the bill", "a refund", "my phone", "his car", "our tickets", "the key", "two tables", "a map", "it", "that")
