"""Submissions of talk: contract 3."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from earmark.api.auth import Caller, WithDeps
from earmark.api.requests import TextRoute
from earmark.api.symbl.answers import SubmissionAnswer
from earmark.api.symbl.bodies import TextIn
from earmark.security import Identity
from earmark.services import submissions
from earmark.services.deps import Deps
from earmark.types import ConversationId

router = APIRouter(route_class=TextRoute, tags=["Submissions"])

Name = Annotated[str | None, Query(description="Stands in for the body's name.")]
WebhookUrl = Annotated[str | None, Query(alias="webhookUrl", description="Stands in for the body's webhookUrl.")]


@router.post("/v1/process/text", status_code=201, summary="Submit a conversation as text")
async def submit_text(
    deps: WithDeps, caller: Caller, body: TextIn, name: Name = None, webhook_url: WebhookUrl = None
) -> SubmissionAnswer:
    return await _submit(deps, caller, body, name, webhook_url, None)


@router.put("/v1/process/text/{conversation_id}", status_code=201, summary="Append text to a conversation")
async def append_text(
    deps: WithDeps,
    caller: Caller,
    conversation_id: str,
    body: TextIn,
    name: Name = None,
    webhook_url: WebhookUrl = None,
) -> SubmissionAnswer:
    return await _submit(deps, caller, body, name, webhook_url, ConversationId(conversation_id))


async def _submit(
    deps: Deps,
    caller: Identity,
    body: TextIn,
    name: str | None,
    webhook_url: str | None,
    conversation_id: ConversationId | None,
) -> SubmissionAnswer:
    draft = await deps.in_thread(body.to_draft, name, webhook_url)  # hours of talk take a while to check
    submission = await submissions.accept(deps, caller.account_id, draft, conversation_id)
    return SubmissionAnswer(conversationId=submission.conversation_id, jobId=submission.id)
