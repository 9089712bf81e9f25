"""Symbl's answers about what was said and by whom: contract 5.3, 5.6 and 5.7."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, Field

from earmark.api.symbl.answers import MemberOut, WordOut, span_of, times_of, words_of
from earmark.api.symbl.insight_answers import PhraseOut
from earmark.engine import sentiment
from earmark.engine.sentiment import Suggestion
from earmark.engine.talk_time import MemberTalk, TalkTime
from earmark.services.conversations import Transcript
from earmark.services.talk import Reading
from earmark.types import Member


class PolarityOut(BaseModel):
    score: float = Field(description="From -1 to 1.")


class SentimentOut(BaseModel):
    polarity: PolarityOut = Field(description="How good or bad the mood is, by word lists of English and Spanish.")
    suggested: Suggestion = Field(description="positive, negative or neutral.")

    @classmethod
    def of(cls, mood: float) -> SentimentOut:
        return cls(polarity=PolarityOut(score=mood), suggested=sentiment.suggested(mood))


class MessageOut(BaseModel):
    id: str = Field(description="16 digits.")
    text: str = Field(description="One sentence, as it was said.")
    from_: MemberOut | dict[str, str] = Field(
        serialization_alias="from", description="Who said it; an empty object when that is not known."
    )
    startTime: str = Field(description="ISO 8601; the sentence's share of the time of what was submitted.")
    endTime: str = Field(description="ISO 8601.")
    timeOffset: float = Field(description="Seconds since the conversation began.")
    duration: float = Field(description="Seconds.")
    conversationId: str = Field(description="The conversation that it belongs to.")
    phrases: list[PhraseOut] = Field(description="Key phrases; empty unless detectPhrases was asked for.")
    sentiment: SentimentOut | None = Field(default=None, description="Only with sentiment=true.")
    words: list[WordOut] | None = Field(default=None, description="Only with verbose=true.")


class MessagesAnswer(BaseModel):
    messages: list[MessageOut] = Field(description="In the order in which they were said.")

    @classmethod
    def of(cls, transcript: Transcript, readings: Sequence[Reading], *, verbose: bool) -> MessagesAnswer:
        origin_ms = transcript.conversation.start_ms
        members = {member.id: MemberOut.of(member) for member in transcript.members}
        return cls(
            messages=[
                MessageOut(
                    id=message.id,
                    text=message.text,
                    from_=members.get(message.member_id, {}),
                    conversationId=transcript.conversation.id,
                    phrases=[PhraseOut(text=phrase) for phrase in reading.phrases],
                    sentiment=None if reading.mood is None else SentimentOut.of(reading.mood),
                    words=list(words_of(message, origin_ms)) if verbose else None,
                    **span_of(*times_of(message, origin_ms), origin_ms),
                )
                for message, reading in zip(transcript.messages, readings, strict=True)
            ]
        )


class MetricOut(BaseModel):
    type: Literal["total_silence", "total_talk_time", "total_overlap"] = Field(description="What is measured.")
    percent: float = Field(description="Of the whole conversation; total_overlap: of the time in which anybody spoke.")
    seconds: float = Field(description="How long; estimated by words where messages have no times.")


class PaceOut(BaseModel):
    wpm: int = Field(description="Words a minute while speaking; 150 where times are estimated.")


class ShareOut(BaseModel):
    percentage: float = Field(description="Of the time in which anybody spoke.")
    seconds: float = Field(description="How long.")


class OverlapWithOut(BaseModel):
    id: str = Field(description="The other member's.")
    name: str = Field(description="The other member's.")
    userId: str = Field(description="The other member's.")
    percent: float = Field(description="Of what both talked, added up.")
    seconds: float = Field(description="How long both spoke at once.")


class OverlapOut(BaseModel):
    overlapDuration: float = Field(description="Seconds in which somebody else spoke as well.")
    overlappingMembers: list[OverlapWithOut] = Field(description="Who; empty in conversations of very many.")


class MemberTalkOut(BaseModel):
    id: str = Field(description="The member's.")
    name: str = Field(description="The member's.")
    userId: str = Field(description="The same as the member's email.")
    pace: PaceOut = Field(description="How fast.")
    talkTime: ShareOut = Field(description="While the member spoke.")
    listenTime: ShareOut = Field(description="While somebody else spoke and the member did not.")
    overlap: OverlapOut = Field(description="While others spoke as well.")


class AnalyticsAnswer(BaseModel):
    metrics: list[MetricOut] = Field(description="Silence, talk and overlap of the whole conversation.")
    members: list[MemberTalkOut] = Field(description="Everybody who is known and said something.")

    @classmethod
    def of(cls, transcript: Transcript, found: TalkTime) -> AnalyticsAnswer:
        whole_ms = found.talk_ms + found.silence_ms
        return cls(
            metrics=[
                _metric("total_silence", found.silence_ms, whole_ms),
                _metric("total_talk_time", found.talk_ms, whole_ms),
                _metric("total_overlap", found.overlap_ms, found.talk_ms),
            ],
            members=[
                _member(member, transcript.members, found)
                for member in transcript.members
                if member.id in found.members
            ],
        )


class MarkdownOut(BaseModel):
    payload: str = Field(description="Markdown; what was said stands in it as text, whatever characters it has.")
    contentType: str = Field(default="text/markdown", description="As it was asked for.")


class SubtitlesOut(BaseModel):
    content: str = Field(description="SubRip subtitles.")
    contentType: str = Field(default="text/srt", description="As it was asked for.")


class SubtitlesPayload(BaseModel):
    payload: SubtitlesOut = Field(description="One level deeper than Markdown.")


class TranscriptAnswer(BaseModel):
    transcript: MarkdownOut | SubtitlesPayload = Field(description="The conversation as a text for people.")


def _member(member: Member, members: Sequence[Member], found: TalkTime) -> MemberTalkOut:
    talk = found.members[member.id]
    return MemberTalkOut(
        id=member.id,
        name=member.name,
        userId=member.user_id,
        pace=PaceOut(wpm=talk.words_per_minute),
        talkTime=_share(talk.talk_ms, found.talk_ms),
        listenTime=_share(talk.listening_ms, found.talk_ms),
        overlap=OverlapOut(
            overlapDuration=_seconds(talk.overlap_ms),
            overlappingMembers=[
                _overlap(other, talk, found.members[other.id]) for other in members if other.id in talk.overlap_ms_with
            ],
        ),
    )


def _overlap(other: Member, talk: MemberTalk, others: MemberTalk) -> OverlapWithOut:
    overlap_ms = talk.overlap_ms_with[other.id]
    return OverlapWithOut(
        id=other.id,
        name=other.name,
        userId=other.user_id,
        percent=_percent(overlap_ms, talk.talk_ms + others.talk_ms),
        seconds=_seconds(overlap_ms),
    )


def _metric(kind: Any, part_ms: int, whole_ms: int) -> MetricOut:
    return MetricOut(type=kind, percent=_percent(part_ms, whole_ms), seconds=_seconds(part_ms))


def _share(part_ms: int, whole_ms: int) -> ShareOut:
    return ShareOut(percentage=_percent(part_ms, whole_ms), seconds=_seconds(part_ms))


def _percent(part_ms: int, whole_ms: int) -> float:
    return round(100 * part_ms / whole_ms, 3) if whole_ms else 0.0


def _seconds(ms: int) -> float:
    return ms / 1000
