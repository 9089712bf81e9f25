"""Vectors of phrases, so that a phrase is encoded once per account and model and not at every start."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from earmark.store import tables
from earmark.store.db import Connection, insert_into
from earmark.types import AccountId

Vector = npt.NDArray[np.float32]

_TABLE: Final = tables.phrase_vectors
_STORED: Final = np.dtype("<f2")
# Below the number of parameters of one statement: 32,766 in SQLite, 65,535 in Postgres.
_TEXTS_PER_QUERY: Final = 5_000


async def get(db: Connection, account_id: AccountId, model: str, texts: Iterable[str]) -> dict[str, Vector]:
    """
    The stored vectors of *texts*, by text; a text without one is absent.

    Args:
        model: SHA-256 of the model's file: vectors of another model mean nothing to it.

    Returns:
        Float32 vectors of shape ``(dim,)``, rounded to float16 when they were stored, so no longer of length 1
        to the last digit.
    """
    text_of = {_hash(text): text for text in texts}
    hashes = list(text_of)
    scoped = select(_TABLE.c.text_hash, _TABLE.c.vector).where(
        _TABLE.c.account_id == account_id, _TABLE.c.model == model
    )
    found: dict[str, Vector] = {}
    for start in range(0, len(hashes), _TEXTS_PER_QUERY):
        chunk = hashes[start : start + _TEXTS_PER_QUERY]
        for text_hash, vector in await db.execute(scoped.where(_TABLE.c.text_hash.in_(chunk))):
            found[text_of[text_hash]] = np.frombuffer(vector, _STORED).astype(np.float32)
    return found


async def by_digest(db: Connection, account_id: AccountId, model: str, digests: Iterable[bytes]) -> list[Vector]:
    """The stored vectors of texts that are known by their SHA-256, in its order; a text without one is left out."""
    hashes = sorted(digest.hex() for digest in digests)
    scoped = select(_TABLE.c.vector).where(_TABLE.c.account_id == account_id, _TABLE.c.model == model)
    found: list[Vector] = []
    for start in range(0, len(hashes), _TEXTS_PER_QUERY):
        chunk = scoped.where(_TABLE.c.text_hash.in_(hashes[start : start + _TEXTS_PER_QUERY]))
        rows = await db.execute(chunk.order_by(_TABLE.c.text_hash))
        found += [np.frombuffer(vector, _STORED).astype(np.float32) for vector in rows.scalars()]
    return found


async def put(
    db: Connection, account_id: AccountId, model: str, dim: int, vectors: Mapping[str, npt.NDArray[Any]]
) -> None:
    """
    Store vectors by text. A text that has one keeps it.

    Raises:
        ValueError: a vector's shape is not ``(dim,)``.
    """
    if any(vector.shape != (dim,) for vector in vectors.values()):
        raise ValueError(f"every vector must have the shape ({dim},)")
    if not vectors:
        return
    scope = {"account_id": account_id, "model": model, "dim": dim}
    by_hash = {_hash(text): vector.astype(_STORED).tobytes() for text, vector in vectors.items()}
    # Sorted, or two transactions that store the same texts could wait for each other.
    rows = [{**scope, "text_hash": text_hash, "vector": vector} for text_hash, vector in sorted(by_hash.items())]
    await db.execute(insert_into(db, _TABLE).on_conflict_do_nothing(), rows)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
