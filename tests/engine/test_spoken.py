from __future__ import annotations

import random

import pytest

from earmark.engine import spoken
from earmark.engine.text import words


def cleaned(text: str, tongue: str = "en") -> str:
    return spoken.speech(text, words(text), tongue).between(0, len(text))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("I uh I I don't have any um any money", "I don't have any money"),
        ("Um, okay, so, uh, I'd like, you know, a refund.", "okay, so I'd like a refund."),
        ("Well, I mean, I want it", "Well I want it"),
        ("What do you want, um?", "What do you want?"),
        ("it costs um $5", "it costs $5"),
        ("You want, uh, 20% um off?", "You want 20% off?"),
        ("I. um. I want", "I. I want"),
        ("I think, hmm, it is fine", "I think it is fine"),
        ("I think, erm, 😀 yes", "I think 😀 yes"),
    ],
)
def test_fillers_are_left_out_with_the_pauses_around_them(said: str, meant: str) -> None:
    assert cleaned(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("we need to we need to cancel", "we need to cancel"),
        ("the the the the contract", "the contract"),
        ("no I don't, I don't know", "no I don't know"),
        ("that that is fine", "that is fine"),
    ],
)
def test_what_is_said_twice_at_once_is_read_once(said: str, meant: str) -> None:
    assert cleaned(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("I wa- I want a refund", "I want a refund"),
        ("can you sen- can you send it", "can you send it"),
        ("th- the ref\u2014 the refund", "the refund"),
    ],
)
def test_a_word_that_is_broken_off_and_begun_anew_is_left_out(said: str, meant: str) -> None:
    assert cleaned(said) == meant


@pytest.mark.parametrize(
    "text",
    [
        "very very good",
        "Hmm, that's hard for me",
        "No. Ah, I see",
        "no no",
        "no no no I don't want it",
        "uh-huh",
        "mm hmm",
        "5 mm of rain",
        "the ER visit",
        "pre- and post-sale",
        "call one two one two",
        "Do you? Do you think so",
        "would you like a refund",
        "he did it well, thanks",
        "do you know, or not, you know him",
        "the price of the plan of the year",
        "I want- we should go",
        "it is fine, you know,",
    ],
)
def test_talk_without_slips_stays_as_it_is(text: str) -> None:
    assert cleaned(text) == text


@pytest.mark.parametrize("text", ["um", "Um, uh...", "", "...", "hmm hmm", "uh I mean,", "\u4f60\u597d", "\ud800 um"])
def test_a_text_is_never_emptied(text: str) -> None:
    meant = cleaned(text)
    assert bool(words(meant)) is bool(words(text))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Pues, o sea, no sé", "no sé"),
        ("quiero quiero que que me devuelvan eh el dinero", "quiero que me devuelvan el dinero"),
        ("¿Eh, cuánto cuesta?", "¿cuánto cuesta?"),
        ("Este... no tengo", "no tengo"),
        ("este producto no me gusta", "este producto no me gusta"),
        ("sí sí, no no", "sí sí, no no"),
        ("o sea que no", "o sea que no"),
        ("pues nada", "pues nada"),
    ],
)
def test_spanish_has_fillers_of_its_own(said: str, meant: str) -> None:
    assert cleaned(said, "es") == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("wir müssen wir müssen gehen um die die Ecke", "wir müssen gehen um die die Ecke"),
        ("um momento", "um momento"),
        ("yavaş yavaş", "yavaş yavaş"),
    ],
)
def test_in_other_languages_only_repeated_pieces_are_left_out(said: str, meant: str) -> None:
    assert cleaned(said, "") == meant


def test_words_that_were_meant_keep_their_places() -> None:
    text = "I uh I want a wa- a watch"
    heard = spoken.speech(text, words(text), "en")
    assert [text[one.start : one.end] for one in heard.meant] == ["I", "want", "a", "watch"]
    assert [one.start for one in heard.meant] == [5, 7, 18, 20]
    assert heard.between(5, 19) == "I want a"


def test_a_message_without_slips_keeps_the_very_list_of_its_words() -> None:
    text = "I want a refund"
    said = words(text)
    assert spoken.speech(text, said, "en").meant is said


@pytest.mark.parametrize("tongue", ["en", "es", ""])
def test_cleaning_twice_changes_nothing_more(tongue: str) -> None:
    pieces = [
        "I", "want", "wa-", "um", "uh,", "huh", "you know,", ", like,", "the", "the", "mm", "hmm", "5", "no", "very",
        "I mean", "like,", "-", "...", ".", "?", "ER", "este,", "pues,", "o sea", "que", "eh", "one", "¿", "$",
        "wanted",
    ]  # fmt: skip
    draw = random.Random(3)
    for _ in range(3_000):
        text = " ".join(draw.choices(pieces, k=draw.randint(1, 12)))
        once = cleaned(text, tongue)
        assert cleaned(once, tongue) == once, text
