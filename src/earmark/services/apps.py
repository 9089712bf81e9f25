"""Who may still call: what is stored of an app, read again before it can be long out of date."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from earmark import limits
from earmark.types import Credential

_FRESH_MS: Final = int(limits.REVOCATION_S * 1000)


@dataclass(frozen=True, slots=True)
class _Entry:
    read_ms: int
    credential: asyncio.Future[Credential | None]


class AppCache:
    """
    Credentials by app id, each read at most once in `limits.REVOCATION_S`.

    It needs no bound: only an app whose token this server signed is asked for.
    """

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}

    async def get(
        self, app_id: str, now_ms: int, read: Callable[[], Awaitable[Credential | None]]
    ) -> Credential | None:
        """The credential of *app_id*, None when it is revoked; whoever comes while *read* runs waits for it."""
        entry = self._entries.get(app_id)
        if entry is None or not 0 <= now_ms - entry.read_ms < _FRESH_MS:
            # A task of its own: whoever asked first may be canceled while others wait.
            entry = _Entry(now_ms, asyncio.ensure_future(read()))
            self._entries[app_id] = entry
            entry.credential.add_done_callback(lambda done: self._settle(app_id, done))
        return await asyncio.shield(entry.credential)

    def _settle(self, app_id: str, done: asyncio.Future[Credential | None]) -> None:
        entry = self._entries.get(app_id)
        if (done.cancelled() or done.exception() is not None) and entry is not None and entry.credential is done:
            del self._entries[app_id]
