"""Stored hits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Final

from sqlalchemy import func, select

from earmark.store import conversations, tables
from earmark.store.db import Connection, insert_into
from earmark.types import AccountId, ConversationId, Hit, MatchKind

_TABLE: Final = tables.hits
_COLUMNS: Final = [_TABLE.c[field.name] for field in fields(Hit)]


async def upsert(db: Connection, account_id: AccountId, hits: Sequence[Hit]) -> None:
    """
    Store hits. One whose id is stored already stays as it was, so that a repeated step changes nothing.

    Raises:
        ConversationNotFound: the account does not have, or no longer has, the conversation of a hit.
    """
    if not hits:
        return
    # In one order for everybody, or two transactions that store the same hits could wait for each other.
    for conversation_id in sorted({hit.conversation_id for hit in hits}):
        await conversations.hold(db, account_id, conversation_id)
    rows = [{**asdict(hit), "account_id": account_id, "kind": hit.kind.value} for hit in hits]
    await db.execute(insert_into(db, _TABLE).on_conflict_do_nothing(index_elements=["id"]), rows)


async def of_conversation(db: Connection, account_id: AccountId, conversation_id: ConversationId) -> list[Hit]:
    """The hits of a conversation by message, then by tracker, then by place in the message, then by phrase."""
    query = (
        select(*_COLUMNS)
        .join(tables.messages, tables.messages.c.id == _TABLE.c.message_id)
        .where(_TABLE.c.account_id == account_id, _TABLE.c.conversation_id == conversation_id)
        .order_by(tables.messages.c.position, _TABLE.c.tracker_id, _TABLE.c.start, _TABLE.c.phrase, _TABLE.c.id)
    )
    rows = (await db.execute(query)).mappings()
    return [Hit(**{**row, "kind": MatchKind(row["kind"])}) for row in rows]


async def count(db: Connection, account_id: AccountId, conversation_id: ConversationId) -> int:
    """How many hits a conversation has."""
    query = select(func.count()).where(_TABLE.c.account_id == account_id, _TABLE.c.conversation_id == conversation_id)
    return (await db.execute(query)).scalar_one()
