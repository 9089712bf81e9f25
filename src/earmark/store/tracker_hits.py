"""The hits of one tracker over all of an account's talk, for searches of history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, Final

from sqlalchemy import Select, delete, select

from earmark.store import tables
from earmark.store.db import Connection, insert_into
from earmark.types import AccountId, ConversationId, Hit, HitId, MatchKind, TrackerId

_TABLE: Final = tables.hits
_COLUMNS: Final = [_TABLE.c[field.name] for field in fields(Hit)]
#: What stays as it was when a hit is found again.
_LASTING: Final = ("id", "account_id", "conversation_id", "message_id", "submission_id", "tracker_id", "phrase")
# Below the number of parameters of one statement.
_IDS_PER_QUERY: Final = 10_000


async def everywhere(db: Connection, account_id: AccountId, tracker_id: TrackerId) -> list[Hit]:
    """Every hit of the tracker."""
    return await _fetch(db, _of(account_id, tracker_id))


async def within(
    db: Connection, account_id: AccountId, tracker_id: TrackerId, conversation_ids: Sequence[ConversationId]
) -> list[Hit]:
    """As `everywhere`, in some conversations."""
    return await _fetch(db, _of(account_id, tracker_id).where(_TABLE.c.conversation_id.in_(conversation_ids)))


async def renew(db: Connection, account_id: AccountId, hits: Sequence[Hit]) -> None:
    """
    Store hits; one that is stored tells the new version, score and place, and keeps the time of its first finding.

    Hold their conversations first: `conversations.hold_those`.
    """
    if not hits:
        return
    upsert = insert_into(db, _TABLE)
    found_again = {
        column.name: upsert.excluded[column.name]
        for column in _TABLE.columns
        if column.name not in (*_LASTING, "created_ms")
    }
    upsert = upsert.on_conflict_do_update(index_elements=["id"], set_=found_again)
    rows = [{**asdict(hit), "account_id": account_id, "kind": hit.kind.value} for hit in hits]
    await db.execute(upsert, rows)


async def remove(db: Connection, account_id: AccountId, ids: Sequence[HitId]) -> None:
    """Delete hits; what was judged of them stays."""
    for first in range(0, len(ids), _IDS_PER_QUERY):
        chunk = ids[first : first + _IDS_PER_QUERY]
        await db.execute(delete(_TABLE).where(_TABLE.c.account_id == account_id, _TABLE.c.id.in_(chunk)))


def _of(account_id: AccountId, tracker_id: TrackerId) -> Select[Any]:
    return select(*_COLUMNS).where(_TABLE.c.account_id == account_id, _TABLE.c.tracker_id == tracker_id)


async def _fetch(db: Connection, query: Select[Any]) -> list[Hit]:
    rows = (await db.execute(query)).mappings()
    return [Hit(**{**row, "kind": MatchKind(row["kind"])}) for row in rows]
