"""Submissions of talk: contract 3."""

from __future__ import annotations

from fastapi import APIRouter

from earmark.api.auth import Caller, WithDeps
from earmark.api.requests import TextRoute
from earmark.api.symbl.answers import SubmissionAnswer
from earmark.api.symbl.query_bodies import QueryOptions
from earmark.api.symbl.submission_bodies import OptionsIn, TextIn
from earmark.security import Identity
from earmark.services import submissions
from earmark.services.deps import Deps
from earmark.types import ConversationId

router = APIRouter(route_class=TextRoute, tags=["Submissions"])


@router.post("/v1/process/text", status_code=201, summary="Submit a conversation as text")
async def submit_text(deps: WithDeps, caller: Caller, body: TextIn, options: QueryOptions) -> SubmissionAnswer:
    return await _submit(deps, caller, body, options, None)


@router.put("/v1/process/text/{conversation_id}", status_code=201, summary="Append text to a conversation")
async def append_text(
    deps: WithDeps, caller: Caller, conversation_id: str, body: TextIn, options: QueryOptions
) -> SubmissionAnswer:
    return await _submit(deps, caller, body, options, ConversationId(conversation_id))


async def _submit(
    deps: Deps, caller: Identity, body: TextIn, options: OptionsIn, conversation_id: ConversationId | None
) -> SubmissionAnswer:
    draft = await deps.in_thread(body.over(options).to_text_draft)  # hours of talk take a while to check
    submission = await submissions.accept(deps, caller.account_id, draft, conversation_id)
    return SubmissionAnswer(conversationId=submission.conversation_id, jobId=submission.id)
