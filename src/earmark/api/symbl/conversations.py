"""What a conversation tells: contract 5."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from earmark.api.auth import Caller, WithDeps
from earmark.api.requests import JsonRoute
from earmark.api.symbl.answers import (
    ConversationOut,
    ConversationsAnswer,
    DetectedTrackerOut,
    MessageAnswer,
    MetadataAnswer,
)
from earmark.api.symbl.query_bodies import ListQuery
from earmark.api.symbl.talk_bodies import ConversationPut
from earmark.services import conversations, insights
from earmark.services.insights import Detected
from earmark.types import ConversationId

router = APIRouter(prefix="/v1/conversations", route_class=JsonRoute, tags=["Conversations"])


@router.get("", summary="List conversations")
async def list_all(deps: WithDeps, caller: Caller, query: Annotated[ListQuery, Query()]) -> ConversationsAnswer:
    found = await conversations.listed(deps, caller.account_id, query.to_listing(deps.now_ms()))
    return await deps.in_thread(ConversationsAnswer.of, found)


@router.get("/{conversation_id}", summary="Get a conversation")
async def get(deps: WithDeps, caller: Caller, conversation_id: str) -> ConversationOut:
    found, members = await conversations.get(deps, caller.account_id, ConversationId(conversation_id))
    return ConversationOut.of(found, members)


@router.put("/{conversation_id}", summary="Replace the metadata of a conversation")
async def put(deps: WithDeps, caller: Caller, conversation_id: str, body: ConversationPut) -> MetadataAnswer:
    await conversations.set_metadata(deps, caller.account_id, ConversationId(conversation_id), body.metadata)
    return MetadataAnswer(id=conversation_id, metadata=body.metadata)


@router.delete("/{conversation_id}", summary="Delete a conversation with everything in it")
async def delete(deps: WithDeps, caller: Caller, conversation_id: str) -> MessageAnswer:
    await conversations.delete(deps, caller.account_id, ConversationId(conversation_id))
    return MessageAnswer(message="successfully deleted the conversation")


# Two names of one answer: each generation of clients knows the other one as deprecated (contract 5.5).
@router.get("/{conversation_id}/trackers-detected", summary="Get the trackers that were found")
@router.get("/{conversation_id}/trackers", summary="Get the trackers that were found (the other path)")
async def trackers_detected(deps: WithDeps, caller: Caller, conversation_id: str) -> list[DetectedTrackerOut]:
    found = await insights.detected(deps, caller.account_id, ConversationId(conversation_id))
    return await deps.in_thread(_answer, found)


def _answer(found: Detected) -> list[DetectedTrackerOut]:
    origin_ms = found.conversation.start_ms
    return [DetectedTrackerOut.of(tracker, origin_ms, found.insights) for tracker in found.trackers]
