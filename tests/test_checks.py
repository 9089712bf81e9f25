"""What a tracker may hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark import limits
from earmark.checks import check_punctuation, check_text, check_tracker, tracker_warnings
from earmark.errors import InvalidField
from earmark.types import Tracker

PRICING = Tracker("Pricing", ["what does it cost", "subscription fees"], counter_examples=["at any cost"])


def refusal(tracker: Tracker, field_prefix: str = "") -> InvalidField:
    with pytest.raises(InvalidField) as caught:
        check_tracker(tracker, field_prefix)
    return caught.value


def test_text_is_returned_without_the_space_around_it() -> None:
    assert check_text("name", "  Pricing talk \n", max_chars=12) == "Pricing talk"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "must not be empty"),
        (" \t\n ", "must not be empty"),
        ("\u200b\u2060", "must not be empty"),  # nothing that can be seen
        ("a" * 21, "has 21 characters; shorten it to at most 20"),
        ("smile \ud83d", "half of a surrogate pair (U+D83D) at character 6"),
        ("be\x07ll", "the control character U+0007 at character 2"),
        ("two\nlines", "the control character U+000A"),
        ("nul\0", "the control character U+0000"),
    ],
)
def test_text_that_is_refused_names_the_field_and_the_problem(text: str, problem: str) -> None:
    with pytest.raises(InvalidField) as caught:
        check_text("description", text, max_chars=20)
    assert caught.value.field == "description"
    assert problem in str(caught.value)
    assert str(caught.value).startswith('"description" ')


def test_line_breaks_pass_only_where_they_are_allowed() -> None:
    assert check_text("description", "one\r\n\ttwo", max_chars=20, allow_newlines=True) == "one\r\n\ttwo"
    with pytest.raises(InvalidField):
        check_text("description", "one\x0btwo", max_chars=20, allow_newlines=True)


@given(st.text(max_size=30))
def test_accepted_text_is_visible_bounded_and_can_be_encoded(text: str) -> None:
    try:
        accepted = check_text("name", text, max_chars=20)
    except InvalidField:
        return
    assert 0 < len(accepted) <= 20
    assert accepted.strip() == accepted
    accepted.encode()


def test_a_full_tracker_passes() -> None:
    full = replace(PRICING, description="Cost\nquestions", categories=["sales"], languages=["en-US", "zh-Hant-TW"])
    check_tracker(full)


def test_a_blank_description_passes_as_none() -> None:
    check_tracker(replace(PRICING, description="  "))


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"name": " "}, "name", "must not be empty"),
        ({"name": "n" * (limits.TRACKER_NAME_CHARS + 1)}, "name", "shorten it to at most 200"),
        ({"phrases": []}, "vocabulary", "must hold at least one phrase"),
        ({"phrases": ["cost", " "]}, "vocabulary[1]", "must not be empty"),
        ({"phrases": ["Cost ", "fee", "cost"]}, "vocabulary[2]", "repeats the phrase 'cost' of \"vocabulary[0]\""),
        ({"phrases": ["STRASSE", "straße"]}, "vocabulary[1]", "repeats the phrase 'straße'"),
        ({"phrases": ["caf\u00e9", "Cafe\u0301"]}, "vocabulary[1]", "repeats the phrase 'Caf\u00e9'"),
        ({"phrases": ["p" * (limits.PHRASE_CHARS + 1)]}, "vocabulary[0]", "shorten it to at most 500"),
        ({"phrases": [f"phrase {n}" for n in range(1_001)]}, "vocabulary", "has 1,001 entries; at most 1,000"),
        (
            {"counter_examples": ["a", "A"]},
            "excludeVocabulary[1]",
            "repeats the phrase 'A'",
        ),
        ({"counter_examples": ["subscription FEES"]}, "excludeVocabulary[0]", 'of "vocabulary[1]"'),
        ({"counter_examples": ["\ud800"]}, "excludeVocabulary[0]", "surrogate"),
        ({"description": "bell \x07"}, "description", "U+0007"),
        ({"categories": [""]}, "categories[0]", "must not be empty"),
        ({"categories": ["c"] * 51}, "categories", "has 51 entries"),
        ({"languages": ["en-US", "English (US)"]}, "languages[1]", "is 'English (US)'; write a language tag such as"),
        ({"languages": ["en"] * 21}, "languages", "has 21 entries"),
    ],
)
def test_a_tracker_that_is_refused_names_the_field_and_the_problem(
    changes: dict[str, object], field: str, problem: str
) -> None:
    error = refusal(replace(PRICING, **changes))
    assert error.field == field
    assert problem in error.problem


def test_the_prefix_stands_before_the_field() -> None:
    assert refusal(replace(PRICING, phrases=["a", "a"]), "trackers[3].").field == "trackers[3].vocabulary[1]"


@pytest.mark.parametrize("count", [5, 50])
def test_a_tracker_within_the_advised_size_brings_no_warning(count: int) -> None:
    assert tracker_warnings(replace(PRICING, phrases=[f"phrase {n}" for n in range(count)])) == []


@pytest.mark.parametrize(
    ("count", "advice"),
    [(1, "has 1 phrase: add 4 or more"), (4, "has 4 phrases: add 1 or more"), (51, "split it into several trackers")],
)
def test_a_tracker_outside_the_advised_size_brings_one_sentence_of_advice(count: int, advice: str) -> None:
    (warning,) = tracker_warnings(replace(PRICING, phrases=[f"phrase {n}" for n in range(count)]))
    assert advice in warning
    assert "'Pricing'" in warning


@pytest.mark.parametrize(
    "phrase",
    [
        "no. 1 choice",
        "I don't know",
        "I don’t know",
        "a follow-up – later",
        "cuánto cuesta",
        "नमस्ते दुनिया",  # vowel signs are marks
        "می‌خواهم",  # holds a zero-width non-joiner
        "価格はいくらですか",
        "٣ أيام",
        "x² plus ½",
    ],
)
def test_stored_vocabulary_takes_letters_digits_periods_apostrophes_and_dashes(phrase: str) -> None:
    check_punctuation(replace(PRICING, phrases=[phrase], counter_examples=[phrase]))


@pytest.mark.parametrize("char", list('?,!:;()[]{}"/\\@#$%&*+=<>|~`^_¿…“€👍'))
def test_stored_vocabulary_refuses_any_other_character_and_names_it(char: str) -> None:
    with pytest.raises(InvalidField) as caught:
        check_punctuation(replace(PRICING, phrases=["fine", f"how much{char}"]), "trackers[0].")
    assert caught.value.field == "trackers[0].vocabulary[1]"
    assert repr(char) in caught.value.problem
    assert f"how much{char}"[:8] in caught.value.problem


def test_stored_counter_examples_are_held_to_the_same_punctuation() -> None:
    with pytest.raises(InvalidField) as caught:
        check_punctuation(replace(PRICING, counter_examples=["at any cost!"]))
    assert caught.value.field == "excludeVocabulary[0]"


def test_punctuation_is_no_part_of_the_general_check() -> None:
    check_tracker(replace(PRICING, phrases=["How much (per month), roughly?"]))


@pytest.mark.parametrize("phrase", ["?", "...", " - ", "«»"])
def test_phrase_without_a_word_is_refused_by_its_place(phrase: str) -> None:
    with pytest.raises(InvalidField, match=r'"vocabulary\[1\]"'):
        check_tracker(Tracker("T", ["fine", phrase]))


@pytest.mark.parametrize("phrase", ["C++", "100%", "👍", "太贵了"])
def test_phrase_of_signs_that_mean_something_is_accepted(phrase: str) -> None:
    check_tracker(Tracker("T", [phrase]))


@pytest.mark.parametrize("listed", ["phrases", "counter_examples"])
def test_a_malformed_compound_is_refused_with_its_place(listed: str) -> None:
    refused = refusal(replace(PRICING, **{listed: ("free of charge", '"as is')}))
    assert refused.field == ("vocabulary[1]" if listed == "phrases" else "excludeVocabulary[1]")
    assert "at character 0 a quotation mark opens that is never closed; close it" in str(refused)


def test_plain_text_counts_as_the_compound_that_it_reads_like() -> None:
    check_tracker(replace(PRICING, phrases=("refund*", '"as is" ~3 sold', "\\f***")))
    refused = refusal(replace(PRICING, phrases=("refund*", "\\Refund*")))
    assert "repeats the phrase 'Refund*' of \"vocabulary[0]\"" in str(refused)


def test_a_backslash_counts_as_no_character_of_a_phrase() -> None:
    check_tracker(replace(PRICING, phrases=("\\" + "f*" * (limits.PHRASE_CHARS // 2),)))
    assert "holds no word" in str(refusal(replace(PRICING, phrases=("\\...",))))


def test_an_exclusive_group_is_a_short_line_of_text() -> None:
    check_tracker(replace(PRICING, exclusive_group="Reason for a call"))
    assert refusal(replace(PRICING, exclusive_group="a\nb"), "[1].").field == "[1].exclusive_group"
