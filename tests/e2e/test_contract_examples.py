"""Contract 12.1: the vendor's worked examples, through a running server's process/text and trackers-detected."""

from __future__ import annotations

import pytest

from symbl_client import SymblClient, texts

# Row, phrase, message up to where the sample is cut off, offset. Row 25 is a poor match and not required.
LITERAL = [
    (2, "Subscription", "Our subscription plan which includes the premium suite", 4),
    (3, "Documents", "Anyways, so I will submit documents tomorrow.", 26),
    (4, "Documents", "I will submit documents tomorrow.", 14),
    (5, "documents", "James needs to submit documents tomorrow.", 22),
    (8, "This is awesome", "This is awesome.", 0),
    (9, "Hello world", "Hello world.", 0),
    (11, "budget", "I would like to set a budget for this month.", 22),
    (12, "platform", "I don't know which platform is it, but I came to know that platform.", 19),
    (
        13,
        "platform",
        "So this is a live demo that we are trying to give very we are going to show how the platform detects",
        84,
    ),
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
BY_MEANING = [
    (1, "What is the price", "How much does it cost?"),
    (6, "wear mask", "Wearing mask is a good safety measure."),
    (7, "run sale", "We're running a sale right now"),
    (10, "I like it", "I love it."),
    (14, "Interviewing for a new job", "That's all about preparing for a job interview."),
    (17, "Most common interview questions", "And if you're interviewing for a job in a non-native language,"),
    (18, "Most common interview questions", "We will go over three more common interview questions."),
    (
        19,
        "Most common interview questions",
        "It's very common for interviewers to Simply ask you to tell them about yourself.",
    ),
]


async def offsets(served: SymblClient, phrase: str, text: str) -> dict[str, int]:
    """Offset by sentence, the same under both names of the answer."""
    inline = {"name": "Example", "vocabulary": [phrase]}
    conversation_id = await served.process(text, trackers=[inline], enableAllTrackers=False)
    detected = await served.get(f"/v1/conversations/{conversation_id}/trackers-detected")
    assert await served.get(f"/v1/conversations/{conversation_id}/trackers") == detected
    assert {(tracker["name"], match["value"]) for tracker in detected for match in tracker["matches"]} <= {
        ("Example", phrase)
    }
    refs = [ref for tracker in detected for match in tracker["matches"] for ref in match["messageRefs"]]
    return {ref["text"]: ref["offset"] for ref in refs}


@pytest.mark.parametrize(
    ("phrase", "text", "offset"), [row[1:] for row in LITERAL], ids=[f"row{row[0]}" for row in LITERAL]
)
async def test_phrase_in_its_own_words_has_the_offset_of_its_first_occurrence(
    served: SymblClient, phrase: str, text: str, offset: int
) -> None:
    assert await offsets(served, phrase, text) == {text: offset}


@pytest.mark.parametrize(
    ("phrase", "text"), [row[1:] for row in BY_MEANING], ids=[f"row{row[0]}" for row in BY_MEANING]
)
async def test_phrase_in_other_words_has_the_offset_minus_one(served: SymblClient, phrase: str, text: str) -> None:
    assert await offsets(served, phrase, text) == {text: -1}


async def test_sentences_that_are_said_to_be_alike_find_each_other(served: SymblClient) -> None:
    pain_points = ["we struggle with", "we find it difficult", "blocker", "need help with"]
    found = await served.detected(
        await served.process(
            "I don't have any money",
            "we are having trouble",
            "there is a problem",
            "it rained on the hills",
            trackers=[
                {"name": "Budget", "vocabulary": ["I ran out of budget"]},
                {"name": "Pain Points", "vocabulary": pain_points},
            ],
            enableAllTrackers=False,
        )
    )
    assert {name: {text for refs in phrases.values() for text in texts(refs)} for name, phrases in found.items()} == {
        "Budget": {"I don't have any money"},
        "Pain Points": {"we are having trouble", "there is a problem"},
    }
