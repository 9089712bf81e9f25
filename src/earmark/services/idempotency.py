"""Requests that may be sent again: what one makes is made once, and every repeat gets the first one's answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from earmark import limits
from earmark.errors import IdempotencyKeyReused
from earmark.services.deps import Deps
from earmark.store import accounts, idempotency
from earmark.store.db import Connection
from earmark.types import AccountId


@dataclass(frozen=True, slots=True)
class RequestKey:
    """A client's own word for a request, and a digest of all that it asks for."""

    key: str
    digest: str


async def once(
    deps: Deps,
    account_id: AccountId,
    key: RequestKey | None,
    make: Callable[[Connection], Awaitable[Mapping[str, Any]]],
) -> Mapping[str, Any]:
    """
    The answer that *make* gives, or gave within the last day under the same key.

    The answer is written in the transaction in which *make* works: there are both or neither. Equal requests wait
    for each other. What *make* raises undoes everything and is not kept.

    Args:
        key: None calls *make* in any case.
        make: Writes over the connection that it is given, and nowhere else. Its answer is JSON.

    Raises:
        IdempotencyKeyReused: the key came with another request.
    """
    async with deps.db.begin() as db:
        if key is None:
            return await make(db)
        await accounts.hold(db, account_id)
        now_ms = deps.now_ms()
        await idempotency.drop_before(db, account_id, now_ms - limits.IDEMPOTENCY_KEPT_S * 1000)
        stored = await idempotency.get(db, account_id, key.key)
        if stored is None:
            answer = await make(db)
            await idempotency.add(db, account_id, key.key, key.digest, answer, now_ms)
            return answer
        digest, kept = stored
        if digest != key.digest:
            raise IdempotencyKeyReused
        return kept
