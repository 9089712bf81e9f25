"""Whitening: what all sentences share is taken out of their vectors, so that what tells them apart remains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

#: Share of the scaled identity in the covariance: with few phrases it would otherwise be singular.
SHRINKAGE: Final = 0.5
_TINY: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Whitening:
    """An affine map fitted to one space: subtract *mean* ``(dim,)``, multiply by *transform* ``(dim, dim)``."""

    mean: Vectors
    transform: Vectors

    def apply(self, vectors: Vectors) -> Vectors:
        """Whitened rows of unit length; shape ``(n, dim)`` in and out."""
        return unit_rows((vectors - self.mean) @ self.transform)


def fit(background: Vectors, phrases: Vectors, shrinkage: float = SHRINKAGE) -> Whitening:
    """
    Whitening by mean and covariance of a small background together with all phrases.

    Args:
        background: Vectors of generic sentences, shape ``(n, dim)``.
        phrases: Vectors of all phrases that are matched together, shape ``(m, dim)``; may be empty.
        shrinkage: From 0 (the sample's own covariance) to 1 (none of it).

    Raises:
        ValueError: fewer than two vectors in all.

    Source: ZCA whitening of sentence embeddings (Su et al., "Whitening Sentence Representations", 2021) with
    linear shrinkage towards the scaled identity (Ledoit and Wolf, 2004).
    """
    # In double precision: eigenvectors of a covariance in single precision differ between machines.
    sample = np.concatenate([background, phrases]).astype(np.float64)
    if len(sample) < 2:
        raise ValueError("whitening needs at least two vectors")
    mean = sample.mean(axis=0)
    centered = sample - mean
    variances, axes = np.linalg.eigh(centered.T @ centered / len(sample))
    variances = np.maximum((1 - shrinkage) * variances + shrinkage * variances.mean(), _TINY)
    transform = (axes / np.sqrt(variances)) @ axes.T
    return Whitening(mean.astype(np.float32), transform.astype(np.float32))


def unit_rows(vectors: NDArray[np.floating]) -> Vectors:
    """Rows scaled to length 1; a row of zeros stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(lengths, _TINY)).astype(np.float32)
    return scaled
