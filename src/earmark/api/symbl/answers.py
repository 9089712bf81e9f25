"""Symbl's answers: spelled as the wire spells them, made from our values.

Ids are strings and times ISO 8601 with a Z (contract 0.12, 5). Members without a value are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, Field

from earmark import limits
from earmark.api.symbl.wording import texts_of
from earmark.clock import iso_from_ms
from earmark.engine.insights import Insight
from earmark.services.conversations import DetectedTracker
from earmark.types import Conversation, Member, Message, MessageId, Tracker

#: What a tracker is said to be for when its maker named no language: contract 2.2.
DEFAULT_LANGUAGES: Final = ("en-US",)

_WORD: Final = re.compile(r"\S+")


class TokenAnswer(BaseModel):
    accessToken: str = Field(description="Sent with every further request.")
    expiresIn: int = Field(default=limits.TOKEN_LIFETIME_S, description="Seconds.")


class TrackerOut(BaseModel):
    id: str = Field(description="16 digits.")
    name: str = Field(description="Unique in the account; upper and lower case differ.")
    vocabulary: Sequence[str] = Field(description="The phrases.")
    description: str = Field(description="Empty when there is none.")
    categories: Sequence[str] = Field(description="Words of your own to sort trackers by.")
    languages: Sequence[str] = Field(description="BCP-47 tags of the talk it is meant for; en-US when none was given.")
    excludeVocabulary: Sequence[str] = Field(description="Counter-examples: sentences that must not match.")
    sensitivity: float = Field(description="From 0, only near-identical sentences, to 1, the broadest.")
    createdOn: str = Field(description="ISO 8601.")
    updatedOn: str = Field(description="ISO 8601.")

    @classmethod
    def of(cls, tracker: Tracker) -> TrackerOut:
        return cls(
            id=tracker.id,
            name=tracker.name,
            vocabulary=texts_of(tracker.phrases),
            description=tracker.description,
            categories=tracker.categories,
            languages=tracker.languages or DEFAULT_LANGUAGES,
            excludeVocabulary=texts_of(tracker.counter_examples),
            sensitivity=tracker.sensitivity,
            createdOn=iso_from_ms(tracker.created_ms),
            updatedOn=iso_from_ms(tracker.updated_ms),
        )


class TrackerAnswer(BaseModel):
    tracker: TrackerOut = Field(description="As it is stored.")
    warnings: list[str] | None = Field(default=None, description="Advice; absent when there is none.")


class TrackersAnswer(BaseModel):
    trackers: list[TrackerOut] = Field(description="In the order of their creation.")
    warnings: list[str] | None = Field(default=None, description="Advice; absent when there is none.")


class DeletedTracker(BaseModel):
    id: str = Field(description="Of the tracker that is gone; its hits stay.")
    type: str = Field(default="tracker", description="Always tracker.")
    deleted: bool = Field(default=True, description="Always true.")


class SubmissionAnswer(BaseModel):
    conversationId: str = Field(description="Where the results will be; 16 digits.")
    jobId: str = Field(description="Tells when they are there; a UUID.")


class JobAnswer(BaseModel):
    id: str = Field(description="The job's, as it was asked for.")
    status: str = Field(description="scheduled, in_progress, completed or failed.")


class MessageAnswer(BaseModel):
    message: str = Field(description="A sentence for people.")


class MemberOut(BaseModel):
    id: str = Field(description="A UUID, the same in every submission to the conversation.")
    name: str = Field(description="Empty when it is not known.")
    email: str = Field(description="What was submitted as userId; empty when it is not known.")

    @classmethod
    def of(cls, member: Member) -> MemberOut:
        return cls(id=member.id, name=member.name, email=member.user_id)


class MembersAnswer(BaseModel):
    members: list[MemberOut] = Field(description="Who spoke, in the order of their first words.")


class ConversationOut(BaseModel):
    id: str = Field(description="16 digits.")
    type: str = Field(description="As submitted; meeting when it was given none.")
    name: str = Field(description="As submitted; its id when it was given none.")
    startTime: str = Field(description="When the first message begins; ISO 8601.")
    endTime: str = Field(description="When the last message ends; ISO 8601.")
    members: list[MemberOut] = Field(description="Who spoke, in the order of their first words.")
    metadata: Mapping[str, Any] = Field(description="What the account keeps with it.")

    @classmethod
    def of(cls, conversation: Conversation, members: Sequence[Member]) -> ConversationOut:
        return cls(
            id=conversation.id,
            type=conversation.kind,
            name=conversation.name,
            startTime=iso_from_ms(conversation.start_ms),
            endTime=iso_from_ms(conversation.end_ms),
            members=[MemberOut.of(member) for member in members],
            metadata=conversation.metadata,
        )


class ConversationsAnswer(BaseModel):
    conversations: list[ConversationOut] = Field(description="In the order that was asked for.")

    @classmethod
    def of(cls, found: Sequence[tuple[Conversation, Sequence[Member]]]) -> ConversationsAnswer:
        return cls(conversations=[ConversationOut.of(*one) for one in found])


class MetadataAnswer(BaseModel):
    id: str = Field(description="The conversation's.")
    metadata: Mapping[str, Any] = Field(description="As it is stored now.")


class WordOut(BaseModel):
    word: str = Field(description="With the punctuation that is written to it.")
    startTime: str = Field(description="ISO 8601; its share of the message's time, by its place among the characters.")
    endTime: str = Field(description="ISO 8601.")
    timeOffset: float = Field(description="Seconds since the conversation began.")
    duration: float = Field(description="Seconds.")


class MessageRef(BaseModel):
    id: str = Field(description="The message's.")
    text: str = Field(description="The message's.")
    offset: int = Field(
        description="Characters before the phrase's own words in the text; -1 when other or inflected words mean it."
    )
    score: float = Field(description="How near the message is to the tracker: at most 1, comparable between trackers.")
    startTime: str = Field(description="ISO 8601; the message's.")
    endTime: str = Field(description="ISO 8601; the message's.")


class InsightRef(BaseModel):
    id: str = Field(description="The insight's.")
    type: str = Field(description="question, action_item or follow_up.")
    text: str = Field(description="The message's.")
    offset: int = Field(description="As in messageRefs.")


class MatchOut(BaseModel):
    type: str = Field(default="vocabulary", description="Always vocabulary.")
    value: str = Field(description="The phrase as it was written.")
    messageRefs: list[MessageRef] = Field(description="The messages that mean it, in their order, each once.")
    insightRefs: list[InsightRef] = Field(description="Questions, action items and follow-ups in these messages.")


class DetectedTrackerOut(BaseModel):
    id: str = Field(description="The tracker's; made up, but the same in a conversation, for one that was not stored.")
    name: str = Field(description="The tracker's, as it was when it was found last.")
    matches: list[MatchOut] = Field(description="One for each phrase that was found.")

    @classmethod
    def of(
        cls, detected: DetectedTracker, origin_ms: int, insights: Mapping[MessageId, Sequence[Insight]]
    ) -> DetectedTrackerOut:
        return cls(
            id=detected.id,
            name=detected.name,
            matches=[
                MatchOut(
                    value=phrase,
                    messageRefs=[
                        MessageRef(
                            id=message.id,
                            text=message.text,
                            offset=hit.offset,
                            score=round(hit.score, 4),
                            startTime=iso_from_ms(times_of(message, origin_ms)[0]),
                            endTime=iso_from_ms(times_of(message, origin_ms)[1]),
                        )
                        for hit, message in found
                    ],
                    insightRefs=[
                        InsightRef(id=one.id, type=one.kind.value, text=one.text, offset=hit.offset)
                        for hit, message in found
                        for one in insights.get(message.id, ())
                    ],
                )
                for phrase, found in detected.by_phrase.items()
            ],
        )


def times_of(message: Message, origin_ms: int) -> tuple[int, int]:
    start_ms = origin_ms if message.start_ms is None else message.start_ms
    return start_ms, start_ms if message.end_ms is None else message.end_ms


def span_of(start_ms: int, end_ms: int, origin_ms: int) -> dict[str, Any]:
    return {
        "startTime": iso_from_ms(start_ms),
        "endTime": iso_from_ms(end_ms),
        "timeOffset": (start_ms - origin_ms) / 1000,
        "duration": (end_ms - start_ms) / 1000,
    }


def words_of(message: Message, origin_ms: int) -> Iterator[WordOut]:
    """The words of a message, each with its share of the time by its place among the characters."""
    start_ms, end_ms = times_of(message, origin_ms)
    ms_per_char = (end_ms - start_ms) / max(1, len(message.text))
    for word in _WORD.finditer(message.text):
        first_ms = start_ms + round(word.start() * ms_per_char)
        last_ms = start_ms + round(word.end() * ms_per_char)
        yield WordOut(word=word.group(), **span_of(first_ms, last_ms, origin_ms))
