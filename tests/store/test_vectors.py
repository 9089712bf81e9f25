from __future__ import annotations

import asyncio
import time

import numpy as np
import pytest

from earmark.store import vectors
from earmark.store.db import Database
from earmark.types import Account

MODEL = "a" * 64
DIM = 384


def unit_vectors(count: int, seed: int = 0) -> np.ndarray:
    given = np.random.default_rng(seed).standard_normal((count, DIM), dtype=np.float32)
    return given / np.linalg.norm(given, axis=1, keepdims=True)


async def test_vectors_come_back_by_text_to_the_precision_of_float16(database: Database, account: Account) -> None:
    given = dict(zip(["price", 'שלום 👋 "x"', ""], unit_vectors(3), strict=True))
    async with database.begin() as db:
        await vectors.put(db, account.id, MODEL, DIM, given)
    async with database.read() as db:
        found = await vectors.get(db, account.id, MODEL, [*given, "never seen", "price"])
    assert found.keys() == given.keys()
    for text, vector in given.items():
        assert found[text].dtype == np.float32
        np.testing.assert_allclose(found[text], vector, atol=2e-4)


async def test_texts_are_told_apart_by_case_and_spaces(database: Database, account: Account) -> None:
    async with database.begin() as db:
        await vectors.put(db, account.id, MODEL, DIM, {"Price": unit_vectors(1)[0]})
        assert await vectors.get(db, account.id, MODEL, ["price", "Price "]) == {}


async def test_models_and_accounts_do_not_share_vectors(
    database: Database, account: Account, other_account: Account
) -> None:
    async with database.begin() as db:
        await vectors.put(db, account.id, MODEL, DIM, {"price": unit_vectors(1)[0]})
        assert await vectors.get(db, account.id, "b" * 64, ["price"]) == {}
        assert await vectors.get(db, other_account.id, MODEL, ["price"]) == {}


async def test_putting_a_text_again_keeps_what_is_stored(database: Database, account: Account) -> None:
    first, second = unit_vectors(2)
    async with database.begin() as db:
        await vectors.put(db, account.id, MODEL, DIM, {"price": first})
        await vectors.put(db, account.id, MODEL, DIM, {"price": second, "cost": second})
        await vectors.put(db, account.id, MODEL, DIM, {})
        found = await vectors.get(db, account.id, MODEL, ["price", "cost"])
    np.testing.assert_allclose(found["price"], first, atol=2e-4)
    np.testing.assert_allclose(found["cost"], second, atol=2e-4)


async def test_a_vector_of_another_shape_is_refused(database: Database, account: Account) -> None:
    async with database.begin() as db:
        with pytest.raises(ValueError, match="384"):
            await vectors.put(db, account.id, MODEL, DIM, {"price": np.zeros(512, np.float32)})


async def test_several_may_store_the_same_texts_at_once(database: Database, account: Account) -> None:
    texts = [f"phrase {number}" for number in range(200)]
    given = list(zip(texts, unit_vectors(200), strict=True))

    async def store(in_order: list[tuple[str, np.ndarray]]) -> None:
        async with database.begin() as db:
            await vectors.put(db, account.id, MODEL, DIM, dict(in_order))

    await asyncio.gather(store(given), store(given[::-1]), store(given), store(given[::-1]))
    async with database.read() as db:
        assert len(await vectors.get(db, account.id, MODEL, texts)) == 200


async def test_25000_texts_take_seconds(database: Database, account: Account) -> None:
    given = dict(zip((f"phrase number {number}" for number in range(25_000)), unit_vectors(25_000), strict=True))
    began = time.perf_counter()
    async with database.begin() as db:
        await vectors.put(db, account.id, MODEL, DIM, given)
    stored = time.perf_counter()
    async with database.read() as db:
        found = await vectors.get(db, account.id, MODEL, given)
    read = time.perf_counter()
    assert found.keys() == given.keys()
    # Generous: some two seconds on two idle cores.
    assert stored - began < 20
    assert read - stored < 10
