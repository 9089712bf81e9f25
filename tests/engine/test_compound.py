"""Compound phrases found in what was said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine.compound import Compound, CompoundIndex, read
from earmark.engine.matcher import compile_matcher
from earmark.engine.occurrences import Said
from earmark.engine.stretch import line_of
from earmark.engine.text import expanded, fold, stem, tokens
from earmark.types import Match, MatchKind, Message, Tracker
from fakes import FakeEncoder


def index_of(*phrases: str) -> CompoundIndex:
    read_as = {number: read(phrase) for number, phrase in enumerate(phrases)}
    return CompoundIndex({number: one for number, one in read_as.items() if isinstance(one, Compound)})


def said_in(text: str, language: str) -> Said:
    spoken = tokens(fold(text))
    return [(stem(word, language), token) for token in spoken for word in expanded(token.word, language)]


def found_in(text: str, *phrases: str, language: str = "en") -> list[tuple[int, str]]:
    """The number of each phrase that is found, with the words that it is found on."""
    found = index_of(*phrases).find(fold(text), said_in(text, language), language)
    return [(number, text[start:end]) for number, start, end in found]


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("refund*", "They REFUNDED me, and refunds take long", ["REFUNDED", "refunds"]),
        ("refund*", "I need a refund.", ["refund"]),
        ("refund*", "nonrefundable", []),
        ("anul*", "¿Puedo ANULÁRLO ya?", ["ANULÁRLO"]),
        ("won*", "I won't, I wonder", ["won't", "wonder"]),
        ("cancel* my contract", "I was cancelling my contract", ["cancelling my contract"]),
        ("cancel* my contract", "cancel my old contract", []),
        ("cancel* my contract", "my contract, cancel", []),
        ("contract", "", []),
        ("cancel ~5 contract", "Cancel that stupid old phone contract", ["Cancel that stupid old phone contract"]),
        ("cancel ~3 contract", "Cancel that stupid old phone contract", []),
        ("cancel ~5 contract", "The contracts will be cancelled", ["contracts will be cancelled"]),
        ("cancel ~1 contract", "contract: cancel", ["contract: cancel"]),
        ("can not ~2 pay", "I can't really pay", ["can't really pay"]),
        ("can ~2 pay", "I can't pay", []),
        ("no ~3 no", "No, never, no", ["No, never, no"]),
        ("no ~3 no", "No!", []),
        ("cancel ~2 contract ~2 today", "today I cancel a contract", []),
        ("cancel ~2 contract ~2 today", "cancel the contract of today", ["cancel the contract of today"]),
        ("a dog ~2 my cat", "a cat, a dog and my cats", ["a dog and my cats"]),
        ('"as is"', "Sold AS  IS, as it is", ["AS  IS"]),
        ('"as is"', "as issued", []),
        ('"run"', "running a run", ["run"]),
        ('"C++"', "I write C++ and C", ["C++"]),
        ('"as is" ~3 sold', "The houses are sold as is", ["sold as is"]),
        ('"as is" ~3 sell', "It was sold as is", []),
        ('"👍" ~2 "👎"', "👍 or 👎", ["👍 or 👎"]),
        ('"👍" ~1 "👎"', "👍👎", ["👍👎"]),
        ("refund* ~4 money", "Give me my money or a refund", ["money or a refund"]),
    ],
)
def test_a_compound_is_found_where_its_words_are_said(phrase: str, text: str, words: list[str]) -> None:
    assert [one for _, one in found_in(text, phrase)] == words


def test_words_are_found_in_their_forms_of_the_language_that_is_spoken() -> None:
    assert found_in("Cancelamos los contratos", "cancelar ~3 contrato", language="es")
    assert not found_in("Cancelamos los contratos", "cancelar ~3 contrato", language="en")
    assert found_in("annuler l'abonnement", "annuler ~1 abonnement", language="fr")


def test_each_character_of_a_script_without_spaces_counts_as_a_word() -> None:
    assert found_in("我想取消这个合同。", "取消 ~2 合同", language="zh") == [(0, "取消这个合同")]
    assert found_in("我想取消这个旧合同。", "取消 ~2 合同", language="zh") == []
    assert found_in("我要退款单", "退款*", language="zh") == [(0, "退款")]


def test_a_text_of_nothing_is_looked_for_nowhere() -> None:
    assert found_in("a\u0301", "\u0301\u0301* ~2 a") == []
    assert found_in("anything", "plain text") == []


def test_many_compounds_are_told_apart_by_what_is_said() -> None:
    phrases = [f"word{number:03}* ~2 contract" for number in range(1_000)] + ["contract ~2 cancel", '"the contract"']
    assert found_in("word077s of the contract", *phrases) == [
        (77, "word077s of the contract"),
        (1_001, "the contract"),
    ]


def test_a_word_repeated_without_end_takes_no_more_than_a_moment() -> None:
    chain = " ~30 ".join(["a"] * 8)
    assert found_in("a " * 20_000, chain, "b ~30 a")[0][0] == 0


VOCABULARY = ["cancel", "cancelled", "contract", "contracts", "my", "can't", "l'argent", "argent", "not", "as", "is"]
PARTS = st.sampled_from(["cancel", "cancel*", "contract", "my contract*", '"as is"', "not", "argent", "con*", '"my"'])


@st.composite
def compounds(draw: st.DrawFn) -> str:
    parts = draw(st.lists(PARTS, min_size=1, max_size=3))
    gaps = draw(st.lists(st.integers(1, 3), min_size=len(parts) - 1, max_size=len(parts) - 1))
    written = parts[0]
    for gap, part in zip(gaps, parts[1:], strict=True):
        written += f" ~{gap} {part}"
    return written if len(parts) > 1 or part_is_compound(written) else f"{written} ~1 my"


def part_is_compound(part: str) -> bool:
    return "*" in part or '"' in part


@given(st.lists(st.sampled_from(VOCABULARY), max_size=10), compounds(), st.sampled_from(["en", "fr", "de", "xx"]))
def test_a_line_of_history_holds_all_pieces_of_what_is_found_in_it(said: list[str], phrase: str, language: str) -> None:
    text = " ".join(said)
    index = index_of(phrase)
    folded = fold(text)
    if list(index.find(folded, said_in(text, language), language)):
        line = line_of(folded, tokens(folded), language)
        assert any(all(piece in line for piece in pieces) for pieces in index.pieces([language]))


@given(
    st.lists(st.sampled_from("abcd"), max_size=9), st.lists(st.sampled_from("abc"), min_size=2, max_size=3), st.data()
)
def test_words_are_near_where_looking_at_every_way_to_place_them_says_so(
    said: list[str], parts: list[str], data: st.DataObject
) -> None:
    gaps = [data.draw(st.integers(1, 3)) for _ in parts[1:]]
    phrase = parts[0] + "".join(f" ~{gap} {part}" for gap, part in zip(gaps, parts[1:], strict=True))
    text = " ".join(said)
    ways = product(*([place for place, word in enumerate(said) if word == part] for part in parts))
    near = any(
        all(0 < abs(second - first) <= gap + 1 for first, second, gap in zip(way, way[1:], gaps, strict=False))
        for way in ways
    )
    assert bool(found_in(text, phrase, language="xx")) == near


def test_pieces_of_nothing_are_none() -> None:
    assert index_of("plain").pieces(["en"]) == set()
    assert all(re.search(r"\S", piece) for pieces in index_of("refund* ~2 me").pieces(["en"]) for piece in pieces)


CANCEL = Tracker("Cancel", ["stop my contract", "cancel* ~4 contract", "\\f***"], counter_examples=["cancel ~4 free"])


def matches(fakes: Mapping[str, FakeEncoder], text: str, *trackers: Tracker) -> list[Match]:
    return compile_matcher(trackers, fakes).match([Message(text, language="en")])


def test_a_compound_is_an_exact_match_with_the_offset_of_its_first_word(fakes: Mapping[str, FakeEncoder]) -> None:
    (match,) = matches(fakes, "Please, the contract must be cancelled!", Tracker("A", ["cancel* ~4 contract"]))
    assert (match.kind, match.phrase, match.score, match.margin) == (MatchKind.EXACT, "cancel* ~4 contract", 1.0, None)
    assert (match.offset, match.text) == (12, "contract must be cancelled")
    assert matches(fakes, "The contract ends.", match.tracker) == []


def test_compounds_stand_beside_phrases_that_are_meant(fakes: Mapping[str, FakeEncoder]) -> None:
    said = "Please cancel the contract, oh f***, stop my contract"
    assert [one.phrase for one in matches(fakes, said, CANCEL)] == ["stop my contract", "\\f***", "cancel* ~4 contract"]
    assert len(matches(fakes, said, Tracker("Other", ["something else"]), CANCEL)) == 3


def test_a_compound_counter_example_takes_away_its_words_and_all_that_is_meant(
    fakes: Mapping[str, FakeEncoder],
) -> None:
    meant = Tracker("Stop", ["stop my contract now please"])
    said = "stop the contract now please, or cancel it free of charge"
    assert [one.kind for one in matches(fakes, said, meant)] == [MatchKind.MEANING]
    assert matches(fakes, said, Tracker("Stop", meant.phrases, counter_examples=["cancel ~4 free"])) == []
    for text, found in (("cancel it free", 0), ("cancel it free, and cancel the other", 1)):
        tracker = Tracker("A", ["cancel*"], counter_examples=["cancel ~4 free"])
        assert len(matches(fakes, text, tracker)) == found, text


def test_a_malformed_compound_that_nobody_refused_is_plain_text(fakes: Mapping[str, FakeEncoder]) -> None:
    (match,) = matches(fakes, 'He said "as is', Tracker("A", ['"as is']))
    assert match.kind is MatchKind.EXACT
