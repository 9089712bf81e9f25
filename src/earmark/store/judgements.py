"""What people said of hits: one judgement for each message and tracker."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, Select, exists, func, or_, select
from sqlalchemy import delete as delete_from

from earmark.listings import JudgementFilter, RowPlace
from earmark.store import conversations, tables
from earmark.store.db import Connection, insert_into
from earmark.store.keyset import newest_first
from earmark.types import AccountId, HitId, Judgement, MatchKind, MessageId, TrackerId, Verdict

_TABLE: Final = tables.judgements
_FIELDS: Final = [field.name for field in fields(Judgement)]
_PREFIX: Final = "judgement_"
_KEY: Final = ("message_id", "tracker_id")

#: The columns of a judgement in a query that others stand in as well: `from_labeled` reads them.
LABELED: Final = [_TABLE.c[name].label(f"{_PREFIX}{name}") for name in _FIELDS]


@dataclass(frozen=True, slots=True)
class JudgedHit:
    """A stored hit, and whether somebody said of its message that it means what the tracker looks for."""

    message_id: MessageId
    score: float
    kind: MatchKind
    is_right: bool


def of_hit() -> ColumnElement[bool]:
    """Ties a judgement to every hit of its message and tracker, the one that it was said of or another."""
    hits = tables.hits
    return (
        (_TABLE.c.account_id == hits.c.account_id)
        & (_TABLE.c.message_id == hits.c.message_id)
        & (_TABLE.c.tracker_id == hits.c.tracker_id)
    )


def from_labeled(row: RowMapping) -> Judgement | None:
    """The judgement in a row with the columns `LABELED`, if it holds one."""
    if row[f"{_PREFIX}verdict"] is None:
        return None
    return _judgement({name: row[f"{_PREFIX}{name}"] for name in _FIELDS})


async def put(db: Connection, account_id: AccountId, judgement: Judgement) -> None:
    """
    Store a judgement in the place of an earlier one of the same message and tracker.

    Raises:
        ConversationNotFound: the account does not have, or no longer has, the conversation.
    """
    await conversations.hold(db, account_id, judgement.conversation_id)
    row = {**asdict(judgement), "account_id": account_id, "verdict": judgement.verdict.value}
    upsert = insert_into(db, _TABLE).values(row)
    replaced = {name: upsert.excluded[name] for name in _FIELDS if name not in _KEY}
    await db.execute(upsert.on_conflict_do_update(index_elements=_KEY, set_=replaced))


async def delete_of_hit(db: Connection, account_id: AccountId, hit_id: HitId) -> bool:
    """Delete the judgement that `HitInTalk` shows of a hit, or that was said of one that is gone. False without one."""
    of_this = exists().where(of_hit(), tables.hits.c.id == hit_id)
    where = _TABLE.c.account_id == account_id, or_(_TABLE.c.hit_id == hit_id, of_this)
    return (await db.execute(delete_from(_TABLE).where(*where))).rowcount > 0


async def page(
    db: Connection, account_id: AccountId, wanted: JudgementFilter, after: RowPlace | None, limit: int
) -> list[Judgement]:
    """
    Judgements of the newest talk come first, so that judging anew moves none.

    Args:
        after: What `place_of` says of the judgement before the page.
    """
    query = _of(account_id)
    if wanted.tracker_id is not None:
        query = query.where(_TABLE.c.tracker_id == wanted.tracker_id)
    if wanted.verdict is not None:
        query = query.where(_TABLE.c.verdict == wanted.verdict.value)
    rows = await db.execute(newest_first(query, tuple(_TABLE.c[name] for name in _KEY), after, limit))
    return [_judgement(row) for row in rows.mappings()]


async def counts(db: Connection, account_id: AccountId) -> dict[TrackerId, int]:
    """How many messages were judged of each tracker of which any were."""
    query = select(_TABLE.c.tracker_id, func.count()).where(_TABLE.c.account_id == account_id)
    rows = await db.execute(query.group_by(_TABLE.c.tracker_id))
    return {TrackerId(tracker_id): count for tracker_id, count in rows}


async def of_hits(db: Connection, account_id: AccountId, tracker_id: TrackerId, since_version: int) -> list[JudgedHit]:
    """The tracker's hits of a version and later ones of which somebody said something, in no order."""
    hits = tables.hits
    query = (
        select(hits.c.message_id, hits.c.score, hits.c.kind, _TABLE.c.verdict)
        .join_from(_TABLE, hits, of_hit())
        .where(_TABLE.c.account_id == account_id, _TABLE.c.tracker_id == tracker_id)
        .where(hits.c.tracker_version >= since_version)
    )
    return [
        JudgedHit(MessageId(row.message_id), row.score, MatchKind(row.kind), Verdict(row.verdict) is Verdict.ACCEPT)
        for row in await db.execute(query)
    ]


def place_of(judgement: Judgement) -> RowPlace:
    return judgement.message_id, judgement.tracker_id


def _of(account_id: AccountId) -> Select[Any]:
    return select(*(_TABLE.c[name] for name in _FIELDS)).where(_TABLE.c.account_id == account_id)


def _judgement(row: Any) -> Judgement:
    return Judgement(**{**row, "verdict": Verdict(row["verdict"])})
