"""What a negation is about, and what it is not about."""

from __future__ import annotations

import pytest
from tests.engine.opposites import is_opposite


@pytest.mark.parametrize(
    ("phrase", "text", "language"),
    [
        ("I am interested", "I have not slept; I am interested", "en"),
        ("I am interested", "I don't care much for the rest of all this but I am interested", "en"),
        ("I am interested", "I'm interested, not worried", "en"),
        ("I want to pay", "I don't want this anymore, I want to pay", "en"),
        ("The train was late", "the train was late and nobody told us", "en"),
        ("I like the red one", "I like the red one, not the old one", "en"),
        ("I need the form", "I don't know how to get it, I need the form", "en"),
        ("Tell me how it works", "I don't know how it works", "en"),
        ("Quiero pagar", "no sé a quién llamar, pero quiero pagar", "es"),
    ],
)
def test_a_negation_of_something_else_vetoes_nothing(phrase: str, text: str, language: str) -> None:
    assert not is_opposite(phrase, text, language)


@pytest.mark.parametrize(
    ("phrase", "text", "language"),
    [
        ("I trust the bank", "I like the people but I don't trust the bank", "en"),
        ("I want to move", "I want to stay here, not move", "en"),
        ("We agree with the plan", "nobody agrees with the plan", "en"),
        ("I signed the form", "I left without signing the form", "en"),
        ("Confío en el banco", "la gente es amable, pero no confío en el banco", "es"),
    ],
)
def test_a_negation_in_the_clause_of_what_is_shared_vetoes(phrase: str, text: str, language: str) -> None:
    assert is_opposite(phrase, text, language)


@pytest.mark.parametrize(
    ("phrase", "text", "language"),
    [
        ("I am interested", "I don't think I'm interested", "en"),
        ("It works", "I wouldn't say that it works", "en"),
        ("It works", "I doubt that it works", "en"),
        ("It works", "it's not true that it works", "en"),
        ("Funciona", "no creo que funcione", "es"),
        ("Funciona", "dudo que funcione", "es"),
    ],
)
def test_a_negation_reaches_through_what_is_thought_or_said(phrase: str, text: str, language: str) -> None:
    assert is_opposite(phrase, text, language)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("We sign the contract", "no problem, we sign the contract"),
        ("It is fast", "it is not only fast but also cheap"),
        ("I like it", "no doubt I like it"),
        ("I have to leave", "I won't lie I have to leave"),
        ("You like it", "you like it, don't you"),
    ],
)
def test_idioms_that_only_look_like_negations_negate_nothing(phrase: str, text: str) -> None:
    assert not is_opposite(phrase, text, "en")
