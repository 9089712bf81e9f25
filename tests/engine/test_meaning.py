"""What the real encoders make of talk: routing, opposites, counter-examples, sensitivity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pytest

from earmark.engine.encoder import Encoder
from earmark.engine.matcher import CompiledMatcher, compile_matcher
from earmark.types import Message, Tracker

BUDGET = Tracker("Budget", ["I don't have any money", "We ran out of budget", "We cannot afford it"])


def fired(
    encoders: Mapping[str, Encoder],
    phrases: Sequence[str],
    text: str,
    *,
    counters: Sequence[str] = (),
    language: str = "",
    languages: Sequence[str] = (),
) -> list[str]:
    """The kinds of the matches of one tracker in one message."""
    matcher = compile_matcher([Tracker("any", phrases, counter_examples=counters, languages=languages)], encoders)
    return [match.kind.value for match in matcher.match([Message(text, language=language)])]


@pytest.fixture(scope="module")
def budget(remembering: Mapping[str, Encoder]) -> CompiledMatcher:
    return compile_matcher([BUDGET], remembering)


@pytest.mark.parametrize(
    ("phrase", "opposite", "language"),
    [
        ("I am interested", "I'm not really that interested", "en"),
        ("I am not interested", "I'm very interested in this", "en"),
        ("I like it", "I don't like it", "en"),
        ("I used to like chocolate", "I don't like chocolate", "en"),
        ("The price is too high", "The price is really low", "en"),
        ("I agree with you", "I don't agree with that", "en"),
        ("We can do it", "I am afraid we can't do it", "en"),
        ("No me gusta este producto", "Este producto me gusta mucho", "es"),
        ("Me gusta este producto", "Este producto no me gusta nada", "es"),
        ("Es muy barato", "La verdad es muy caro", "es"),
    ],
)
def test_the_opposite_of_a_phrase_does_not_fire(
    remembering: Mapping[str, Encoder], phrase: str, opposite: str, language: str
) -> None:
    assert fired(remembering, [phrase], opposite, language=language) == []


@pytest.mark.parametrize(
    ("phrase", "text", "language"),
    [
        ("I don't have any money", "I ran out of budget", "en"),
        ("I am interested", "No, we are interested in that", "en"),
        ("Stop calling me", "Don't call me again", "en"),
        ("I like it", "I love it.", "en"),
        ("No me gusta", "Eso no me ha gustado nada", "es"),
        ("Estoy interesado", "No, sí que estamos interesados", "es"),
    ],
)
def test_the_same_in_other_words_fires(
    remembering: Mapping[str, Encoder], phrase: str, text: str, language: str
) -> None:
    assert fired(remembering, [phrase], text, language=language) in (["meaning"], ["inflected"])


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("I am interested", "I never said that I am interested"),
        ("stop calling me", "If they would only stop calling me"),
        ("refund", "Well, no refund for us"),
        ("quiero cancelar", "No, quiero cancelar"),
    ],
)
def test_a_veto_does_not_take_away_what_is_said_word_for_word(
    remembering: Mapping[str, Encoder], phrase: str, text: str
) -> None:
    assert fired(remembering, [phrase], text) == ["exact"]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("stop calling me", "Don't stop calling me"),
        ("estoy interesado", "No estoy interesado"),
        ("quiero cancelar", "Ya le dije que no quiero cancelar"),
    ],
)
def test_a_negation_directly_before_a_phrases_own_words_turns_them_around(
    remembering: Mapping[str, Encoder], phrase: str, text: str
) -> None:
    assert fired(remembering, [phrase], text) == []


def test_with_a_phrase_that_is_turned_around_fall_those_that_are_much_further_away(
    remembering: Mapping[str, Encoder],
) -> None:
    phrases = ["I want to cancel my subscription", "how do I end my contract", "please close my account"]

    assert fired(remembering, phrases, "I don't want to cancel my subscription") == []
    assert fired(remembering, phrases, "I want to stop my subscription") != []


def test_spanish_is_found_in_an_english_conversation(remembering: Mapping[str, Encoder]) -> None:
    tracker = Tracker("Dinero", ["No tengo dinero", "Nos quedamos sin presupuesto"])
    talk = [
        "Good morning, how are you doing today?",
        "Perdón, es que ya no tenemos dinero para eso",
        "I see, that is fine",
    ]

    matches = compile_matcher([tracker], remembering).match([Message(text) for text in talk])

    assert {match.message.text for match in matches} == {talk[1]}


def test_a_tracker_may_mix_languages(remembering: Mapping[str, Encoder]) -> None:
    mixed = ["I want to cancel my subscription", "Quiero cancelar mi suscripción"]
    found = [
        fired(remembering, mixed, text)
        for text in (
            "Please cancel the subscription",
            "Por favor, cancele usted la suscripción",
            "Nice weather, isn't it?",
        )
    ]

    assert found[0]
    assert found[1]
    assert found[2] == []


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("我们没有预算了", "zh-CN"),
        ("予算がありません", "ja"),
        ("ليس لدينا ميزانية", "ar-SA"),
        ("У нас нет бюджета", "ru"),
        ("Wir haben kein Budget mehr", "de-AT"),
    ],
)
def test_a_phrase_is_found_in_another_language_that_its_tracker_declares(
    remembering: Mapping[str, Encoder], text: str, tag: str
) -> None:
    phrases = ["We have no budget left"]
    assert fired(remembering, phrases, text, languages=["en", tag])
    assert fired(remembering, phrases, text, languages=["en", "es"]) == []
    assert fired(remembering, phrases, text) == []


def test_words_are_found_in_talk_of_any_language(remembering: Mapping[str, Encoder]) -> None:
    text = "Unser Team sagt immer no budget left, wenn wir fragen"
    assert fired(remembering, ["no budget left"], text, language="de", languages=["en"]) == ["exact"]


def test_a_phrase_that_could_be_many_languages_is_found_by_meaning_in_any(remembering: Mapping[str, Encoder]) -> None:
    assert fired(remembering, ["Taxi"], "Ich brauche einen Wagen mit Fahrer") == fired(
        remembering, ["Taxi"], "Ich brauche einen Wagen mit Fahrer", languages=["de"]
    )


def test_a_counter_example_suppresses_by_meaning_what_is_nearer_to_it(remembering: Mapping[str, Encoder]) -> None:
    phrases, counters = ["I want to cancel"], ["cancel the meeting"]

    assert fired(remembering, phrases, "We have to cancel Friday's meeting") != []
    assert fired(remembering, phrases, "We have to cancel Friday's meeting", counters=counters) == []
    assert fired(remembering, phrases, "I'd like to end my contract", counters=counters) == ["meaning"]


def test_a_counter_example_suppresses_words_within_its_own(remembering: Mapping[str, Encoder]) -> None:
    counters = ["not for sale"]

    assert fired(remembering, ["sale"], "This chair is not for sale.") == ["exact"]
    assert fired(remembering, ["sale"], "This chair is not for sale.", counters=counters) == []
    assert fired(remembering, ["sale"], "This one is not for sale, but the sale is on", counters=counters) == ["exact"]


def test_a_higher_sensitivity_fires_on_more_of_the_same_talk(remembering: Mapping[str, Encoder]) -> None:
    talk = [
        Message(text)
        for text in (
            "I don't have any money",
            "I have no money at all",
            "That is beyond what we can spend",
            "Our finances are a bit tight",
            "I'm not really that interested",
            "Shall we have lunch?",
        )
    ]
    found: list[set[tuple[str, str]]] = []
    for sensitivity in (0.0, 0.2, 0.5, 0.8, 1.0):
        tracker = Tracker("Budget", BUDGET.phrases, sensitivity=sensitivity)
        matches = compile_matcher([tracker], remembering).match(talk)
        found.append({(match.message.text, match.phrase) for match in matches})

    assert all(fewer <= more for fewer, more in pairwise(found))
    assert {text for text, _ in found[0]} == {"I don't have any money"}
    assert len({text for text, _ in found[-1]}) > len({text for text, _ in found[0]})


def test_a_short_phrase_is_found_in_long_unpunctuated_talk(budget: CompiledMatcher) -> None:
    around = "so i was talking to my brother about the garden and the new shed that he wants to build next summer "
    text = around + "and then i told him that we just cannot afford it right now " + around

    (match, *_) = budget.match([Message(text)])

    assert "afford" in match.text
    assert len(match.text) < len(text) / 2


@pytest.mark.parametrize(
    "text",
    [
        "\ud83d no money \udc4d",
        "no\x00 money\x07",
        "\u200bno\u200b money\ufeff",
        "\x1b[31mno money",
        "👍🏽",
        "\U000e0041",
    ],
)
def test_characters_that_are_no_talk_are_no_error(budget: CompiledMatcher, text: str) -> None:
    for match in budget.match([Message(text), Message("I have no money")]):
        assert 0 <= match.start < match.end <= len(match.message.text)
