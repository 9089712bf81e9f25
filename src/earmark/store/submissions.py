"""Submissions: what was asked for, where it stands, and which of its steps are done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from sqlalchemy import RowMapping, func, select, update

from earmark.store import conversations, tables
from earmark.store.db import Connection
from earmark.types import (
    AccountId,
    ConversationId,
    EntityRule,
    Job,
    JobStatus,
    Member,
    Progress,
    Submission,
    SubmissionId,
    SubmissionOptions,
    SubmittedMessage,
    Tracker,
    TrackerChoice,
)

_TABLE: Final = tables.submissions
_COLUMNS: Final = [_TABLE.c[field.name] for field in fields(Submission)]
_JOB: Final = [_TABLE.c[field.name] for field in fields(Job)]
_UNFINISHED: Final = [status.value for status in JobStatus if not status.is_final]


async def add(db: Connection, submission: Submission) -> None:
    """
    Store a new submission behind the conversation's earlier ones.

    Raises:
        ConversationNotFound: the account has no such conversation.
    """
    await conversations.hold(db, submission.account_id, submission.conversation_id)
    earlier = select(func.count()).where(_TABLE.c.conversation_id == submission.conversation_id)
    position = (await db.execute(earlier)).scalar_one()
    await db.execute(_TABLE.insert().values(**_row(submission), position=position))


async def get_any(db: Connection, submission_id: SubmissionId) -> Submission | None:
    """A submission of any account, for workers: they have its id from the queue, and the account from here."""
    row = (await db.execute(select(*_COLUMNS).where(_TABLE.c.id == submission_id))).mappings().first()
    return _submission(row) if row else None


async def status(db: Connection, account_id: AccountId, submission_id: SubmissionId) -> JobStatus | None:
    """Where a submission stands, without reading what was submitted: clients ask again and again."""
    where = _TABLE.c.account_id == account_id, _TABLE.c.id == submission_id
    found = (await db.execute(select(_TABLE.c.status).where(*where))).scalar_one_or_none()
    return None if found is None else JobStatus(found)


async def options(db: Connection, account_id: AccountId, conversation_id: ConversationId) -> list[SubmissionOptions]:
    """What each submission to a conversation asks of the answers, in the order in which they came."""
    where = _TABLE.c.account_id == account_id, _TABLE.c.conversation_id == conversation_id
    query = select(_TABLE.c.options).where(*where).order_by(_TABLE.c.position)
    return [_options(stored) for stored in (await db.execute(query)).scalars()]


async def job(db: Connection, account_id: AccountId, submission_id: SubmissionId) -> Job | None:
    """As `status`, with all that there is to tell of it."""
    where = _TABLE.c.account_id == account_id, _TABLE.c.id == submission_id
    row = (await db.execute(select(*_JOB).where(*where))).mappings().first()
    return Job(**{**row, "status": JobStatus(row["status"])}) if row else None


async def set_status(db: Connection, submission_id: SubmissionId, status: JobStatus, failure: str, now_ms: int) -> None:
    """Say where a submission stands, for workers. A deleted one stays deleted."""
    values = {"status": status.value, "failure": failure, "updated_ms": now_ms}
    await db.execute(update(_TABLE).where(_TABLE.c.id == submission_id).values(values))


async def mark_split(db: Connection, submission_id: SubmissionId, now_ms: int) -> None:
    """Note that its messages are stored: in the transaction that stores them."""
    await db.execute(update(_TABLE).where(_TABLE.c.id == submission_id).values(split_ms=now_ms))


async def mark_matched(db: Connection, submission_id: SubmissionId, now_ms: int) -> None:
    """Note that its hits are stored: in the transaction that stores them."""
    await db.execute(update(_TABLE).where(_TABLE.c.id == submission_id).values(matched_ms=now_ms))


async def progress(db: Connection, submission_id: SubmissionId) -> Progress:
    """Which steps are done, for workers; none for a submission that is gone."""
    query = select(_TABLE.c.split_ms, _TABLE.c.matched_ms).where(_TABLE.c.id == submission_id)
    row = (await db.execute(query)).one_or_none()
    return Progress(False, False) if row is None else Progress(row.split_ms is not None, row.matched_ms is not None)


async def unfinished(db: Connection) -> list[Submission]:
    """What no worker has finished, of all accounts, in the order of acceptance: for the sweep at start."""
    query = select(*_COLUMNS).where(_TABLE.c.status.in_(_UNFINISHED))
    order = _TABLE.c.created_ms, _TABLE.c.conversation_id, _TABLE.c.position
    return [_submission(row) for row in (await db.execute(query.order_by(*order))).mappings()]


def _row(submission: Submission) -> dict[str, Any]:
    return {**asdict(submission), "status": submission.status.value}


def _submission(row: RowMapping) -> Submission:
    parts = {
        "messages": tuple(_message(message) for message in row["messages"]),
        "choice": _choice(row["choice"]),
        "options": _options(row["options"]),
        "status": JobStatus(row["status"]),
    }
    return Submission(**{**row, **parts})


def _message(stored: Mapping[str, Any]) -> SubmittedMessage:
    member = stored["member"]
    return SubmittedMessage(**{**stored, "member": None if member is None else Member(**member)})


def _choice(stored: Mapping[str, Any]) -> TrackerChoice:
    return TrackerChoice(
        inline=tuple(Tracker(**tracker) for tracker in stored["inline"]),
        stored=tuple(stored["stored"]),
        all_of_account=stored["all_of_account"],
    )


def _options(stored: Mapping[str, Any] | None) -> SubmissionOptions:
    if stored is None:
        return SubmissionOptions()
    return SubmissionOptions(**{**stored, "entities": tuple(EntityRule(**one) for one in stored["entities"])})
