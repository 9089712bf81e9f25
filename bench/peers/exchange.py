"""The files through which the project and a peer's environment speak: what a peer reads, and what it answers.

A folder for each peer and suite holds ``given.json``, the vectors of its texts where the peer has no encoder of its
own, and what each form of the peer answered: a score for every text and tracker. Read in both environments, so made of
nothing but the standard library and NumPy.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FOLDER: Final = Path(__file__).resolve().parents[1] / ".cache" / "peer-runs"

Rows = NDArray[np.float32]

_GIVEN: Final = "given.json"
_VECTORS: Final = "vectors.npy"
#: Bytes of a text's SHA-256 that stand for it.
_KEY_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Given:
    """What a peer reads of a suite.

    Attributes:
        phrases: Of each tracker.
        texts: What it is to score, each once.
        background: Generic sentences that no tracker is about.
        labelled: Messages whose right answer a peer may learn from, each as its texts; they are not scored.
        labels: The trackers that truly apply to each of them.
    """

    suite: str
    phrases: Sequence[Sequence[str]]
    texts: Sequence[str]
    background: Sequence[str] = ()
    labelled: Sequence[Sequence[str]] = ()
    labels: Sequence[Sequence[int]] = ()

    @property
    def all_phrases(self) -> list[str]:
        return [phrase for group in self.phrases for phrase in group]

    @property
    def every_text(self) -> list[str]:
        """Every text that a peer needs the vector of, once."""
        return list(dict.fromkeys([*self.all_phrases, *self.texts]))

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer said: scores ``(texts, trackers)`` by the key of the text, and how it came to them."""

    row_of: Mapping[bytes, int]
    scores: Rows
    told: Mapping[str, Any]

    def rows(self, texts: Sequence[str]) -> Rows | None:
        """The scores of some texts, or None if it was not asked for one of them."""
        keys = [key(text) for text in texts]
        if not all(one in self.row_of for one in keys):
            return None
        return self.scores[[self.row_of[one] for one in keys]]


def key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:_KEY_BYTES]


def give(given: Given, folder: Path, vectors: Rows | None = None) -> None:
    """Write what a peer reads; *vectors* are those of `Given.every_text`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _GIVEN).write_text(json.dumps(asdict(given), ensure_ascii=False), encoding="utf-8")
    if vectors is not None:
        np.save(folder / _VECTORS, vectors)


def given(folder: Path) -> Given:
    return Given(**json.loads((folder / _GIVEN).read_text(encoding="utf-8")))


def vectors_of(given: Given, folder: Path) -> dict[str, Rows]:
    return dict(zip(given.every_text, np.load(folder / _VECTORS), strict=True))


def answer(folder: Path, form: str, texts: Sequence[str], scores: Rows, told: Mapping[str, Any]) -> None:
    """Keep a peer's scores of *texts*; the file is whole or the old one."""
    path = folder / f"{form}.npz"
    scratch = path.with_suffix(".part.npz")
    keys = np.frombuffer(b"".join(key(text) for text in texts), np.uint8).reshape(-1, _KEY_BYTES)
    np.savez_compressed(scratch, keys=keys, scores=scores.astype(np.float32), told=json.dumps(dict(told)))
    os.replace(scratch, path)


def forget(folder: Path, form: str) -> None:
    (folder / f"{form}.npz").unlink(missing_ok=True)


def answered(folder: Path, form: str) -> Answer | None:
    """What a form of a peer said, or None if there is no answer of it."""
    path = folder / f"{form}.npz"
    if not path.is_file():
        return None
    with np.load(path) as stored:
        rows = {one.tobytes(): number for number, one in enumerate(stored["keys"])}
        return Answer(rows, stored["scores"], json.loads(str(stored["told"])))
