"""Which language a message is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine import language
from earmark.types import Message


@pytest.mark.parametrize(
    ("tag", "subtag"), [("es-US", "es"), ("pt_BR", "pt"), ("EN", "en"), ("zh-Hant-TW", "zh"), ("", "")]
)
def test_the_primary_subtag_is_what_counts(tag: str, subtag: str) -> None:
    assert language.primary(tag) == subtag


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't have any money left this month", "en"),
        ("No tengo dinero para comprar eso este mes", "es"),
        ("Wir haben diesen Monat kein Geld mehr", "de"),
        ("Nous n'avons plus d'argent ce mois-ci", "fr"),
        ("У нас больше нет денег", "ru"),
        ("我们这个月没有钱了", "zh"),
        ("今月は予算がありません", "ja"),
        ("이번 달에는 예산이 없어요", "ko"),
        ("เดือนนี้เราไม่มีเงินแล้ว", "th"),
        ("ليس لدينا مال هذا الشهر", "ar"),
    ],
)
def test_a_sentence_tells_its_language(text: str, expected: str) -> None:
    assert language.detect(text) == expected


@pytest.mark.parametrize("text", ["ok", "no", "Taxi", "12345", "👍", "", "\ud800"])
def test_a_text_that_could_be_many_languages_tells_none(text: str) -> None:
    assert language.detect(text) == ""


def test_a_long_text_is_told_by_its_beginning() -> None:
    assert language.detect("No tengo dinero para comprar eso. " * 1_000) == "es"


def test_every_message_of_a_mixed_conversation_is_read_in_its_own_language() -> None:
    texts = ["Good morning, how are you doing today?", "Hola, no tengo tiempo para hablar ahora", "Let's talk tomorrow"]

    assert language.of_conversation(texts, ["", "", ""]) == ["en", "es", "en"]


@pytest.mark.parametrize(
    ("around", "expected"),
    [("Hola, no tengo tiempo para hablar ahora", "es"), ("Let us talk about it tomorrow", "en"), ("12", "en")],
)
def test_a_short_word_follows_the_conversation_and_else_is_english(around: str, expected: str) -> None:
    assert language.of_conversation([around, "no"], ["", ""])[1] == expected


def test_a_hint_wins_over_what_the_text_tells() -> None:
    assert language.of_conversation(["Let us talk about it tomorrow"], ["es-MX"]) == ["es"]


def test_hints_tell_what_the_conversation_is_in() -> None:
    assert language.of_conversation(["no", "no", "ok"], ["es", "es", ""]) == ["es", "es", "es"]


def test_a_conversation_of_no_messages_has_no_languages() -> None:
    assert language.of_conversation([], []) == []


def test_messages_are_given_their_language() -> None:
    told = language.assigned([Message("Hola, no tengo tiempo para hablar ahora", speaker="Ana"), Message("no")])

    assert [(one.text, one.speaker, one.language) for one in told] == [
        ("Hola, no tengo tiempo para hablar ahora", "Ana", "es"),
        ("no", "", "es"),
    ]


@pytest.mark.parametrize(
    ("phrases", "declared", "expected"),
    [
        (["I want to cancel my order", "Refund"], [], "en"),
        (["Quiero cancelar mi pedido", "No me gusta"], ["en-US"], "es"),
        (["budget"], ["es-ES"], "es"),
        (["budget"], [], ""),
    ],
)
def test_a_tracker_is_in_the_language_of_its_phrases_and_else_in_the_declared_one(
    phrases: list[str], declared: list[str], expected: str
) -> None:
    assert language.of_tracker(phrases, declared) == expected


@pytest.mark.parametrize(
    ("phrases", "declared", "expected"),
    [
        (("I want to cancel my order", "Refund"), (), {"en"}),
        (("I want to cancel my order", "Quiero cancelar mi pedido"), (), {"en", "es"}),
        (("I want to cancel my order", "Refund"), ("en-US", "es-ES", "es-MX"), {"en", "es"}),
        (("Quiero cancelar mi pedido",), ("en-US",), {"en"}),
        (("budget",), (), set()),
        (("budget",), ("es-ES",), {"es"}),
        (("I want to cancel my order",), ("hi-IN",), set()),
        ((), (), set()),
    ],
)
def test_a_tracker_is_meant_for_the_languages_that_it_declares_and_else_for_those_of_its_phrases(
    phrases: tuple[str, ...], declared: tuple[str, ...], expected: set[str]
) -> None:
    assert language.meant_for(phrases, declared) == expected


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_has_a_known_language_or_none(text: str) -> None:
    assert language.detect(text) in {"", *language.LANGUAGES}


@pytest.mark.parametrize(
    ("declared", "spoken", "expected"),
    [
        ((), "en-US", True),
        (("es-ES",), "", True),
        (("es-ES",), "es-US", True),
        (("es-ES", "en-US"), "en", True),
        (("es-ES",), "en-US", False),
        (("es-ES",), "english", True),
    ],
)
def test_a_tracker_serves_talk_whose_primary_subtag_it_declares(
    declared: tuple[str, ...], spoken: str, expected: bool
) -> None:
    assert language.serves(declared, spoken) is expected
