"""Readings: stretches of messages as the engine read them, kept so that history is searched and not read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, exists, func, select

from earmark.store import conversations, tables
from earmark.store.db import Connection, insert_into
from earmark.types import AccountId, ConversationId, MessageId, ReadingId, SubmissionId

_TABLE: Final = tables.readings
_VECTORS: Final = tables.message_vectors
_COUNT: Final = np.dtype("<u2")
_VECTOR: Final = np.dtype("<f2")
_LINE_END: Final = "\n"
#: Between a model's SHA-256 and the version of the reading, in what vectors are kept under.
_VERSION_AT: Final = "/"


@dataclass(frozen=True, slots=True)
class KeptVectors:
    """One model's vectors of a reading's messages: how many each has, and all of them, float16 ``(vectors, dim)``."""

    counts: NDArray[np.uint16]
    vectors: NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Reading:
    """
    A stretch of one submission's messages.

    Attributes:
        first: The position of its first message in the conversation; the others follow.
        message_ids: The ids of its messages, in order.
        language: As the submission declared it.
        words: A line for each message.
        vectors: By the SHA-256 of the model's file, a slash and the version of the reading.
    """

    id: ReadingId
    conversation_id: ConversationId
    submission_id: SubmissionId
    first: int
    message_ids: tuple[MessageId, ...]
    language: str
    words: tuple[str, ...]
    vectors: Mapping[str, KeptVectors]


@dataclass(frozen=True, slots=True)
class Span:
    """A part of an account's history: readings behind *after* up to *until*, of talk that began from *from_ms* on and
    before *to_ms*; None sets no bound."""

    after: ReadingId | None = None
    until: ReadingId | None = None
    from_ms: int | None = None
    to_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a span holds, and the last reading in it; empty for none."""

    messages: int
    conversations: int
    last: ReadingId


async def add(db: Connection, account_id: AccountId, readings: Sequence[Reading]) -> None:
    """
    Store readings of one conversation. What is stored of a place already stays, and gets the vectors that it lacks.

    Vectors of the same models that another version of the reading left are removed: nothing looks for them any more.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    for reading in readings:
        await conversations.hold(db, account_id, reading.conversation_id)
        row = {
            "id": reading.id,
            "account_id": account_id,
            "conversation_id": reading.conversation_id,
            "submission_id": reading.submission_id,
            "first": reading.first,
            "messages": len(reading.words),
            "message_ids": _LINE_END.join(reading.message_ids),
            "language": reading.language,
            "words": _LINE_END.join(reading.words),
        }
        await db.execute(insert_into(db, _TABLE).on_conflict_do_nothing().values(row))
        same = _TABLE.c.conversation_id == reading.conversation_id, _TABLE.c.first == reading.first
        kept_id = (await db.execute(select(_TABLE.c.id).where(*same))).scalar_one()
        for model, kept in sorted(reading.vectors.items()):
            vectors = {
                "reading_id": kept_id,
                "model": model,
                "dim": kept.vectors.shape[1],
                "counts": kept.counts.astype(_COUNT).tobytes(),
                "vectors": kept.vectors.astype(_VECTOR).tobytes(),
            }
            await db.execute(insert_into(db, _VECTORS).on_conflict_do_nothing().values(vectors))
            digest = model.partition(_VERSION_AT)[0]
            left = _VECTORS.c.model.startswith(digest, autoescape=True), _VECTORS.c.model != model
            await db.execute(_VECTORS.delete().where(_VECTORS.c.reading_id == kept_id, *left))


async def of_submission(
    db: Connection, account_id: AccountId, submission_id: SubmissionId, models: Sequence[str]
) -> list[Reading]:
    """The readings of a submission that have vectors of every one of *models*, in the order of its messages."""
    query = _complete(account_id, models).where(_TABLE.c.submission_id == submission_id).order_by(_TABLE.c.first)
    return await _fetch(db, query, models)


async def page(db: Connection, account_id: AccountId, models: Sequence[str], span: Span, limit: int) -> list[Reading]:
    """The first *limit* readings of a span that have vectors of every one of *models*, the oldest first."""
    query = _within(_complete(account_id, models), span).order_by(_TABLE.c.id).limit(limit)
    return await _fetch(db, query, models)


async def spread(db: Connection, account_id: AccountId, models: Sequence[str], most: int) -> list[ReadingId]:
    """The ids of at most so many readings of all history, evenly spread, that have vectors of every one of *models*."""
    query = _complete(account_id, models).with_only_columns(_TABLE.c.id).order_by(_TABLE.c.id)
    found = [ReadingId(one) for one in (await db.execute(query)).scalars()]
    return [found[place * len(found) // most] for place in range(most)] if len(found) > most else found


async def those(
    db: Connection, account_id: AccountId, models: Sequence[str], ids: Sequence[ReadingId]
) -> list[Reading]:
    """The readings with these ids that are still there and have vectors of every one of *models*, the oldest first."""
    query = _complete(account_id, models).where(_TABLE.c.id.in_(ids)).order_by(_TABLE.c.id)
    return await _fetch(db, query, models)


async def extent(db: Connection, account_id: AccountId, models: Sequence[str], span: Span) -> Extent:
    """How much of a span has vectors of every one of *models*."""
    counted = (
        func.coalesce(func.sum(_TABLE.c.messages), 0),
        func.count(_TABLE.c.conversation_id.distinct()),
        func.coalesce(func.max(_TABLE.c.id), ""),
    )
    query = _within(_complete(account_id, models), span).with_only_columns(*counted).order_by(None)
    messages, spoken, last = (await db.execute(query)).one()
    return Extent(int(messages), spoken, ReadingId(last))


async def unread(
    db: Connection, models: Sequence[str], limit: int, account_id: AccountId | None = None
) -> list[tuple[AccountId, SubmissionId]]:
    """
    Submissions with messages of which no vectors of one of *models* are kept, the oldest first.

    Args:
        account_id: None for those of all accounts, for workers.
    """
    said = tables.submissions
    lacking = ~exists().where(_TABLE.c.submission_id == said.c.id)
    for model in models:
        lacking |= exists().where(_TABLE.c.submission_id == said.c.id, ~_has(model))
    query = select(said.c.account_id, said.c.id).where(said.c.matched_ms.is_not(None), lacking)
    query = query.where(exists().where(tables.messages.c.submission_id == said.c.id))
    if account_id is not None:
        query = query.where(said.c.account_id == account_id)
    rows = await db.execute(query.order_by(said.c.created_ms, said.c.id).limit(limit))
    return [(AccountId(row.account_id), SubmissionId(row.id)) for row in rows]


async def unread_messages(db: Connection, account_id: AccountId, models: Sequence[str]) -> int:
    """How many of the account's messages have no vectors of one of *models*."""
    said = select(func.count()).select_from(tables.messages).where(tables.messages.c.account_id == account_id)
    return (await db.execute(said)).scalar_one() - (await extent(db, account_id, models, Span())).messages


async def place_of_first(db: Connection, submission_id: SubmissionId) -> int:
    """The position in its conversation of a submission's first message."""
    lowest = select(func.min(tables.messages.c.position)).where(tables.messages.c.submission_id == submission_id)
    return (await db.execute(lowest)).scalar_one() or 0


def _complete(account_id: AccountId, models: Iterable[str]) -> Select[Any]:
    query = select(_TABLE).where(_TABLE.c.account_id == account_id)
    return query.where(*(_has(model) for model in models))


def _has(model: str) -> Any:
    return exists().where(_VECTORS.c.reading_id == _TABLE.c.id, _VECTORS.c.model == model)


def _within(query: Select[Any], span: Span) -> Select[Any]:
    if span.after is not None:
        query = query.where(_TABLE.c.id > span.after)
    if span.until is not None:
        query = query.where(_TABLE.c.id <= span.until)
    if span.from_ms is None and span.to_ms is None:
        return query
    talk = tables.conversations
    query = query.join(talk, talk.c.id == _TABLE.c.conversation_id)
    if span.from_ms is not None:
        query = query.where(talk.c.start_ms >= span.from_ms)
    if span.to_ms is not None:
        query = query.where(talk.c.start_ms < span.to_ms)
    return query


async def _fetch(db: Connection, query: Select[Any], models: Sequence[str]) -> list[Reading]:
    rows = (await db.execute(query)).all()
    kept: dict[str, dict[str, KeptVectors]] = {row.id: {} for row in rows}
    wanted = select(_VECTORS).where(_VECTORS.c.reading_id.in_(list(kept)), _VECTORS.c.model.in_(list(models)))
    for one in await db.execute(wanted):
        vectors = np.frombuffer(one.vectors, _VECTOR).reshape(-1, one.dim)
        kept[one.reading_id][one.model] = KeptVectors(np.frombuffer(one.counts, _COUNT), vectors)
    return [
        Reading(
            id=ReadingId(row.id),
            conversation_id=ConversationId(row.conversation_id),
            submission_id=SubmissionId(row.submission_id),
            first=row.first,
            message_ids=tuple(MessageId(one) for one in row.message_ids.split(_LINE_END)),
            language=row.language,
            words=tuple(row.words.split(_LINE_END)),
            vectors=kept[row.id],
        )
        for row in rows
    ]
