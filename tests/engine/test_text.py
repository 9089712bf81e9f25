"""Folded characters and words, in every script, with places in the text as it was written."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine.text import (
    as_read,
    expanded,
    fold,
    has_stemmer,
    is_unspaced,
    is_word_end,
    is_word_start,
    legible,
    stem,
    trimmed,
    words,
    words_of,
)

#: Any text Python can hold, lone surrogates too.
ANY_TEXT = st.text(st.characters(codec=None), max_size=60)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("I'm THE One", "i'm the one"),
        ("Café À la Crème", "cafe a la creme"),
        ("Straße", "strasse"),
        ("İstanbul IĞDIR ılık", "istanbul igdir ilik"),
        ("ﬁnal ﬀort", "final ffort"),
        ("№ 5", "no 5"),
        ("ＢＵＤＧＥＴ", "budget"),
        ("ΟΔΟΣ οδός", "οδοσ οδοσ"),
        ("don’t don´t don‘t", "don't don't don't"),
        ("e‑mail", "e-mail"),
        ("مُحَمَّد", "محمد"),
        ("שָׁלוֹם", "שלום"),
    ],
)
def test_case_accents_and_spellings_are_folded(text: str, folded: str) -> None:
    assert fold(text).text == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("バス", "パス"),
        ("かき", "かぎ"),
        ("ป่า", "ป้า"),
        ("कमल", "क़मल"),
        ("한국", "하국"),
    ],
)
def test_a_mark_that_makes_another_letter_is_kept(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


@pytest.mark.parametrize("text", ["Café", "がぎぐ パピプ", "한국어 예산", "Ångström", "हिन्दी"])
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

    assert fold(decomposed).text == fold(composed).text


@pytest.mark.parametrize("text", ["bud\u200bget", "bud\u00adget", "\ufeffbudget", "budget\u200d", "\u202bbudget\u202c"])
def test_characters_that_cannot_be_seen_do_not_hide_a_word(text: str) -> None:
    assert fold(text).text == "budget"


def test_an_emoji_is_the_same_in_color_and_in_black_and_white() -> None:
    assert fold("\u2764\ufe0f").text == fold("\u2764").text


@pytest.mark.parametrize("text", ["two  \t words", "two\u00a0\u2003words", "two \u00a8words", "two\r\nwords"])
def test_a_run_of_white_space_is_one_space(text: str) -> None:
    assert fold(text).text == "two words"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Our BUDGET is", "BUDGET"),
        ("👍🏽👍🏽 budget", "budget"),
        ("cafe\u0301 budge\u0301t\u0301 x", "budge\u0301t\u0301"),
        ("ﬀ ﬀ budget", "budget"),
        ("İİİ budget", "budget"),
        ("ßß   budget", "budget"),
        ("  budget", "budget"),
    ],
)
def test_a_word_has_its_place_in_the_text_as_written(text: str, found: str) -> None:
    start, end = next((word.start, word.end) for word in words(text) if word.word == "budget")

    assert text[start:end] == found
    assert start == text.index(found)


def test_a_span_that_ends_within_a_ligature_covers_it() -> None:
    folded = fold("a ﬃ b")

    assert folded.text == "a ffi b"
    assert folded.span(2, 4) == (2, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't, really!", ["i", "don't", "really"]),
        ("rock'n'roll 'quoted'", ["rock'n'roll", "quoted"]),
        ("e-mail foo_bar 3.5", ["e", "mail", "foo", "bar", "3", "5"]),
        ("我的iPhone很好", ["我的", "iphone", "很好"]),
        ("เราไม่มีเงิน ok", ["เราไม่มีเงิน", "ok"]),
        ("हिन्दी में बात।", ["हिन्दी", "में", "बात"]),
        ("ليس لدي مال", ["ليس", "لدي", "مال"]),
        ("예산이 없어요", ["예산이", "없어요"]),
        ("👍 ... :)", []),
        ("", []),
    ],
)
def test_words_of_every_script_are_told_apart(text: str, expected: list[str]) -> None:
    expected = [fold(word).text for word in expected]

    assert [word.word for word in words(text)] == expected
    assert list(words_of(fold(text).text)) == expected


@pytest.mark.parametrize(
    ("text", "word", "whole"),
    [
        ("wholesale", "sale", False),
        ("salesman", "sale", False),
        ("pre-sale", "sale", True),
        ("sale.", "sale", True),
        ("sale2", "sale", False),
        ("client's", "client", True),
        ("can't", "can", False),
        ("we're", "we", False),
        ("l'argent", "argent", True),
        ("'sale'", "sale", True),
        ("我买东西", "买", True),
        ("买iphone了", "iphone", True),
        ("दिली", "दिल", False),
    ],
)
def test_a_word_begins_and_ends_where_no_longer_word_goes_on(text: str, word: str, whole: bool) -> None:
    start = text.index(word)

    assert (is_word_start(text, start) and is_word_end(text, start + len(word))) is whole


def test_scripts_without_spaces_are_known() -> None:
    assert all(map(is_unspaced, ["预算", "バス", "งบ", "ងប្រមាណ", "a预算b"]))
    assert not any(map(is_unspaced, ["budget", "예산", "مال", "дом", "👍", ""]))


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    assert legible("a\ud83db\udc4d") == "a\ufffdb\ufffd"
    assert legible("a👍 é") == "a👍 é"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("I ran out of budget.", "I ran out of budget"),
        ("  Thank you!! ", "thank you"),
        ("Really?", "really?"),
        ("IBM called…", "IBM called"),
        ("...", "..."),
        ("预算。", "预算"),
        ("Half \ud83d", "half \ufffd"),
        ("", ""),
        (" ", ""),
    ],
)
def test_an_encoder_reads_no_capital_and_no_full_stop_of_a_sentence(text: str, read: str) -> None:
    assert as_read(text) == read


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("i'm", "en", ("i", "am")),
        ("don't", "en", ("do", "not")),
        ("can't", "en", ("can", "not")),
        ("won't", "en", ("will", "not")),
        ("it's", "en", ("it's",)),
        ("n't", "en", ("n't",)),
        ("word", "en", ("word",)),
        ("qu'am", "fr", ("qu'am",)),
    ],
)
def test_an_english_contraction_is_two_words(word: str, language: str, expected: tuple[str, ...]) -> None:
    assert expanded(word, language) == expected


def test_a_span_is_trimmed_of_white_space() -> None:
    assert trimmed("x  ab \n y", 1, 7) == (3, 5)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("wearing", "wear", "en"),
        ("documents", "document", "en"),
        ("client's", "client", "en"),
        ("cancelamos", "cancelar", "es"),
        ("kostet", "kosten", "de"),
        ("книги", "книга", "ru"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str, language: str) -> None:
    assert has_stemmer(language)
    assert stem(one, language) == stem(other, language)


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert not has_stemmer("zh")
    assert stem("wearing", "zh") == "wearing"


@pytest.fixture
def busy_threads() -> Iterator[None]:
    """Threads take turns after every few instructions."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("busy_threads")
def test_threads_may_stem_at_the_same_time() -> None:
    given_words = ["generalizations", "oscillators", "running", "relational", "hopefulness", "trackers"] * 20
    uncached = stem.__wrapped__
    expected = [uncached(word, "en") for word in given_words]

    with ThreadPoolExecutor(4) as threads:
        stems = list(threads.map(lambda word: uncached(word, "en"), given_words))

    assert stems == expected


def test_folding_a_folded_character_changes_nothing() -> None:
    folded = [fold(chr(number)).text for number in range(0x3000)]

    assert [fold(one).text for one in folded] == folded


@given(ANY_TEXT)
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text).text).text == fold(text).text


@given(ANY_TEXT)
def test_every_word_has_a_span_of_its_own_within_the_text(text: str) -> None:
    found = words(text)

    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert all(before.start <= after.start for before, after in pairwise(found))


@given(ANY_TEXT)
def test_legible_text_can_be_encoded_and_keeps_its_places(text: str) -> None:
    assert len(legible(text)) == len(text)
    legible(text).encode()
