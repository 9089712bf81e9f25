from __future__ import annotations

import pytest

from earmark.engine.clauses import clauses
from earmark.engine.text import words


def parted(text: str, tongue: str = "en") -> list[str]:
    said = words(text)
    return [text[said[first].start : said[end - 1].end] for first, end in clauses(text, said, tongue)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("i lost my card so please block it", ["i lost my card", "so please block it"]),
        ("it broke because someone dropped it", ["it broke", "because someone dropped it"]),
        ("i need my bill can you send it", ["i need my bill", "can you send it"]),
        ("the boxes were fine but honestly it is late", ["the boxes were fine", "but honestly", "it is late"]),
        ("okay we should talk", ["okay", "we should talk"]),
        ("i think we should talk", ["i think we should talk"]),
        ("that is fine thank you very much", ["that is fine", "thank you very much"]),
        ("we could meet maybe they will come", ["we could meet", "maybe they will come"]),
    ],
)
def test_a_clause_begins_where_english_talk_without_marks_begins_one(text: str, parts: list[str]) -> None:
    assert parted(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("hola quiero cancelar porque es caro", ["hola", "quiero cancelar", "porque es caro"]),
        ("no me sirve y quisiera devolverlo", ["no me sirve", "y quisiera devolverlo"]),
        ("necesito la factura por favor", ["necesito la factura", "por favor"]),
    ],
)
def test_a_clause_begins_where_spanish_talk_without_marks_begins_one(text: str, parts: list[str]) -> None:
    assert parted(text, "es") == parts


def test_a_word_that_joins_two_nouns_begins_no_clause() -> None:
    assert parted("pianos and guitars") == ["pianos and guitars"]


@pytest.mark.parametrize("tongue", ["en", "es", "de", "ja"])
def test_marks_part_clauses_in_every_language(tongue: str) -> None:
    assert parted("alpha beta, gamma! delta", tongue) == ["alpha beta", "gamma", "delta"]


def test_a_clause_does_not_begin_by_a_word_that_stands_behind_a_mark() -> None:
    assert parted("nobody can afford that, can you") == ["nobody can afford that", "can you"]


def test_in_a_language_without_a_list_only_marks_part() -> None:
    assert parted("guten tag ich will das nicht weil es teuer ist", "de") == [
        "guten tag ich will das nicht weil es teuer ist"
    ]


def test_words_that_were_left_out_part_nothing() -> None:
    text = "we want um coffee"
    said = [token for token in words(text) if token.word != "um"]

    assert clauses(text, said, "en") == [(0, 3)]


def test_no_words_have_no_clauses() -> None:
    assert clauses("", [], "en") == []
