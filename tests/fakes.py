"""Small stand-ins of ours."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


class FakeEncoder:
    """Vectors by hand: texts that share words are near each other, others are not."""

    dim = 64

    def __init__(self, space: str) -> None:
        self.space = space
        self.model = hashlib.sha256(space.encode()).hexdigest()
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.encoded.extend(texts)
        rows = [sum((_of_word(word) for word in text.lower().split()), np.full(self.dim, 1e-3)) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), self.dim)
        unit: npt.NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def _of_word(word: str) -> npt.NDArray[np.float64]:
    seed = int.from_bytes(hashlib.sha256(word.strip(".,?!").encode()).digest()[:8])
    return np.random.default_rng(seed).standard_normal(FakeEncoder.dim)
