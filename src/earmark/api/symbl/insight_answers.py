"""Symbl's answers about what is counted from the words of a conversation: contract 5.8.

Members without a value are left out, lists never are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field

from earmark.api.symbl.answers import MemberOut
from earmark.clock import iso_from_ms
from earmark.engine.entities import Entity
from earmark.engine.insights import Insight
from earmark.engine.sentiment import suggested
from earmark.engine.summary import SummarySentence
from earmark.engine.topics import Topic
from earmark.services.insights import ConversationInsights
from earmark.types import Member, MemberId


class PersonOut(MemberOut):
    userId: str = Field(description="The same as email.")

    @classmethod
    def of(cls, member: Member) -> PersonOut:
        return cls(id=member.id, name=member.name, email=member.user_id, userId=member.user_id)


class PhraseOut(BaseModel):
    type: str = Field(default="action_phrase", description="Always action_phrase.")
    text: str = Field(description="As it stands in the message.")


class QuestionOut(BaseModel):
    id: str = Field(description="16 digits, the same at every look.")
    text: str = Field(description="The message's.")
    type: str = Field(description="question, action_item or follow_up.")
    score: float = Field(description="How plainly it is worded, up to 1; not a probability.")
    messageIds: list[str] = Field(description="The message that it was found in.")
    from_: PersonOut | dict[str, str] = Field(
        serialization_alias="from", description="Who said it; an empty object when that is not known."
    )

    @classmethod
    def of(cls, insight: Insight, found: ConversationInsights) -> QuestionOut:
        return cls(**_shared(insight, found))


class ActionItemOut(QuestionOut):
    entities: list[Any] = Field(default=[], description="Always empty.")
    phrases: list[PhraseOut] = Field(
        description="Key phrases of the message; empty unless detectPhrases was asked for."
    )
    definitive: bool = Field(description="Whether it was promised rather than wished for.")
    assignee: PersonOut | dict[str, str] = Field(
        description="Who is to do it; an empty object when the words do not tell."
    )
    dueBy: str | None = Field(default=None, description="Until when; ISO 8601. Absent when no time was named.")

    @classmethod
    def of(cls, insight: Insight, found: ConversationInsights) -> ActionItemOut:
        return cls(
            **_shared(insight, found),
            phrases=[PhraseOut(text=phrase) for phrase in insight.phrases] if found.with_phrases else [],
            definitive=insight.definitive,
            assignee=_person(found.members, insight.assignee),
            dueBy=None if insight.due_ms is None else iso_from_ms(insight.due_ms),
        )


class FollowUpOut(ActionItemOut):
    score: int = Field(description="Rounded: one client reads no other number than a whole one.")

    @classmethod
    def of(cls, insight: Insight, found: ConversationInsights) -> FollowUpOut:
        shared = ActionItemOut.of(insight, found)
        return cls(**{**dict(shared), "score": round(insight.score)})


class QuestionsAnswer(BaseModel):
    questions: list[QuestionOut] = Field(description="In the order in which they were asked.")

    @classmethod
    def of(cls, found: ConversationInsights) -> QuestionsAnswer:
        return cls(questions=[QuestionOut.of(insight, found) for insight in found.insights])


class ActionItemsAnswer(BaseModel):
    actionItems: list[ActionItemOut] = Field(description="In the order of the talk.")

    @classmethod
    def of(cls, found: ConversationInsights) -> ActionItemsAnswer:
        return cls(actionItems=[ActionItemOut.of(insight, found) for insight in found.insights])


class FollowUpsAnswer(BaseModel):
    followUps: list[FollowUpOut] = Field(description="In the order of the talk.")

    @classmethod
    def of(cls, found: ConversationInsights) -> FollowUpsAnswer:
        return cls(followUps=[FollowUpOut.of(insight, found) for insight in found.insights])


class InsightsAnswer(BaseModel):
    insights: list[ActionItemOut] = Field(description="Questions and action items, in the order of the talk.")

    @classmethod
    def of(cls, found: ConversationInsights) -> InsightsAnswer:
        return cls(insights=[ActionItemOut.of(insight, found) for insight in found.insights])


class PolarityOut(BaseModel):
    score: float = Field(description="From -1 to 1.")


class SentimentOut(BaseModel):
    polarity: PolarityOut = Field(description="How good or bad the mood is.")
    suggested: str = Field(description="positive from 0.3, negative down from -0.3, else neutral.")

    @classmethod
    def of(cls, score: float) -> SentimentOut:
        return cls(polarity=PolarityOut(score=score), suggested=suggested(score))


class TopicOut(BaseModel):
    id: str = Field(description="16 digits, the same at every look.")
    text: str = Field(description="As it stands in the talk, or in customTopicVocabulary.")
    type: str = Field(default="topic", description="Always topic.")
    score: float = Field(description="Up to 1, the strongest topic of the conversation.")
    messageIds: list[str] = Field(description="The messages that have it, in order.")
    parentRefs: list[Any] = Field(default=[], description="Always empty.")
    sentiment: SentimentOut | None = Field(
        default=None, description="Of the messages that have it; only with sentiment=true."
    )

    @classmethod
    def of(cls, topic: Topic, *, sentiment: bool) -> TopicOut:
        return cls(
            id=topic.id,
            text=topic.text,
            score=topic.score,
            messageIds=list(topic.message_ids),
            sentiment=SentimentOut.of(topic.mood) if sentiment else None,
        )


class TopicsAnswer(BaseModel):
    topics: list[TopicOut] = Field(description="At most 20 beside those asked for, the strongest first.")

    @classmethod
    def of(cls, found: Sequence[Topic], *, sentiment: bool) -> TopicsAnswer:
        return cls(topics=[TopicOut.of(topic, sentiment=sentiment) for topic in found])


class MentionOut(BaseModel):
    id: str = Field(description="The message's.")
    text: str = Field(description="The message's.")
    offset: int = Field(description="Characters before the mention in the text.")


class EntityOut(BaseModel):
    type: str = Field(
        description="custom, person, email, url, phone_number, date, time, percentage, money or quantity."
    )
    customType: str | None = Field(default=None, description="As submitted; only of custom ones.")
    value: str = Field(description="As submitted; a member's whole name; else what was written, in small letters.")
    text: str = Field(description="The words of the first mention.")
    messageRefs: list[MentionOut] = Field(description="Every mention, in order.")

    @classmethod
    def of(cls, entity: Entity) -> EntityOut:
        return cls(
            type=entity.type,
            customType=entity.custom_type or None,
            value=entity.value,
            text=entity.text,
            messageRefs=[MentionOut(id=one.message_id, text=one.text, offset=one.start) for one in entity.mentions],
        )


class EntitiesAnswer(BaseModel):
    entities: list[EntityOut] = Field(description="In the order of their first mentions.")

    @classmethod
    def of(cls, found: Sequence[Entity]) -> EntitiesAnswer:
        return cls(entities=[EntityOut.of(entity) for entity in found])


class RefOut(BaseModel):
    id: str = Field(description="The message's.")


class SummarySentenceOut(BaseModel):
    id: str = Field(description="That of the message it is.")
    text: str = Field(description="A sentence of the conversation, as it was said.")
    messageRefs: list[RefOut] = Field(description="The message it is.")

    @classmethod
    def of(cls, sentence: SummarySentence) -> SummarySentenceOut:
        return cls(id=sentence.message_id, text=sentence.text, messageRefs=[RefOut(id=sentence.message_id)])


class SummaryAnswer(BaseModel):
    summary: list[SummarySentenceOut] = Field(description="The most central sentences, in the order of the talk.")


class IntentsAnswer(BaseModel):
    intents: list[Any] = Field(default=[], description="Always empty.")


def _shared(insight: Insight, found: ConversationInsights) -> dict[str, Any]:
    return {
        "id": insight.id,
        "text": insight.text,
        "type": insight.kind.value,
        "score": insight.score,
        "messageIds": [insight.message_id],
        "from_": _person(found.members, insight.member_id),
    }


def _person(members: Mapping[MemberId, Member], member_id: MemberId) -> PersonOut | dict[str, str]:
    return PersonOut.of(members[member_id]) if member_id in members else {}
