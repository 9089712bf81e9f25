"""Contract 12.1: the vendor's worked examples, through process/text and trackers-detected."""

from __future__ import annotations

import pytest

from symbl_client import SymblClient

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


async def offsets(client: SymblClient, phrase: str, text: str) -> dict[str, int]:
    """Offset by sentence."""
    inline = {"name": "Example", "vocabulary": [phrase]}
    detected = await client.detected(await client.process(text, trackers=[inline]))
    return {ref["text"]: ref["offset"] for ref in detected.get("Example", {}).get(phrase, [])}


@pytest.mark.parametrize(
    ("phrase", "text", "offset"), [row[1:] for row in LITERAL], ids=[f"row{row[0]}" for row in LITERAL]
)
async def test_phrase_in_its_own_words_has_the_offset_of_its_first_occurrence(
    client: SymblClient, phrase: str, text: str, offset: int
) -> None:
    assert await offsets(client, phrase, text) == {text: offset}


@pytest.mark.parametrize(
    ("phrase", "text"), [row[1:] for row in BY_MEANING], ids=[f"row{row[0]}" for row in BY_MEANING]
)
async def test_phrase_in_other_words_has_the_offset_minus_one(client: SymblClient, phrase: str, text: str) -> None:
    assert await offsets(client, phrase, text) == {text: -1}
