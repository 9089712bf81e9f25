"""Conversations and their messages as they are listed, page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Final

from sqlalchemy import Column, ColumnElement, Integer, Select, collate, exists, func, or_, select

from earmark.listings import ConversationFilter, RowPlace
from earmark.store import tables
from earmark.store.db import Connection
from earmark.store.engines import POSTGRES, SQLITE_LOWER
from earmark.store.keyset import newest_first
from earmark.types import AccountId, Conversation, ConversationId, Member, TrackerId

_TABLE: Final = tables.conversations
_COLUMNS: Final = [_TABLE.c[field.name] for field in fields(Conversation)]
_MEMBER: Final = [tables.members.c[field.name] for field in fields(Member)]
# Knows every script, whatever the database's own locale is: in the locale C only ASCII has lower case.
_POSTGRES_COLLATION: Final = "und-x-icu"


async def page(
    db: Connection, account_id: AccountId, wanted: ConversationFilter, after: RowPlace | None, limit: int
) -> list[Conversation]:
    """Conversations that began last come first. *after* is what `place_of` says of the one before the page."""
    query = select(*_COLUMNS).where(_TABLE.c.account_id == account_id, *_conditions(db, account_id, wanted))
    rows = await db.execute(newest_first(query, (_TABLE.c.start_ms, _TABLE.c.id), after, limit))
    return [Conversation(**row) for row in rows.mappings()]


def place_of(conversation: Conversation) -> RowPlace:
    return conversation.start_ms, conversation.id


async def members_of(
    db: Connection, account_id: AccountId, conversation_ids: Sequence[ConversationId]
) -> Mapping[ConversationId, Sequence[Member]]:
    """Who speaks in each of the conversations, in the order in which they came in."""
    table = tables.members
    query = (
        select(table.c.conversation_id, *_MEMBER)
        .where(table.c.account_id == account_id, table.c.conversation_id.in_(conversation_ids))
        .order_by(table.c.conversation_id, table.c.position)
    )
    found: dict[ConversationId, list[Member]] = {one: [] for one in conversation_ids}
    for conversation_id, *member in await db.execute(query):
        found[conversation_id].append(Member(*member))
    return found


def _conditions(db: Connection, account_id: AccountId, wanted: ConversationFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.from_ms is not None:
        conditions.append(_TABLE.c.start_ms >= wanted.from_ms)
    if wanted.until_ms is not None:
        conditions.append(_TABLE.c.start_ms < wanted.until_ms)
    if wanted.tracker_id is not None:
        conditions.append(_TABLE.c.id.in_(_with_hits(account_id, wanted.tracker_id)))
    if wanted.without_tracker_id is not None:
        conditions.append(_TABLE.c.id.not_in(_with_hits(account_id, wanted.without_tracker_id)))
    if wanted.text:
        said = exists().where(
            tables.messages.c.account_id == _TABLE.c.account_id,
            tables.messages.c.conversation_id == _TABLE.c.id,
            _contains(db, tables.messages.c.text, wanted.text),
        )
        conditions.append(or_(_contains(db, _TABLE.c.name, wanted.text), said))
    return conditions


def _with_hits(account_id: AccountId, tracker_id: TrackerId) -> Select[tuple[str]]:
    # Read once: asking for each conversation again takes long where a tracker is found in few of very many.
    hits = tables.hits
    return select(hits.c.conversation_id).where(hits.c.account_id == account_id, hits.c.tracker_id == tracker_id)


def _contains(db: Connection, column: Column[str], text: str) -> ColumnElement[bool]:
    # Not LIKE: it has wildcards to escape, and on SQLite it knows the lower case of ASCII only.
    if db.dialect.name == POSTGRES:
        place = func.strpos(func.lower(collate(column, _POSTGRES_COLLATION)), text.lower(), type_=Integer)
    else:
        place = func.instr(getattr(func, SQLITE_LOWER)(column), text.lower(), type_=Integer)
    return place > 0
