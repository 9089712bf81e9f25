"""The sieve may let too much through, but never too little."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.engine import judgement, stretch, whitening
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE
from earmark.engine.matcher import CompiledMatcher, compile_matcher
from earmark.engine.sieve import Sieve
from earmark.engine.stretch import Stretch
from earmark.types import Match, Message, MessageId, Tracker
from fakes import FakeEncoder

WORDS = [
    "budget",
    "gone",
    "our",
    "is",
    "invoice",
    "dinero",
    "the",
    "can't",
    "won't",
    "run",
    "running",
    "not",
    "yes",
    "é",
    "cooper",
    "netties",
]
FAKES = {space: FakeEncoder(space) for space in (ENGLISH_SPACE, MULTILINGUAL_SPACE)}
TRACKERS = [
    Tracker("Budget", ["our budget is gone", "the budget is spent"], ["our budget is not gone"]),
    Tracker("Run", ["run", "will not run"]),
    Tracker("Dinero", ["no tenemos dinero", "el dinero es poco"], languages=["es"]),
    Tracker("Name", ["Kubernetes", "the Zoho budget"]),
    Tracker("Signs", ["run* ~3 budget", "the budget is spent", '"our invoice"'], ["not ~2 gone", "yes*"]),
    Tracker("Words", ["bud* gone", "dinero ~2 can't"]),
]
MATCHER = compile_matcher(TRACKERS, FAKES)

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join)
talks = st.lists(st.tuples(texts, st.sampled_from(["en", "es", "de"])), min_size=1, max_size=12)


def read(messages: list[Message]) -> list[Stretch]:
    """The messages in stretches of three."""
    return [stretch.read(messages[first : first + 3], FAKES) for first in range(0, len(messages), 3)]


def alone(tracker: int) -> CompiledMatcher:
    return MATCHER.alone(tracker)


@given(talks, st.integers(0, 5), st.floats(0.05, 0.9))
@settings(max_examples=150, deadline=None)
def test_no_message_that_the_matcher_finds_is_held_back(
    talk: list[tuple[str, str]], tracker: int, level: float
) -> None:
    messages = [Message(text, language=tongue) for text, tongue in talk]
    lone = alone(tracker)
    sifted = Sieve(lone).sift(read(messages), min(level, lone.threshold(0)))
    found = {id(match.message) for match in lone.match(messages)}
    let_through = (sifted.scores >= lone.threshold(0) - 1e-4) | sifted.worded
    assert [place for place, one in enumerate(messages) if id(one) in found and not let_through[place]] == []


@given(talks, st.integers(0, 3), st.floats(0.05, 0.9))
@settings(max_examples=150, deadline=None)
def test_scores_from_the_level_on_are_the_matchers_own_before_its_vetoes(
    talk: list[tuple[str, str]], tracker: int, level: float
) -> None:
    messages = [Message(text, language=tongue) for text, tongue in talk]
    sifted = Sieve(alone(tracker)).sift(read(messages), level)
    # Neither fires nor is floored, so that no veto has touched the scores.
    free = MATCHER.alone(tracker, threshold=2.0)
    judged = free.examine(messages, floor=2.0).scores[:, 0]
    rules = MATCHER.rules(tracker)
    close = (judged >= level) & np.array([rules.hears(tongue) for _, tongue in talk])
    assert np.allclose(sifted.scores[close], judged[close], atol=1e-4)
    assert (sifted.scores[~close] < level + 1e-4).all()


@given(talks, st.integers(0, 5), st.sampled_from([0.02, 0.2, 0.4]))
@settings(max_examples=150, deadline=None)
def test_what_a_sieve_judges_is_what_the_matcher_finds(
    talk: list[tuple[str, str]], tracker: int, threshold: float
) -> None:
    messages = [Message(text, language=tongue, id=MessageId(str(place))) for place, (text, tongue) in enumerate(talk)]
    lone = MATCHER.alone(tracker, threshold=threshold)
    sieve = Sieve(lone)
    sifted = sieve.sift(read(messages), threshold)
    likely = np.flatnonzero((sifted.scores >= threshold - 1e-4) | sifted.worded).tolist()

    judged = sieve.judge(sifted, {number: messages[number] for number in likely})

    found = [judgement.matches(one.sketch.read(), lone.rules(0), one.verdict) for one in judged]
    assert [one.number for one in judged] == sorted({int(match.message.id) for match in lone.match(messages)})
    foreseen, matched = [match for matches in found for match in matches], lone.match(messages)
    assert places(foreseen) == places(matched)
    assert [one.score for one in foreseen] == pytest.approx([one.score for one in matched], abs=2e-4)


def places(matches: Iterable[Match]) -> list[tuple[str, str, str, int, int]]:
    return [(one.message.id, one.phrase, one.kind.value, one.start, one.end) for one in matches]


def test_one_tracker_alone_finds_what_it_finds_among_the_others() -> None:
    messages = [Message("our budget is gone", language="en"), Message("they are running", language="en")]
    for place, tracker in enumerate(TRACKERS):
        among = [match for match in MATCHER.match(messages) if match.tracker is tracker]
        lone = alone(place).match(messages)
        assert [(one.phrase, one.kind, one.start, one.end) for one in lone] == [
            (one.phrase, one.kind, one.start, one.end) for one in among
        ]
        assert [one.score for one in lone] == pytest.approx([one.score for one in among], abs=1e-5)


def test_words_in_other_forms_and_opened_contractions_are_found_by_their_words() -> None:
    messages = [Message("they are running", language="en"), Message("it won't run", language="en")]
    assert Sieve(alone(1)).sift(read(messages), 1.0).worded.tolist() == [True, True]


def test_a_sieve_is_for_one_tracker() -> None:
    with pytest.raises(ValueError, match="one tracker"):
        Sieve(MATCHER)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=50, deadline=None)
def test_a_floor_is_never_longer_than_the_whitened_vector(seed: int) -> None:
    random = np.random.default_rng(seed)
    sample = random.standard_normal((80, 48)).astype(np.float32) * np.linspace(0.1, 3, 48, dtype=np.float32)
    fitted = whitening.fit(sample[:60], sample[60:])
    rows = random.standard_normal((20, 48)).astype(np.float32)
    centered = rows - fitted.mean
    true = np.linalg.norm(centered @ fitted.transform, axis=1)
    floor = fitted.floor.lengths(centered)
    assert (floor <= true * (1 + 1e-6)).all()
    assert (floor > 0.3 * true).all()
