"""Background vectors: shipped for the default models, made of our own sentences for any other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from earmark.engine import background
from earmark.engine.encoder import Encoder
from fakes import FakeEncoder


def test_vectors_are_shipped_for_the_default_models(encoders: Mapping[str, Encoder]) -> None:
    for encoder in encoders.values():
        shipped = background.vectors(encoder)

        assert shipped.shape[0] >= 500
        assert shipped.shape[1] == encoder.dim
        assert shipped.dtype == np.float32
        assert np.abs(np.linalg.norm(shipped, axis=1) - 1).max() < 0.01


def test_another_model_reads_sentences_of_our_own_once() -> None:
    encoder = FakeEncoder("a space of its own")

    made = background.vectors(encoder)

    assert len(encoder.encoded) == len(set(encoder.encoded)) == len(made) > 100
    assert background.vectors(encoder) is made
    assert len(encoder.encoded) == len(made)
