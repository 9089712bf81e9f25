"""Whether a text says the opposite of a phrase, in English and Spanish."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine.polarity import contradicts, stance, stance_of_phrase


def is_opposite(phrase: str, text: str, language: str) -> bool:
    return contradicts(stance_of_phrase(phrase, language), stance(text, language), language)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("I am interested", "I am not interested", "en"),
        ("I am interested", "I'm not really that interested", "en"),
        ("I am interested", "I have no interest in that", "en"),
        ("I am interested", "I was never interested", "en"),
        ("I like it", "I don't like it", "en"),
        ("I like it", "I dislike it", "en"),
        ("I like it", "I hate it", "en"),
        ("We can do it", "We can't do it", "en"),
        ("We can do it", "We cannot do that", "en"),
        ("The price is too high", "The price is too low", "en"),
        ("I agree with you", "I disagree with you", "en"),
        ("It was possible", "It was impossible", "en"),
        ("This fits our needs", "This doesn’t fit our needs", "en"),
        ("Call me", "Stop calling me", "en"),
        ("Estoy interesado", "No estoy interesado", "es"),
        ("Quiero cancelar mi cuenta", "No quiero cancelar mi cuenta", "es"),
        ("Es muy barato", "Es muy caro", "es"),
        ("Me gusta el producto", "Odio el producto", "es"),
        ("Siempre funciona bien", "Nunca funciona bien", "es"),
        ("Estoy satisfecho", "Estoy insatisfecho", "es"),
    ],
)
def test_a_negation_or_an_antonym_turns_a_phrase_around_in_both_directions(one: str, other: str, language: str) -> None:
    assert is_opposite(one, other, language)
    assert is_opposite(other, one, language)


@pytest.mark.parametrize(
    ("phrase", "text", "language"),
    [
        ("I don't have any money", "I ran out of budget", "en"),
        ("I don't have any money", "We have no money left", "en"),
        ("I am interested", "No, I am interested", "en"),
        ("I am interested", "no i am very interested", "en"),
        ("I am interested", "Why not? I am interested.", "en"),
        ("Stop calling me", "Don't call me", "en"),
        ("I like it", "I love it", "en"),
        ("I like it", "I never said that I don't like it", "en"),
        ("The price is too high", "The price is not low", "en"),
        ("I want to cancel", "I would like to end my contract", "en"),
        ("I am interested", "I don't care much for the rest of all this but I am interested", "en"),
        ("No me gusta", "Eso no me gusta nada, la verdad", "es"),
        ("Estoy interesado", "No, estoy interesado", "es"),
        ("Es muy barato", "No es caro", "es"),
        ("No tengo dinero", "Me quedé sin presupuesto", "es"),
    ],
)
def test_what_says_the_same_or_speaks_of_something_else_is_no_contradiction(
    phrase: str, text: str, language: str
) -> None:
    assert not is_opposite(phrase, text, language)


def test_a_double_negation_affirms() -> None:
    assert not is_opposite("Keep calling me", "Don't stop calling me", "en")
    assert is_opposite("Stop calling me", "Don't stop calling me", "en")


def test_a_negation_in_another_clause_is_about_something_else() -> None:
    assert not is_opposite("I am interested", "I have not slept; I am interested", "en")


@pytest.mark.parametrize("phrase", ["No", "don't", "...", ""])
def test_a_phrase_of_nothing_but_negations_is_contradicted_by_nothing(phrase: str) -> None:
    assert not is_opposite(phrase, "No, I don't", "en")
    assert not is_opposite(phrase, "Yes", "en")


@pytest.mark.parametrize(
    ("phrase", "text", "language"), [("Ich bin interessiert", "Ich bin nicht interessiert", "de"), ("好", "不好", "zh")]
)
def test_languages_without_a_lexicon_veto_nothing(phrase: str, text: str, language: str) -> None:
    assert not is_opposite(phrase, text, language)


def test_a_message_of_nothing_but_no_is_read_at_once() -> None:
    # Work that grew with the square of the message took minutes here.
    assert len(stance("no " * 30_000, "en").negations) == 30_000


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["en", "es", "fr", "zh"]))
def test_contradiction_is_decided_for_any_two_texts(phrase: str, text: str, language: str) -> None:
    assert is_opposite(phrase, text, language) in (True, False)


@given(st.lists(st.sampled_from(["i", "do", "not", "like", "price", "never", "no", "good", "cheap"]), max_size=8))
def test_no_text_contradicts_itself(spoken: list[str]) -> None:
    text = " ".join(spoken)

    assert not is_opposite(text, text, "en")
