"""Many trackers at a time: what is left out never fires."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE
from earmark.engine.matcher import compile_matcher
from earmark.engine.phrases import PhraseMatrix
from earmark.engine.scan import scores_from
from earmark.engine.stretch import encoded
from earmark.engine.whitening import Vectors
from earmark.types import Message, Tracker
from fakes import FakeEncoder

WORDS = ["our", "budget", "is", "gone", "not", "an", "invoice", "late", "dinero", "poco", "the", "price"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
FAKES = {space: FakeEncoder(space) for space in (ENGLISH_SPACE, MULTILINGUAL_SPACE)}
TRACKERS = [
    Tracker("Budget", ["our budget is gone", "the budget is late"]),
    Tracker("Dinero", ["es poco dinero"], languages=["es"]),
    Tracker("Invoice", ["an invoice", "the invoice is late", "our late invoice", "not an invoice"]),
    Tracker("Price", ["the price is not late"], ["our price"]),
]
MATCHER = compile_matcher(TRACKERS, FAKES)


def matrices(texts: list[str]) -> list[tuple[PhraseMatrix, Vectors]]:
    """Of the one block of all trackers."""
    (placed,) = MATCHER._blocks
    found = []
    for space, matrix in placed.block.spaces.items():
        vectors = encoded(texts, FAKES[space]).astype(np.float32)
        found.append((matrix, matrix.whitening.apply(vectors)))
    return found


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6), st.floats(-0.2, 1.2))
def test_scores_are_exact_from_the_level_on_and_lower_below(texts: list[str], level: float) -> None:
    seen = {matrix.encoder.space: vectors for matrix, vectors in matrices(texts)}
    exact = MATCHER.scores(seen, len(texts))

    found = scores_from(np.full(len(TRACKERS), level, np.float32), matrices(texts))

    reaching = exact >= level
    assert found[reaching] == pytest.approx(exact[reaching], abs=1e-4)
    assert (found[~reaching] < level + 1e-4).all()


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_matching_finds_what_an_examination_finds(texts: list[str]) -> None:
    messages = [Message(text, language="en") for text in texts]

    assert MATCHER.match(messages) == MATCHER.examine(messages).matches
