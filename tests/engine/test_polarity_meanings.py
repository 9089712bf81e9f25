"""Words that mean the opposite of each other."""

from __future__ import annotations

import pytest

from earmark.engine.polarity import english_deeds, english_qualities, spanish_opposites
from earmark.engine.polarity.meanings import meanings, turned


def are_opposite(one: str, other: str, language: str) -> bool:
    return not turned(meanings(one, language)).isdisjoint(meanings(other, language))


def mean_the_same(one: str, other: str, language: str) -> bool:
    return not meanings(one, language).isdisjoint(meanings(other, language))


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("thin", "fat", "en"),
        ("cheaper", "costly", "en"),
        ("bigger", "smallest", "en"),
        ("quickly", "slowly", "en"),
        ("won", "lost", "en"),
        ("unhappy", "glad", "en"),
        ("careless", "careful", "en"),
        ("understaffed", "overstaffed", "en"),
        ("misunderstood", "understood", "en"),
        ("caras", "baratos", "es"),
        ("desconectar", "conectado", "es"),
        ("imposible", "posible", "es"),
    ],
)
def test_opposites_are_known_in_all_their_forms(one: str, other: str, language: str) -> None:
    assert are_opposite(one, other, language)
    assert are_opposite(other, one, language)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [("paid", "pay", "en"), ("hate", "dislike", "en"), ("unhappy", "sad", "en"), ("pagué", "pagar", "es")],
)
def test_words_of_one_side_mean_the_same(one: str, other: str, language: str) -> None:
    assert mean_the_same(one.replace("é", "e"), other, language)
    assert not are_opposite(one.replace("é", "e"), other, language)


@pytest.mark.parametrize(
    ("word", "rest", "language"),
    [
        ("invoice", "voice", "en"),
        ("install", "stall", "en"),
        ("discount", "count", "en"),
        ("under", "der", "en"),
        ("importante", "portante", "es"),
        ("descuento", "cuento", "es"),
    ],
)
def test_a_word_that_only_begins_like_a_prefix_is_nobodys_opposite(word: str, rest: str, language: str) -> None:
    assert not are_opposite(word, rest, language)


@pytest.mark.parametrize(
    "groups", [english_qualities.QUALITIES, english_deeds.DEEDS, spanish_opposites.OPPOSITES], ids=["en", "en2", "es"]
)
def test_every_group_has_two_sides_without_a_common_word(groups: str) -> None:
    for line in groups.replace("\n    /", " /").strip().splitlines():
        sides = [set(side.split()) for side in line.split("/")]
        assert len(sides) == 2, line
        assert all(sides), line
        assert sides[0].isdisjoint(sides[1]), line
