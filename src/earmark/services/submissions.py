"""Submissions: accepted at once, processed by a job."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from earmark import ids, telemetry
from earmark.errors import InvalidField, JobNotFound
from earmark.jobs import JobState
from earmark.services import processing
from earmark.services.deps import Deps
from earmark.store import conversations, submissions, trackers
from earmark.store.db import Connection
from earmark.types import (
    MEETING,
    AccountId,
    Conversation,
    ConversationId,
    Job,
    JobStatus,
    Member,
    MemberId,
    Submission,
    SubmissionId,
    SubmissionOptions,
    SubmittedMessage,
    Tracker,
    TrackerChoice,
    TrackerId,
)

#: The name under which `workflows.py` registers the job that is enqueued here.
PROCESS_SUBMISSION: Final = "process_submission"

log = telemetry.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """A submission as a client asks for it, its parts checked one by one.

    Attributes:
        messages: Members without ids.
        trackers: Whole ones that are not stored, and ids of stored ones, in the order of the request.
        all_of_account: None leaves it to the server's setting.
        name: Of the conversation; empty for its id.
        kind, metadata: Of a new conversation; an old one keeps its own.
    """

    messages: tuple[SubmittedMessage, ...]
    trackers: tuple[Tracker | TrackerId, ...] = ()
    all_of_account: bool | None = None
    name: str = ""
    webhook_url: str = ""
    language: str = ""
    kind: str = MEETING
    metadata: Mapping[str, Any] = field(default_factory=dict)
    options: SubmissionOptions = field(default_factory=SubmissionOptions)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A submission that can be stored.

    Attributes:
        conversation: The one that it makes; None when it appends to an old one.
    """

    submission: Submission
    trackers: tuple[Tracker | TrackerId, ...]
    conversation: Conversation | None


async def accept(
    deps: Deps, account_id: AccountId, draft: Draft, conversation_id: ConversationId | None = None
) -> Submission:
    """
    Store a submission and enqueue its job.

    Args:
        conversation_id: The conversation to append to; None makes a new one.

    Raises:
        ConversationNotFound: the account has no such conversation.
        InvalidField: a tracker's id or the webhook's address is wrong.
    """
    prepared = await prepare(deps, account_id, draft, conversation_id)
    async with deps.db.begin() as db:
        await store(db, prepared)
    await enqueue(deps, prepared.submission)
    return prepared.submission


async def prepare(
    deps: Deps, account_id: AccountId, draft: Draft, conversation_id: ConversationId | None = None
) -> Prepared:
    """
    The first part of `accept`, for those who store within a transaction of their own: nothing is written yet.

    Raises:
        InvalidField: the webhook's address is wrong.
    """
    if draft.webhook_url:
        deps.outbound.check_url(draft.webhook_url, "webhookUrl")
    place = conversation_id or ConversationId(ids.new_id())
    all_by_default = deps.options.enable_all_trackers
    submission = await deps.in_thread(_submission, account_id, place, draft, all_by_default, deps.now_ms())
    conversation = _conversation(submission, draft) if conversation_id is None else None
    return Prepared(submission, draft.trackers, conversation)


async def store(db: Connection, prepared: Prepared) -> None:
    """
    The second part of `accept`. Once it is committed, `enqueue` the submission.

    Raises:
        ConversationNotFound: the account has no such conversation.
        InvalidField: a tracker's id is wrong.
    """
    await _check_stored(db, prepared.submission.account_id, prepared.trackers)
    if prepared.conversation is not None:
        await conversations.add(db, prepared.conversation)
    await submissions.add(db, prepared.submission)


async def enqueue(deps: Deps, submission: Submission) -> None:
    """The last part of `accept`. Where a kill prevents it, `sweep` makes up for it."""
    await _enqueue(deps, submission)
    log.info(
        "submission_accepted",
        submission=submission.id,
        conversation=submission.conversation_id,
        messages=len(submission.messages),
    )


async def status(deps: Deps, account_id: AccountId, submission_id: SubmissionId) -> JobStatus:
    """
    Raises:
        JobNotFound: the account has no such submission.
    """
    async with deps.db.read() as db:
        found = await submissions.status(db, account_id, submission_id)
    if found is None:
        raise JobNotFound(submission_id)
    return found


async def job(deps: Deps, account_id: AccountId, submission_id: SubmissionId) -> Job:
    """
    A submission's job: where it stands, since when, and why it failed if it did.

    Raises:
        JobNotFound: the account has no such submission.
    """
    async with deps.db.read() as db:
        found = await submissions.job(db, account_id, submission_id)
    if found is None:
        raise JobNotFound(submission_id)
    return found


async def sweep(deps: Deps) -> None:
    """At start: bring together what two databases say that were written one after the other.

    A submission that never reached the queue, since the server was killed in between, goes there now. One whose job
    ended although it is unfinished itself lost its last writes to a power cut and runs again; one whose job was given
    up has failed.
    """
    async with deps.db.read() as db:
        unfinished = await submissions.unfinished(db)
    for submission in unfinished:
        state = await deps.jobs.status(submission.id)
        if state is None:
            await _enqueue(deps, submission)
        elif state is JobState.DONE and not (await status(deps, submission.account_id, submission.id)).is_final:
            await _enqueue(deps, submission, job_id=ids.new_uuid())
        elif state in (JobState.FAILED, JobState.CANCELLED):
            await processing.fail(deps, submission.id, "The job was given up.")


async def _enqueue(deps: Deps, submission: Submission, job_id: str = "") -> None:
    await deps.jobs.enqueue(
        PROCESS_SUBMISSION,
        submission.id,
        job_id=job_id or submission.id,
        order_key=submission.conversation_id,
    )


def _submission(
    account_id: AccountId, conversation_id: ConversationId, draft: Draft, all_by_default: bool, now_ms: int
) -> Submission:
    given = dict.fromkeys(message.member for message in draft.messages if message.member)
    members = {one: replace(one, id=_member_id(conversation_id, one)) for one in given}
    return Submission(
        id=SubmissionId(ids.new_uuid()),
        account_id=account_id,
        conversation_id=conversation_id,
        messages=tuple(
            replace(message, member=members[message.member]) if message.member else message
            for message in draft.messages
        ),
        choice=TrackerChoice(
            inline=tuple(
                replace(one, id=TrackerId(ids.inline_tracker_id(conversation_id, one.name)))
                for one in draft.trackers
                if isinstance(one, Tracker)
            ),
            stored=tuple(dict.fromkeys(one for one in draft.trackers if not isinstance(one, Tracker))),
            all_of_account=all_by_default if draft.all_of_account is None else draft.all_of_account,
        ),
        options=draft.options,
        webhook_url=draft.webhook_url,
        language=draft.language,
        created_ms=now_ms,
        updated_ms=now_ms,
    )


def _conversation(submission: Submission, draft: Draft) -> Conversation:
    start_ms, end_ms = processing.covered(submission)
    return Conversation(
        id=submission.conversation_id,
        account_id=submission.account_id,
        name=draft.name or submission.conversation_id,
        start_ms=start_ms,
        end_ms=end_ms,
        kind=draft.kind,
        metadata=draft.metadata,
        created_ms=submission.created_ms,
    )


def _member_id(conversation_id: ConversationId, member: Member) -> MemberId:
    return MemberId(ids.member_id(conversation_id, member.name, member.user_id))


async def _check_stored(db: Connection, account_id: AccountId, chosen: Iterable[Tracker | TrackerId]) -> None:
    wanted = {one: place for place, one in enumerate(chosen) if not isinstance(one, Tracker)}
    if not wanted:
        return
    known = {tracker.id for tracker in await trackers.by_ids(db, account_id, list(wanted))}
    for tracker_id, place in wanted.items():
        if tracker_id not in known:
            raise InvalidField(f"trackers[{place}].id", f"is {tracker_id!r}, but this account has no such tracker")
