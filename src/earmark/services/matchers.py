"""Compiled matchers kept for their next use: at most so many phrases, the longest unused go first."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from earmark.engine.matcher import CompiledMatcher


@dataclass(frozen=True, slots=True)
class _Entry:
    phrases: int
    matcher: asyncio.Future[CompiledMatcher]


class MatcherCache:
    """Matchers by key. Whoever asks for one that is being compiled waits for that one.

    Args:
        max_phrases: How many phrases may be held over all matchers; the newest matcher stays whatever its size.
    """

    def __init__(self, max_phrases: int) -> None:
        self._max_phrases = max_phrases
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._latest: dict[str, str] = {}

    async def get(
        self, key: str, phrases: int, compiled: Callable[[], Awaitable[CompiledMatcher]], account: str = ""
    ) -> CompiledMatcher:
        """
        The matcher of *key*, made by *compiled* when it is not held.

        Args:
            phrases: How many phrases it has.
            account: Whose latest matcher it is from now on.
        """
        self._latest[account] = key
        entry = self._entries.get(key)
        if entry is None:
            # A task of its own: whoever asked first may be canceled while others wait for the same matcher.
            entry = _Entry(phrases, asyncio.ensure_future(compiled()))
            self._entries[key] = entry
            entry.matcher.add_done_callback(lambda done: self._settle(key, done))
        self._entries.move_to_end(key)
        return await asyncio.shield(entry.matcher)

    def latest(self, account: str) -> CompiledMatcher | None:
        """The matcher that was last asked for by an account, if it is held and ready."""
        entry = self._entries.get(self._latest.get(account, ""))
        if entry is None or not entry.matcher.done() or entry.matcher.cancelled() or entry.matcher.exception():
            return None
        return entry.matcher.result()

    def _settle(self, key: str, done: asyncio.Future[CompiledMatcher]) -> None:
        if done.cancelled() or done.exception() is not None:
            self._entries.pop(key, None)
        while len(self._entries) > 1 and sum(entry.phrases for entry in self._entries.values()) > self._max_phrases:
            self._entries.popitem(last=False)
        self._latest = {account: kept for account, kept in self._latest.items() if kept in self._entries}
