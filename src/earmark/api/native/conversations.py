"""Conversations of the native API."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from earmark import limits
from earmark.api.auth import Caller, WithDeps
from earmark.api.fields import Moment
from earmark.api.native.hit_bodies import ConversationHitsPage, HitOut
from earmark.api.native.idempotency import Made, Once
from earmark.api.native.paging import Paging
from earmark.api.native.problems import PREFIX
from earmark.api.native.routing import MergeRoute, TalkRoute, problems
from earmark.api.native.routing import router as router_of
from earmark.api.native.talk_bodies import (
    NativeAccepted,
    NativeConversation,
    NativeConversationChange,
    NativeConversationDraft,
    NativeConversationsPage,
    NativeMessage,
    NativeMessagesPage,
)
from earmark.listings import ConversationFilter
from earmark.services import conversation_pages, conversations, hits, submissions
from earmark.store.db import Connection
from earmark.types import ConversationId, MessageId, TrackerId

_TAG = "Conversations (native)"

router = router_of(_TAG, TalkRoute)
#: For the one body in which null means something.
changes_router = router_of(_TAG, MergeRoute)


@router.get("/conversations", summary="List conversations")
async def list_conversations(
    deps: WithDeps,
    caller: Caller,
    page: Paging,
    from_ms: Annotated[Moment | None, Query(alias="from", description="Began then or later.")] = None,
    until_ms: Annotated[Moment | None, Query(alias="to", description="Began before.")] = None,
    tracker: Annotated[str | None, Query(description="Id of a tracker that was found in it.")] = None,
    without_tracker: Annotated[str | None, Query(description="Id of a tracker that was not found in it.")] = None,
    q: Annotated[
        str,
        Query(
            max_length=limits.SEARCH_CHARS,
            description="Stands in its name or in what was said; upper and lower case are alike.",
        ),
    ] = "",
) -> NativeConversationsPage:
    wanted = ConversationFilter(
        from_ms=from_ms,
        until_ms=until_ms,
        tracker_id=None if tracker is None else TrackerId(tracker),
        without_tracker_id=None if without_tracker is None else TrackerId(without_tracker),
        text=q,
    )
    found = await conversation_pages.page(deps, caller.account_id, wanted, page.after(int, str), page.fetch)
    shown, next_cursor = page.cut(found, lambda one: conversation_pages.place_of(one[0]))
    return NativeConversationsPage(
        conversations=[NativeConversation.of(*one) for one in shown], next_cursor=next_cursor
    )


@router.post(
    "/conversations",
    status_code=202,
    response_model=NativeAccepted,
    responses=problems(413, 422),
    summary="Submit a conversation",
)
async def create(deps: WithDeps, caller: Caller, once: Once, body: NativeConversationDraft) -> Response:
    draft = await deps.in_thread(body.to_draft)
    prepared = await submissions.prepare(deps, caller.account_id, draft)
    submission = prepared.submission

    async def make(db: Connection) -> Made:
        await submissions.store(db, prepared)
        return Made(
            NativeAccepted(conversation_id=submission.conversation_id, job_id=submission.id),
            status=202,
            headers={"Location": f"{PREFIX}/jobs/{submission.id}"},
            after=partial(submissions.enqueue, deps, submission),
        )

    return await once(make)


@router.get("/conversations/{conversation_id}", responses=problems(404), summary="Get a conversation")
async def get(deps: WithDeps, caller: Caller, conversation_id: str) -> NativeConversation:
    return NativeConversation.of(*await conversations.get(deps, caller.account_id, ConversationId(conversation_id)))


@changes_router.patch(
    "/conversations/{conversation_id}",
    responses=problems(404, 413),
    summary="Rename a conversation, or change its metadata",
)
async def change(
    deps: WithDeps, caller: Caller, conversation_id: str, body: NativeConversationChange
) -> NativeConversation:
    changed = await conversations.describe(
        deps, caller.account_id, ConversationId(conversation_id), body.name, body.metadata
    )
    return NativeConversation.of(*changed)


@router.delete(
    "/conversations/{conversation_id}",
    status_code=204,
    responses=problems(404),
    summary="Delete a conversation with everything in it",
)
async def delete(deps: WithDeps, caller: Caller, conversation_id: str) -> None:
    await conversations.delete(deps, caller.account_id, ConversationId(conversation_id))


@router.get(
    "/conversations/{conversation_id}/messages",
    responses=problems(404),
    summary="List what was said, sentence by sentence",
)
async def list_messages(deps: WithDeps, caller: Caller, page: Paging, conversation_id: str) -> NativeMessagesPage:
    place = page.after(str)
    after = None if place is None else MessageId(str(place[0]))
    found = await conversation_pages.messages(
        deps, caller.account_id, ConversationId(conversation_id), after, page.fetch
    )
    shown, next_cursor = page.cut(found, lambda message: (message.id,))
    return NativeMessagesPage(messages=[NativeMessage.of(one) for one in shown], next_cursor=next_cursor)


@router.get(
    "/conversations/{conversation_id}/hits",
    responses=problems(404),
    summary="List what was found in a conversation",
)
async def list_hits(deps: WithDeps, caller: Caller, page: Paging, conversation_id: str) -> ConversationHitsPage:
    found = await hits.page_of_conversation(
        deps, caller.account_id, ConversationId(conversation_id), page.after(str, int, str), page.fetch
    )
    shown, next_cursor = page.cut(found, hits.place_in_talk)
    return ConversationHitsPage(hits=[HitOut.of(one) for one in shown], next_cursor=next_cursor)
