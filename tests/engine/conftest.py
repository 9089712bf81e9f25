"""Encoders for the engine's tests."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE, Encoder
from fakes import FakeEncoder, RememberingEncoder


@pytest.fixture
def fakes() -> dict[str, FakeEncoder]:
    """An encoder by hand for each space."""
    return {space: FakeEncoder(space) for space in (ENGLISH_SPACE, MULTILINGUAL_SPACE)}


@pytest.fixture(scope="session")
def remembering(encoders: Mapping[str, Encoder]) -> dict[str, Encoder]:
    """The real encoders; a sentence that many tests use is encoded once."""
    return {space: RememberingEncoder(encoder) for space, encoder in encoders.items()}
