"""What a finished conversation tells: who spoke, what was said, which trackers were found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from earmark import limits
from earmark.checks import check_text
from earmark.compound import shown
from earmark.errors import ConversationNotFound
from earmark.listings import ConversationListing
from earmark.metadata import check_metadata, merged
from earmark.services.deps import Deps
from earmark.store import conversation_filters, conversations, hits
from earmark.store.db import Connection
from earmark.types import AccountId, Conversation, ConversationId, Hit, Member, Message, TrackerId


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation with all that was said in it, in order."""

    conversation: Conversation
    members: Sequence[Member]
    messages: Sequence[Message]


@dataclass(frozen=True, slots=True)
class DetectedTracker:
    """One tracker that was found: by the text of each phrase of it the messages in their order, each at most once."""

    id: TrackerId
    name: str
    by_phrase: Mapping[str, Sequence[tuple[Hit, Message]]]


async def get(
    deps: Deps, account_id: AccountId, conversation_id: ConversationId
) -> tuple[Conversation, Sequence[Member]]:
    """
    A conversation and who speaks in it.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    async with deps.db.read() as db:
        conversation = await _found(db, account_id, conversation_id)
        return conversation, await conversations.members(db, account_id, conversation_id)


async def transcript(deps: Deps, account_id: AccountId, conversation_id: ConversationId) -> Transcript:
    """
    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    async with deps.db.read() as db:
        return Transcript(
            conversation=await _found(db, account_id, conversation_id),
            members=await conversations.members(db, account_id, conversation_id),
            messages=await conversations.messages(db, account_id, conversation_id),
        )


async def detected(
    deps: Deps, account_id: AccountId, conversation_id: ConversationId
) -> tuple[Conversation, list[DetectedTracker]]:
    """
    The trackers that were found, in the order of their first message.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    async with deps.db.read() as db:
        conversation = await _found(db, account_id, conversation_id)
        messages = await conversations.messages(db, account_id, conversation_id)
        found = await hits.of_conversation(db, account_id, conversation_id)
    return conversation, grouped(found, messages)


def grouped(found: Sequence[Hit], messages: Sequence[Message]) -> list[DetectedTracker]:
    """*found*, which stands in message order, by tracker and phrase as text. Source: contract 5.5 and 12."""
    message_of = {message.id: message for message in messages}
    phrases: dict[TrackerId, dict[str, list[tuple[Hit, Message]]]] = {}
    names: dict[TrackerId, str] = {}
    for hit in found:
        names[hit.tracker_id] = hit.tracker_name  # the last one is the name of the newest version
        refs = phrases.setdefault(hit.tracker_id, {}).setdefault(shown(hit.phrase), [])
        if not refs or refs[-1][0].message_id != hit.message_id:
            refs.append((hit, message_of[hit.message_id]))
    return [DetectedTracker(tracker_id, names[tracker_id], by_phrase) for tracker_id, by_phrase in phrases.items()]


async def describe(
    deps: Deps,
    account_id: AccountId,
    conversation_id: ConversationId,
    name: str | None = None,
    metadata_patch: Mapping[str, Any] | None = None,
) -> tuple[Conversation, Sequence[Member]]:
    """
    Give a conversation another name, or change its metadata as RFC 7396 says; the conversation as it is then.

    Raises:
        ConversationNotFound: the account has no such conversation.
        InvalidField: the name is empty or too long, or the metadata is more than a conversation may hold.
    """
    if name is not None:
        name = check_text("name", name, max_chars=limits.NAME_CHARS)
    patch = metadata_patch or {}
    check_metadata("metadata", patch)
    async with deps.db.begin() as db:
        await conversations.hold(db, account_id, conversation_id)
        before = await _found(db, account_id, conversation_id)
        metadata = merged(before.metadata, patch)
        check_metadata("metadata", metadata)
        after = replace(before, name=before.name if name is None else name, metadata=metadata)
        await conversations.describe(db, account_id, conversation_id, after.name, metadata)
        return after, await conversations.members(db, account_id, conversation_id)


async def listed(
    deps: Deps, account_id: AccountId, wanted: ConversationListing
) -> Sequence[tuple[Conversation, Sequence[Member]]]:
    """The conversations that *wanted* keeps, each with who speaks in it."""
    async with deps.db.read() as db:
        return await conversation_filters.listed(db, account_id, wanted)


async def set_metadata(
    deps: Deps, account_id: AccountId, conversation_id: ConversationId, metadata: Mapping[str, Any]
) -> None:
    """
    Replace what the account keeps with a conversation.

    Raises:
        ConversationNotFound: the account has no such conversation.
        InvalidField: the metadata is more than a conversation may hold.
    """
    check_metadata("metadata", metadata)
    async with deps.db.begin() as db:
        await conversations.hold(db, account_id, conversation_id)
        found = await _found(db, account_id, conversation_id)
        await conversations.describe(db, account_id, conversation_id, found.name, metadata)


async def delete(deps: Deps, account_id: AccountId, conversation_id: ConversationId) -> None:
    """
    Delete a conversation with everything in it, for good. A job that is working on it ends quietly.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    async with deps.db.begin() as db:
        if not await conversations.delete(db, account_id, conversation_id):
            raise ConversationNotFound


async def _found(db: Connection, account_id: AccountId, conversation_id: ConversationId) -> Conversation:
    conversation = await conversations.get(db, account_id, conversation_id)
    if conversation is None:
        raise ConversationNotFound
    return conversation
