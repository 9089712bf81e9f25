"""Generic talk that says nothing in particular: what a whitening is fitted on beside an account's own phrases.

For the default encoders vectors are shipped, made by ``bench/fit_engine.py``; any other encoder reads sentences
of our own. Vectors of sentences cannot be turned back into the sentences that they were made from.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import Final

import numpy as np

from earmark.engine.encoder import Encoder
from earmark.engine.language import ENGLISH, LANGUAGES
from earmark.engine.text import as_read
from earmark.engine.whitening import Vectors

VECTORS_FILE: Final = "background.npz"
SENTENCES_FILE: Final = "background.txt"


def vectors(encoder: Encoder) -> Vectors:
    """Background vectors of an encoder's space, shape ``(n, dim)``; encoded once where none are shipped."""
    known = _by_model()
    if encoder.model not in known:
        known[encoder.model] = encoder.encode([as_read(sentence) for sentence in sentences(ENGLISH)])
    return known[encoder.model]


@functools.cache
def _by_model() -> dict[str, Vectors]:
    with resources.files(__package__).joinpath(VECTORS_FILE).open("rb") as file, np.load(file) as shipped:
        return {model: shipped[model].astype(np.float32) for model in shipped.files}


@functools.cache
def sentences(language: str) -> tuple[str, ...]:
    """Ordinary sentences of our own in a language, a primary subtag; none where nobody wrote any."""
    folder = resources.files(__package__)
    file = folder.joinpath(SENTENCES_FILE) if language == ENGLISH else folder.joinpath("background", f"{language}.txt")
    if language not in LANGUAGES or not file.is_file():
        return ()
    return tuple(line for line in file.read_text(encoding="utf-8").splitlines() if line)
