"""Changes of who speaks in a conversation."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, update

from earmark.store import tables
from earmark.store.db import Connection
from earmark.types import AccountId, ConversationId, Member, MemberId, MessageId


async def describe(db: Connection, account_id: AccountId, conversation_id: ConversationId, member: Member) -> None:
    """Give a member this name and user id. One that is not there stays away."""
    table = tables.members
    where = table.c.account_id == account_id, table.c.conversation_id == conversation_id, table.c.id == member.id
    await db.execute(update(table).where(*where).values(name=member.name, user_id=member.user_id))


async def assign(
    db: Connection,
    account_id: AccountId,
    conversation_id: ConversationId,
    speakers: Mapping[MessageId, MemberId],
) -> None:
    """Say of messages who said them. The members must be stored."""
    if not speakers:
        return
    table = tables.messages
    statement = (
        update(table)
        .where(
            table.c.account_id == account_id,
            table.c.conversation_id == conversation_id,
            table.c.id == bindparam("message"),
        )
        .values(member_id=bindparam("member"))
    )
    rows = [{"message": message, "member": member} for message, member in speakers.items()]
    await db.execute(statement, rows)
