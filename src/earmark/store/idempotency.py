"""Keys of requests that may be sent again, with the answer that each got."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import delete, select

from earmark.store import tables
from earmark.store.db import Connection
from earmark.types import AccountId

_TABLE: Final = tables.idempotency_keys


async def add(
    db: Connection, account_id: AccountId, key: str, digest: str, answer: Mapping[str, Any], created_ms: int
) -> None:
    """Store the answer to a request. Whoever did not `accounts.hold` the account may find the key taken."""
    row = {"account_id": account_id, "key": key, "digest": digest, "answer": dict(answer), "created_ms": created_ms}
    await db.execute(_TABLE.insert().values(row))


async def get(db: Connection, account_id: AccountId, key: str) -> tuple[str, dict[str, Any]] | None:
    """The digest of the request that came with *key*, and its answer."""
    query = select(_TABLE.c.digest, _TABLE.c.answer).where(_TABLE.c.account_id == account_id, _TABLE.c.key == key)
    row = (await db.execute(query)).first()
    return (row.digest, row.answer) if row else None


async def drop_before(db: Connection, account_id: AccountId, before_ms: int) -> None:
    """Forget the account's keys that are older than *before_ms*."""
    await db.execute(delete(_TABLE).where(_TABLE.c.account_id == account_id, _TABLE.c.created_ms < before_ms))
