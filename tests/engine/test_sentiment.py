from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine.sentiment import score, suggested


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("I love it, it works great", "positive"),
        ("No problem, thanks a lot", "positive"),
        ("That's not bad", "positive"),
        ("No, I am happy with it", "positive"),
        ("no I am happy with it", "positive"),
        ("This is not good", "negative"),
        ("I don't think this is a good idea", "negative"),
        ("The app is nice but support is terrible", "negative"),
        ("You failed me badly", "negative"),
        ("it does not work", "negative"),
        ("Good morning", "neutral"),
        ("How much is the interest rate?", "neutral"),
        ("The meeting is at three.", "neutral"),
        ("Me encanta, muchas gracias", "positive"),
        ("No hay problema", "positive"),
        ("El servicio es muy malo", "negative"),
        ("No me gusta nada", "negative"),
        ("¡Qué vergüenza!", "negative"),
        ("Buenos días a todos", "neutral"),
        ("¿A qué hora es la reunión?", "neutral"),
    ],
)
def test_mood_of_a_sentence(text: str, mood: str) -> None:
    assert suggested(score(text)) == mood


def test_degree_makes_a_mood_more_or_less() -> None:
    assert score("a bit slow") > score("slow") > score("very slow")


def test_what_comes_after_a_turn_counts_more() -> None:
    assert score("It is bad but good") > 0 > score("It is good but bad")


def test_negation_ends_with_its_clause() -> None:
    assert score("It is not here, it is great") == score("It is here, it is great")


def test_declared_language_decides_which_list_reads() -> None:
    assert score("mal", "es-ES") < 0 == score("mal", "en-US")


def test_other_language_has_no_mood() -> None:
    assert score("This is great", "de-DE") == 0


@pytest.mark.parametrize(
    ("value", "name"), [(0.3, "positive"), (0.29, "neutral"), (0.0, "neutral"), (-0.29, "neutral"), (-0.3, "negative")]
)
def test_mood_is_named_from_three_tenths_on(value: float, name: str) -> None:
    assert suggested(value) == name


PIECES = ["not", "very", "good", "bad", "but", "no", ",", ".", "waste", "of", "time", "que", "mal"]


@given(st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_any_text_has_a_score_within_its_bounds(text: str) -> None:
    assert -1 <= score(text) <= 1
