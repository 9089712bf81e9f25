"""The steps of a submission's job.

Each may run twice and changes nothing the second time: the mark that it is done is written in the transaction of its
effect. For a submission that was deleted meanwhile each ends quietly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from earmark import ids, telemetry
from earmark.engine import language, sentences
from earmark.errors import ConversationNotFound
from earmark.services import deliveries, matching, readings
from earmark.services.deps import Deps
from earmark.services.matching import hit_from_match
from earmark.store import accounts, conversations, hits, submissions, trackers
from earmark.store.db import Connection
from earmark.types import (
    JobStatus,
    MemberId,
    Message,
    MessageId,
    Submission,
    SubmissionId,
    SubmittedMessage,
    Tracker,
)

#: How often messages are matched anew since the account's trackers were changed meanwhile.
_TRIES: Final = 5

log = telemetry.get_logger(__name__)


async def begin(deps: Deps, submission_id: SubmissionId) -> None:
    """Step: say that the job runs."""
    await _move(deps, submission_id, JobStatus.IN_PROGRESS)


async def split(deps: Deps, submission_id: SubmissionId) -> None:
    """Step: cut what was submitted into messages and store them."""
    async with deps.db.read() as db:
        submission = await submissions.get_any(db, submission_id)
        if submission is None or (await submissions.progress(db, submission_id)).split:
            return
    said = await deps.compute(_read_messages, submission)
    # Every spelling of a member: one turn may name who another only gives an address of.
    members = dict.fromkeys(one.member for one in submission.messages if one.member)
    place = submission.account_id, submission.conversation_id
    try:
        async with deps.db.begin() as db:
            await conversations.hold(db, *place)
            if (await submissions.progress(db, submission_id)).split:
                return
            await conversations.add_members(db, *place, list(members))
            await conversations.add_messages(db, *place, submission_id, said)
            await conversations.extend(db, *place, *covered(submission))
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
    try:
        # Read also where no tracker asks: one that is made later may be run over it.
        said, read = await readings.of_submission(deps, submission, messages)
        for tries_left in reversed(range(_TRIES)):
            async with deps.db.read() as db:
                chosen = await _chosen(db, submission)
                set_version = await accounts.tracker_set_version(db, submission.account_id)
            matches = await matching.match_read(deps, submission.account_id, chosen, said, read)
            now_ms = deps.now_ms()
            found = [hit_from_match(match, submission.conversation_id, submission.id, now_ms) for match in matches]
            async with deps.db.begin() as db:
                await accounts.hold(db, submission.account_id)
                await conversations.hold(db, *place)
                if (await submissions.progress(db, submission_id)).matched:
                    return
                # Hits of a tracker that was changed meanwhile would stand beside those that a run of it has stored.
                changed = await accounts.tracker_set_version(db, submission.account_id) != set_version
                if not (changed and tries_left):
                    await hits.upsert(db, submission.account_id, found)
                    await deliveries.tell_hits(db, submission, found, messages, now_ms)
                    await submissions.mark_matched(db, submission_id, deps.now_ms())
                    break
    except ConversationNotFound:
        return
    deps.outbox.set()
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
    """The sentences of a submission, each with its share of its turn's time."""
    said: list[Message] = []
    for turn in submission.messages:
        start_ms, end_ms = _times(turn, submission.created_ms)
        whole = Message(
            text=turn.text,
            member_id=turn.member.id if turn.member else MemberId(""),
            start_ms=start_ms,
            end_ms=end_ms,
            language=submission.language,
        )
        said += [replace(sentence, id=MessageId(ids.new_id())) for sentence in sentences.cut(whole)]
    return said


def _read_messages(submission: Submission) -> list[Message]:
    return language.assigned(messages_of(submission))


def covered(submission: Submission) -> tuple[int, int]:
    """The time from the first word of a submission to its last."""
    times = [_times(turn, submission.created_ms) for turn in submission.messages]
    return min(start for start, _ in times), max(end for _, end in times)


async def _move(deps: Deps, submission_id: SubmissionId, to: JobStatus, failure: str = "") -> None:
    async with deps.db.read() as db:
        submission = await submissions.get_any(db, submission_id)
    if submission is None:
        return
    if submission.status is to or submission.status.is_final:
        return
    now_ms = deps.now_ms()
    try:
        async with deps.db.begin() as db:
            await conversations.hold(db, submission.account_id, submission.conversation_id)
            await submissions.set_status(db, submission_id, to, failure, now_ms)
            await deliveries.tell_status(db, submission, to, failure, now_ms)
    except ConversationNotFound:
        return  # deleted meanwhile: nobody waits for news
    deps.outbox.set()
    if to.is_final:
        telemetry.SUBMISSIONS.labels(to.value).inc()
        telemetry.SUBMISSION_SECONDS.observe((now_ms - submission.created_ms) / 1000)


async def _chosen(db: Connection, submission: Submission) -> Sequence[Tracker]:
    """The trackers to run: stored ones as they are now, so that a deleted one is left out.

    One that is meant for other languages than the submission's does not run (contract 11), nor does a paused one, even
    if the submission names it: to pause a tracker is to say that it runs nowhere until further notice.
    """
    choice = submission.choice
    if choice.all_of_account:
        stored = await trackers.list_all(db, submission.account_id)
    else:
        stored = await trackers.by_ids(db, submission.account_id, choice.stored) if choice.stored else []
    return [
        one
        for one in (*choice.inline, *stored)
        if not one.paused and language.serves(one.languages, submission.language)
    ]


def _times(turn: SubmittedMessage, accepted_ms: int) -> tuple[int, int]:
    """When a turn began and ended: as given, else the one end that is given, else when it was accepted."""
    start_ms = turn.start_ms if turn.start_ms is not None else turn.end_ms
    start_ms = accepted_ms if start_ms is None else start_ms
    return start_ms, start_ms if turn.end_ms is None else turn.end_ms
