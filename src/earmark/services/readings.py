"""Reading what was said, once, and keeping it: what detection works on, today and whenever history is searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from earmark import ids, telemetry
from earmark.engine import language, stretch
from earmark.engine.stretch import SpaceVectors, Stretch
from earmark.errors import ConversationNotFound
from earmark.services.deps import Deps
from earmark.store import conversations, readings, submissions
from earmark.store.readings import KeptVectors, Reading
from earmark.types import AccountId, Message, ReadingId, Submission, SubmissionId

#: Messages of a reading: few enough that a thread is soon free again, enough that a search has few readings to fetch.
PART_MESSAGES: Final = 64
#: Submissions that one step of a job reads.
_SUBMISSIONS_PER_STEP: Final = 20

log = telemetry.get_logger(__name__)


def models(deps: Deps) -> dict[str, str]:
    """Under what the vectors of each space are kept: the SHA-256 of its model, and how messages are read for it."""
    return {space: f"{encoder.model}/{stretch.VERSION}" for space, encoder in deps.encoders.items()}


async def of_submission(
    deps: Deps, submission: Submission, messages: Sequence[Message]
) -> tuple[list[Message], list[Stretch]]:
    """
    A submission's messages, each with its language, and what the engine reads in them; kept, and read only once.

    Args:
        messages: All of the submission's, in order.

    Raises:
        ConversationNotFound: the conversation was deleted meanwhile.
    """
    of_space = models(deps)
    async with deps.db.read() as db:
        wanted = submission.account_id, submission.id, list(of_space.values())
        kept = {one.first: one for one in await readings.of_submission(db, *wanted)}
        first = await readings.place_of_first(db, submission.id)
    said = await deps.compute(language.assigned, messages)
    read: list[Stretch] = []
    for start in range(0, len(said), PART_MESSAGES):
        part = said[start : start + PART_MESSAGES]
        known = kept.get(first + start)
        if known is not None:
            read.append(stretch_of(known, of_space))
            continue
        fresh = await deps.compute(stretch.read, part, deps.encoders)
        reading = Reading(
            id=ReadingId(ids.new_id()),
            conversation_id=submission.conversation_id,
            submission_id=submission.id,
            first=first + start,
            message_ids=tuple(one.id for one in part),
            language=submission.language,
            words=tuple(fresh.words),
            vectors={of_space[space]: KeptVectors(one.counts, one.vectors) for space, one in fresh.spaces.items()},
        )
        async with deps.db.begin() as db:
            await readings.add(db, submission.account_id, [reading])
        read.append(fresh)
    return said, read


async def read_more(deps: Deps, account_id: AccountId | None = None) -> bool:
    """
    Step: read some of the messages that no present model has read; whether there may be more of them.

    Args:
        account_id: None for those of every account.
    """
    of_space = list(models(deps).values())
    async with deps.db.read() as db:
        waiting = await readings.unread(db, of_space, _SUBMISSIONS_PER_STEP, account_id)
    for owner, submission_id in waiting:
        await _read_stored(deps, owner, submission_id)
    if waiting:
        log.info("history_read", submissions=len(waiting))
    return len(waiting) == _SUBMISSIONS_PER_STEP


def stretch_of(reading: Reading, of_space: dict[str, str]) -> Stretch:
    """A kept reading as the engine takes it; *of_space* is the model of each space."""
    return Stretch(
        reading.words,
        {
            space: SpaceVectors(reading.vectors[model].counts, reading.vectors[model].vectors)
            for space, model in of_space.items()
        },
    )


async def _read_stored(deps: Deps, account_id: AccountId, submission_id: SubmissionId) -> None:
    async with deps.db.read() as db:
        submission = await submissions.get_any(db, submission_id)
        if submission is None:
            return
        place = account_id, submission.conversation_id
        messages = await conversations.messages_of_submission(db, *place, submission_id)
    # What an older release stored has no language yet, so that of the submission is tried first.
    hinted = [replace(one, language=one.language or submission.language) for one in messages]
    try:
        await of_submission(deps, submission, hinted)
    except ConversationNotFound:
        return  # deleted meanwhile
