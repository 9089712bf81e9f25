"""Conversations, who speaks in them, and what is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, case, func, select, update
from sqlalchemy import delete as delete_from

from earmark.errors import ConversationNotFound
from earmark.store import tables
from earmark.store.db import Connection, insert_into
from earmark.types import AccountId, Conversation, ConversationId, Member, Message, MessageId, SubmissionId

# Below the number of parameters of one statement: 32,766 in SQLite, 65,535 in Postgres.
_IDS_PER_QUERY: Final = 10_000
_CONVERSATION: Final = [tables.conversations.c[field.name] for field in fields(Conversation)]
_MEMBER: Final = [tables.members.c[field.name] for field in fields(Member)]
# A message's speaker is its member's name; the empty text stands for no member on our side.
_MESSAGE: Final = [
    tables.messages.c.id,
    tables.messages.c.text,
    func.coalesce(tables.messages.c.member_id, "").label("member_id"),
    func.coalesce(tables.members.c.name, "").label("speaker"),
    tables.messages.c.start_ms,
    tables.messages.c.end_ms,
    tables.messages.c.language,
]


async def add(db: Connection, conversation: Conversation) -> None:
    await db.execute(tables.conversations.insert().values(**asdict(conversation)))


async def get(db: Connection, account_id: AccountId, conversation_id: ConversationId) -> Conversation | None:
    query = select(*_CONVERSATION).where(*_is(account_id, conversation_id))
    row = (await db.execute(query)).mappings().first()
    return Conversation(**row) if row else None


async def hold(db: Connection, account_id: AccountId, conversation_id: ConversationId) -> None:
    """
    Let nobody else add to the conversation or delete it until the transaction ends.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    # On Postgres the weaker lock of the two that would do: the stronger one waits for foreign-key checks, and two
    # transactions that each made one would wait for each other. SQLite needs none and renders none.
    query = select(tables.conversations.c.id).where(*_is(account_id, conversation_id)).with_for_update(key_share=True)
    if (await db.execute(query)).first() is None:
        raise ConversationNotFound


async def hold_those(db: Connection, account_id: AccountId, ids: Sequence[ConversationId]) -> set[ConversationId]:
    """As `hold`, of those that exist, which are given back."""
    table = tables.conversations
    query = select(table.c.id).where(table.c.account_id == account_id, table.c.id.in_(ids))
    found = await db.execute(query.order_by(table.c.id).with_for_update(key_share=True))
    return {ConversationId(one) for one in found.scalars()}


async def delete(db: Connection, account_id: AccountId, conversation_id: ConversationId) -> bool:
    """Delete a conversation with its members, messages, submissions and hits. False when there is none."""
    deleted = await db.execute(delete_from(tables.conversations).where(*_is(account_id, conversation_id)))
    return deleted.rowcount > 0


async def describe(
    db: Connection, account_id: AccountId, conversation_id: ConversationId, name: str, metadata: Mapping[str, Any]
) -> None:
    """Give the conversation this name and this metadata. To change what was read, `hold` before reading."""
    values = {"name": name, "metadata": metadata}
    await db.execute(update(tables.conversations).where(*_is(account_id, conversation_id)).values(values))


async def extend(
    db: Connection, account_id: AccountId, conversation_id: ConversationId, start_ms: int, end_ms: int
) -> None:
    """Widen the conversation's times so that they cover these."""
    start, end = tables.conversations.c.start_ms, tables.conversations.c.end_ms
    wider = {
        start: case((start > start_ms, start_ms), else_=start),
        end: case((end < end_ms, end_ms), else_=end),
    }
    await db.execute(update(tables.conversations).where(*_is(account_id, conversation_id)).values(wider))


async def members(db: Connection, account_id: AccountId, conversation_id: ConversationId) -> list[Member]:
    """Who speaks, in the order in which they came in."""
    table = tables.members
    query = select(*_MEMBER).where(*_within(table, account_id, conversation_id)).order_by(table.c.position)
    return [Member(**row) for row in (await db.execute(query)).mappings()]


async def add_members(
    db: Connection, account_id: AccountId, conversation_id: ConversationId, members: Sequence[Member]
) -> None:
    """
    Add members, or complete those that are known by their id. An empty name or user id overwrites nothing.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    await hold(db, account_id, conversation_id)
    if not members:
        return
    position = await _next_position(db, tables.members, conversation_id)
    upsert = insert_into(db, tables.members)
    upsert = upsert.on_conflict_do_update(
        index_elements=["conversation_id", "id"],
        set_={
            name: case((upsert.excluded[name] != "", upsert.excluded[name]), else_=tables.members.c[name])
            for name in ("name", "user_id")
        },
    )
    scope = {"account_id": account_id, "conversation_id": conversation_id}
    await db.execute(
        upsert,
        [{**scope, "position": at, **asdict(member)} for at, member in enumerate(members, start=position)],
    )


async def messages(db: Connection, account_id: AccountId, conversation_id: ConversationId) -> list[Message]:
    """What was said, in order, each message with its speaker's present name."""
    return await _fetch(db, _messages(account_id, conversation_id))


async def messages_page(
    db: Connection, account_id: AccountId, conversation_id: ConversationId, after: MessageId | None, limit: int
) -> list[Message]:
    """As `messages`, but at most *limit* of them, which follow the message *after*; None begins with the first."""
    query = _messages(account_id, conversation_id).limit(limit)
    if after is not None:
        table = tables.messages
        place = select(table.c.position).where(*_within(table, account_id, conversation_id), table.c.id == after)
        query = query.where(table.c.position > place.scalar_subquery())
    return await _fetch(db, query)


async def count_messages(db: Connection, account_id: AccountId, conversation_id: ConversationId) -> int:
    query = select(func.count()).where(*_within(tables.messages, account_id, conversation_id))
    return (await db.execute(query)).scalar_one()


async def messages_by_id(db: Connection, account_id: AccountId, ids: Sequence[MessageId]) -> dict[MessageId, Message]:
    """Those of *ids* that the account has, in whichever conversations, with their speakers' present names."""
    table = tables.messages
    found: dict[MessageId, Message] = {}
    for first in range(0, len(ids), _IDS_PER_QUERY):
        chunk = ids[first : first + _IDS_PER_QUERY]
        query = messages_with_speakers().where(table.c.account_id == account_id, table.c.id.in_(chunk))
        found |= {message.id: message for message in await _fetch(db, query)}
    return found


async def texts_by_id(db: Connection, account_id: AccountId, ids: Sequence[MessageId]) -> dict[MessageId, str]:
    """As `messages_by_id`, but only what was said: a tenth of the time."""
    table = tables.messages
    found: dict[MessageId, str] = {}
    for first in range(0, len(ids), _IDS_PER_QUERY):
        chunk = ids[first : first + _IDS_PER_QUERY]
        query = select(table.c.id, table.c.text).where(table.c.account_id == account_id, table.c.id.in_(chunk))
        found.update((MessageId(row[0]), row[1]) for row in await db.execute(query))
    return found


async def messages_of_submission(
    db: Connection, account_id: AccountId, conversation_id: ConversationId, submission_id: SubmissionId
) -> list[Message]:
    """As `messages`, but only what one submission added."""
    query = _messages(account_id, conversation_id).where(tables.messages.c.submission_id == submission_id)
    return await _fetch(db, query)


async def add_messages(
    db: Connection,
    account_id: AccountId,
    conversation_id: ConversationId,
    submission_id: SubmissionId,
    messages: Sequence[Message],
) -> None:
    """
    Append messages to the conversation, in the given order.

    Args:
        messages: With ids. A member id must be that of a stored member, whose name is the speaker when the
            message is read; `Message.speaker` itself is not stored.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    await hold(db, account_id, conversation_id)
    if not messages:
        return
    position = await _next_position(db, tables.messages, conversation_id)
    scope = {"account_id": account_id, "conversation_id": conversation_id, "submission_id": submission_id}
    rows = [
        {
            **scope,
            "id": message.id,
            "position": at,
            "text": message.text,
            "member_id": message.member_id or None,
            "start_ms": message.start_ms,
            "end_ms": message.end_ms,
            "language": message.language,
        }
        for at, message in enumerate(messages, start=position)
    ]
    await db.execute(tables.messages.insert(), rows)


def _is(account_id: AccountId, conversation_id: ConversationId) -> tuple[Any, Any]:
    table = tables.conversations
    return table.c.account_id == account_id, table.c.id == conversation_id


def _within(table: Table, account_id: AccountId, conversation_id: ConversationId) -> tuple[Any, Any]:
    return table.c.account_id == account_id, table.c.conversation_id == conversation_id


async def _next_position(db: Connection, table: Table, conversation_id: ConversationId) -> int:
    highest = select(func.max(table.c.position)).where(table.c.conversation_id == conversation_id)
    found: int | None = (await db.execute(highest)).scalar_one()
    return 0 if found is None else found + 1


def messages_with_speakers(*more: ColumnElement[Any]) -> Select[Any]:
    """Every message of all accounts with its speaker's present name; *more* are further columns. Scope it."""
    table, members = tables.messages, tables.members
    speaker = (members.c.conversation_id == table.c.conversation_id) & (members.c.id == table.c.member_id)
    return select(*_MESSAGE, *more).select_from(table.outerjoin(members, speaker))


def _messages(account_id: AccountId, conversation_id: ConversationId) -> Select[Any]:
    where = _within(tables.messages, account_id, conversation_id)
    return messages_with_speakers().where(*where).order_by(tables.messages.c.position)


async def _fetch(db: Connection, query: Select[Any]) -> list[Message]:
    return [Message(**row) for row in (await db.execute(query)).mappings()]
