"""Hits as people read them: with the message, and with what was said of them."""

from __future__ import annotations

from collections.abc import Sequence

from earmark.errors import ConversationNotFound, HitNotFound
from earmark.listings import HitFilter, HitInTalk, RowPlace
from earmark.services.deps import Deps
from earmark.store import conversations, hit_pages
from earmark.store.hit_pages import place_in_talk, place_of
from earmark.types import AccountId, ConversationId, HitId

__all__ = ["get", "page", "page_of_conversation", "place_in_talk", "place_of"]


async def page(
    deps: Deps, account_id: AccountId, wanted: HitFilter, after: RowPlace | None, limit: int
) -> Sequence[HitInTalk]:
    """Hits that were found last come first. *after* is what `place_of` says of the one before the page."""
    async with deps.db.read() as db:
        return await hit_pages.page(db, account_id, wanted, after, limit)


async def page_of_conversation(
    deps: Deps, account_id: AccountId, conversation_id: ConversationId, after: RowPlace | None, limit: int
) -> Sequence[HitInTalk]:
    """
    Hits of a conversation as they were said. *after* is what `place_in_talk` says of the one before the page.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    async with deps.db.read() as db:
        if await conversations.get(db, account_id, conversation_id) is None:
            raise ConversationNotFound
        return await hit_pages.page_of_conversation(db, account_id, conversation_id, after, limit)


async def get(deps: Deps, account_id: AccountId, hit_id: HitId) -> HitInTalk:
    """
    Raises:
        HitNotFound: the account has no such hit.
    """
    async with deps.db.read() as db:
        found = await hit_pages.get(db, account_id, hit_id)
    if found is None:
        raise HitNotFound(hit_id)
    return found
