from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete

from earmark.errors import HitNotFound, InvalidField
from earmark.listings import JudgementFilter
from earmark.services import judgements
from earmark.services.deps import Deps
from earmark.store import tables
from earmark.types import AccountId, HitId, Judgement, Verdict
from stored_talk import Talk, store_hits, stored_talk


@pytest.fixture
async def talk(deps: Deps, account_id: AccountId) -> Talk:
    talk = await stored_talk(deps.db, account_id, "We have no money.")
    await store_hits(deps.db, talk, talk.hit("a"), talk.hit("b"))
    return talk


async def listed(deps: Deps, account_id: AccountId) -> list[Judgement]:
    return list(await judgements.page(deps, account_id, JudgementFilter(), None, 9))


async def test_a_judgement_keeps_who_said_what_of_which_hit_and_when(
    deps: Deps, account_id: AccountId, talk: Talk
) -> None:
    at_noon = replace(deps, now_ms=lambda: 43_200_000)
    said = await judgements.judge(at_noon, account_id, HitId("a"), Verdict.REJECT, " Kim ", " Off. ")
    hit = talk.hit("a")
    assert said == Judgement(
        hit.conversation_id, hit.message_id, hit.tracker_id, hit.id, Verdict.REJECT, "Kim", "Off.", 43_200_000
    )
    assert await listed(deps, account_id) == [said]


async def test_judging_another_hit_of_the_message_and_tracker_judges_the_same(
    deps: Deps, account_id: AccountId, talk: Talk
) -> None:
    await judgements.judge(deps, account_id, HitId("a"), Verdict.REJECT, "Kim")
    later = await judgements.judge(deps, account_id, HitId("b"), Verdict.ACCEPT, "Lee")
    assert await listed(deps, account_id) == [later]


async def test_a_judgement_outlives_its_hit_and_can_still_be_taken_back(
    deps: Deps, account_id: AccountId, talk: Talk
) -> None:
    said = await judgements.judge(deps, account_id, HitId("a"), Verdict.REJECT, "Kim")
    async with deps.db.begin() as db:
        await db.execute(delete(tables.hits))
    assert await listed(deps, account_id) == [said]
    with pytest.raises(HitNotFound):
        await judgements.judge(deps, account_id, HitId("a"), Verdict.ACCEPT, "Kim")
    await judgements.withdraw(deps, account_id, HitId("a"))
    assert await listed(deps, account_id) == []
    with pytest.raises(HitNotFound):
        await judgements.withdraw(deps, account_id, HitId("a"))


async def test_taking_back_what_was_never_said_changes_nothing(deps: Deps, account_id: AccountId, talk: Talk) -> None:
    await judgements.withdraw(deps, account_id, HitId("a"))
    assert await listed(deps, account_id) == []


@pytest.mark.parametrize(("author", "note", "field"), [(" ", "", "author"), ("Kim", "a\x07", "note")])
async def test_what_is_no_text_is_refused_and_nothing_stored(
    deps: Deps, account_id: AccountId, talk: Talk, author: str, note: str, field: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        await judgements.judge(deps, account_id, HitId("a"), Verdict.ACCEPT, author, note)
    assert refused.value.field == field
    assert await listed(deps, account_id) == []
