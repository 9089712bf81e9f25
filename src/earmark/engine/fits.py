"""A whitening that is kept: fitted to one set of phrases, and used until a tenth of them has changed.

Whoever refits at every edit moves the scores of all trackers by the edit of one. A fit is known by what it was made
from, so that two processes that make it make the same.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from earmark.engine import whitening
from earmark.engine.encoder import Encoder
from earmark.engine.whitening import Vectors, Whitening

#: Share of a fit's phrases that may be new, or gone, before another fit takes its place.
MAX_DRIFT: Final = 0.1
#: Changes whenever the same phrases would give another whitening.
RECIPE: Final = "2"

_VERSION_CHARS: Final = 12


@dataclass(frozen=True, slots=True)
class Fit:
    """
    Attributes:
        version: The same for the same model, recipe and phrases.
        texts: SHA-256 of each phrase that it was fitted on.
    """

    version: str
    texts: frozenset[bytes]
    whitening: Whitening

    def serves(self, texts: Iterable[str]) -> bool:
        """Whether it may whiten these texts: hardly any of them is new to it."""
        return self._allows(len(digests(texts) - self.texts))

    def is_of(self, texts: Iterable[str]) -> bool:
        """Whether it still stands for exactly these texts: hardly any is new, and hardly any is gone."""
        present = digests(texts)
        return self._allows(len(present - self.texts)) and self._allows(len(self.texts - present))

    def _allows(self, changed: int) -> bool:
        return changed == 0 or changed < MAX_DRIFT * len(self.texts)


def of_texts(encoder: Encoder, texts: Iterable[str], vector_of: Mapping[str, Vectors], background: Vectors) -> Fit:
    """
    The fit of some phrases and counter-examples in one space.

    Args:
        vector_of: The vector of each.
        background: Vectors of generic sentences in the encoder's space.
    """
    # By digest, as they are stored: the same sum in another order is another number at the end.
    by_digest = {_digest(text): vector_of[text] for text in texts}
    return of_digests(encoder, frozenset(by_digest), [by_digest[digest] for digest in sorted(by_digest)], background)


def of_digests(encoder: Encoder, texts: frozenset[bytes], vectors: Sequence[Vectors], background: Vectors) -> Fit:
    """
    As `of_texts`, of texts that are known by their digests.

    Args:
        vectors: In the order of the sorted digests.
    """
    known = np.stack(vectors) if vectors else np.zeros((0, encoder.dim), np.float32)
    return Fit(version_of(encoder.model, texts), texts, whitening.fit(background, known))


def version_of(model: str, texts: Iterable[bytes]) -> str:
    """The version of the fit of phrases with these digests."""
    known = hashlib.sha256(f"{model} {RECIPE} ".encode())
    for digest in sorted(texts):
        known.update(digest)
    return known.hexdigest()[:_VERSION_CHARS]


def digests(texts: Iterable[str]) -> frozenset[bytes]:
    """SHA-256 of each text."""
    return frozenset(map(_digest, texts))


# Asked of all phrases of an account whenever it matches something.
@functools.lru_cache(maxsize=65_536)
def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode(errors="surrogatepass")).digest()
