from __future__ import annotations

from collections.abc import Sequence

import pytest

from earmark.engine.spans import BEYOND_WORDS, carrying
from earmark.engine.spoken import speech
from earmark.engine.text import words
from earmark.engine.windows import windows

PRICE = ("that is too expensive", "it costs too much", "we can't afford it")
CANCEL = ("quiero cancelar mi suscripción", "necesito dar de baja el servicio", "cancelar el contrato")
REFUND = ("返金してください", "返金をお願いします")


def carried(
    text: str,
    phrases: Sequence[str] = PRICE,
    tongue: str = "en",
    window: tuple[int, int] | None = None,
    best: int = 0,
) -> str:
    said = speech(text, words(text), tongue)
    start, end = carrying(said, window or (0, len(text)), phrases, phrases[best], tongue)
    return text[start:end]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("okay so um honestly it is too expensive right now", "it is too expensive"),
        ("hello we just can't afford that can you help me", "we just can't afford that"),
        ("the boxes are nice it costs way too much because we are a small team", "it costs way too much"),
        ("Thanks. It costs too much!", "It costs too much"),
    ],
)
def test_greetings_fillers_and_clauses_that_mean_something_else_are_left_out(text: str, meant: str) -> None:
    assert carried(text, best=1) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Hola, buenas tardes, quisiera cancelar mi suscripción por favor", "quisiera cancelar mi suscripción"),
        ("bueno eh necesito cancelar el contrato gracias", "necesito cancelar el contrato"),
        ("llevo dos años y quiero dar de baja el servicio porque es caro", "quiero dar de baja el servicio"),
    ],
)
def test_spanish_clauses_are_told_apart_too(text: str, meant: str) -> None:
    assert carried(text, CANCEL, "es") == meant


@pytest.mark.parametrize(("text", "tongue"), [("no money is left", "en"), ("no me alcanza el dinero", "es")])
def test_a_negation_is_never_left_out_of_what_it_negates(text: str, tongue: str) -> None:
    assert carried(text, ("we have money", "hay dinero"), tongue) == text


def test_a_greeting_carries_a_tracker_of_greetings() -> None:
    assert carried("hello can you tell me the price of the plan", ("hello", "hello sir", "good morning")) == "hello"


def test_a_sentence_that_shares_no_word_with_the_phrases_is_carried_by_all_of_it() -> None:
    assert carried("so the budget is gone and nobody will sign") == "the budget is gone and nobody will sign"


@pytest.mark.parametrize("text", ["yes", "okay", "um", "so so so", "\U0001f642", "... !", "please"])
def test_of_a_short_message_something_is_left(text: str) -> None:
    assert carried(text)


def test_emoji_around_the_words_are_left_out() -> None:
    assert carried("\U0001f642 too expensive \U0001f642") == "too expensive"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("昨日買った商品が壊れていたので、返金してほしいのですが、どうすればいいですか。", "返金してほしいのですが"),
        ("今日はいい天気ですね。返金をお願いできますか？", "返金をお願いできますか"),
        ("返金", "返金"),
    ],
)
def test_a_script_without_spaces_is_parted_at_its_marks(text: str, meant: str) -> None:
    assert carried(text, REFUND, "ja") == meant


def test_a_run_without_spaces_is_cut_at_the_window() -> None:
    text = "昨日買った商品が壊れていたので返金してほしいのですがどうすればいいですか"

    assert carried(text, REFUND, "ja", window=(15, 28)) == text[15:28]


def test_other_languages_are_parted_at_their_marks() -> None:
    text = "Guten Tag, ich möchte den Vertrag kündigen, vielen Dank"

    assert carried(text, ("den Vertrag kündigen",), "de") == "ich möchte den Vertrag kündigen"


TURN = (
    "well we looked at the whole thing last week and my colleague from the warehouse said that the boxes were fine "
    "but honestly for a team of our size it costs too much and then he asked about the delivery on friday"
)


def test_of_a_long_turn_words_in_the_window_are_meant() -> None:
    said = words(TURN)
    window = next(one for one in windows(said, len(TURN))[1:] if "it costs too" in TURN[slice(*one)])

    assert carried(TURN, window=window, best=1) == "it costs too much"


@pytest.mark.parametrize("number", range(1, 8))
def test_a_span_leaves_its_window_only_to_complete_a_clause(number: int) -> None:
    said = words(TURN)
    window = windows(said, len(TURN))[number]
    inside = [place for place, token in enumerate(said) if token.start < window[1] and token.end > window[0]]

    start, end = carrying(speech(TURN, said, "en"), window, PRICE, PRICE[0], "en")

    assert start in {token.start for token in said[max(inside[0] - BEYOND_WORDS, 0) : inside[-1] + 1]}
    assert end in {token.end for token in said[inside[0] : inside[-1] + 1 + BEYOND_WORDS]}


def test_a_clause_that_the_windows_edge_cuts_is_completed() -> None:
    text = "he said the boxes were fine and maybe we can't afford it this year"

    assert carried(text, window=(0, text.index("afford") - 1), best=2) == "maybe we can't afford it this year"


def test_talk_without_a_clause_in_sight_is_cut_at_the_window() -> None:
    turn = " ".join("costs" if number == 30 else f"thing{number}" for number in range(60))
    said = words(turn)
    window = said[24].start, said[35].end

    assert carrying(speech(turn, said, "en"), window, PRICE, PRICE[1], "en") == window


@pytest.mark.parametrize("tongue", ["en", "es", "ja", "th", "xx"])
def test_a_span_begins_and_ends_at_words(tongue: str) -> None:
    text = "  «Hello», it's too-expensive... isn't it?  "
    said = words(text)

    start, end = carrying(speech(text, said, tongue), (0, len(text)), PRICE, PRICE[0], tongue)

    assert start in {token.start for token in said}
    assert end in {token.end for token in said}


def test_what_was_said_twice_is_left_out_at_the_start() -> None:
    assert carried("it is it is too expensive") == "it is too expensive"


def test_of_a_very_long_turn_only_what_is_close_to_the_window_is_looked_at() -> None:
    turn = "it costs too much and we paid for nothing " * 5_000
    said = words(turn)
    window = said[9_004].start, said[9_015].end

    start, end = carrying(speech(turn, said, "en"), window, PRICE, PRICE[1], "en")

    assert window[0] <= start
    assert end <= window[1]
    assert turn[start:end] == "it costs too much"


def test_a_turn_of_very_many_clauses_hangs_nothing() -> None:
    turn = "we paid for nothing and it costs too much but they will see " * 5_000

    assert carried(turn, best=1).startswith("it costs too much")
