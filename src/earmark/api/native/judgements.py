"""Judgements of the native API, listed. They are made and taken back with their hits."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from earmark.api.auth import Caller, WithDeps
from earmark.api.native.hit_bodies import JudgementOut, JudgementsPage
from earmark.api.native.paging import Paging
from earmark.api.native.routing import router as router_of
from earmark.listings import JudgementFilter
from earmark.services import judgements
from earmark.types import TrackerId, Verdict

router = router_of("Judgements (native)")


@router.get("/judgements", summary="List judgements")
async def list_judgements(
    deps: WithDeps,
    caller: Caller,
    page: Paging,
    tracker: Annotated[str | None, Query(description="Id of the tracker.")] = None,
    verdict: Annotated[Verdict | None, Query(description="What was said.")] = None,
) -> JudgementsPage:
    wanted = JudgementFilter(None if tracker is None else TrackerId(tracker), verdict)
    found = await judgements.page(deps, caller.account_id, wanted, page.after(str, str), page.fetch)
    shown, next_cursor = page.cut(found, judgements.place_of)
    return JudgementsPage(judgements=[JudgementOut.of(one) for one in shown], next_cursor=next_cursor)
