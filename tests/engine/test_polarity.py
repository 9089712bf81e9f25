"""Whether a text says the opposite of a phrase, in English and Spanish."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.opposites import is_opposite

from earmark.engine.polarity import Reason, contradiction, stance, stance_of_phrase


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
        ("I like it", "I can't stand it", "en"),
        ("We can do it", "We can't do it", "en"),
        ("We can do it", "We cannot do that", "en"),
        ("The price is too high", "The price is too low", "en"),
        ("The invoice is higher", "The invoice is lower", "en"),
        ("I agree with you", "I disagree with you", "en"),
        ("It was possible", "It was impossible", "en"),
        ("It is harmful", "It is harmless", "en"),
        ("I overestimated the cost", "I underestimated the cost", "en"),
        ("This fits our needs", "This doesn’t fit our needs", "en"),
        ("Call me", "Stop calling me", "en"),
        ("They paid the bill", "They refused to pay the bill", "en"),
        ("The test works", "The test fails to work", "en"),
        ("It is safe", "It is anything but safe", "en"),
        ("I have cash", "I ran out of cash", "en"),
        ("The parcel came", "The parcel has yet to come", "en"),
        ("Estoy interesado", "No estoy interesado", "es"),
        ("Quiero cancelar mi cuenta", "No quiero cancelar mi cuenta", "es"),
        ("Es muy barato", "Es muy caro", "es"),
        ("Me gusta el producto", "Odio el producto", "es"),
        ("Siempre funciona bien", "Nunca funciona bien", "es"),
        ("Estoy satisfecho", "Estoy insatisfecho", "es"),
        ("Pagaron la cuenta", "Se negaron a pagar la cuenta", "es"),
        ("Tengo tiempo", "Me falta tiempo", "es"),
    ],
)
def test_a_negation_or_an_antonym_turns_a_phrase_around_in_both_directions(one: str, other: str, language: str) -> None:
    assert is_opposite(one, other, language)
    assert is_opposite(other, one, language)


@pytest.mark.parametrize(
    ("phrase", "text", "language"),
    [
        ("I don't have any money", "I ran out of budget", "en"),
        ("I don't have any money", "I ran out of money", "en"),
        ("I don't have any money", "We have no money left", "en"),
        ("I don't have any money", "money is tight", "en"),
        ("I am interested", "No, I am interested", "en"),
        ("I am interested", "no i am very interested", "en"),
        ("I am interested", "Why not? I am interested.", "en"),
        ("Stop calling me", "Don't call me", "en"),
        ("I like it", "I love it", "en"),
        ("I like it", "I never said that I don't like it", "en"),
        ("The price is too high", "The price is not low", "en"),
        ("I want to cancel", "I would like to end my contract", "en"),
        ("I don't understand the invoice", "I don't get the invoice", "en"),
        ("I don't understand the invoice", "I paid the invoice", "en"),
        ("I want to edit my order", "I cannot edit my order", "en"),
        ("How do I activate my card", "I can't activate my card", "en"),
        ("My screen is broken", "Please fix my screen", "en"),
        ("I agree", "I couldn't agree more", "en"),
        ("Cancel that", "no please cancel that", "en"),
        ("No me gusta", "Eso no me gusta nada, la verdad", "es"),
        ("Estoy interesado", "No, estoy interesado", "es"),
        ("Es muy barato", "No es caro", "es"),
        ("No tengo dinero", "Me quedé sin presupuesto", "es"),
        ("No tengo dinero", "Me quedé sin dinero", "es"),
    ],
)
def test_what_says_the_same_or_speaks_of_something_else_is_no_contradiction(
    phrase: str, text: str, language: str
) -> None:
    assert not is_opposite(phrase, text, language)


def test_a_double_negation_affirms() -> None:
    assert not is_opposite("Keep calling me", "Don't stop calling me", "en")
    assert is_opposite("Stop calling me", "Don't stop calling me", "en")
    assert not is_opposite("They pay", "They never fail to pay", "en")
    assert not is_opposite("Siempre paga", "Nunca deja de pagar", "es")


@pytest.mark.parametrize(
    ("phrase", "text", "language", "reason"),
    [
        ("I am interested", "I'm not interested", "en", Reason.NEGATED),
        ("I paid the fee", "I refuse to pay the fee", "en", Reason.IMPLICIT_NEGATIVE),
        ("The room was clean", "The room was dirty", "en", Reason.ANTONYM),
        ("I am interested", "I used to be interested", "en", Reason.PAST),
        ("I am interested", "if I were interested, I'd call", "en", Reason.HYPOTHETICAL),
        ("I am interested", "I'd be lying if I said I was interested", "en", Reason.COUNTERFACTUAL),
        ("I am interested", "Are you interested?", "en", Reason.QUESTION),
        ("Estoy interesado", "¿Está interesado?", "es", Reason.QUESTION),
        ("I am interested", "I am interested", "en", None),
    ],
)
def test_the_reason_of_a_veto_is_told(phrase: str, text: str, language: str, reason: Reason | None) -> None:
    assert contradiction(stance_of_phrase(phrase, language), stance(text, language), language) == reason


@pytest.mark.parametrize("phrase", ["No", "don't", "...", ""])
def test_a_phrase_of_nothing_but_negations_is_contradicted_by_nothing(phrase: str) -> None:
    assert not is_opposite(phrase, "No, I don't", "en")
    assert not is_opposite(phrase, "Yes", "en")


@pytest.mark.parametrize(
    ("phrase", "text", "language"), [("Ich bin interessiert", "Ich bin nicht interessiert", "de"), ("好", "不好", "zh")]
)
def test_languages_without_a_lexicon_veto_nothing(phrase: str, text: str, language: str) -> None:
    assert not is_opposite(phrase, text, language)


@pytest.mark.parametrize(
    ("piece", "language"),
    [
        ("not good, ", "en"),
        ("no good ", "en"),
        ("if good were ", "en"),
        ("suppose good ", "en"),
        ("are you good? ", "en"),
        ("I wish good would, if were ", "en"),
        ("antes bueno era ", "es"),
        ("¿bueno? no bueno ", "es"),
    ],
)
def test_a_message_of_one_piece_again_and_again_is_read_at_once(piece: str, language: str) -> None:
    # Work that grew with the square of the message took minutes here.
    phrase = stance("good" if language == "en" else "bueno", language)
    text = stance(piece * 10_000, language)

    assert len(text.clauses) == 10_000 * len(piece.split())
    assert contradiction(phrase, text, language) in (None, *Reason)


_WORDS = """i you do not like price never no good cheap if were would used to are have to expensive unhappy happy wish
said stop can't , . ? and but what without"""


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["en", "es", "fr", "zh"]))
def test_contradiction_is_decided_for_any_two_texts(phrase: str, text: str, language: str) -> None:
    assert is_opposite(phrase, text, language) in (True, False)


@given(st.lists(st.sampled_from(_WORDS.split()), max_size=10))
def test_no_text_contradicts_itself(spoken: list[str]) -> None:
    text = " ".join(spoken)

    assert not is_opposite(text, text, "en")
