"""Submissions: accepted at once, processed by a job whose steps may each run twice and then change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from earmark import ids, telemetry
from earmark.engine import sentences
from earmark.errors import ConversationNotFound, InvalidField, JobNotFound
from earmark.jobs import JobState
from earmark.services import matching
from earmark.services.deps import Deps
from earmark.store import conversations, hits, submissions, trackers
from earmark.store.db import Connection
from earmark.types import (
    AccountId,
    Conversation,
    ConversationId,
    Hit,
    HitId,
    JobStatus,
    Match,
    MemberId,
    Message,
    MessageId,
    Submission,
    SubmissionId,
    SubmittedMessage,
    Tracker,
    TrackerChoice,
    TrackerId,
)

#: Names under which `workflows.py` registers the jobs that are enqueued here.
PROCESS_SUBMISSION = "process_submission"
DELIVER_WEBHOOK = "deliver_webhook"

log = telemetry.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """A submission as a client asks for it, its parts checked one by one.

    Attributes:
        messages: Members without ids.
        trackers: Whole ones that are not stored, and ids of stored ones, in the order of the request.
        all_of_account: None leaves it to the server's setting.
        name: Of the conversation; empty for its id.
    """

    messages: tuple[SubmittedMessage, ...]
    trackers: tuple[Tracker | TrackerId, ...] = ()
    all_of_account: bool | None = None
    name: str = ""
    webhook_url: str = ""
    language: str = ""


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
    if draft.webhook_url:
        deps.outbound.check_url(draft.webhook_url, "webhookUrl")
    now_ms = deps.now_ms()
    appends_to = conversation_id
    conversation_id = appends_to or ConversationId(ids.new_id())
    submission = Submission(
        id=SubmissionId(ids.new_uuid()),
        account_id=account_id,
        conversation_id=conversation_id,
        messages=tuple(_with_member_id(message, conversation_id) for message in draft.messages),
        choice=_choice(deps, draft, conversation_id),
        webhook_url=draft.webhook_url,
        language=draft.language,
        created_ms=now_ms,
        updated_ms=now_ms,
    )
    async with deps.db.begin() as db:
        await _check_stored(db, account_id, draft.trackers)
        if appends_to is None:
            start_ms, end_ms = _covered(submission)
            await conversations.add(
                db,
                Conversation(
                    id=conversation_id,
                    account_id=account_id,
                    name=draft.name or conversation_id,
                    start_ms=start_ms,
                    end_ms=end_ms,
                    created_ms=now_ms,
                ),
            )
        await submissions.add(db, submission)
    await _enqueue(deps, submission)
    log.info(
        "submission_accepted", submission=submission.id, conversation=conversation_id, messages=len(draft.messages)
    )
    return submission


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
            await fail(deps, submission.id, "The job was given up.")


async def begin(deps: Deps, submission_id: SubmissionId) -> None:
    """Step: say that the job runs."""
    await _move(deps, submission_id, JobStatus.IN_PROGRESS)


async def split(deps: Deps, submission_id: SubmissionId) -> None:
    """Step: cut what was submitted into messages and store them."""
    async with deps.db.read() as db:
        submission = await submissions.get_any(db, submission_id)
        if submission is None or (await submissions.progress(db, submission_id)).split:
            return
    said = await deps.in_thread(messages_of, submission)
    members = {one.member.id: one.member for one in submission.messages if one.member}
    place = submission.account_id, submission.conversation_id
    try:
        async with deps.db.begin() as db:
            await conversations.hold(db, *place)
            if (await submissions.progress(db, submission_id)).split:
                return
            await conversations.add_members(db, *place, list(members.values()))
            await conversations.add_messages(db, *place, submission_id, said)
            await conversations.extend(db, *place, *_covered(submission))
            await submissions.mark_split(db, submission_id, deps.now_ms())
    except ConversationNotFound:
        return  # deleted meanwhile, and its submissions with it


async def match(deps: Deps, submission_id: SubmissionId) -> None:
    """Step: match the submission's messages and store the hits."""
    async with deps.db.read() as db:
        submission = await submissions.get_any(db, submission_id)
        if submission is None or (await submissions.progress(db, submission_id)).matched:
            return
        place = submission.account_id, submission.conversation_id
        messages = await conversations.messages_of_submission(db, *place, submission_id)
        chosen = await _chosen(db, submission)
    matches = await matching.match_messages(deps, submission.account_id, chosen, messages)
    found = [hit_from_match(match, submission, deps.now_ms()) for match in matches]
    try:
        async with deps.db.begin() as db:
            await conversations.hold(db, *place)
            if (await submissions.progress(db, submission_id)).matched:
                return
            await hits.upsert(db, submission.account_id, found)
            await submissions.mark_matched(db, submission_id, deps.now_ms())
    except ConversationNotFound:
        return
    for hit in found:
        telemetry.HITS.labels(hit.kind.value).inc()
    log.info(
        "submission_matched",
        submission=submission_id,
        conversation=submission.conversation_id,
        messages=len(messages),
        trackers=len(chosen),
        hits=len(found),
    )


async def finish(deps: Deps, submission_id: SubmissionId) -> None:
    """Step: say that the results can be read."""
    await _move(deps, submission_id, JobStatus.COMPLETED)


async def fail(deps: Deps, submission_id: SubmissionId, failure: str) -> None:
    """Step: say that there will be no results, and keep why."""
    await _move(deps, submission_id, JobStatus.FAILED, failure)


def messages_of(submission: Submission) -> list[Message]:
    """The sentences of a submission, each with its share of its turn's time by its place among the characters."""
    said = []
    for turn in submission.messages:
        start_ms, end_ms = _times(turn, submission.created_ms)
        ms_per_char = (end_ms - start_ms) / len(turn.text)
        for start, end in sentences.split(turn.text, submission.language):
            said.append(
                Message(
                    text=turn.text[start:end],
                    id=MessageId(ids.new_id()),
                    member_id=turn.member.id if turn.member else MemberId(""),
                    start_ms=start_ms + round(start * ms_per_char),
                    end_ms=start_ms + round(end * ms_per_char),
                    language=submission.language,
                )
            )
    return said


def hit_from_match(match: Match, submission: Submission, now_ms: int) -> Hit:
    """The hit that stores *match*: its id is the same whenever the same match is found again."""
    tracker, message = match.tracker, match.message
    return Hit(
        id=HitId(ids.hit_id(message.id, tracker.id, tracker.version, match.phrase)),
        conversation_id=submission.conversation_id,
        message_id=message.id,
        submission_id=submission.id,
        tracker_id=tracker.id,
        tracker_name=tracker.name,
        tracker_version=tracker.version,
        phrase=match.phrase,
        kind=match.kind,
        score=match.score,
        threshold=match.threshold,
        margin=match.margin,
        start=match.start,
        end=match.end,
        created_ms=now_ms,
    )


async def _enqueue(deps: Deps, submission: Submission, job_id: str = "") -> None:
    await deps.jobs.enqueue(
        PROCESS_SUBMISSION,
        submission.id,
        job_id=job_id or submission.id,
        order_key=submission.conversation_id,
    )


async def _move(deps: Deps, submission_id: SubmissionId, to: JobStatus, failure: str = "") -> None:
    async with deps.db.read() as db:
        submission = await submissions.get_any(db, submission_id)
    if submission is None:
        return
    moved = submission.status is not to and not submission.status.is_final
    if moved:
        async with deps.db.begin() as db:
            await submissions.set_status(db, submission_id, to, failure, deps.now_ms())
    if moved and to.is_final:
        telemetry.SUBMISSIONS.labels(to.value).inc()
        telemetry.SUBMISSION_SECONDS.observe((deps.now_ms() - submission.created_ms) / 1000)
    if submission.webhook_url:
        # Also when the status stood already: the server may have been killed between the two. The id keeps the
        # receiver from being told twice.
        await deps.jobs.enqueue(
            DELIVER_WEBHOOK,
            submission.webhook_url,
            submission_id,
            to.value,
            job_id=f"{submission_id}-{to.value}",
            order_key=submission_id,
        )


def _with_member_id(message: SubmittedMessage, conversation_id: ConversationId) -> SubmittedMessage:
    if message.member is None:
        return message
    named = MemberId(ids.member_id(conversation_id, message.member.name, message.member.user_id))
    return replace(message, member=replace(message.member, id=named))


def _choice(deps: Deps, draft: Draft, conversation_id: ConversationId) -> TrackerChoice:
    wanted = draft.all_of_account
    return TrackerChoice(
        inline=tuple(
            replace(one, id=TrackerId(ids.inline_tracker_id(conversation_id, one.name)))
            for one in draft.trackers
            if isinstance(one, Tracker)
        ),
        stored=tuple(dict.fromkeys(one for one in draft.trackers if not isinstance(one, Tracker))),
        all_of_account=deps.options.enable_all_trackers if wanted is None else wanted,
    )


async def _check_stored(db: Connection, account_id: AccountId, chosen: Iterable[Tracker | TrackerId]) -> None:
    wanted = {one: place for place, one in enumerate(chosen) if not isinstance(one, Tracker)}
    if not wanted:
        return
    known = {tracker.id for tracker in await trackers.by_ids(db, account_id, list(wanted))}
    for tracker_id, place in wanted.items():
        if tracker_id not in known:
            raise InvalidField(f"trackers[{place}].id", f"is {tracker_id!r}, but this account has no such tracker")


async def _chosen(db: Connection, submission: Submission) -> Sequence[Tracker]:
    """The trackers to run: stored ones as they are now, so that a deleted one is left out."""
    choice = submission.choice
    if choice.all_of_account:
        stored = await trackers.list_all(db, submission.account_id)
    else:
        stored = await trackers.by_ids(db, submission.account_id, choice.stored) if choice.stored else []
    return [*choice.inline, *stored]


def _times(turn: SubmittedMessage, accepted_ms: int) -> tuple[int, int]:
    """When a turn began and ended: as given, else the one end that is given, else when it was accepted."""
    start_ms = turn.start_ms if turn.start_ms is not None else turn.end_ms
    start_ms = accepted_ms if start_ms is None else start_ms
    return start_ms, start_ms if turn.end_ms is None else turn.end_ms


def _covered(submission: Submission) -> tuple[int, int]:
    times = [_times(turn, submission.created_ms) for turn in submission.messages]
    return min(start for start, _ in times), max(end for _, end in times)
