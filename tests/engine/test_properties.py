"""What holds for whatever is said and looked for, with the real encoders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earmark.engine import language, stretch
from earmark.engine.encoder import Encoder
from earmark.engine.matcher import CompiledMatcher, compile_matcher
from earmark.engine.phrases import encode_missing
from earmark.engine.scoring import best_per_tracker
from earmark.types import Match, Message, Tracker

TRACKERS = [
    Tracker("Budget", ["we ran out of budget", "I don't have any money", "we cannot afford it"], ["time is money"]),
    Tracker("Cancel", ["I want to cancel my contract", "please end the subscription"], sensitivity=0.8),
    Tracker("Delay", ["this is taking too long", "it should have arrived by now", "the parcel is late", "late*"]),
    Tracker("Queja", ["no funciona", "estoy muy descontento con el servicio"], languages=["es"]),
    Tracker("Thanks", ["thank you so much"], ["no thanks to you"], sensitivity=0.3),
]
TALK = [
    "our budget is gone",
    "they said that time is money",
    "honestly we just can't afford that this year",
    "I would like to cancel the contract",
    "well um I I want to cancel, you know, my contract before it renews itself in the spring of next year again",
    "I never wanted to cancel anything",
    "where is my parcel, it is late",
    "the parcel came right on time",
    "thanks a lot for your help",
    "a friend of mine plays chess",
    "el servicio no funciona y estoy muy descontento",
    "me encanta este servicio",
    "der Vertrag soll bitte beendet werden",
    "ok",
]
SENTENCES = st.sampled_from(TALK)
SPACE = st.text(" \t\n\u00a0\u3000", min_size=1, max_size=3)

properties = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def matcher(remembering: Mapping[str, Encoder]) -> CompiledMatcher:
    return compile_matcher(TRACKERS, remembering)


def said(texts: Sequence[str]) -> list[Message]:
    """Messages that each have their language, whatever stands beside them."""
    return [language.assigned([Message(text)])[0] for text in texts]


def hits(matches: Sequence[Match]) -> set[tuple[str, str, str]]:
    return {(one.tracker.name, one.phrase, one.kind.value) for one in matches}


def found(matches: Sequence[Match]) -> list[tuple[str, str, str, str, int, int]]:
    return sorted((one.message.text, one.tracker.name, one.phrase, one.kind, one.start, one.end) for one in matches)


@properties
@given(st.lists(SENTENCES, min_size=1, max_size=5), SENTENCES, st.integers(0, 5), SENTENCES)
def test_adding_a_phrase_never_lowers_a_trackers_best_cosine(
    remembering: Mapping[str, Encoder], phrases: list[str], new: str, place: int, text: str
) -> None:
    for encoder in remembering.values():
        spoken = stretch.encoded([text], encoder).astype(np.float32)
        vector_of = encode_missing(list({*phrases, new}), encoder, {})

        def best(texts: Sequence[str]) -> float:
            rows = np.stack([vector_of[one] for one in texts])  # noqa: B023
            return float(best_per_tracker(spoken @ rows.T, np.zeros(1, np.intp))[0, 0])  # noqa: B023

        assert best([*phrases[:place], new, *phrases[place:]]) >= best(phrases) - 1e-6


@settings(properties, max_examples=15)
@given(st.permutations(range(len(TRACKERS))), st.lists(SENTENCES, min_size=1, max_size=6))
def test_the_order_of_trackers_and_of_messages_changes_nothing(
    remembering: Mapping[str, Encoder], matcher: CompiledMatcher, order: list[int], texts: list[str]
) -> None:
    messages = said(texts)
    turned = compile_matcher([TRACKERS[place] for place in order], remembering)

    one, other = matcher.examine(messages), turned.examine(messages[::-1])

    assert other.scores[::-1] == pytest.approx(one.scores[:, order], abs=1e-3)
    assert found(other.matches) == found(one.matches)


@properties
@given(
    SENTENCES,
    SPACE,
    st.text(" \t\n", max_size=2),
    st.sampled_from(["", ".", "!", "...", "…", "。", " ."]),
    st.booleans(),
)
def test_white_space_the_first_letters_case_and_closing_marks_change_no_hit(
    matcher: CompiledMatcher, text: str, between: str, around: str, closing: str, capital: bool
) -> None:
    (message,) = said([text])
    first = text[0].upper() if capital else text[0].lower()
    written = f"{around}{first}{between.join(text[1:].split(' '))}{closing}{around}"

    assert hits(matcher.match([replace(message, text=written)])) == hits(matcher.match([message]))


@properties
@given(st.floats(0, 1), st.floats(0, 1), st.lists(SENTENCES, min_size=1, max_size=4))
def test_a_higher_sensitivity_fires_on_a_superset_with_the_same_scores(
    remembering: Mapping[str, Encoder], matcher: CompiledMatcher, one: float, other: float, texts: list[str]
) -> None:
    def scores(sensitivity: float) -> dict[tuple[str, str, str], float]:
        trackers = [replace(tracker, sensitivity=sensitivity) for tracker in TRACKERS]
        compiled = compile_matcher(trackers, remembering, matcher.fresh, fits=matcher.fits, base=matcher)
        return {(one.message.text, one.tracker.name, one.phrase): one.score for one in compiled.match(said(texts))}

    lower, higher = (scores(sensitivity) for sensitivity in sorted((one, other)))

    assert lower.keys() <= higher.keys()
    assert {key: higher[key] for key in lower} == pytest.approx(lower, abs=1e-3)


@settings(properties, max_examples=30)
@given(st.text(st.characters(codec=None), max_size=80), st.integers(1, 12))
def test_no_text_of_any_script_length_or_emoji_is_an_error(matcher: CompiledMatcher, text: str, times: int) -> None:
    written = text * times

    for match in matcher.match([Message(written), Message("👍🏽👩‍👩‍👧 " + written)]):
        assert 0 <= match.start < match.end <= len(match.message.text)


@pytest.mark.parametrize(
    "text", ["no" * 2_000, "late " * 400, "没有钱" * 300, "🎉" * 1_000, "\u0301" * 500, "?!" * 900]
)
def test_a_long_text_without_a_full_stop_is_read(matcher: CompiledMatcher, text: str) -> None:
    assert matcher.examine([Message(text)]).scores.shape == (1, len(TRACKERS))


@settings(properties, max_examples=10)
@given(st.lists(SENTENCES, min_size=1, max_size=6))
def test_a_text_has_the_same_scores_alone_in_a_batch_and_from_stored_vectors(
    encoders: Mapping[str, Encoder], matcher: CompiledMatcher, texts: list[str]
) -> None:
    messages = said(texts)
    unremembering = compile_matcher(TRACKERS, encoders, matcher.fresh)

    batch = unremembering.examine(messages)
    stored = unremembering.examine(messages, read=stretch.read(messages, encoders).spaces)

    assert stored.scores == pytest.approx(batch.scores, abs=1e-3)
    assert found(stored.matches) == found(batch.matches)
    for place, message in enumerate(messages):
        alone = unremembering.examine([message])
        assert alone.scores[0] == pytest.approx(batch.scores[place], abs=1e-3)
        assert found(alone.matches) == found([one for one in batch.matches if one.message is message])
