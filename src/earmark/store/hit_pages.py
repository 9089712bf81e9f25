"""Hits as they are read: each with its message and its judgement, page by page."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, Select, func, select

from earmark.listings import HitFilter, HitInTalk, RowPlace
from earmark.store import judgements, tables
from earmark.store.db import Connection
from earmark.store.keyset import newest_first, oldest_first
from earmark.types import AccountId, ConversationId, Hit, HitId, MatchKind, MemberId, Message, MessageId

_TABLE: Final = tables.hits
_FIELDS: Final = [field.name for field in fields(Hit)]
_MESSAGE: Final = [
    tables.messages.c.text.label("message_text"),
    func.coalesce(tables.messages.c.member_id, "").label("message_member_id"),
    func.coalesce(tables.members.c.name, "").label("message_speaker"),
    tables.messages.c.start_ms.label("message_start_ms"),
    tables.messages.c.end_ms.label("message_end_ms"),
    tables.messages.c.language.label("message_language"),
]


async def page(
    db: Connection, account_id: AccountId, wanted: HitFilter, after: RowPlace | None, limit: int
) -> list[HitInTalk]:
    """Hits that were found last come first. *after* is what `place_of` says of the hit before the page."""
    query = _of(account_id).where(*_conditions(wanted))
    rows = await db.execute(newest_first(query, (_TABLE.c.created_ms, _TABLE.c.id), after, limit))
    return [_hit_in_talk(row) for row in rows.mappings()]


def place_of(listed: HitInTalk) -> RowPlace:
    return listed.hit.created_ms, listed.hit.id


async def page_of_conversation(
    db: Connection, account_id: AccountId, conversation_id: ConversationId, after: RowPlace | None, limit: int
) -> list[HitInTalk]:
    """Hits of a conversation as they were said. *after* is what `place_in_talk` says of the hit before the page."""
    query = _of(account_id).where(_TABLE.c.conversation_id == conversation_id)
    rows = await db.execute(oldest_first(query, (_TABLE.c.message_id, _TABLE.c.start, _TABLE.c.id), after, limit))
    return [_hit_in_talk(row) for row in rows.mappings()]


def place_in_talk(listed: HitInTalk) -> RowPlace:
    return listed.hit.message_id, listed.hit.start, listed.hit.id


async def get(db: Connection, account_id: AccountId, hit_id: HitId) -> HitInTalk | None:
    row = (await db.execute(_of(account_id).where(_TABLE.c.id == hit_id))).mappings().first()
    return _hit_in_talk(row) if row else None


def _of(account_id: AccountId) -> Select[Any]:
    messages, members = tables.messages, tables.members
    speaker = (members.c.conversation_id == messages.c.conversation_id) & (members.c.id == messages.c.member_id)
    return (
        select(*(_TABLE.c[name] for name in _FIELDS), *_MESSAGE, *judgements.LABELED)
        .select_from(_TABLE)
        .join(messages, (messages.c.id == _TABLE.c.message_id) & (messages.c.account_id == _TABLE.c.account_id))
        .outerjoin(members, speaker)
        .outerjoin(tables.judgements, judgements.of_hit())
        .where(_TABLE.c.account_id == account_id)
    )


def _conditions(wanted: HitFilter) -> list[ColumnElement[bool]]:
    said_ms, verdict = tables.messages.c.start_ms, tables.judgements.c.verdict
    conditions: list[ColumnElement[bool]] = []
    if wanted.tracker_id is not None:
        conditions.append(_TABLE.c.tracker_id == wanted.tracker_id)
    if wanted.conversation_id is not None:
        conditions.append(_TABLE.c.conversation_id == wanted.conversation_id)
    if wanted.from_ms is not None:
        conditions.append(said_ms >= wanted.from_ms)
    if wanted.until_ms is not None:
        conditions.append(said_ms < wanted.until_ms)
    if wanted.kind is not None:
        conditions.append(_TABLE.c.kind == wanted.kind.value)
    if wanted.judged is not None:
        conditions.append(verdict.is_not(None) if wanted.judged else verdict.is_(None))
    return conditions


def _hit_in_talk(row: RowMapping) -> HitInTalk:
    message = Message(
        text=row["message_text"],
        speaker=row["message_speaker"],
        id=MessageId(row["message_id"]),
        member_id=MemberId(row["message_member_id"]),
        start_ms=row["message_start_ms"],
        end_ms=row["message_end_ms"],
        language=row["message_language"],
    )
    hit = Hit(**{**{name: row[name] for name in _FIELDS}, "kind": MatchKind(row["kind"])})
    return HitInTalk(hit, message, judgements.from_labeled(row))
