"""Backtests and runs search the same way, and leave history as if the tracker had always been there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from earmark.errors import RunInProgress, RunNotFound, TrackerNotFound
from earmark.services import backtests, processing, readings, runs, submissions, trackers
from earmark.services.backtests import Backtest
from earmark.services.deps import Deps
from earmark.services.matchers import MatcherCache
from earmark.services.submissions import Draft
from earmark.store import accounts, conversations, judgements, tables, tracker_hits
from earmark.types import (
    Account,
    AccountId,
    ConversationId,
    Hit,
    Judgement,
    MessageId,
    Run,
    RunStatus,
    SubmittedMessage,
    Tracker,
    TrackerId,
    Verdict,
)

TALK = (
    "Our budget is gone. We need an invoice soon.",
    "Nothing to see here. The budget of ours is spent completely.",
    "I would like an invoice. Budgets are tight. Good morning everybody.",
)
BUDGET = Tracker("Budget", ["our budget is gone", "the budget is spent"], sensitivity=0.5)


class Unqueued:
    """Jobs that nobody takes up: the tests run the steps themselves."""

    async def enqueue(self, *_: Any, **__: Any) -> None:
        return None


async def say(deps: Deps, account_id: AccountId, text: str, language: str = "") -> ConversationId:
    idle: Any = Unqueued()
    draft = Draft(messages=(SubmittedMessage(text),), all_of_account=True, language=language)
    submission = await submissions.accept(replace(deps, jobs=idle), account_id, draft)
    for step in (processing.begin, processing.split, processing.match, processing.finish):
        await step(deps, submission.id)
    return submission.conversation_id


@pytest.fixture
async def talk(deps: Deps, account_id: AccountId) -> list[ConversationId]:
    """Three conversations, processed before there was any tracker."""
    return [await say(deps, account_id, text) for text in TALK]


async def create(deps: Deps, account_id: AccountId, *drafts: Tracker) -> list[Tracker]:
    return await trackers.create(deps, account_id, drafts)


async def start(deps: Deps, account_id: AccountId, tracker_id: TrackerId, *, full: bool = False) -> Run:
    async with deps.db.begin() as db:
        return await runs.start(db, deps, account_id, tracker_id, "me", full=full)


async def run_over(deps: Deps, account_id: AccountId, tracker_id: TrackerId, *, full: bool = False) -> Run:
    run = await start(deps, account_id, tracker_id, full=full)
    assert await runs.begin(deps, run.id)
    while await runs.advance(deps, run.id):
        pass
    await runs.finish(deps, run.id)
    return await runs.get(deps, account_id, run.id)


async def stored_hits(deps: Deps, account_id: AccountId, tracker_id: TrackerId) -> list[Hit]:
    async with deps.db.read() as db:
        found = await tracker_hits.everywhere(db, account_id, tracker_id)
    return sorted(found, key=lambda hit: (hit.message_id, hit.phrase))


def places(hits: Sequence[Hit]) -> set[MessageId]:
    return {hit.message_id for hit in hits}


async def tried(deps: Deps, account_id: AccountId, draft: Tracker) -> Backtest:
    return await backtests.run(deps, account_id, draft, examples=20)


async def test_a_backtest_says_what_saving_and_running_a_new_tracker_then_does(
    deps: Deps, account_id: AccountId, talk: list[ConversationId]
) -> None:
    foreseen = await tried(deps, account_id, BUDGET)
    assert foreseen.messages == 7
    assert foreseen.conversations == 3
    assert foreseen.unread == 0
    assert foreseen.added
    assert await stored_hits(deps, account_id, TrackerId("")) == []
    (tracker,) = await create(deps, account_id, BUDGET)
    run = await run_over(deps, account_id, tracker.id)
    found = await stored_hits(deps, account_id, tracker.id)
    assert places(found) == set(foreseen.added)
    assert len(found) == foreseen.then.hits
    assert (run.hits_added, run.hits_lost, run.hits_kept) == (len(foreseen.added), 0, 0)
    assert {hit.conversation_id for hit in found} < set(talk)


async def test_a_backtest_leaves_to_a_rival_what_the_rival_means_more(
    deps: Deps, account_id: AccountId, talk: list[ConversationId]
) -> None:
    alone = await tried(deps, account_id, BUDGET)
    rival = replace(BUDGET, name="Rival", exclusive_group="money")
    await create(deps, account_id, rival)

    beaten = await tried(deps, account_id, replace(BUDGET, exclusive_group="money"))
    far_away = await tried(deps, account_id, Tracker("Far", ["an elephant"], sensitivity=0, exclusive_group="money"))

    assert alone.added
    assert not beaten.added  # of equals the first one is told
    assert not far_away.added


async def test_a_backtest_of_a_change_says_what_it_adds_and_loses(
    deps: Deps, account_id: AccountId, talk: list[ConversationId]
) -> None:
    (tracker,) = await create(deps, account_id, BUDGET)
    await run_over(deps, account_id, tracker.id)
    before = places(await stored_hits(deps, account_id, tracker.id))
    draft = replace(tracker, phrases=("our budget is gone", "an invoice"), sensitivity=0)
    foreseen = await tried(deps, account_id, draft)
    assert set(foreseen.lost) | set(foreseen.unchanged) == before
    assert foreseen.lost
    assert foreseen.unchanged
    assert foreseen.added
    assert foreseen.now.messages == len(before)
    await trackers.edit(deps, account_id, tracker.id, lambda _: draft)
    run = await run_over(deps, account_id, tracker.id)
    after = await stored_hits(deps, account_id, tracker.id)
    assert places(after) == (before - set(foreseen.lost)) | set(foreseen.added)
    assert len(after) == foreseen.then.hits
    assert (run.hits_added, run.hits_lost, run.hits_kept) == (
        len(foreseen.added),
        len(foreseen.lost),
        len(foreseen.unchanged),
    )
    assert {hit.tracker_version for hit in after} == {2}


async def test_an_example_tells_the_message_the_phrase_and_the_words(
    deps: Deps, account_id: AccountId, talk: list[ConversationId]
) -> None:
    foreseen = await tried(deps, account_id, BUDGET)
    (told,) = [one for one in foreseen.examples.values() if one.conversation_id == talk[0]]
    assert told.message.text == "Our budget is gone."
    assert told.phrase == "our budget is gone"
    assert told.message.text[told.start : told.end] == "Our budget is gone"
    assert all(near.score < foreseen.threshold for near in foreseen.near_misses)
    assert not {near.message.id for near in foreseen.near_misses} & set(foreseen.added)


async def test_a_near_miss_becomes_a_hit_when_the_tracker_is_made_broader(
    deps: Deps, account_id: AccountId, talk: list[ConversationId]
) -> None:
    strict = await tried(deps, account_id, replace(BUDGET, sensitivity=0.0))
    nearest = {near.message.id for near in strict.near_misses}
    assert nearest
    broad = await tried(deps, account_id, replace(BUDGET, sensitivity=1.0))
    assert nearest <= set(broad.added)


async def test_talk_of_a_time_is_all_that_a_backtest_of_that_time_searches(
    deps: Deps, account_id: AccountId, talk: list[ConversationId]
) -> None:
    async with deps.db.read() as db:
        second = await conversations.get(db, account_id, talk[1])
    assert second is not None
    later = await backtests.run(deps, account_id, BUDGET, examples=5, from_ms=second.start_ms + 3_600_000)
    assert (later.messages, later.conversations, later.added) == (0, 0, [])
    all_of_it = await backtests.run(deps, account_id, BUDGET, examples=5, to_ms=second.start_ms + 3_600_000)
    assert all_of_it.conversations == 3


async def test_a_run_finds_what_processing_finds(deps: Deps, account_id: AccountId, talk: list[ConversationId]) -> None:
    (tracker,) = await create(deps, account_id, BUDGET)
    await run_over(deps, account_id, tracker.id)
    again = await say(deps, account_id, TALK[1])
    found = await stored_hits(deps, account_id, tracker.id)

    def told(conversation_id: ConversationId) -> list[Any]:
        return [
            (hit.phrase, hit.kind, round(hit.score, 3), hit.start, hit.end)
            for hit in found
            if hit.conversation_id == conversation_id
        ]

    assert told(again) == told(talk[1]) != []


async def test_a_second_run_adds_nothing_and_hits_keep_their_ids_and_judgements(
    deps: Deps, account_id: AccountId, talk: list[ConversationId]
) -> None:
    (tracker,) = await create(deps, account_id, BUDGET)
    await run_over(deps, account_id, tracker.id)
    first = await stored_hits(deps, account_id, tracker.id)
    hit = first[0]
    word = Judgement(hit.conversation_id, hit.message_id, tracker.id, hit.id, Verdict.ACCEPT, "me", "", deps.now_ms())
    async with deps.db.begin() as db:
        await judgements.put(db, account_id, word)
    run = await run_over(deps, account_id, tracker.id, full=True)
    assert (run.hits_added, run.hits_lost, run.hits_kept) == (0, 0, len(places(first)))
    assert await stored_hits(deps, account_id, tracker.id) == first
    async with deps.db.read() as db:
        assert len((await db.execute(tables.judgements.select())).all()) == 1


async def test_a_later_run_of_the_same_version_searches_only_what_came_since(
    deps: Deps, account_id: AccountId, talk: list[ConversationId]
) -> None:
    (tracker,) = await create(deps, account_id, BUDGET)
    hours_later = replace(deps, now_ms=lambda: deps.now_ms() + 3_600_000)
    await run_over(hours_later, account_id, tracker.id)
    nothing_new = await run_over(hours_later, account_id, tracker.id)
    assert nothing_new.messages_done == 0
    await say(deps, account_id, TALK[0])
    one_more = await run_over(deps, account_id, tracker.id)
    assert one_more.messages_done == 2
    assert (await run_over(deps, account_id, tracker.id, full=True)).messages_done == 9


async def test_a_step_that_runs_twice_counts_and_stores_once(
    deps: Deps, account_id: AccountId, talk: list[ConversationId]
) -> None:
    (tracker,) = await create(deps, account_id, BUDGET)
    run = await start(deps, account_id, tracker.id)
    for _ in range(2):
        assert await runs.begin(deps, run.id)
    for _ in range(3):
        await runs.advance(deps, run.id)
    for _ in range(2):
        await runs.finish(deps, run.id)
    done = await runs.get(deps, account_id, run.id)
    assert done.status is RunStatus.COMPLETED
    assert done.messages_done == done.messages_total == 7
    assert done.hits_added == len(places(await stored_hits(deps, account_id, tracker.id)))


async def test_a_run_ends_when_it_is_cancelled_or_its_tracker_changes(
    deps: Deps, account_id: AccountId, talk: list[ConversationId]
) -> None:
    (tracker,) = await create(deps, account_id, BUDGET)
    run = await start(deps, account_id, tracker.id)
    with pytest.raises(RunInProgress):
        await start(deps, account_id, tracker.id)
    assert (await runs.cancel(deps, account_id, run.id)).status is RunStatus.CANCELLED
    assert not await runs.begin(deps, run.id)
    assert not await runs.advance(deps, run.id)
    changed = await start(deps, account_id, tracker.id)
    await runs.begin(deps, changed.id)
    await trackers.edit(deps, account_id, tracker.id, lambda one: replace(one, sensitivity=0.1))
    assert not await runs.advance(deps, changed.id)
    ended = await runs.get(deps, account_id, changed.id)
    assert ended.status is RunStatus.CANCELLED
    assert "Run it again" in ended.failure
    assert await stored_hits(deps, account_id, tracker.id) == []


async def test_a_tracker_of_another_language_finds_nothing_in_talk_that_declares_its_own(
    deps: Deps, account_id: AccountId
) -> None:
    await say(deps, account_id, TALK[0], language="en-US")
    spanish = replace(BUDGET, languages=("es",))
    assert (await tried(deps, account_id, spanish)).added == []
    assert (await tried(deps, account_id, BUDGET)).added != []


async def test_the_runs_and_talk_of_another_account_are_not_there(
    deps: Deps, account_id: AccountId, talk: list[ConversationId]
) -> None:
    (tracker,) = await create(deps, account_id, BUDGET)
    run = await start(deps, account_id, tracker.id)
    stranger = AccountId("1000000000000001")
    async with deps.db.begin() as db:
        await accounts.add(db, Account(stranger, "stranger", 0))
    assert (await tried(deps, stranger, BUDGET)).messages == 0
    with pytest.raises(RunNotFound):
        await runs.get(deps, stranger, run.id)
    with pytest.raises(RunNotFound):
        await runs.cancel(deps, stranger, run.id)
    with pytest.raises(TrackerNotFound):
        await start(deps, stranger, tracker.id)
    with pytest.raises(TrackerNotFound):
        await runs.of_tracker(deps, stranger, tracker.id, None, 10)


async def test_what_no_present_model_has_read_is_told_and_read_later(
    deps: Deps, account_id: AccountId, talk: list[ConversationId]
) -> None:
    async with deps.db.begin() as db:
        await db.execute(tables.message_vectors.delete())
    before = await tried(deps, account_id, BUDGET)
    assert (before.messages, before.unread) == (0, 7)
    assert not await readings.read_more(deps)
    after = await tried(deps, account_id, BUDGET)
    assert (after.messages, after.unread) == (7, 0)
    assert after.added


async def test_a_conversation_that_is_deleted_leaves_nothing_to_search(
    deps: Deps, account_id: AccountId, talk: list[ConversationId]
) -> None:
    async with deps.db.begin() as db:
        await conversations.delete(db, account_id, talk[0])
    found = await tried(deps, account_id, BUDGET)
    assert found.conversations == 2
    async with deps.db.read() as db:
        assert len((await db.execute(tables.readings.select())).all()) == 2
        assert len((await db.execute(tables.message_vectors.select())).all()) == 4


async def test_talk_that_is_processed_while_its_tracker_changes_has_hits_of_the_new_version_alone(
    deps: Deps, account_id: AccountId
) -> None:
    (tracker,) = await create(deps, account_id, BUDGET)
    idle: Any = Unqueued()
    draft = Draft(messages=(SubmittedMessage(TALK[2]),), trackers=(tracker.id,), all_of_account=False)
    submission = await submissions.accept(replace(deps, jobs=idle), account_id, draft)
    await processing.split(deps, submission.id)
    changed: list[Tracker] = []

    class Changing(MatcherCache):
        """Its first matcher is compiled just before somebody changes the tracker."""

        async def get(self, *args: Any) -> Any:
            matcher = await super().get(*args)
            if not changed:
                new = replace(tracker, phrases=("an invoice",), sensitivity=0)
                changed.append(await trackers.edit(deps, account_id, tracker.id, lambda _: new))
            return matcher

    await processing.match(replace(deps, matchers=Changing(1_000)), submission.id)
    found = await stored_hits(deps, account_id, tracker.id)
    assert {(hit.tracker_version, hit.phrase) for hit in found} == {(2, "an invoice")}
