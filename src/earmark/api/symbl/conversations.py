"""What a conversation tells: contract 5."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from earmark.api.auth import Caller, WithDeps
from earmark.api.symbl.answers import (
    ConversationOut,
    DetectedTrackerOut,
    MemberOut,
    MembersAnswer,
    MessageAnswer,
    MessagesAnswer,
)
from earmark.services import conversations, insights
from earmark.services.insights import Detected
from earmark.types import ConversationId

router = APIRouter(prefix="/v1/conversations/{conversation_id}", tags=["Conversations"])


@router.get("", summary="Get a conversation")
async def get(deps: WithDeps, caller: Caller, conversation_id: str) -> ConversationOut:
    found, members = await conversations.get(deps, caller.account_id, ConversationId(conversation_id))
    return ConversationOut.of(found, members)


@router.delete("", summary="Delete a conversation with everything in it")
async def delete(deps: WithDeps, caller: Caller, conversation_id: str) -> MessageAnswer:
    await conversations.delete(deps, caller.account_id, ConversationId(conversation_id))
    return MessageAnswer(message="successfully deleted the conversation")


@router.get("/messages", summary="Get what was said, sentence by sentence", response_model_exclude_none=True)
async def messages(
    deps: WithDeps,
    caller: Caller,
    conversation_id: str,
    verbose: Annotated[bool, Query(description="Add the words with their times.")] = False,
    sentiment: Annotated[str | None, Query(description="Accepted and ignored.")] = None,
) -> MessagesAnswer:
    found = await conversations.transcript(deps, caller.account_id, ConversationId(conversation_id))
    return await deps.in_thread(MessagesAnswer.of, found, verbose=verbose)


@router.get("/members", summary="Get who spoke")
async def members(deps: WithDeps, caller: Caller, conversation_id: str) -> MembersAnswer:
    _, found = await conversations.get(deps, caller.account_id, ConversationId(conversation_id))
    return MembersAnswer(members=[MemberOut.of(member) for member in found])


# Two names of one answer: each generation of clients knows the other one as deprecated (contract 5.5).
@router.get("/trackers-detected", summary="Get the trackers that were found")
@router.get("/trackers", summary="Get the trackers that were found (the other path)")
async def trackers_detected(deps: WithDeps, caller: Caller, conversation_id: str) -> list[DetectedTrackerOut]:
    found = await insights.detected(deps, caller.account_id, ConversationId(conversation_id))
    return await deps.in_thread(_answer, found)


def _answer(found: Detected) -> list[DetectedTrackerOut]:
    origin_ms = found.conversation.start_ms
    return [DetectedTrackerOut.of(tracker, origin_ms, found.insights) for tracker in found.trackers]
