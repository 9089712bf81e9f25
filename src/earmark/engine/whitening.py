"""Whitening: what all sentences share is taken out of their vectors, so that what tells them apart remains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

#: Share of the scaled identity in the covariance: with few phrases it would otherwise be singular.
SHRINKAGE: Final = 0.7
#: So many phrases the whole background weighs, however many sentences it has: it stands for what is said beside the
#: trackers, and must not drown what sets them apart.
BACKGROUND_WEIGHT: Final = 100.0
TINY: Final = 1e-9
#: Directions along which a floor is exact: with so few it costs a tenth of whitening, and lies within a third of it.
_FLOOR_AXES: Final = 32
#: Less than rounding in single precision takes from a length.
_BELOW: Final = np.float32(1 - 1e-5)


@dataclass(frozen=True, slots=True)
class Floor:
    """
    How long whitened vectors are at least, known from a few of their coordinates.

    Attributes:
        axes: The directions that whitening shrinks most, shape ``(dim, axes)``.
        weights: What whitening makes of a square along each, shape ``(axes,)``.
        rest: The least that it makes of a square along any other direction.
    """

    axes: Vectors
    weights: Vectors
    rest: float

    def lengths(self, centered: Vectors) -> Vectors:
        """
        At most the length of each whitened row, shape ``(n,)``.

        Args:
            centered: Rows less the whitening's mean, shape ``(n, dim)``.
        """
        return self.lengths_along(centered @ self.axes, np.einsum("ij,ij->i", centered, centered))

    def lengths_along(self, along: Vectors, squares: Vectors) -> Vectors:
        """
        As `lengths`.

        Args:
            along: The rows' coordinates along `axes`, shape ``(n, axes)``.
            squares: Of the rows' lengths, shape ``(n,)``.
        """
        known = np.square(along)
        others = np.maximum(squares - known.sum(axis=1), 0)
        least: Vectors = known @ self.weights + self.rest * others
        return np.sqrt(least) * _BELOW


@dataclass(frozen=True, slots=True)
class Whitening:
    """
    An affine map fitted to one space: subtract *mean* ``(dim,)``, multiply by *transform* ``(dim, dim)``.

    Attributes:
        usual: The length that whitened vectors of the sample have, as a root mean square.
    """

    mean: Vectors
    transform: Vectors
    floor: Floor
    usual: float

    def apply(self, vectors: Vectors) -> Vectors:
        """
        Whitened rows, shortened or lengthened towards 1; shape ``(n, dim)`` in and out.

        What is of the usual length gets length 1. A text that says little in particular lies near the mean, where its
        direction is chance: it stays shorter. No row becomes longer than the root of two.
        """
        white = (vectors - self.mean) @ self.transform
        lengths = np.linalg.norm(white, axis=1).astype(np.float32)
        rows: Vectors = (white / self.divisors(lengths)[:, None]).astype(np.float32, copy=False)
        return rows

    def divisors(self, lengths: Vectors) -> Vectors:
        """What `apply` divides whitened rows by that have these *lengths*: more for longer ones."""
        divisors: Vectors = np.maximum(np.sqrt((np.square(lengths) + np.float32(self.usual**2)) / 2), np.float32(TINY))
        return divisors


def fit(
    background: Vectors, phrases: Vectors, shrinkage: float = SHRINKAGE, weight: float = BACKGROUND_WEIGHT
) -> Whitening:
    """
    Whitening by mean and covariance of a small background together with all phrases.

    Args:
        background: Vectors of generic sentences, shape ``(n, dim)``.
        phrases: Vectors of all phrases that are matched together, shape ``(m, dim)``; may be empty.
        shrinkage: From 0 (the sample's own covariance) to 1 (none of it).
        weight: Of the background as a whole; that of a phrase is 1.

    Raises:
        ValueError: fewer than two vectors in all.

    Source: ZCA whitening of sentence embeddings (Su et al., "Whitening Sentence Representations", 2021) with
    linear shrinkage towards the scaled identity (Ledoit and Wolf, 2004).
    """
    # In double precision: eigenvectors of a covariance in single precision differ between machines.
    sample = np.concatenate([background, phrases]).astype(np.float64)
    if len(sample) < 2:
        raise ValueError("whitening needs at least two vectors")
    weights = np.repeat([weight / max(len(background), 1), 1.0], [len(background), len(phrases)])
    weights /= weights.sum()
    mean = weights @ sample
    centered = sample - mean
    sampled, axes = np.linalg.eigh(centered.T @ (weights[:, None] * centered))
    variances = np.maximum((1 - shrinkage) * sampled + shrinkage * sampled.mean(), TINY)
    transform = (axes / np.sqrt(variances)) @ axes.T
    # Variances rise, so what is shrunk most stands last.
    few = min(_FLOOR_AXES, len(variances) - 1)
    floor = Floor(
        axes=np.ascontiguousarray(axes[:, -few:], dtype=np.float32),
        weights=(1 / variances[-few:]).astype(np.float32),
        rest=float(1 / variances[-few - 1]),
    )
    usual = float(np.sqrt(np.maximum(sampled / variances, 0).sum()))
    return Whitening(mean.astype(np.float32), transform.astype(np.float32), floor, usual)


def unit_rows(vectors: NDArray[np.floating]) -> Vectors:
    """Rows scaled to length 1; a row of zeros stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, TINY)).astype(np.float32)
    return scaled
