from __future__ import annotations

from dataclasses import replace

import pytest

from earmark.errors import ConversationNotFound
from earmark.store import conversations, submissions
from earmark.store.db import Database
from earmark.types import (
    Account,
    Conversation,
    ConversationId,
    JobStatus,
    Member,
    MemberId,
    Progress,
    Submission,
    SubmissionId,
    SubmittedMessage,
    Tracker,
    TrackerChoice,
    TrackerId,
)

INLINE = Tracker(
    "Preis € 🏷️",
    ["was kostet das", 'it\'s "dear"'],
    counter_examples=["gratis"],
    sensitivity=0.3,
    languages=["de-DE"],
    id=TrackerId("4000000000000001"),
)


async def test_a_submission_comes_back_as_it_was_stored(database: Database, conversation: Conversation) -> None:
    stored = Submission(
        SubmissionId("3f8f4a5e-0000-4000-8000-000000000000"),
        conversation.account_id,
        conversation.id,
        (
            SubmittedMessage("שלום 👋 \"q\" 'q' \\ \t", Member(MemberId("m"), "Ana", "ana@example.com"), 1_000, 2_000),
            SubmittedMessage("No member, no times."),
        ),
        TrackerChoice(inline=(INLINE,), stored=(TrackerId("5"), TrackerId("4")), all_of_account=True),
        webhook_url="https://example.com/hook?x=1",
        language="en-US",
        status=JobStatus.IN_PROGRESS,
        failure="not yet",
        created_ms=1,
        updated_ms=2,
    )
    async with database.begin() as db:
        await submissions.add(db, stored)
    async with database.read() as db:
        assert await submissions.get_any(db, stored.id) == stored


async def test_another_account_does_not_see_it(
    database: Database, submission: Submission, other_account: Account
) -> None:
    async with database.read() as db:
        assert await submissions.status(db, other_account.id, submission.id) is None
        assert await submissions.status(db, submission.account_id, SubmissionId("unknown")) is None


async def test_a_submission_to_another_accounts_conversation_is_refused(
    database: Database, submission: Submission, other_account: Account
) -> None:
    stray = replace(submission, id=SubmissionId("stray"), account_id=other_account.id)
    async with database.begin() as db:
        with pytest.raises(ConversationNotFound):
            await submissions.add(db, stray)
        assert await submissions.get_any(db, stray.id) is None


async def test_the_status_moves_and_keeps_the_reason_of_a_failure(database: Database, submission: Submission) -> None:
    async with database.begin() as db:
        assert await submissions.status(db, submission.account_id, submission.id) is JobStatus.SCHEDULED
        await submissions.set_status(db, submission.id, JobStatus.FAILED, "The model is missing.", 99)
        assert await submissions.status(db, submission.account_id, submission.id) is JobStatus.FAILED
        assert await submissions.get_any(db, submission.id) == replace(
            submission, status=JobStatus.FAILED, failure="The model is missing.", updated_ms=99
        )


async def test_progress_tells_which_steps_are_done(database: Database, submission: Submission) -> None:
    async with database.begin() as db:
        told = [await submissions.progress(db, submission.id)]
        await submissions.mark_split(db, submission.id, 20)
        told.append(await submissions.progress(db, submission.id))
        await submissions.mark_matched(db, submission.id, 30)
        told.append(await submissions.progress(db, submission.id))
        assert await submissions.progress(db, SubmissionId("unknown")) == Progress(split=False, matched=False)
    assert told == [Progress(False, False), Progress(True, False), Progress(True, True)]


async def test_unfinished_are_those_without_an_end_in_the_order_of_acceptance(
    database: Database, conversation: Conversation
) -> None:
    other = replace(conversation, id=ConversationId("2000000000000002"))
    plain = Submission(
        SubmissionId(""), conversation.account_id, conversation.id, (SubmittedMessage("Hi."),), TrackerChoice()
    )
    # Two share a conversation and a millisecond; their ids say nothing about their order.
    accepted = [
        replace(plain, id=SubmissionId("z"), created_ms=10),
        replace(plain, id=SubmissionId("a"), created_ms=10, status=JobStatus.IN_PROGRESS),
        replace(plain, id=SubmissionId("m"), created_ms=5, conversation_id=other.id),
        replace(plain, id=SubmissionId("f"), created_ms=1, status=JobStatus.FAILED),
        replace(plain, id=SubmissionId("c"), created_ms=1, status=JobStatus.COMPLETED),
    ]
    async with database.begin() as db:
        await conversations.add(db, other)
        for submission in accepted:
            await submissions.add(db, submission)
    async with database.read() as db:
        assert [found.id for found in await submissions.unfinished(db)] == ["m", "z", "a"]
