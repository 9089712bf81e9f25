"""Names that a recognizer misspelled, found by their sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine import phonetic
from earmark.engine.literal import Found, Heard, LiteralIndex
from earmark.engine.phonetic import PhoneticIndex
from earmark.engine.text import fold, tokens
from earmark.types import MatchKind


def heard(phrase: str, text: str, tongue: str = "en") -> str:
    """The words that sound like a phrase; empty for none."""
    said = text.split()
    found = PhoneticIndex({0: phrase}, tongue).find(said)
    return " ".join(said[found[0].first : found[0].last + 1]) if found else ""


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("Kubernetes", "we moved to cooper netties last year", "cooper netties"),
        ("kubernetes", "it runs on kuber nettis now", "kuber nettis"),
        ("Symbl", "we use the symbol api", "symbol"),
        ("Zoho", "the crm is zo ho", "zo ho"),
        ("Zendesk", "our zen desk tickets", "zen desk"),
        ("Sennheiser", "my sen heiser headset", "sen heiser"),
        ("Volkswagen", "a folks wagon dealer", "folks wagon"),
        ("Andorra Telecom", "i called and dora telecom", "and dora telecom"),
    ],
)
def test_a_name_is_found_as_it_is_misspelled(phrase: str, text: str, words: str) -> None:
    assert heard(phrase, text) == words


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("Bizum", "te pago con bisum mañana", "bisum"),
        ("Movistar", "tengo movi star en casa", "movi star"),
        ("Etxeberria", "la senora echeverria", "echeverria"),
    ],
)
def test_spanish_names_are_read_as_spanish_is_spelled(phrase: str, text: str, words: str) -> None:
    assert heard(phrase, text, "es") == words


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("Asana", "this is an as an example"),
        ("Airtable", "put it on the table"),
        ("Zoho", "so how are you"),
        ("Symbl", "that is simple"),
        ("pricing", "he was praising it"),
        ("cancel my order", "cancel my odor"),
        ("refund", "we found it"),
        ("Churn", "it is my turn"),
        ("Ed", "add"),
        ("Klarna", ""),
    ],
)
def test_ordinary_talk_is_not_taken_for_a_name(phrase: str, text: str) -> None:
    assert heard(phrase, text) == ""


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("Symbl", ["symbl"]),
        ("symbl", ["symbl"]),
        ("Acme Cloud", ["acme", "cloud"]),
        ("Peña Nieto", ["pena", "nieto"]),
        ("subscription", None),
        ("Refund", None),
        ("I want to talk to Symbl", None),
        ("C++", None),
        ("预算", None),
        ("", None),
    ],
)
def test_only_short_phrases_with_a_word_that_is_not_ordinary_are_names(phrase: str, words: list[str] | None) -> None:
    assert phonetic.names_in(phrase, "en") == words


@pytest.mark.parametrize(
    ("phrase", "is_name"),
    [("Bizum", True), ("bizum", False), ("Banco Etxeberria", True), ("Cambia mi cita", False), ("Suena genial", False)],
)
def test_a_spanish_name_has_a_capital(phrase: str, is_name: bool) -> None:
    assert (phonetic.names_in(phrase, "es") is not None) is is_name


def found_in(text: str, *phrases: str, tongue: str = "en") -> list[Found]:
    folded = fold(text)
    return LiteralIndex([(phrases, ())]).find(Heard.of(folded, tokens(folded), tongue)).get(0, [])


def test_a_misspelled_name_points_at_the_words_that_sound_like_it() -> None:
    text = "Well, Cooper Netties!"
    assert found_in(text, "Kubernetes") == [Found(0, MatchKind.PHONETIC, 6, 20)]


def test_a_name_that_is_spelled_right_is_exact_and_nothing_else() -> None:
    assert [one.kind for one in found_in("Zendesk is our zen desk", "Zendesk")] == [MatchKind.EXACT]


def test_names_are_looked_for_by_sound_in_english_and_spanish_talk_alone() -> None:
    assert found_in("cooper netties", "Kubernetes", tongue="de") == []


def test_the_list_of_ordinary_words_is_small_and_holds_no_short_ones() -> None:
    words = phonetic.ordinary_words()
    assert 5_000 < len(words) < 10_000
    assert sum(len(word) + 1 for word in words) < 60_000
    assert min(map(len, words)) >= 4


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz'", min_size=1, max_size=12), max_size=6))
def test_what_is_heard_lies_among_the_words(said: list[str]) -> None:
    index = PhoneticIndex({0: "Kubernetes", 1: "Zoho", 2: "Acme Cloud"}, "en")
    for one in index.find(said):
        assert 0 <= one.first <= one.last < len(said)


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=10), st.text("abcdefghijklmnopqrstuvwxyz", max_size=10))
def test_a_distance_is_the_same_both_ways_and_zero_only_for_the_same_sounds(one: str, other: str) -> None:
    there, back = phonetic.cost(one, other), phonetic.cost(other, one)
    assert there == pytest.approx(back)
    assert (there == 0) is (one == other)
