"""Phrases as matrices: who is served, and what a text is compared with."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from earmark.engine import phrases, whitening
from earmark.engine.phrases import NO_COUNTER, PhraseMatrix
from earmark.engine.scoring import blend
from earmark.engine.whitening import Vectors, unit_rows
from earmark.types import Tracker
from fakes import FakeEncoder

TRACKERS = [
    Tracker("budget", ["no money left", "out of budget"], counter_examples=["time is money"]),
    Tracker("time", ["no time left"]),
    Tracker("price", ["too high a price", "no money left"], counter_examples=["high five", "low price"]),
]
TEXTS = ["we have no money", "no time today", "the price is high"]


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder("en")


@pytest.fixture
def vector_of(encoder: FakeEncoder) -> Mapping[str, Vectors]:
    return phrases.encode_missing(phrases.texts_of(TRACKERS), encoder, {})


def matrix_of(encoder: FakeEncoder, vector_of: Mapping[str, Vectors], members: list[int]) -> PhraseMatrix:
    background = encoder.encode([f"generic sentence number {number}" for number in range(20)])
    fit = whitening.fit(background, np.stack(list(vector_of.values())))
    return phrases.joined([phrases.piece(TRACKERS[place], vector_of, fit) for place in members], members, encoder, fit)


def test_every_text_is_encoded_once_in_a_stable_order() -> None:
    assert phrases.texts_of(TRACKERS) == [
        "no money left",
        "out of budget",
        "time is money",
        "no time left",
        "too high a price",
        "high five",
        "low price",
    ]


def test_only_texts_that_are_not_known_are_encoded(encoder: FakeEncoder) -> None:
    known = {"one": np.zeros(encoder.dim, np.float32)}

    assert list(phrases.encode_missing(["one", "two"], encoder, known)) == ["two"]
    assert encoder.encoded == ["two"]


def test_fresh_vectors_survive_being_stored_at_half_precision(encoder: FakeEncoder) -> None:
    (vector,) = phrases.encode_missing(["some phrase"], encoder, {}).values()

    assert np.array_equal(vector.astype(np.float16).astype(np.float32), vector)


def test_a_lone_surrogate_reaches_no_encoder(encoder: FakeEncoder, vector_of: Mapping[str, Vectors]) -> None:
    assert list(phrases.encode_missing(["half \ud83d"], encoder, {})) == ["half \ud83d"]
    assert matrix_of(encoder, vector_of, [0]).read(["half \ud83d"]).shape == (1, encoder.dim)
    assert not any("\ud83d" in text for text in encoder.encoded)


def test_the_view_of_a_tracker_holds_its_own_phrases_and_its_nearest_counter_example(
    encoder: FakeEncoder, vector_of: Mapping[str, Vectors]
) -> None:
    matrix = matrix_of(encoder, vector_of, [0, 1, 2])
    seen = matrix.read(TEXTS)

    for place, tracker in enumerate(TRACKERS):
        view = matrix.view(place, seen)
        own = unit_rows(matrix.whitening.apply(np.stack([vector_of[text] for text in tracker.phrases])))
        gained = matrix.gains[place] * seen
        assert view is not None
        assert view.phrases == pytest.approx(gained @ own.T, abs=1e-5)
        if tracker.counter_examples:
            texts = np.stack([vector_of[text] for text in tracker.counter_examples])
            counters = unit_rows(matrix.whitening.apply(texts))
            assert view.nearest_counter == pytest.approx((gained @ counters.T).max(axis=1), abs=1e-5)
        else:
            assert (view.nearest_counter == NO_COUNTER).all()


def test_scores_of_all_trackers_agree_with_the_views_of_each(
    encoder: FakeEncoder, vector_of: Mapping[str, Vectors]
) -> None:
    matrix = matrix_of(encoder, vector_of, [0, 1, 2])
    seen = matrix.read(TEXTS)

    scores = matrix.score(seen)

    for place in range(3):
        view = matrix.view(place, seen)
        assert view is not None
        assert scores[:, place] == pytest.approx(blend(view.phrases.max(axis=1), view.centroids), abs=1e-5)


def test_trackers_that_a_space_does_not_serve_have_no_view(
    encoder: FakeEncoder, vector_of: Mapping[str, Vectors]
) -> None:
    matrix = matrix_of(encoder, vector_of, [0, 2])
    seen = matrix.read(TEXTS)

    assert [matrix.view(place, seen) is not None for place in range(4)] == [True, False, True, False]
    assert matrix.score(seen).shape == (3, 2)


def test_many_texts_score_as_each_does_alone(encoder: FakeEncoder, vector_of: Mapping[str, Vectors]) -> None:
    matrix = matrix_of(encoder, vector_of, [0, 1, 2])
    texts = [f"{TEXTS[number % 3]} {number}" for number in range(700)]

    together = matrix.score(matrix.read(texts))

    for number in (0, 255, 256, 699):
        assert together[number] == pytest.approx(matrix.score(matrix.read([texts[number]]))[0], abs=1e-5)
