"""Small stand-ins of ours."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from earmark.engine.encoder import Encoder


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


class RememberingEncoder:
    """Another encoder that computes nothing twice."""

    def __init__(self, encoder: Encoder) -> None:
        self.space = encoder.space
        self.model = encoder.model
        self.dim = encoder.dim
        self._encoder = encoder
        self._vectors: dict[str, npt.NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self._encoder.encode(new), strict=True))
        return np.array([self._vectors[text] for text in texts], np.float32).reshape(len(texts), self.dim)


def _of_word(word: str) -> npt.NDArray[np.float64]:
    seed = int.from_bytes(hashlib.sha256(word.strip(".,?!").encode()).digest()[:8])
    return np.random.default_rng(seed).standard_normal(FakeEncoder.dim)
