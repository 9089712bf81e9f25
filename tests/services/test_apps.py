"""A credential is read at most once a second, however many ask."""

from __future__ import annotations

import asyncio

import pytest

from earmark.errors import Busy
from earmark.services.apps import AppCache
from earmark.types import AccountId, Credential

CREDENTIAL = Credential("a" * 64, AccountId("1"), b"hash", created_ms=0)


class Store:
    """Counts how often it is read."""

    def __init__(self, *answers: Credential | Exception | None) -> None:
        self.answers = list(answers)
        self.reads = 0

    async def read(self) -> Credential | None:
        self.reads += 1
        await asyncio.sleep(0)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def test_those_who_ask_at_once_and_within_a_second_share_one_read() -> None:
    cache, store = AppCache(), Store(CREDENTIAL, None)
    asked = [cache.get("a", 0, store.read) for _ in range(10)]
    assert await asyncio.gather(*asked) == [CREDENTIAL] * 10
    assert await cache.get("a", 999, store.read) == CREDENTIAL
    assert store.reads == 1
    assert await cache.get("a", 1_000, store.read) is None
    assert store.reads == 2


async def test_apps_are_kept_apart() -> None:
    cache, store = AppCache(), Store(CREDENTIAL, None)
    assert await cache.get("a", 0, store.read) == CREDENTIAL
    assert await cache.get("b", 0, store.read) is None


async def test_a_clock_that_is_set_back_does_not_keep_what_was_read() -> None:
    cache, store = AppCache(), Store(CREDENTIAL, None)
    await cache.get("a", 10_000, store.read)
    assert await cache.get("a", 9_000, store.read) is None


async def test_a_read_that_failed_is_not_kept() -> None:
    cache, store = AppCache(), Store(Busy("later"), CREDENTIAL)
    with pytest.raises(Busy):
        await cache.get("a", 0, store.read)
    assert await cache.get("a", 0, store.read) == CREDENTIAL


async def test_whoever_gives_up_leaves_the_read_to_the_others() -> None:
    cache, store = AppCache(), Store(CREDENTIAL)
    first, second = (asyncio.ensure_future(cache.get("a", 0, store.read)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == CREDENTIAL
    assert store.reads == 1
