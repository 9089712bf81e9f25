"""What is counted from the words of a conversation: insights, topics, entities, a summary. No language model is asked.

Nothing of it is stored: it is computed from the messages at every look, so it is the same for the same talk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from earmark.engine.entities import Entity, entities_of
from earmark.engine.insights import Insight, InsightKind, insights_of
from earmark.engine.summary import SummarySentence, summary_of
from earmark.engine.topics import Topic, topics_of
from earmark.services import conversations
from earmark.services.conversations import DetectedTracker, Transcript
from earmark.services.deps import Deps
from earmark.store import submissions
from earmark.types import (
    AccountId,
    Conversation,
    ConversationId,
    Member,
    MemberId,
    Message,
    MessageId,
    SubmissionOptions,
)


@dataclass(frozen=True, slots=True)
class ConversationInsights:
    """
    The insights of a conversation.

    Attributes:
        members: Everybody who speaks in it, by id.
        with_phrases: Whether a submission asked for key phrases.
    """

    insights: Sequence[Insight]
    members: Mapping[MemberId, Member]
    with_phrases: bool


@dataclass(frozen=True, slots=True)
class Detected:
    """The trackers that were found in a conversation, with the insights in the messages where they were found."""

    conversation: Conversation
    trackers: Sequence[DetectedTracker]
    insights: Mapping[MessageId, Sequence[Insight]]


async def of_conversation(
    deps: Deps, account_id: AccountId, conversation_id: ConversationId, *kinds: InsightKind
) -> ConversationInsights:
    """
    The insights of some kinds, in the order of the talk, as sure as the submissions to the conversation ask for.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    read, options = await _read(deps, account_id, conversation_id)
    found = await deps.in_thread(_insights, read.messages, read.members, read.conversation.start_ms, options)
    return ConversationInsights(
        insights=[insight for insight in found if insight.kind in kinds],
        members={member.id: member for member in read.members},
        with_phrases=options.detect_phrases,
    )


async def detected(deps: Deps, account_id: AccountId, conversation_id: ConversationId) -> Detected:
    """
    The trackers that were found, beside the questions, action items and follow-ups in the same messages.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    conversation, trackers = await conversations.detected(deps, account_id, conversation_id)
    hit = {message.id: message for one in trackers for refs in one.by_phrase.values() for _, message in refs}
    if not hit:
        return Detected(conversation, trackers, {})
    _, members = await conversations.get(deps, account_id, conversation_id)
    options = await _options(deps, account_id, conversation_id)
    found = await deps.in_thread(_insights, list(hit.values()), members, conversation.start_ms, options)
    by_message: dict[MessageId, list[Insight]] = {}
    for insight in found:
        by_message.setdefault(insight.message_id, []).append(insight)
    return Detected(conversation, trackers, by_message)


async def topics(
    deps: Deps, account_id: AccountId, conversation_id: ConversationId, vocabulary: Sequence[str] = ()
) -> list[Topic]:
    """
    The topics of a conversation, the strongest first; those of *vocabulary* as soon as they are said.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    read = await conversations.transcript(deps, account_id, conversation_id)
    return await deps.in_thread(topics_of, read.messages, vocabulary)


async def entities(deps: Deps, account_id: AccountId, conversation_id: ConversationId) -> list[Entity]:
    """
    The entities that the submissions to a conversation ask for, in the order of their first mentions.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    read, options = await _read(deps, account_id, conversation_id)
    return await deps.in_thread(
        entities_of, read.messages, read.members, options.entities, detect=options.detect_entities
    )


async def summary(deps: Deps, account_id: AccountId, conversation_id: ConversationId) -> list[SummarySentence]:
    """
    The most central sentences of a conversation.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    read = await conversations.transcript(deps, account_id, conversation_id)
    return await deps.in_thread(summary_of, read.messages)


def combined(options: Sequence[SubmissionOptions]) -> SubmissionOptions:
    """
    What all submissions to one conversation ask for together.

    Whoever asks to be surer is heeded, so the highest threshold counts; what one asks to be looked for is looked for
    everywhere; and the talk is where the newest submission says.
    """
    if not options:
        return SubmissionOptions()
    return SubmissionOptions(
        confidence_threshold=max(one.confidence_threshold for one in options),
        detect_phrases=any(one.detect_phrases for one in options),
        detect_entities=any(one.detect_entities for one in options),
        entities=tuple(dict.fromkeys(rule for one in options for rule in one.entities)),
        timezone_offset_min=options[-1].timezone_offset_min,
    )


def _insights(
    messages: Sequence[Message], members: Sequence[Member], origin_ms: int, options: SubmissionOptions
) -> list[Insight]:
    found = insights_of(messages, members, origin_ms=origin_ms, offset_min=options.timezone_offset_min)
    return [insight for insight in found if insight.score >= options.confidence_threshold]


async def _read(
    deps: Deps, account_id: AccountId, conversation_id: ConversationId
) -> tuple[Transcript, SubmissionOptions]:
    read = await conversations.transcript(deps, account_id, conversation_id)
    return read, await _options(deps, account_id, conversation_id)


async def _options(deps: Deps, account_id: AccountId, conversation_id: ConversationId) -> SubmissionOptions:
    async with deps.db.read() as db:
        return combined(await submissions.options(db, account_id, conversation_id))
