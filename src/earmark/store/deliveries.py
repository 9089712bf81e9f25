"""The outbox of webhooks: written in the transaction of what it tells of, and the log of what became of it.

Deliveries of one conversation reach a receiver in order. Of those that are pending there, the first has a time at
which it is due, and holds the others back: they have none. Whoever settles one gives the next its time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, func, select, update

from earmark.listings import DeliveryFilter, RowPlace
from earmark.store import conversations, tables
from earmark.store.db import Connection, insert_into
from earmark.store.keyset import newest_first
from earmark.types import (
    AccountId,
    Attempt,
    Delivery,
    DeliveryId,
    DeliveryStatus,
    ReceiverId,
    WebhookEvent,
)

_TABLE: Final = tables.webhook_deliveries
_ATTEMPTS: Final = tables.webhook_attempts
_COLUMNS: Final = [_TABLE.c[field.name] for field in fields(Delivery)]
_IS_PENDING: Final = _TABLE.c.status == DeliveryStatus.PENDING.value


async def add(db: Connection, deliveries: Sequence[Delivery]) -> None:
    """
    Store deliveries of one conversation, or of none. One whose id is stored already stays as it was.

    Args:
        deliveries: In the order of their places. Each with the time at which it would be due if nothing held it back.

    Raises:
        ConversationNotFound: the conversation is gone.
    """
    if not deliveries:
        return
    account_id, conversation_id = deliveries[0].account_id, deliveries[0].conversation_id
    waiting: set[tuple[str | None, str]] = set()
    if conversation_id is not None:
        await conversations.hold(db, account_id, conversation_id)
        pending = select(_TABLE.c.receiver_id, _TABLE.c.url).where(
            _TABLE.c.account_id == account_id, _TABLE.c.conversation_id == conversation_id, _IS_PENDING
        )
        waiting = {(row.receiver_id, row.url) for row in await db.execute(pending.distinct())}
    rows = []
    for delivery in deliveries:
        line = delivery.receiver_id, delivery.url
        rows.append(_row(replace(delivery, next_ms=None) if line in waiting else delivery))
        if conversation_id is not None:
            waiting.add(line)
    await db.execute(insert_into(db, _TABLE).on_conflict_do_nothing(index_elements=["id"]), rows)


async def due(db: Connection, now_ms: int, limit: int) -> list[Delivery]:
    """What is due, of all accounts, for workers; the longest due first."""
    query = select(*_COLUMNS).where(_IS_PENDING, _TABLE.c.next_ms <= now_ms).order_by(_TABLE.c.next_ms, _TABLE.c.place)
    return [_delivery(row) for row in (await db.execute(query.limit(limit))).mappings()]


async def next_due_ms(db: Connection) -> int | None:
    """When the next delivery of any account is due."""
    found: int | None = (await db.execute(select(func.min(_TABLE.c.next_ms)).where(_IS_PENDING))).scalar_one()
    return found


async def begin(db: Connection, delivery: Delivery, until_ms: int) -> None:
    """Note that the next attempt of a delivery was handed out, and is lost unless it ends before *until_ms*."""
    still = _TABLE.c.id == delivery.id, _IS_PENDING, _TABLE.c.attempts == delivery.attempts
    await db.execute(update(_TABLE).where(*still).values(attempts=delivery.attempts + 1, next_ms=until_ms))


async def get_any(db: Connection, delivery_id: DeliveryId) -> Delivery | None:
    """A delivery of any account, for workers: they have its id from the queue, and the account from here."""
    row = (await db.execute(select(*_COLUMNS).where(_TABLE.c.id == delivery_id))).mappings().first()
    return _delivery(row) if row else None


async def get(db: Connection, account_id: AccountId, delivery_id: DeliveryId) -> Delivery | None:
    delivery = await get_any(db, delivery_id)
    return delivery if delivery is not None and delivery.account_id == account_id else None


async def page(
    db: Connection, account_id: AccountId, wanted: DeliveryFilter, after: RowPlace | None, limit: int
) -> list[Delivery]:
    """Those that were added last come first. *after* is what `place_of` says of the one before the page."""
    query = select(*_COLUMNS).where(_TABLE.c.account_id == account_id, *_conditions(wanted))
    rows = await db.execute(newest_first(query, (_TABLE.c.place, _TABLE.c.id), after, limit))
    return [_delivery(row) for row in rows.mappings()]


def place_of(delivery: Delivery) -> RowPlace:
    return delivery.place, delivery.id


async def save(db: Connection, delivery: Delivery) -> None:
    """Write down where a delivery stands."""
    values = {name: getattr(delivery, name) for name in ("attempts", "retries", "next_ms", "updated_ms")}
    values["status"] = delivery.status.value
    await db.execute(update(_TABLE).where(_TABLE.c.id == delivery.id).values(values))


async def let_next(db: Connection, settled: Delivery, now_ms: int) -> bool:
    """Let what *settled* held back be due; whether there is anything. Within `conversations.hold`."""
    if settled.conversation_id is None:
        return False
    line = (
        _TABLE.c.account_id == settled.account_id,
        _TABLE.c.conversation_id == settled.conversation_id,
        _TABLE.c.receiver_id.is_not_distinct_from(settled.receiver_id),
        _TABLE.c.url == settled.url,
    )
    first = select(_TABLE.c.id).where(*line, _IS_PENDING).order_by(_TABLE.c.place).limit(1).scalar_subquery()
    freed = update(_TABLE).where(_TABLE.c.id == first, _TABLE.c.next_ms.is_(None)).values(next_ms=now_ms)
    return (await db.execute(freed)).rowcount > 0


async def discard(db: Connection, account_id: AccountId, receiver_id: ReceiverId, now_ms: int) -> int:
    """Discard what is pending for a receiver; how many."""
    pending = _TABLE.c.account_id == account_id, _TABLE.c.receiver_id == receiver_id, _IS_PENDING
    values = {"status": DeliveryStatus.DISCARDED.value, "next_ms": None, "updated_ms": now_ms}
    return (await db.execute(update(_TABLE).where(*pending).values(values))).rowcount


async def take(
    db: Connection, account_id: AccountId, receiver_id: ReceiverId, limit: int, now_ms: int
) -> list[Delivery]:
    """What is pending for a receiver, the oldest first; it counts as delivered from here on."""
    pending = _TABLE.c.account_id == account_id, _TABLE.c.receiver_id == receiver_id, _IS_PENDING
    query = select(*_COLUMNS).where(*pending).order_by(_TABLE.c.place).limit(limit).with_for_update()
    taken = [_delivery(row) for row in (await db.execute(query)).mappings()]
    values = {"status": DeliveryStatus.DELIVERED.value, "next_ms": None, "updated_ms": now_ms}
    await db.execute(update(_TABLE).where(_TABLE.c.id.in_([one.id for one in taken])).values(values))
    return taken


async def pending(db: Connection, account_id: AccountId, receiver_id: ReceiverId) -> int:
    """How many deliveries a receiver waits for."""
    where = _TABLE.c.account_id == account_id, _TABLE.c.receiver_id == receiver_id, _IS_PENDING
    return (await db.execute(select(func.count()).where(*where))).scalar_one()


async def add_attempt(db: Connection, delivery_id: DeliveryId, attempt: Attempt) -> None:
    """Log an attempt; one that is logged already stays as it was."""
    row = {"delivery_id": delivery_id, **asdict(attempt)}
    await db.execute(
        insert_into(db, _ATTEMPTS).values(row).on_conflict_do_nothing(index_elements=["delivery_id", "attempt"])
    )


async def attempts(db: Connection, delivery_id: DeliveryId) -> list[Attempt]:
    """The log of a delivery, the first attempt first."""
    columns = [_ATTEMPTS.c[field.name] for field in fields(Attempt)]
    query = select(*columns).where(_ATTEMPTS.c.delivery_id == delivery_id).order_by(_ATTEMPTS.c.attempt)
    return [Attempt(**row) for row in (await db.execute(query)).mappings()]


def _conditions(wanted: DeliveryFilter) -> list[ColumnElement[bool]]:
    given = {
        _TABLE.c.receiver_id: wanted.receiver_id,
        _TABLE.c.status: wanted.status and wanted.status.value,
        _TABLE.c.event: wanted.event and wanted.event.value,
        _TABLE.c.conversation_id: wanted.conversation_id,
    }
    return [column == value for column, value in given.items() if value is not None]


def _row(delivery: Delivery) -> dict[str, Any]:
    return {**asdict(delivery), "event": delivery.event.value, "status": delivery.status.value}


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(**{**row, "event": WebhookEvent(row["event"]), "status": DeliveryStatus(row["status"])})
