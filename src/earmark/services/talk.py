"""What was said in a conversation, with what can be read from it: mood, key phrases, talk time, a text for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from earmark.engine import sentiment
from earmark.engine.insights import InsightKind, key_phrases
from earmark.engine.talk_time import TalkTime, spans, talk_time
from earmark.services import conversations, insights
from earmark.services.conversations import Transcript
from earmark.services.deps import Deps
from earmark.store import submissions
from earmark.transcripts.rendering import Line
from earmark.types import AccountId, ConversationId, Message, MessageId

_NO_PHRASES: Final[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read from one message.

    Attributes:
        phrases: Its key phrases, if a submission to the conversation asked for them.
        mood: From -1 to 1; None where nobody asked.
    """

    phrases: Sequence[str] = ()
    mood: float | None = None


async def messages(
    deps: Deps, account_id: AccountId, conversation_id: ConversationId, *, moods: bool
) -> tuple[Transcript, Sequence[Reading]]:
    """
    What was said, and what is read from each message, in its order.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    read = await conversations.transcript(deps, account_id, conversation_id)
    async with deps.db.read() as db:
        asked = insights.combined(await submissions.options(db, account_id, conversation_id))
    if not moods and not asked.detect_phrases:
        return read, [Reading()] * len(read.messages)
    return read, await deps.in_thread(_readings, read.messages, phrases=asked.detect_phrases, moods=moods)


async def analytics(deps: Deps, account_id: AccountId, conversation_id: ConversationId) -> tuple[Transcript, TalkTime]:
    """
    Who spoke for how long.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    read = await conversations.transcript(deps, account_id, conversation_id)
    return read, await deps.in_thread(talk_time, read.messages, read.conversation.start_ms)


async def lines(
    deps: Deps,
    account_id: AccountId,
    conversation_id: ConversationId,
    *,
    all_phrases: bool = False,
    phrases_of_insights: bool = False,
) -> Sequence[Line]:
    """
    A conversation as it is to be shown to people.

    Args:
        all_phrases: With the key phrases of every message.
        phrases_of_insights: With the key phrases of questions, action items and follow-ups.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    read = await conversations.transcript(deps, account_id, conversation_id)
    marked: Mapping[MessageId, Sequence[str]] = {}
    if all_phrases:
        marked = await deps.in_thread(_phrases, read.messages)
    elif phrases_of_insights:
        found = await insights.of_conversation(deps, account_id, conversation_id, *InsightKind)
        marked = {insight.message_id: insight.phrases for insight in found.insights}
    return await deps.in_thread(_lines, read, marked)


def _readings(said: Sequence[Message], *, phrases: bool, moods: bool) -> list[Reading]:
    return [
        Reading(
            phrases=key_phrases(message.text, message.language) if phrases else (),
            mood=sentiment.score(message.text, message.language) if moods else None,
        )
        for message in said
    ]


def _phrases(said: Sequence[Message]) -> dict[MessageId, Sequence[str]]:
    return {message.id: key_phrases(message.text, message.language) for message in said}


def _lines(read: Transcript, marked: Mapping[MessageId, Sequence[str]]) -> list[Line]:
    origin_ms = read.conversation.start_ms
    return [
        Line(
            text=message.text,
            speaker=message.speaker,
            phrases=marked.get(message.id, _NO_PHRASES),
            start_ms=start_ms - origin_ms,
            end_ms=end_ms - origin_ms,
        )
        for message, (start_ms, end_ms) in zip(read.messages, spans(read.messages, origin_ms), strict=True)
    ]
