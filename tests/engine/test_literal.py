"""Phrases found by their words, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine.literal import Found, Heard, LiteralIndex, in_order, literal_places
from earmark.engine.spoken import speech
from earmark.engine.text import fold, tokens
from earmark.types import MatchKind


def found_in(text: str, *phrases: str, counters: tuple[str, ...] = (), language: str = "en") -> list[Found]:
    """What one tracker finds."""
    folded = fold(text)
    return LiteralIndex([(phrases, counters)]).find(Heard.of(folded, tokens(folded), language)).get(0, [])


def kinds_and_words(text: str, *phrases: str, language: str = "en") -> list[tuple[str, str]]:
    return [(one.kind.value, text[one.start : one.end]) for one in found_in(text, *phrases, language=language)]


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("Budget", "I would set a BUDGET now", "BUDGET"),
        ("presupuesto", "El Presupuésto no alcanza", "Presupuésto"),
        ("resume", "Send your résumé, please", "résumé"),
        ("STRASSE", "in der Straße dort", "Straße"),
        ("istanbul", "Flights to İstanbul?", "İstanbul"),
        ("don't stop", "Please don’t  stop now", "don’t  stop"),
        ("ﬁne print", "Read the fine print", "fine print"),
        ("budget", "👍🏽👨‍👩‍👧 Budget!", "Budget"),
        ("cafe", "One cafe\u0301, please", "cafe\u0301"),
        ("budget", "our bud\u00adget", "bud\u00adget"),
        ("How much?", "Tell me how much it is", "how much"),
        ("“sale”", "The sale is on", "sale"),
        ("C++", "I write C++ all day", "C++"),
        ("100%", "It is 100% sure", "100%"),
        ("#1", "We are #1 here", "#1"),
        ("👍", "Great 👍 thanks", "👍"),
        ("预算", "我们没有预算了", "预算"),
        ("预算。", "没有预算", "预算"),
        ("iPhone", "我想买iPhone手机", "iPhone"),
        ("เงิน", "เราไม่มีเงินแล้ว", "เงิน"),
        ("مال", "ليس لدي مال", "مال"),
        ("예산", "우리는 예산 없어요", "예산"),
        ("बजट", "हमारा बजट नहीं है", "बजट"),
        ("argent", "Je n'ai plus d'argent", "argent"),
        ("client", "It is the client's choice", "client"),
        ("wi-fi", "The Wi‑Fi is down", "Wi‑Fi"),
        ("yes", "yes", "yes"),
    ],
)
def test_a_phrase_is_found_exactly_whatever_its_case_accents_and_script(phrase: str, text: str, words: str) -> None:
    assert kinds_and_words(text, phrase) == [("exact", words)]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("sale", "a wholesale of salesmen"),
        ("パス", "バスで行く"),
        ("かぎ", "かきを食べる"),
        ("ป้า", "ในป่า"),
        ("👍", "👎"),
        ("दिल", "दिली"),
        ("C++", "vitamin C"),
        ("100%", "100 people"),
        ("...", "well ... fine"),
        ("", "anything"),
        (" ", "any thing"),
        ("no money", "no matter how much money"),
        ("sale run", "We run a sale"),
    ],
)
def test_a_phrase_is_not_found_in_other_words(phrase: str, text: str) -> None:
    assert found_in(text, phrase) == []


@pytest.mark.parametrize(
    ("phrase", "text"), [("can", "We can't do it"), ("we can", "we can’t do it"), ("we", "we're here")]
)
def test_a_contraction_does_not_hold_its_first_word(phrase: str, text: str) -> None:
    assert found_in(text, phrase) == []


@pytest.mark.parametrize(
    ("phrase", "text", "language", "words"),
    [
        ("wear mask", "Wearing mask is a good safety measure.", "en", "Wearing mask"),
        ("run sale", "We're running a sale right now", "en", "running a sale"),
        ("Require", "Yes, it meets our requirements.", "en", "requirements"),
        ("I am not interested", "No, I'm not that interested", "en", "I'm not that interested"),
        ("we don't need it", "We do not need it", "en", "We do not need it"),
        ("cancelar pedido", "Cancelamos el pedido", "es", "Cancelamos el pedido"),
        ("Rechnung bezahlen", "Die Rechnungen bezahle ich", "de", "Rechnungen bezahle"),
        ("новая книга", "Это новые книги", "ru", "новые книги"),
    ],
)
def test_other_forms_of_a_phrases_words_are_found_in_order_with_small_gaps(
    phrase: str, text: str, language: str, words: str
) -> None:
    assert kinds_and_words(text, phrase, language=language) == [("inflected", words)]


def test_a_gap_of_two_words_is_too_wide() -> None:
    assert found_in("running a big sale", "run sale") == []


def test_the_message_decides_which_forms_are_alike() -> None:
    assert kinds_and_words("cancelamos citas", "cancela cita", language="es") == [("inflected", "cancelamos citas")]
    assert kinds_and_words("cancelamos citas", "cancela cita", language="zh") == []


def test_a_language_without_a_stemmer_still_finds_its_words_in_order() -> None:
    assert kinds_and_words("hej alla ni barn", "hej ni", language="sv") == [("inflected", "hej alla ni")]


def test_exact_words_are_not_reported_as_inflected_too() -> None:
    assert kinds_and_words("We run a sale and he runs sales", "sale") == [("exact", "sale")]


def test_every_place_of_exact_words_is_found_in_order() -> None:
    found = found_in("sale, no sale, Sale", "sale")

    assert [(one.start, one.end) for one in found] == [(0, 4), (9, 13), (15, 19)]


def test_a_phrase_that_is_repeated_without_end_is_found_a_few_times() -> None:
    assert 1 < len(found_in("sale " * 10_000, "sale")) < 100


def test_phrases_and_counter_examples_are_found_by_tracker() -> None:
    index = LiteralIndex([(["sale"], ["not for sale"]), (["budget"], []), (["a", "for"], [])])
    folded = fold("It is not for sale")

    found = index.find(Heard.of(folded, tokens(folded), "en"))

    assert found == {
        0: [
            Found(0, MatchKind.EXACT, 14, 18),
            Found(0, MatchKind.EXACT, 6, 18, is_counter=True),
        ],
        2: [Found(1, MatchKind.EXACT, 10, 13)],
    }
    assert found[0][0].lies_in(found[0][1])
    assert not found[0][1].lies_in(found[0][0])


def test_trackers_may_share_a_phrase_and_hold_one_twice() -> None:
    index = LiteralIndex([(["sale", "Sale"], []), (["sale"], [])])
    folded = fold("a sale")

    found = index.find(Heard.of(folded, tokens(folded), "en"))

    assert {tracker: [one.column for one in ones] for tracker, ones in found.items()} == {0: [0, 1], 1: [0]}


def test_nothing_is_found_without_phrases_or_without_text() -> None:
    folded = fold("")

    assert LiteralIndex([]).find(Heard.of(folded, [], "en")) == {}
    assert LiteralIndex([(["sale", "👍"], [])]).find(Heard.of(folded, [], "en")) == {}


@pytest.mark.parametrize(
    ("phrase", "text", "places"),
    [("sale", "sale wholesale sale", [0, 15]), ("aa", "aa aaa aa", [0, 7]), ("", "aa", []), ("b", "", [])],
)
def test_literal_places_are_those_of_whole_words(phrase: str, text: str, places: list[int]) -> None:
    assert list(literal_places(phrase, text)) == places


@pytest.mark.parametrize(
    ("phrase", "spoken", "span"),
    [
        ("a b", "x a b", (1, 2)),
        ("a b", "a x b", (0, 2)),
        ("a b", "a x y b", None),
        ("a b", "a a b", (0, 2)),
        ("a b", "b a", None),
        ("a b c", "a x b x c", (0, 4)),
        ("a a", "a", None),
        ("a", "x a a", (1, 1)),
        ("", "a", None),
        ("a", "", None),
    ],
)
def test_words_in_order_are_found_at_their_earliest_place(
    phrase: str, spoken: str, span: tuple[int, int] | None
) -> None:
    assert in_order(phrase.split(), spoken.split()) == span


@given(st.text(st.characters(codec=None), max_size=30), st.text(st.characters(codec=None), max_size=12))
def test_what_is_found_in_any_text_lies_in_it(text: str, phrase: str) -> None:
    for found in found_in(text, phrase, counters=(text,)):
        assert 0 <= found.start < found.end <= len(text)


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20))
def test_a_text_that_is_a_phrase_itself_is_found(text: str) -> None:
    has_letters = any(character.isalnum() for character in fold(text).text)

    found = found_in(text, text)

    assert bool(found) or not has_letters


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("cancel my plan", "I want to cancel um my uh my plan", "cancel um my uh my plan"),
        ("cancel my plan", "cancel can- cancel my my my plan", "cancel my my my plan"),
        ("my plan", "um my plan", "my plan"),
        ("no no", "well no no", "no no"),
    ],
)
def test_a_phrase_is_found_across_what_was_not_meant(phrase: str, text: str, words: str) -> None:
    folded = fold(text)
    said = speech(text, tokens(folded), "en")
    heard = Heard.of(folded, said.words, "en", said.meant)
    (found,) = LiteralIndex([([phrase], ())]).find(heard)[0]
    assert text[found.start : found.end] == words
    assert (found.kind is MatchKind.EXACT) is (phrase in text)
