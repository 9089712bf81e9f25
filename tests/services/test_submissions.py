"""Steps that may run twice, and the sweep: contract 3, layout flow 1."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE
from earmark.jobs import JobState
from earmark.services import conversations, processing, submissions, trackers
from earmark.services.deps import Deps
from earmark.services.submissions import Draft
from earmark.store import submissions as stored
from earmark.types import (
    AccountId,
    JobStatus,
    Member,
    MemberId,
    Submission,
    SubmissionId,
    SubmittedMessage,
    Tracker,
    TrackerChoice,
    TrackerId,
)
from fakes import FakeEncoder
from outbox import delivering
from webhook_receiver import receiving

DRAFT = Draft(
    messages=(SubmittedMessage("Our budget is gone. We need an invoice.", Member(MemberId(""), "Ana", "ana@x")),),
    trackers=(Tracker("Money", ["our budget"], sensitivity=0), Tracker("Paper", ["an invoice"], sensitivity=0)),
)
Step = Callable[[Deps, SubmissionId], Awaitable[None]]
STEPS: tuple[Step, ...] = (processing.begin, processing.split, processing.match, processing.finish)


@pytest.fixture
async def launched(deps: Deps) -> AsyncIterator[Deps]:
    async with delivering(deps):
        yield deps


@pytest.fixture
async def accepted(deps: Deps, account_id: AccountId) -> Submission:
    """Stored, and never enqueued: as after a kill between the two databases."""
    return await accept_unqueued(deps, account_id, DRAFT)


class Unqueued:
    """Jobs of a process that is killed before it enqueues."""

    async def enqueue(self, *_: Any, **__: Any) -> None:
        return None


async def accept_unqueued(deps: Deps, account_id: AccountId, draft: Draft) -> Submission:
    killed: Any = Unqueued()
    return await submissions.accept(replace(deps, jobs=killed), account_id, draft)


async def results(deps: Deps, submission: Submission) -> tuple[Sequence[str], list[tuple[str, int]]]:
    place = submission.account_id, submission.conversation_id
    talk = await conversations.transcript(deps, *place)
    _, found = await conversations.detected(deps, *place)
    hits = [(phrase, len(refs)) for tracker in found for phrase, refs in tracker.by_phrase.items()]
    return [message.text for message in talk.messages], hits


async def ended(deps: Deps, submission: Submission) -> JobStatus:
    for _ in range(500):
        status = await submissions.status(deps, submission.account_id, submission.id)
        if status.is_final:
            return status
        await asyncio.sleep(0.01)
    raise AssertionError("the job did not end")


@pytest.mark.parametrize("repeated", range(len(STEPS)))
async def test_step_that_runs_twice_has_the_effects_of_one_run(deps: Deps, accepted: Submission, repeated: int) -> None:
    for place, step in enumerate(STEPS):
        for _ in range(1 + (place == repeated)):
            await step(deps, accepted.id)
    sentences, hits = await results(deps, accepted)
    assert sentences == ["Our budget is gone.", "We need an invoice."]
    assert hits == [("our budget", 1), ("an invoice", 1)]


async def test_step_that_runs_twice_at_once_has_the_effects_of_one_run(deps: Deps, accepted: Submission) -> None:
    for step in STEPS:
        await asyncio.gather(step(deps, accepted.id), step(deps, accepted.id))
    sentences, hits = await results(deps, accepted)
    assert len(sentences) == 2
    assert hits == [("our budget", 1), ("an invoice", 1)]


@pytest.mark.parametrize("deleted_before", range(len(STEPS)))
async def test_conversation_deleted_while_its_job_runs_ends_the_job_quietly(
    deps: Deps, accepted: Submission, deleted_before: int
) -> None:
    for place, step in enumerate(STEPS):
        if place == deleted_before:
            await conversations.delete(deps, accepted.account_id, accepted.conversation_id)
        await step(deps, accepted.id)


class Raced:
    """Deps whose first work of the engine is followed by something else before its step goes on."""

    def __init__(self, deps: Deps, then: Callable[[], Awaitable[None]]) -> None:
        self._deps = deps
        self._then: Callable[[], Awaitable[None]] | None = then

    def __getattr__(self, name: str) -> Any:
        return getattr(self._deps, name)

    async def compute(self, work: Callable[..., Any], *args: Any) -> Any:
        result = work(*args)
        if then := self._then:
            self._then = None
            await then()
        return result


@pytest.mark.parametrize("step", [processing.split, processing.match])
async def test_conversation_deleted_in_the_middle_of_a_step_ends_the_step_quietly(
    deps: Deps, accepted: Submission, step: Step
) -> None:
    if step is processing.match:
        await processing.split(deps, accepted.id)

    async def delete() -> None:
        await conversations.delete(deps, accepted.account_id, accepted.conversation_id)

    raced: Any = Raced(deps, delete)
    await step(raced, accepted.id)
    async with deps.db.read() as db:
        assert await stored.get_any(db, accepted.id) is None


async def test_sweep_enqueues_what_never_reached_the_queue(launched: Deps, accepted: Submission) -> None:
    assert await launched.jobs.status(accepted.id) is None
    await submissions.sweep(launched)
    assert await ended(launched, accepted) is JobStatus.COMPLETED
    assert (await results(launched, accepted))[1] == [("our budget", 1), ("an invoice", 1)]


async def test_sweep_leaves_what_has_ended(launched: Deps, account_id: AccountId) -> None:
    submission = await submissions.accept(launched, account_id, DRAFT)
    await ended(launched, submission)
    before = await results(launched, submission)
    await submissions.sweep(launched)
    assert await results(launched, submission) == before


async def test_sweep_runs_again_what_lost_its_last_writes(launched: Deps, account_id: AccountId) -> None:
    submission = await submissions.accept(launched, account_id, DRAFT)
    await ended(launched, submission)
    await job_done(launched, submission.id)
    async with launched.db.begin() as db:
        await stored.set_status(db, submission.id, JobStatus.IN_PROGRESS, "", 0)
    await submissions.sweep(launched)
    assert await ended(launched, submission) is JobStatus.COMPLETED


async def job_done(deps: Deps, job_id: str) -> None:
    for _ in range(500):
        if await deps.jobs.status(job_id) is JobState.DONE:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the job is not done")


class BrokenEncoder(FakeEncoder):
    def encode(self, texts: Sequence[str]) -> Any:
        if any("budget is gone" in text for text in texts):
            raise FloatingPointError("Our budget is gone")
        return np.asarray(super().encode(texts))


async def test_job_that_breaks_is_failed_and_its_webhook_hears_of_it(deps: Deps, account_id: AccountId) -> None:
    encoders = {space: BrokenEncoder(space) for space in (ENGLISH_SPACE, MULTILINGUAL_SPACE)}
    broken = replace(deps, encoders=encoders)
    async with delivering(broken), receiving() as receiver:
        submission = await submissions.accept(broken, account_id, replace(DRAFT, webhook_url=receiver.url))
        assert await ended(broken, submission) is JobStatus.FAILED
        statuses = [body["status"] for body in await receiver.received(2)]
    assert statuses == ["in_progress", "failed"]
    async with deps.db.read() as db:
        kept = await stored.get_any(db, submission.id)
    assert kept is not None
    assert kept.failure == "A step failed with FloatingPointError."


async def test_choice_keeps_inline_trackers_with_an_id_and_each_stored_id_once(
    deps: Deps, account_id: AccountId, accepted: Submission
) -> None:
    inline = accepted.choice.inline
    assert [replace(tracker, id=TrackerId("")) for tracker in inline] == list(DRAFT.trackers)
    assert [len(tracker.id) for tracker in inline] == [16, 16]
    assert accepted.choice == TrackerChoice(inline=inline, stored=(), all_of_account=True)
    (kept,) = await trackers.create(deps, account_id, [Tracker("X", ["x"])])
    again = await accept_unqueued(deps, account_id, replace(DRAFT, trackers=(kept.id, kept.id), all_of_account=False))
    assert again.choice == TrackerChoice(inline=(), stored=(kept.id,), all_of_account=False)


@pytest.mark.parametrize(
    ("spoken", "found"), [("", ["our budget", "our gone"]), ("es-US", ["our gone"]), ("en-GB", ["our budget"])]
)
async def test_tracker_runs_only_on_talk_of_its_languages(
    deps: Deps, account_id: AccountId, spoken: str, found: list[str]
) -> None:
    chosen = (
        Tracker("English", ["our budget"], languages=["en-US"]),
        Tracker("Spanish", ["our gone"], languages=["es-ES"]),
    )
    talk = (SubmittedMessage("Our budget is our gone."),)
    submission = await accept_unqueued(deps, account_id, Draft(talk, chosen, language=spoken))
    for step in STEPS:
        await step(deps, submission.id)
    assert sorted(phrase for phrase, _ in (await results(deps, submission))[1]) == found


def test_sentences_share_the_time_of_their_turn_by_their_characters() -> None:
    turn = SubmittedMessage("One two. Three four five six", start_ms=1_000, end_ms=1_280)
    submission = Submission(
        SubmissionId("s"), AccountId("a"), conversations.ConversationId("c"), (turn,), TrackerChoice(), created_ms=7
    )
    spans = [(one.text, one.start_ms, one.end_ms) for one in processing.messages_of(submission)]
    assert spans == [("One two.", 1_000, 1_080), ("Three four five six", 1_090, 1_280)]


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "span"), [(None, None, (7, 7)), (5, None, (5, 5)), (None, 9, (9, 9)), (5, 9, (5, 9))]
)
def test_missing_time_is_the_other_end_or_the_moment_of_acceptance(
    start_ms: int | None, end_ms: int | None, span: tuple[int, int]
) -> None:
    turn = SubmittedMessage("Hello", start_ms=start_ms, end_ms=end_ms)
    submission = Submission(
        SubmissionId("s"), AccountId("a"), conversations.ConversationId("c"), (turn,), TrackerChoice(), created_ms=7
    )
    (message,) = processing.messages_of(submission)
    assert (message.start_ms, message.end_ms) == span
