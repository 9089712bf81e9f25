"""What is asked, supposed, wished or over is not said."""

from __future__ import annotations

import pytest
from tests.engine.opposites import is_opposite


@pytest.mark.parametrize(
    ("phrase", "text", "language"),
    [
        ("I need a lawyer", "do you need a lawyer", "en"),
        ("I need a lawyer", "ok so do you need a lawyer", "en"),
        ("I need a lawyer", "You need a lawyer?", "en"),
        ("The office is open", "Is the office open?", "en"),
        ("Necesito un abogado", "¿Necesita un abogado?", "es"),
    ],
)
def test_a_question_does_not_say_what_it_asks(phrase: str, text: str, language: str) -> None:
    assert is_opposite(phrase, text, language)


@pytest.mark.parametrize(
    ("phrase", "text", "language"),
    [
        ("Do you need a lawyer", "do you need a lawyer?", "en"),
        ("I need a lawyer", "can you get me a lawyer?", "en"),
        ("I need a lawyer", "I need a lawyer, what do I do?", "en"),
        ("Was I billed twice", "I was billed twice", "en"),
        ("lawyer fees", "are the lawyer fees included?", "en"),
        ("How much is it", "do you know how much it is?", "en"),
        ("Necesito un abogado", "¿me puede dar un abogado?", "es"),
        ("Cuánto cuesta", "¿cuánto cuesta?", "es"),
    ],
)
def test_requests_and_phrases_that_ask_themselves_are_left_alone(phrase: str, text: str, language: str) -> None:
    assert not is_opposite(phrase, text, language)


@pytest.mark.parametrize(
    ("phrase", "text", "language"),
    [
        ("I have a car", "if I had a car I would drive", "en"),
        ("I have a car", "if only I had a car", "en"),
        ("I have a car", "I wish I had a car", "en"),
        ("I lost my keys", "what if I lost my keys", "en"),
        ("We hire staff", "we would hire staff if we were bigger", "en"),
        ("I sent the form", "I should have sent the form", "en"),
        ("He sent the form", "he was supposed to send the form", "en"),
        ("Tengo coche", "si tuviera coche iría", "es"),
        ("Tengo coche", "ojalá tuviera coche", "es"),
        ("Envié la carta", "debería haber enviado la carta", "es"),
        ("Me gusta", "mentiría si dijera que me gusta", "es"),
    ],
)
def test_what_is_supposed_or_wished_is_not_so(phrase: str, text: str, language: str) -> None:
    assert is_opposite(phrase, text, language)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("I want to leave", "if you don't mind, I want to leave"),
        ("Send me the form", "it would be great if you could send me the form"),
        ("I would move", "I would move if I were rich"),
        ("I want a car", "I wish I had a car, I want a car"),
        ("I want to pay", "I wish to pay"),
        ("I wish I had a car", "if only I had a car"),
        ("I like it", "I'd be lying if I said I didn't like it"),
        ("I would have to pay", "I would have to pay"),
    ],
)
def test_polite_conditions_and_phrases_that_suppose_themselves_are_left_alone(phrase: str, text: str) -> None:
    assert not is_opposite(phrase, text, "en")


@pytest.mark.parametrize(
    ("phrase", "text", "language"),
    [
        ("I smoke", "I used to smoke", "en"),
        ("I used to smoke", "I don't smoke", "en"),
        ("I am a member", "I'm no longer a member", "en"),
        ("Soy socio", "antes era socio", "es"),
        ("Soy socio", "ya no soy socio", "es"),
        ("Vivo en Lima", "cuando vivía en Lima", "es"),
    ],
)
def test_what_is_over_is_not_so(phrase: str, text: str, language: str) -> None:
    assert is_opposite(phrase, text, language)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("I used to smoke", "I smoked years ago"),
        ("I am no longer a member", "I used to be a member"),
        ("I used to be a member", "I'm not a member anymore"),
        ("I am not a member", "I used to be a member"),
        ("I am used to the noise", "I'm used to the noise by now"),
        ("I was billed twice", "you billed me twice yesterday"),
    ],
)
def test_what_was_said_of_the_past_on_both_sides_is_the_same(phrase: str, text: str) -> None:
    assert not is_opposite(phrase, text, "en")
