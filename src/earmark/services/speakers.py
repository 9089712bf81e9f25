"""Who speaks in a stored conversation, corrected by somebody who knows better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from earmark import ids
from earmark.engine import speakers as engine
from earmark.engine.timeline import Span
from earmark.errors import MemberNotFound
from earmark.services import conversations
from earmark.services.conversations import Transcript
from earmark.services.deps import Deps
from earmark.store import conversations as store
from earmark.store import speakers
from earmark.types import AccountId, ConversationId, Member, MemberId, MessageId


@dataclass(frozen=True, slots=True)
class Spoken:
    """Somebody spoke for a while.

    Attributes:
        member: Its id is what the client calls the speaker; a member's own id names that member.
        start_ms: Since the conversation began.
        end_ms: None when the speaker was not heard to stop.
    """

    member: Member
    start_ms: int
    end_ms: int | None = None


async def describe(
    deps: Deps,
    account_id: AccountId,
    conversation_id: ConversationId,
    member_id: MemberId,
    name: str | None = None,
    user_id: str | None = None,
) -> Member:
    """
    Give a member another name or user id, which all messages of the conversation then show. Its id stays.

    Args:
        name, user_id: None leaves it as it is.

    Raises:
        ConversationNotFound: the account has no such conversation.
        MemberNotFound: nobody with that id speaks in it.
    """
    async with deps.db.begin() as db:
        await store.hold(db, account_id, conversation_id)
        members = {member.id: member for member in await store.members(db, account_id, conversation_id)}
        if member_id not in members:
            raise MemberNotFound(member_id)
        member = members[member_id]
        described = replace(
            member,
            name=member.name if name is None else name,
            user_id=member.user_id if user_id is None else user_id,
        )
        await speakers.describe(db, account_id, conversation_id, described)
    return described


async def assign(deps: Deps, account_id: AccountId, conversation_id: ConversationId, spoken: Sequence[Spoken]) -> int:
    """
    Give the messages that were said while somebody spoke to that speaker; how many those are.

    A message belongs to who spoke during the most of it; one during which nobody did keeps its speaker. Speakers who
    are not yet members become members.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    read = await conversations.transcript(deps, account_id, conversation_id)
    members, assigned = await deps.in_thread(_assigned, read, spoken)
    async with deps.db.begin() as db:
        await store.add_members(db, account_id, conversation_id, members)
        await speakers.assign(db, account_id, conversation_id, assigned)
    return len(assigned)


def _assigned(read: Transcript, spoken: Sequence[Spoken]) -> tuple[list[Member], dict[MessageId, MemberId]]:
    origin_ms, last_ms = read.conversation.start_ms, read.conversation.end_ms
    known: dict[Member, Member] = {}
    spans: dict[MemberId, list[Span]] = {}
    for one in spoken:
        if one.member not in known:
            known[one.member] = _member(read, one.member)
        end_ms = max(last_ms - origin_ms, one.start_ms) + 1 if one.end_ms is None else one.end_ms
        spans.setdefault(known[one.member].id, []).append((origin_ms + one.start_ms, origin_ms + end_ms))
    said = [
        (origin_ms if start_ms is None else start_ms, end_ms or start_ms or origin_ms)
        for start_ms, end_ms in ((message.start_ms, message.end_ms) for message in read.messages)
    ]
    found = zip(read.messages, engine.speakers(said, spans), strict=True)
    return list(known.values()), {message.id: member for message, member in found if member is not None}


def _member(read: Transcript, given: Member) -> Member:
    """The member of the conversation that a client means, or the one that it becomes."""
    user_id = given.user_id or given.id
    for one in read.members:
        if one.id == given.id:
            return replace(given, id=one.id)
    for one in read.members:
        if user_id == one.user_id if user_id else given.name == one.name:
            return Member(one.id, given.name, user_id)
    return Member(MemberId(ids.member_id(read.conversation.id, given.name, user_id)), given.name, user_id)
