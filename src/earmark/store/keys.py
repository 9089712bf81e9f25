"""The server's own secrets. They belong to no account."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from sqlalchemy import select

from earmark.store import tables
from earmark.store.db import Connection
from earmark.types import KeyPurpose, ServerKey

_COLUMNS: Final = [tables.server_keys.c[field.name] for field in fields(ServerKey)]


async def add(db: Connection, kid: str, purpose: KeyPurpose, key: bytes, created_ms: int) -> None:
    await db.execute(tables.server_keys.insert().values(kid=kid, purpose=purpose, key=key, created_ms=created_ms))


async def all(db: Connection, purpose: KeyPurpose) -> list[ServerKey]:  # noqa: A001 - always called as keys.all
    """Every key for *purpose*, the newest first."""
    table = tables.server_keys
    query = select(*_COLUMNS).where(table.c.purpose == purpose).order_by(table.c.created_ms.desc(), table.c.kid)
    return [ServerKey(**row) for row in (await db.execute(query)).mappings()]
