"""What was said in a conversation, by whom, and for how long: contract 5.3, 5.4, 5.6 and 5.7."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BeforeValidator

from earmark.api.auth import Caller, WithDeps
from earmark.api.requests import JsonRoute, TextRoute
from earmark.api.symbl.answers import MemberOut, MembersAnswer, MessageAnswer
from earmark.api.symbl.talk_answers import (
    AnalyticsAnswer,
    MarkdownOut,
    MessagesAnswer,
    SubtitlesOut,
    SubtitlesPayload,
    TranscriptAnswer,
)
from earmark.api.symbl.talk_bodies import MemberPut, SpeakersPut, TranscriptPost
from earmark.services import conversations, speakers, talk
from earmark.transcripts.rendering import markdown, srt
from earmark.types import ConversationId, MemberId

router = APIRouter(prefix="/v1/conversations/{conversation_id}", route_class=JsonRoute, tags=["Conversations"])
# Events of hours of talk are as long as the talk itself.
events_router = APIRouter(prefix="/v1/conversations/{conversation_id}", route_class=TextRoute, tags=["Conversations"])


def _without_empty(given: Any) -> Any:
    return False if given == "" else given


#: True or false in a query; what is empty is absent.
QueryFlag = Annotated[bool, BeforeValidator(_without_empty)]


@router.get("/messages", summary="Get what was said, sentence by sentence", response_model_exclude_none=True)
async def messages(
    deps: WithDeps,
    caller: Caller,
    conversation_id: str,
    verbose: Annotated[QueryFlag, Query(description="Add the words with their times.")] = False,
    sentiment: Annotated[QueryFlag, Query(description="Add the mood of each message.")] = False,
) -> MessagesAnswer:
    found, readings = await talk.messages(deps, caller.account_id, ConversationId(conversation_id), moods=sentiment)
    return await deps.in_thread(MessagesAnswer.of, found, readings, verbose=verbose)


@router.get("/members", summary="Get who spoke")
async def members(deps: WithDeps, caller: Caller, conversation_id: str) -> MembersAnswer:
    _, found = await conversations.get(deps, caller.account_id, ConversationId(conversation_id))
    return MembersAnswer(members=[MemberOut.of(member) for member in found])


@router.put("/members/{member_id}", summary="Give a member another name or address")
async def put_member(
    deps: WithDeps, caller: Caller, conversation_id: str, member_id: str, body: MemberPut
) -> MessageAnswer:
    name, email = body.checked(member_id)
    place = caller.account_id, ConversationId(conversation_id)
    await speakers.describe(deps, *place, MemberId(member_id), name, email)
    return MessageAnswer(message=f"Member {member_id} of conversation {conversation_id} was updated.")


@events_router.put("/speakers", summary="Tell who spoke when, after the fact")
async def put_speakers(deps: WithDeps, caller: Caller, conversation_id: str, body: SpeakersPut) -> MessageAnswer:
    spoken = await deps.in_thread(body.to_spoken)
    assigned = await speakers.assign(deps, caller.account_id, ConversationId(conversation_id), spoken)
    return MessageAnswer(message=f"The speakers of {assigned} messages of conversation {conversation_id} were updated.")


@router.get("/analytics", summary="Get who spoke for how long")
async def analytics(deps: WithDeps, caller: Caller, conversation_id: str) -> AnalyticsAnswer:
    read, found = await talk.analytics(deps, caller.account_id, ConversationId(conversation_id))
    return await deps.in_thread(AnalyticsAnswer.of, read, found)


@router.post("/transcript", summary="Get the conversation as Markdown or as subtitles")
async def transcript(deps: WithDeps, caller: Caller, conversation_id: str, body: TranscriptPost) -> TranscriptAnswer:
    place = caller.account_id, ConversationId(conversation_id)
    shows_names = body.showSpeakerSeparation
    if body.contentType == "text/srt":
        lines = await talk.lines(deps, *place)
        content = await deps.in_thread(srt, lines, speakers=shows_names)
        return TranscriptAnswer(transcript=SubtitlesPayload(payload=SubtitlesOut(content=content)))
    lines = await talk.lines(
        deps,
        *place,
        all_phrases=body.phrases.highlightAllKeyPhrases,
        phrases_of_insights=body.phrases.highlightOnlyInsightKeyPhrases,
    )
    payload = await deps.in_thread(markdown, lines, paragraphs=body.createParagraphs, speakers=shows_names)
    return TranscriptAnswer(transcript=MarkdownOut(payload=payload))
