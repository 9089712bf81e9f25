"""The vendor's worked examples, and the starter trackers on the sample call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from earmark import starter, trackerfile, transcripts
from earmark.engine import sentences
from earmark.engine.encoder import Encoder
from earmark.engine.matcher import compile_matcher
from earmark.trackerfile import TrackerEntry
from earmark.types import NO_OFFSET, Message, Tracker

#: Contract 12.1, by row; a text is cut after its relevant part. Row 25, a poor match, is not required.
ROWS = [
    (1, "What is the price", "How much does it cost?", NO_OFFSET),
    (2, "Subscription", "Our subscription plan which includes the premium suite", 4),
    (3, "Documents", "Anyways, so I will submit documents tomorrow.", 26),
    (4, "Documents", "I will submit documents tomorrow.", 14),
    (5, "documents", "James needs to submit documents tomorrow.", 22),
    (6, "wear mask", "Wearing mask is a good safety measure.", NO_OFFSET),
    (7, "run sale", "We're running a sale right now", NO_OFFSET),
    (8, "This is awesome", "This is awesome.", 0),
    (9, "Hello world", "Hello world.", 0),
    (10, "I like it", "I love it.", NO_OFFSET),
    (11, "budget", "I would like to set a budget for this month.", 22),
    (12, "platform", "I don't know which platform is it, but I came to know that platform.", 19),
    (
        13,
        "platform",
        "So this is a live demo that we are trying to give very we are going to show how the platform detects",
        84,
    ),
    (14, "Interviewing for a new job", "That's all about preparing for a job interview.", NO_OFFSET),
    (
        15,
        "Interviewing for a new job",
        "This is part 1 of a five part series on preparing for an interview interviewing for a new job",
        67,
    ),
    (
        16,
        "Most common interview questions",
        "You will see me interview for a job throughout the interview will discuss some of the most common interview "
        "questions",
        86,
    ),
    (
        17,
        "Most common interview questions",
        "And if you're interviewing for a job in a non-native language,",
        NO_OFFSET,
    ),
    (18, "Most common interview questions", "We will go over three more common interview questions.", NO_OFFSET),
    (
        19,
        "Most common interview questions",
        "It's very common for interviewers to Simply ask you to tell them about yourself.",
        NO_OFFSET,
    ),
    (20, "Be polite and friendly", "All you need to do is be polite and friendly keep your answers short", 22),
    (21, "Practice", "Kitchens, you could also practice with a friend", 25),
    (22, "Practice", "It may seem silly, but you can practice small talk", 31),
    (23, "Practice", "If you're preparing for an interview practice talking", 37),
    (
        24,
        "Practice",
        "It's important that you don't just write a paragraph and memorize it but simply practice free talking",
        80,
    ),
]

SMALL_TALK = [
    "Good morning, did you sleep well?",
    "It looks like rain again this afternoon.",
    "My sister is visiting from Leeds on Saturday.",
    "Have you seen the new film with the dancing bears?",
    "We took the dog to the beach last weekend.",
    "The traffic on the ring road was terrible today.",
    "I made too much soup, so we'll eat it all week.",
    "What are you having for lunch?",
    "The kids are back at school on Monday.",
    "I really like that jacket, where is it from?",
    "Our neighbors are building a treehouse.",
    "He plays the trumpet in a brass band.",
    "How was your trip to the mountains?",
    "I always forget where I parked the car.",
    "Let's grab a coffee around ten.",
    "The cat sleeps on my keyboard whenever I work.",
    "Did you watch the match last night?",
    "My grandmother turns ninety in May.",
    "I've been learning to bake bread.",
    "The train was packed this morning.",
    "It gets dark so early now.",
    "Happy birthday, by the way!",
    "She is training for a half marathon.",
    "We planted tomatoes on the balcony.",
    "That song has been stuck in my head all day.",
    "Say hello to your parents from me.",
    "I think the printer is out of paper.",
    "They repainted the hallway in a strange green.",
    "Thanks, that's very kind of you.",
    "See you tomorrow, take care.",
]

ENTRIES = trackerfile.read(starter.TRACKERS, starter.trackers())


@pytest.mark.parametrize(("row", "phrase", "text", "offset"), ROWS, ids=lambda value: str(value)[:24])
def test_a_worked_example_is_found_alone_at_its_offset(
    remembering: Mapping[str, Encoder], row: int, phrase: str, text: str, offset: int
) -> None:
    matcher = compile_matcher([Tracker(f"row {row}", [phrase])], remembering)

    (match,) = matcher.match([Message(text)])

    assert (match.phrase, match.offset) == (phrase, offset)
    if offset != NO_OFFSET:
        assert match.text.lower() == phrase.lower()


def test_no_money_is_found_in_no_budget_and_not_in_small_talk(remembering: Mapping[str, Encoder]) -> None:
    matcher = compile_matcher([Tracker("Budget", ["I don't have any money"])], remembering)
    talk = [*SMALL_TALK[:15], "I ran out of budget", *SMALL_TALK[15:]]

    matches = matcher.match([Message(text) for text in talk])

    assert [match.message.text for match in matches] == ["I ran out of budget"]


def test_trouble_is_found_in_other_words_for_it(remembering: Mapping[str, Encoder]) -> None:
    phrases = ["we struggle with", "we find it difficult", "blocker", "need help with"]
    matcher = compile_matcher([Tracker("Pain Points", phrases)], remembering)

    found = {
        match.message.text for match in matcher.match([Message("we are having trouble"), Message("Nice to meet you")])
    }

    assert found == {"we are having trouble"}


def test_the_starter_trackers_fire_on_the_sample_call_where_they_should_and_nowhere_else(
    remembering: Mapping[str, Encoder],
) -> None:
    expected = yaml.safe_load((Path(__file__).parents[1] / "starter_expected.yaml").read_text(encoding="utf-8"))
    call = transcripts.read(starter.SAMPLE_CALL, starter.sample_call())
    said = [sentence for turn in call.messages for sentence in sentences.cut(turn)]

    matches = compile_matcher([entry.tracker for entry in ENTRIES], remembering).match(said)

    fired = {(match.tracker.name, match.message.text) for match in matches}
    exact = {(match.tracker.name, match.message.text) for match in matches if match.kind == "exact"}
    assert fired == {(one["tracker"], one["text"]) for one in expected}
    assert exact == {(one["tracker"], one["text"]) for one in expected if "kind" in one}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.tracker.name)
def test_a_starter_tracker_passes_its_own_tests(remembering: Mapping[str, Encoder], entry: TrackerEntry) -> None:
    matcher = compile_matcher([one.tracker for one in ENTRIES], remembering)

    def fired(text: str) -> bool:
        return Counter(match.tracker.name for match in matcher.match([Message(text)]))[entry.tracker.name] > 0

    assert [text for text in entry.must_match if not fired(text)] == []
    assert [text for text in entry.must_not_match if fired(text)] == []
