"""Hits of the native API, and what people say of each."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from earmark.api.auth import Caller, WithDeps
from earmark.api.fields import Moment
from earmark.api.native.hit_bodies import HitOut, HitsPage, JudgementDraft, JudgementOut
from earmark.api.native.paging import Paging
from earmark.api.native.routing import problems
from earmark.api.native.routing import router as router_of
from earmark.listings import HitFilter
from earmark.services import hits, judgements
from earmark.types import ConversationId, HitId, MatchKind, TrackerId

router = router_of("Hits (native)")


@router.get("/hits", summary="List hits")
async def list_hits(
    deps: WithDeps,
    caller: Caller,
    page: Paging,
    tracker: Annotated[str | None, Query(description="Id of the tracker.")] = None,
    conversation: Annotated[str | None, Query(description="Id of the conversation.")] = None,
    from_ms: Annotated[Moment | None, Query(alias="from", description="Said then or later.")] = None,
    until_ms: Annotated[Moment | None, Query(alias="to", description="Said before.")] = None,
    kind: Annotated[MatchKind | None, Query(description="Why the phrase matched.")] = None,
    judged: Annotated[bool | None, Query(description="Whether anybody judged it.")] = None,
) -> HitsPage:
    wanted = HitFilter(
        tracker_id=None if tracker is None else TrackerId(tracker),
        conversation_id=None if conversation is None else ConversationId(conversation),
        from_ms=from_ms,
        until_ms=until_ms,
        kind=kind,
        judged=judged,
    )
    found = await hits.page(deps, caller.account_id, wanted, page.after(int, str), page.fetch)
    shown, next_cursor = page.cut(found, hits.place_of)
    return HitsPage(hits=[HitOut.of(one) for one in shown], next_cursor=next_cursor)


@router.get("/hits/{hit_id}", responses=problems(404), summary="Get a hit")
async def get(deps: WithDeps, caller: Caller, hit_id: str) -> HitOut:
    return HitOut.of(await hits.get(deps, caller.account_id, HitId(hit_id)))


@router.put("/hits/{hit_id}/judgement", responses=problems(404, 413), summary="Accept or reject a hit")
async def judge(deps: WithDeps, caller: Caller, hit_id: str, body: JudgementDraft) -> JudgementOut:
    author = body.author if body.author.strip() else caller.app_id
    said = await judgements.judge(deps, caller.account_id, HitId(hit_id), body.verdict, author, body.note)
    return JudgementOut.of(said)


@router.delete(
    "/hits/{hit_id}/judgement",
    status_code=204,
    responses=problems(404),
    summary="Take back what was said of a hit",
)
async def withdraw(deps: WithDeps, caller: Caller, hit_id: str) -> None:
    await judgements.withdraw(deps, caller.account_id, HitId(hit_id))
