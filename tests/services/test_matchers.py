from __future__ import annotations

import asyncio

import pytest

from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE
from earmark.engine.matcher import CompiledMatcher, compile_matcher
from earmark.services.matchers import MatcherCache
from earmark.types import Tracker
from fakes import FakeEncoder

ENCODERS = {space: FakeEncoder(space) for space in (ENGLISH_SPACE, MULTILINGUAL_SPACE)}


class Compiler:
    """Counts what it compiles, and waits until it is let."""

    def __init__(self) -> None:
        self.started = 0
        self.go = asyncio.Event()
        self.failing = False

    async def __call__(self) -> CompiledMatcher:
        self.started += 1
        await self.go.wait()
        if self.failing:
            raise RuntimeError
        return compile_matcher([Tracker("X", ["x"])], ENCODERS)


@pytest.fixture
def compiler() -> Compiler:
    return Compiler()


async def test_matcher_is_compiled_once_for_many_that_ask_at_once(compiler: Compiler) -> None:
    cache = MatcherCache(100)
    asking = [asyncio.create_task(cache.get("a", 1, compiler)) for _ in range(5)]
    await asyncio.sleep(0)
    compiler.go.set()
    matchers = await asyncio.gather(*asking)
    assert compiler.started == 1
    assert all(matcher is matchers[0] for matcher in matchers)


async def test_one_that_gives_up_does_not_take_the_matcher_from_the_others(compiler: Compiler) -> None:
    cache = MatcherCache(100)
    first, second = (asyncio.create_task(cache.get("a", 1, compiler)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    compiler.go.set()
    assert await second
    assert compiler.started == 1


async def test_failure_is_told_and_not_kept(compiler: Compiler) -> None:
    cache = MatcherCache(100)
    compiler.go.set()
    compiler.failing = True
    with pytest.raises(RuntimeError):
        await cache.get("a", 1, compiler)
    compiler.failing = False
    assert await cache.get("a", 1, compiler)
    assert compiler.started == 2


async def test_longest_unused_matchers_go_when_there_are_too_many_phrases(compiler: Compiler) -> None:
    cache = MatcherCache(10)
    compiler.go.set()
    for key in ("a", "b", "a", "c"):
        await cache.get(key, 5, compiler)
    assert compiler.started == 3
    await cache.get("a", 5, compiler)
    assert compiler.started == 3
    await cache.get("b", 5, compiler)
    assert compiler.started == 4


async def test_matcher_larger_than_the_cache_is_kept_while_it_is_the_newest(compiler: Compiler) -> None:
    cache = MatcherCache(10)
    compiler.go.set()
    await cache.get("a", 500, compiler)
    await cache.get("a", 500, compiler)
    assert compiler.started == 1
