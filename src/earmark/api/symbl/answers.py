"""Symbl's answers: spelled as the wire spells them, made from our values.

Ids are strings and times ISO 8601 with a Z (contract 0.12, 5). Members without a value are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, Field

from earmark import limits
from earmark.clock import iso_from_ms
from earmark.services.conversations import DetectedTracker, Transcript
from earmark.types import Conversation, Member, Message, Tracker

#: What a tracker is said to be for when its maker named no language: contract 2.2.
DEFAULT_LANGUAGES: Final = ("en-US",)

_WORD: Final = re.compile(r"\S+")


class TokenAnswer(BaseModel):
    accessToken: str
    expiresIn: int = Field(default=limits.TOKEN_LIFETIME_S, description="Seconds.")


class TrackerOut(BaseModel):
    id: str
    name: str
    vocabulary: Sequence[str]
    description: str
    categories: Sequence[str]
    languages: Sequence[str]
    excludeVocabulary: Sequence[str]
    sensitivity: float
    createdOn: str
    updatedOn: str

    @classmethod
    def of(cls, tracker: Tracker) -> TrackerOut:
        return cls(
            id=tracker.id,
            name=tracker.name,
            vocabulary=tracker.phrases,
            description=tracker.description,
            categories=tracker.categories,
            languages=tracker.languages or DEFAULT_LANGUAGES,
            excludeVocabulary=tracker.counter_examples,
            sensitivity=tracker.sensitivity,
            createdOn=iso_from_ms(tracker.created_ms),
            updatedOn=iso_from_ms(tracker.updated_ms),
        )


class TrackerAnswer(BaseModel):
    tracker: TrackerOut
    warnings: list[str] | None = Field(default=None, description="Advice; absent when there is none.")


class TrackersAnswer(BaseModel):
    trackers: list[TrackerOut]
    warnings: list[str] | None = Field(default=None, description="Advice; absent when there is none.")


class DeletedTracker(BaseModel):
    id: str
    type: str = "tracker"
    deleted: bool = True


class SubmissionAnswer(BaseModel):
    conversationId: str
    jobId: str


class JobAnswer(BaseModel):
    id: str
    status: str = Field(description="scheduled, in_progress, completed or failed.")


class MessageAnswer(BaseModel):
    message: str


class MemberOut(BaseModel):
    id: str
    name: str
    email: str

    @classmethod
    def of(cls, member: Member) -> MemberOut:
        return cls(id=member.id, name=member.name, email=member.user_id)


class MembersAnswer(BaseModel):
    members: list[MemberOut]


class ConversationOut(BaseModel):
    id: str
    type: str
    name: str
    startTime: str
    endTime: str
    members: list[MemberOut]
    metadata: Mapping[str, Any]

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


class WordOut(BaseModel):
    word: str
    startTime: str
    endTime: str
    timeOffset: float
    duration: float


class MessageOut(BaseModel):
    id: str
    text: str
    from_: MemberOut | dict[str, str] = Field(serialization_alias="from")
    startTime: str
    endTime: str
    timeOffset: float = Field(description="Seconds since the conversation began.")
    duration: float = Field(description="Seconds.")
    conversationId: str
    phrases: list[str] = []
    words: list[WordOut] | None = Field(default=None, description="Only with verbose=true.")


class MessagesAnswer(BaseModel):
    messages: list[MessageOut]

    @classmethod
    def of(cls, transcript: Transcript, *, verbose: bool) -> MessagesAnswer:
        origin_ms = transcript.conversation.start_ms
        members = {member.id: MemberOut.of(member) for member in transcript.members}
        return cls(
            messages=[
                MessageOut(
                    id=message.id,
                    text=message.text,
                    from_=members.get(message.member_id, {}),
                    conversationId=transcript.conversation.id,
                    words=list(_words(message, origin_ms)) if verbose else None,
                    **_span(*_times(message, origin_ms), origin_ms),
                )
                for message in transcript.messages
            ]
        )


class MessageRef(BaseModel):
    id: str
    text: str
    offset: int = Field(description="Where the phrase's own words begin; -1 when other words mean it.")
    score: float
    startTime: str
    endTime: str


class MatchOut(BaseModel):
    type: str = "vocabulary"
    value: str = Field(description="The phrase as it was written.")
    messageRefs: list[MessageRef]
    insightRefs: list[Any] = []


class DetectedTrackerOut(BaseModel):
    id: str
    name: str
    matches: list[MatchOut]

    @classmethod
    def of(cls, detected: DetectedTracker, origin_ms: int) -> DetectedTrackerOut:
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
                            startTime=iso_from_ms(_times(message, origin_ms)[0]),
                            endTime=iso_from_ms(_times(message, origin_ms)[1]),
                        )
                        for hit, message in found
                    ],
                )
                for phrase, found in detected.by_phrase.items()
            ],
        )


def _times(message: Message, origin_ms: int) -> tuple[int, int]:
    start_ms = origin_ms if message.start_ms is None else message.start_ms
    return start_ms, start_ms if message.end_ms is None else message.end_ms


def _span(start_ms: int, end_ms: int, origin_ms: int) -> dict[str, Any]:
    return {
        "startTime": iso_from_ms(start_ms),
        "endTime": iso_from_ms(end_ms),
        "timeOffset": (start_ms - origin_ms) / 1000,
        "duration": (end_ms - start_ms) / 1000,
    }


def _words(message: Message, origin_ms: int) -> Iterator[WordOut]:
    """The words of a message, each with its share of the time by its place among the characters."""
    start_ms, end_ms = _times(message, origin_ms)
    ms_per_char = (end_ms - start_ms) / max(1, len(message.text))
    for word in _WORD.finditer(message.text):
        first_ms = start_ms + round(word.start() * ms_per_char)
        last_ms = start_ms + round(word.end() * ms_per_char)
        yield WordOut(word=word.group(), **_span(first_ms, last_ms, origin_ms))
