"""Vectors kept on disk by model, so that a suite's texts are encoded once and not at every run."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from earmark.engine.encoder import Encoder
from earmark.engine.whitening import Vectors

CACHE_FOLDER: Final = Path(__file__).resolve().parent / ".cache"
#: Texts encoded between two writes: an interrupted run loses at most these.
_STEP_TEXTS: Final = 4_096
#: Bytes of a text's SHA-256 that stand for it: no two of a million texts share them.
_KEY_BYTES: Final = 16


class CachedEncoder:
    """
    An encoder that remembers every vector it gave, exactly, in ``<folder>/<model>.npz``.

    Args:
        encoder: Asked for what is not remembered; its model's digest names the file.
        folder: Git-ignored; may be removed at any time.
    """

    def __init__(self, encoder: Encoder, folder: Path = CACHE_FOLDER) -> None:
        self.space = encoder.space
        self.model = encoder.model
        self.dim = encoder.dim
        self._encoder = encoder
        self._path = folder / f"{encoder.model}.npz"
        self._rows = _read(self._path)

    def encode(self, texts: Sequence[str]) -> Vectors:
        keys = [_key(text) for text in texts]
        missing = list({key: text for key, text in zip(keys, texts, strict=True) if key not in self._rows}.items())
        for first in range(0, len(missing), _STEP_TEXTS):
            step = missing[first : first + _STEP_TEXTS]
            vectors = self._encoder.encode([text for _, text in step])
            self._rows.update({key: vector for (key, _), vector in zip(step, vectors, strict=True)})
            if len(missing) >= _STEP_TEXTS:
                self.save()
        return np.stack([self._rows[key] for key in keys]) if keys else np.zeros((0, self.dim), np.float32)

    def save(self) -> None:
        """Write what is remembered; the file is whole or the old one."""
        self._path.parent.mkdir(exist_ok=True)
        scratch = self._path.with_suffix(".part.npz")
        keys = np.frombuffer(b"".join(self._rows), np.uint8).reshape(-1, _KEY_BYTES)
        np.savez(scratch, keys=keys, vectors=np.stack(list(self._rows.values())))
        os.replace(scratch, self._path)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:_KEY_BYTES]


def _read(path: Path) -> dict[bytes, Vectors]:
    if not path.is_file():
        return {}
    with np.load(path) as stored:
        return {key.tobytes(): vector for key, vector in zip(stored["keys"], stored["vectors"], strict=True)}
