"""When a whitening is kept, and that it is the same whoever makes it."""

from __future__ import annotations

import numpy as np
import pytest

from earmark.engine import fits
from earmark.engine.fits import Fit
from fakes import FakeEncoder

TEXTS = [f"phrase number {number}" for number in range(20)]


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder("multi")


def fitted(encoder: FakeEncoder, texts: list[str]) -> Fit:
    vector_of = dict(zip(texts, encoder.encode(texts), strict=True))
    generic = encoder.encode([f"generic sentence {number}" for number in range(30)])
    return fits.of_texts(encoder, texts, vector_of, generic)


def test_the_order_of_texts_changes_neither_version_nor_numbers(encoder: FakeEncoder) -> None:
    one, other = fitted(encoder, TEXTS), fitted(encoder, TEXTS[::-1])

    assert one.version == other.version
    assert (one.whitening.transform == other.whitening.transform).all()


def test_texts_known_by_their_digests_give_the_same_fit(encoder: FakeEncoder) -> None:
    one = fitted(encoder, TEXTS)
    by_digest = sorted((next(iter(fits.digests([text]))), text) for text in TEXTS)
    generic = encoder.encode([f"generic sentence {number}" for number in range(30)])
    rows = list(encoder.encode([text for _, text in by_digest]))

    other = fits.of_digests(encoder, one.texts, rows, generic)

    assert other.version == one.version
    assert (other.whitening.mean == one.whitening.mean).all()
    assert np.array_equal(other.whitening.transform, one.whitening.transform)


def test_another_text_or_another_model_is_another_version(encoder: FakeEncoder) -> None:
    one = fits.version_of("model", fits.digests(TEXTS))

    assert one != fits.version_of("model", fits.digests([*TEXTS, "one more"]))
    assert one != fits.version_of("another model", fits.digests(TEXTS))


def test_a_fit_serves_until_a_tenth_of_its_texts_is_new(encoder: FakeEncoder) -> None:
    fit = fitted(encoder, TEXTS)

    assert fit.serves(TEXTS[:3])
    assert fit.serves([*TEXTS, "one more"])
    assert not fit.serves([*TEXTS, "one more", "and a second"])


def test_a_fit_stands_until_a_tenth_of_its_texts_is_new_or_gone(encoder: FakeEncoder) -> None:
    fit = fitted(encoder, TEXTS)

    assert fit.is_of([*TEXTS[1:], "one more"])
    assert not fit.is_of(TEXTS[2:])
    assert not fit.is_of([*TEXTS, "one more", "and a second"])


def test_a_fit_of_nothing_serves_nothing_else(encoder: FakeEncoder) -> None:
    fit = fitted(encoder, [])

    assert fit.serves([])
    assert not fit.serves(["anything"])
