"""What a tracker is expected to cost follows from stored talk and judgements, and so does where it fires."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from earmark.engine.belief import MIN_JUDGED
from earmark.services import fitted, judgements, matching, processing, promises, submissions, trackers
from earmark.services.deps import Deps
from earmark.services.submissions import Draft
from earmark.store import accounts, tracker_hits
from earmark.types import (
    Account,
    AccountId,
    Basis,
    Hit,
    Message,
    SubmittedMessage,
    Tracker,
    Verdict,
)

BUDGET = Tracker("Budget", ["our budget is gone", "the budget is spent", "no budget is left"])
#: As many messages in which the tracker is found by meaning.
SPENT = " ".join(f"Well the budget of item{number} is spent now." for number in range(MIN_JUDGED))
IDLE = " ".join(f"Here stands place{number} by door{number} of hall{number}." for number in range(200))


class Unqueued:
    """Jobs that nobody takes up: the tests run the steps themselves."""

    async def enqueue(self, *_: Any, **__: Any) -> None:
        return None


async def say(deps: Deps, account_id: AccountId, text: str) -> None:
    idle: Any = Unqueued()
    draft = Draft(messages=(SubmittedMessage(text),), all_of_account=True)
    submission = await submissions.accept(replace(deps, jobs=idle), account_id, draft)
    for step in (processing.begin, processing.split, processing.match, processing.finish):
        await step(deps, submission.id)


async def create(deps: Deps, account_id: AccountId, draft: Tracker = BUDGET) -> Tracker:
    (tracker,) = await trackers.create(deps, account_id, [draft])
    return tracker


async def hits(deps: Deps, account_id: AccountId, tracker: Tracker) -> list[Hit]:
    async with deps.db.read() as db:
        return await tracker_hits.everywhere(db, account_id, tracker.id)


async def judge_all(deps: Deps, account_id: AccountId, tracker: Tracker, verdict: Verdict, most: int = 99) -> None:
    by_message = {hit.message_id: hit.id for hit in await hits(deps, account_id, tracker)}
    for hit_id in list(by_message.values())[:most]:
        await judgements.judge(deps, account_id, hit_id, verdict, "Kim")


@pytest.fixture
async def tracker(deps: Deps, account_id: AccountId) -> Tracker:
    """A tracker with talk in which it is found just often enough."""
    made = await create(deps, account_id)
    await say(deps, account_id, SPENT)
    found = {hit.message_id for hit in await hits(deps, account_id, made)}
    assert len(found) == MIN_JUDGED
    return made


async def test_without_talk_the_background_is_asked_and_the_answer_is_an_estimate(
    deps: Deps, account_id: AccountId
) -> None:
    promise = await promises.of_stored(deps, account_id, await create(deps, account_id))
    assert (promise.basis, promise.messages, promise.judgements) == (Basis.BACKGROUND, 0, 0)
    assert promise.is_estimate
    assert 0 < promise.low < promise.value < promise.high


async def test_stored_talk_makes_a_promise_surer(deps: Deps, account_id: AccountId, tracker: Tracker) -> None:
    before = await promises.of_stored(deps, account_id, tracker)
    await say(deps, account_id, IDLE)
    after = await promises.of_stored(deps, account_id, tracker)
    assert (after.basis, after.messages) == (Basis.TALK, MIN_JUDGED + 200)
    assert after.is_estimate
    assert after.high / after.low < before.high / before.low


async def test_judgements_say_whether_hits_are_right(deps: Deps, account_id: AccountId, tracker: Tracker) -> None:
    await say(deps, account_id, IDLE)
    await judge_all(deps, account_id, tracker, Verdict.ACCEPT, MIN_JUDGED - 1)
    right = await promises.of_stored(deps, account_id, tracker)
    await judge_all(deps, account_id, tracker, Verdict.REJECT, MIN_JUDGED - 1)
    wrong = await promises.of_stored(deps, account_id, tracker)
    assert (right.basis, right.judgements, right.is_estimate) == (Basis.JUDGEMENTS, MIN_JUDGED - 1, True)
    assert right.value < wrong.value
    assert right.threshold == wrong.threshold


async def test_rejecting_enough_hits_raises_the_threshold_for_talk_to_come(
    deps: Deps, account_id: AccountId, tracker: Tracker
) -> None:
    message = Message("Well the budget of item7 is spent now.")
    match, *_ = await matching.match_messages(deps, account_id, [tracker], [message])
    await judge_all(deps, account_id, tracker, Verdict.REJECT)
    promise = await promises.of_stored(deps, account_id, tracker)
    assert promise.is_fitted
    assert not promise.is_estimate
    assert promise.threshold > match.threshold
    assert await fitted.thresholds(deps, account_id, [tracker]) == {tracker.id: promise.threshold}
    found = await matching.match_messages(deps, account_id, [tracker], [message])
    assert all(one.threshold == round(promise.threshold, 4) for one in found)


async def test_a_higher_sensitivity_fires_on_more_after_judgements_too(
    deps: Deps, account_id: AccountId, tracker: Tracker
) -> None:
    await judge_all(deps, account_id, tracker, Verdict.REJECT)
    levels = [
        (await fitted.thresholds(deps, account_id, [replace(tracker, sensitivity=number / 10)]))[tracker.id]
        for number in range(11)
    ]
    assert levels == sorted(levels, reverse=True)
    assert len(set(levels)) == 11


async def test_judgements_of_what_a_tracker_looked_for_before_no_longer_count(
    deps: Deps, account_id: AccountId, tracker: Tracker
) -> None:
    await judge_all(deps, account_id, tracker, Verdict.REJECT)
    renamed = await trackers.edit(deps, account_id, tracker.id, lambda one: replace(one, name="Money"))
    assert tracker.id in await fitted.thresholds(deps, account_id, [renamed])
    draft = replace(renamed, phrases=[*renamed.phrases, "all is spent"])
    assert await fitted.thresholds(deps, account_id, [draft]) == {}
    changed = await trackers.edit(deps, account_id, tracker.id, lambda one: draft)
    assert await fitted.thresholds(deps, account_id, [changed]) == {}
    assert (await promises.of_stored(deps, account_id, changed)).judgements == 0


async def test_judgements_of_another_account_count_for_nothing(
    deps: Deps, account_id: AccountId, tracker: Tracker
) -> None:
    await judge_all(deps, account_id, tracker, Verdict.REJECT)
    other = AccountId("8000000000000001")
    async with deps.db.begin() as db:
        await accounts.add(db, Account(other, "Other", 0))
    assert await fitted.thresholds(deps, other, [tracker]) == {}
    assert (await promises.of_stored(deps, other, tracker)).judgements == 0
