"""Conversations and their messages, page by page."""

from __future__ import annotations

from collections.abc import Sequence

from earmark.errors import ConversationNotFound
from earmark.listings import ConversationFilter, RowPlace
from earmark.services.deps import Deps
from earmark.store import conversation_pages, conversations
from earmark.store.conversation_pages import place_of
from earmark.types import AccountId, Conversation, ConversationId, Member, Message, MessageId

__all__ = ["messages", "page", "place_of"]


async def page(
    deps: Deps, account_id: AccountId, wanted: ConversationFilter, after: RowPlace | None, limit: int
) -> Sequence[tuple[Conversation, Sequence[Member]]]:
    """
    Conversations that began last come first, each with who speaks in it.

    Args:
        after: What `place_of` says of the conversation before the page.
    """
    async with deps.db.read() as db:
        found = await conversation_pages.page(db, account_id, wanted, after, limit)
        members = await conversation_pages.members_of(db, account_id, [one.id for one in found])
    return [(one, members[one.id]) for one in found]


async def messages(
    deps: Deps, account_id: AccountId, conversation_id: ConversationId, after: MessageId | None, limit: int
) -> Sequence[Message]:
    """
    What was said, in order: the messages that follow *after*; None begins with the first.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    async with deps.db.read() as db:
        if await conversations.get(db, account_id, conversation_id) is None:
            raise ConversationNotFound
        return await conversations.messages_page(db, account_id, conversation_id, after, limit)
