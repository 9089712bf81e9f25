"""Whitening: shared directions are taken out, the result has unit length and no favorite axis."""

from __future__ import annotations

import numpy as np
import pytest

from earmark.engine import whitening
from earmark.engine.whitening import Vectors, unit_rows

DIM = 8


def sample(count: int, seed: int = 0) -> Vectors:
    """Vectors that all lean the same way and vary along some axes more than along others."""
    random = np.random.default_rng(seed)
    return unit_rows(random.standard_normal((count, DIM)) * np.arange(1, DIM + 1) + 5)


def test_what_is_of_the_usual_length_has_length_one_and_what_says_little_stays_short() -> None:
    vectors = sample(50)
    fitted = whitening.fit(vectors, sample(10, seed=1))
    far = (vectors[:1] - fitted.mean) / np.linalg.norm((vectors[:1] - fitted.mean) @ fitted.transform)

    read = fitted.apply(fitted.mean + far * np.array([[0.0], [0.1], [1.0], [100.0]], np.float32) * fitted.usual)

    assert np.linalg.norm(read, axis=1) == pytest.approx([0, 0.1 * (2 / 1.01) ** 0.5, 1, 2**0.5], abs=1e-3)


def test_the_usual_length_is_the_root_mean_square_of_the_sample() -> None:
    phrases = sample(80)
    fitted = whitening.fit(sample(0), phrases)

    white = (phrases - fitted.mean) @ fitted.transform

    assert fitted.usual == pytest.approx(np.sqrt(np.square(white).sum(axis=1).mean()), rel=1e-4)


def test_the_common_direction_is_gone() -> None:
    vectors = sample(400)

    assert np.linalg.norm(vectors.mean(axis=0)) > 0.5
    assert np.linalg.norm(whitening.fit(vectors, sample(0)).apply(vectors).mean(axis=0)) < 0.1


def test_without_shrinkage_no_axis_varies_more_than_another() -> None:
    vectors = sample(400)
    fitted = whitening.fit(vectors, sample(0), shrinkage=0.0)

    white = (vectors - fitted.mean) @ fitted.transform

    assert np.cov(white.T, bias=True) == pytest.approx(np.eye(DIM), abs=1e-3)


def test_full_shrinkage_only_moves_the_mean() -> None:
    vectors = sample(50)

    white = whitening.fit(vectors, sample(0), shrinkage=1.0).apply(vectors)

    assert unit_rows(white) == pytest.approx(unit_rows(vectors - vectors.mean(axis=0)), abs=1e-5)


def test_a_background_weighs_the_same_however_many_sentences_it_has() -> None:
    background, phrases = sample(50), sample(10, seed=1)

    one = whitening.fit(background, phrases)
    other = whitening.fit(np.concatenate([background, background])[::-1], phrases[::-1])

    assert one.mean == pytest.approx(other.mean, abs=1e-6)
    assert one.transform == pytest.approx(other.transform, abs=1e-4)
    assert one.usual == pytest.approx(other.usual, rel=1e-5)


def test_a_background_that_weighs_what_its_sentences_do_is_as_good_as_phrases() -> None:
    vectors = sample(60)

    one = whitening.fit(vectors[:50], vectors[50:], weight=50)
    other = whitening.fit(vectors[:30], vectors[30:], weight=30)

    assert one.mean == pytest.approx(other.mean, abs=1e-6)
    assert one.transform == pytest.approx(other.transform, abs=1e-4)


def test_fewer_vectors_than_dimensions_are_enough() -> None:
    assert np.isfinite(whitening.fit(sample(1), sample(1, seed=1)).apply(sample(3, seed=2))).all()


def test_vectors_that_are_all_the_same_are_no_error() -> None:
    same = np.ones((5, DIM), np.float32)

    assert whitening.fit(same, same[:0]).apply(same) == pytest.approx(0, abs=1e-3)


def test_one_vector_is_not_enough() -> None:
    with pytest.raises(ValueError, match="at least two"):
        whitening.fit(sample(1), sample(0))


def test_a_row_of_zeros_stays_zero() -> None:
    rows = unit_rows(np.array([[0.0, 0.0], [3.0, 4.0]]))

    assert rows.tolist() == [[0.0, 0.0], [pytest.approx(0.6), pytest.approx(0.8)]]
    assert rows.dtype == np.float32


def test_no_vectors_are_whitened_to_no_vectors() -> None:
    assert whitening.fit(sample(5), sample(0)).apply(sample(0)).shape == (0, DIM)
