"""What is counted from the words of a conversation: contract 5.8."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query

from earmark.api.auth import Caller, WithDeps
from earmark.api.symbl.insight_answers import (
    ActionItemsAnswer,
    EntitiesAnswer,
    FollowUpsAnswer,
    InsightsAnswer,
    IntentsAnswer,
    QuestionsAnswer,
    SummaryAnswer,
    SummarySentenceOut,
    TopicsAnswer,
)
from earmark.api.symbl.query_bodies import words_of
from earmark.engine.insights import InsightKind
from earmark.services import conversations
from earmark.services import insights as service
from earmark.types import ConversationId

_VOCABULARY: Final = "customTopicVocabulary"

router = APIRouter(prefix="/v1/conversations/{conversation_id}", tags=["Conversations"])


@router.get("/questions", summary="Get the questions that were asked")
async def questions(deps: WithDeps, caller: Caller, conversation_id: str) -> QuestionsAnswer:
    place = caller.account_id, ConversationId(conversation_id)
    found = await service.of_conversation(deps, *place, InsightKind.QUESTION)
    return await deps.in_thread(QuestionsAnswer.of, found)


@router.get("/action-items", summary="Get what somebody is to do", response_model_exclude_none=True)
async def action_items(deps: WithDeps, caller: Caller, conversation_id: str) -> ActionItemsAnswer:
    place = caller.account_id, ConversationId(conversation_id)
    found = await service.of_conversation(deps, *place, InsightKind.ACTION_ITEM)
    return await deps.in_thread(ActionItemsAnswer.of, found)


@router.get("/follow-ups", summary="Get what is put off to another talk", response_model_exclude_none=True)
async def follow_ups(deps: WithDeps, caller: Caller, conversation_id: str) -> FollowUpsAnswer:
    place = caller.account_id, ConversationId(conversation_id)
    found = await service.of_conversation(deps, *place, InsightKind.FOLLOW_UP)
    return await deps.in_thread(FollowUpsAnswer.of, found)


@router.get("/insights", summary="Get questions and action items in one list", response_model_exclude_none=True)
async def insights(deps: WithDeps, caller: Caller, conversation_id: str) -> InsightsAnswer:
    place = caller.account_id, ConversationId(conversation_id)
    found = await service.of_conversation(deps, *place, InsightKind.QUESTION, InsightKind.ACTION_ITEM)
    return await deps.in_thread(InsightsAnswer.of, found)


@router.get("/topics", summary="Get what the conversation is about", response_model_exclude_none=True)
async def topics(
    deps: WithDeps,
    caller: Caller,
    conversation_id: str,
    sentiment: Annotated[bool, Query(description="Add the mood of the messages that have a topic.")] = False,
    parent_refs: Annotated[bool, Query(alias="parentRefs", description="Accepted; there are none.")] = False,
    vocabulary: Annotated[
        list[str],
        Query(
            alias=_VOCABULARY,
            description="Topics of your own, found as soon as they are said; or one JSON array of them.",
        ),
    ] = [],  # noqa: B006  FastAPI copies it
) -> TopicsAnswer:
    words = words_of(_VOCABULARY, vocabulary)
    found = await service.topics(deps, caller.account_id, ConversationId(conversation_id), words)
    return await deps.in_thread(TopicsAnswer.of, found, sentiment=sentiment)


@router.get("/entities", summary="Get the entities that submissions ask for", response_model_exclude_none=True)
async def entities(deps: WithDeps, caller: Caller, conversation_id: str) -> EntitiesAnswer:
    found = await service.entities(deps, caller.account_id, ConversationId(conversation_id))
    return await deps.in_thread(EntitiesAnswer.of, found)


@router.get("/summary", summary="Get the most central sentences")
async def summary(deps: WithDeps, caller: Caller, conversation_id: str) -> SummaryAnswer:
    found = await service.summary(deps, caller.account_id, ConversationId(conversation_id))
    return SummaryAnswer(summary=[SummarySentenceOut.of(sentence) for sentence in found])


@router.get("/intents", summary="Get an empty list")
async def intents(deps: WithDeps, caller: Caller, conversation_id: str) -> IntentsAnswer:
    await conversations.get(deps, caller.account_id, ConversationId(conversation_id))
    return IntentsAnswer()
