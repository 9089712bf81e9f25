"""Receivers of webhooks, and the secrets that sign what they get."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, func, or_, select, update
from sqlalchemy import delete as delete_from

from earmark.listings import RowPlace
from earmark.store import tables
from earmark.store.db import Connection
from earmark.store.keyset import newest_first
from earmark.types import AccountId, Receiver, ReceiverId, WebhookEvent, WebhookSecret

_TABLE: Final = tables.webhook_receivers
_SECRETS: Final = tables.webhook_secrets
_COLUMNS: Final = [_TABLE.c[field.name] for field in fields(Receiver)]
#: Whose secrets sign what goes to the addresses that submissions name.
OF_SUBMISSIONS: Final = ReceiverId("")
#: Together they make a header that every server takes.
_SECRETS_THAT_SIGN: Final = 5


async def add(db: Connection, receiver: Receiver) -> None:
    await db.execute(_TABLE.insert().values(**_row(receiver)))


async def count(db: Connection, account_id: AccountId) -> int:
    """How many receivers the account has, those that listen among them."""
    return (await db.execute(select(func.count()).where(_TABLE.c.account_id == account_id))).scalar_one()


async def get(db: Connection, account_id: AccountId, receiver_id: ReceiverId) -> Receiver | None:
    row = (await db.execute(select(*_COLUMNS).where(*_is(account_id, receiver_id)))).mappings().first()
    return _receiver(row) if row else None


async def hold(db: Connection, account_id: AccountId, receiver_id: ReceiverId) -> Receiver | None:
    """As `get`; nobody else changes it until the transaction ends."""
    query = select(*_COLUMNS).where(*_is(account_id, receiver_id)).with_for_update(key_share=True)
    row = (await db.execute(query)).mappings().first()
    return _receiver(row) if row else None


async def page(db: Connection, account_id: AccountId, after: RowPlace | None, limit: int) -> list[Receiver]:
    """Receivers with an address; those that were made last come first."""
    query = select(*_COLUMNS).where(_TABLE.c.account_id == account_id, _TABLE.c.url != "")
    rows = await db.execute(newest_first(query, (_TABLE.c.created_ms, _TABLE.c.id), after, limit))
    return [_receiver(row) for row in rows.mappings()]


def place_of(receiver: Receiver) -> RowPlace:
    return receiver.created_ms, receiver.id


async def addresses(db: Connection, account_id: AccountId) -> dict[ReceiverId, str]:
    """Where each of the account's receivers is."""
    query = select(_TABLE.c.id, _TABLE.c.url).where(_TABLE.c.account_id == account_id)
    return {ReceiverId(row.id): row.url for row in await db.execute(query)}


async def interested(db: Connection, account_id: AccountId, event: WebhookEvent) -> list[Receiver]:
    """The enabled receivers that asked for *event*, in the order of their creation."""
    enabled = _TABLE.c.account_id == account_id, _TABLE.c.disabled_ms.is_(None)
    rows = await db.execute(select(*_COLUMNS).where(*enabled).order_by(_TABLE.c.created_ms, _TABLE.c.id))
    return [found for found in map(_receiver, rows.mappings()) if event in found.events]


async def save(db: Connection, receiver: Receiver) -> bool:
    """Replace a receiver; False when the account has none with its id."""
    saved = update(_TABLE).where(*_is(receiver.account_id, receiver.id)).values(**_row(receiver))
    return (await db.execute(saved)).rowcount > 0


async def disable(db: Connection, account_id: AccountId, receiver_id: ReceiverId, why: str, now_ms: int) -> bool:
    """Disable a receiver; False when it is disabled already, or gone."""
    values = {"disabled_ms": now_ms, "disabled_why": why}
    disabled = update(_TABLE).where(*_is(account_id, receiver_id), _TABLE.c.disabled_ms.is_(None)).values(values)
    return (await db.execute(disabled)).rowcount > 0


async def asked(db: Connection, account_id: AccountId, receiver_id: ReceiverId, now_ms: int) -> None:
    """Note that a receiver without an address asked for its events."""
    await db.execute(update(_TABLE).where(*_is(account_id, receiver_id)).values(asked_ms=now_ms))


async def remove(db: Connection, account_id: AccountId, receiver_id: ReceiverId) -> bool:
    """Delete a receiver with its secrets and deliveries; False when the account has none with this id."""
    await db.execute(delete_from(_SECRETS).where(*_secrets_of(account_id, receiver_id)))
    return (await db.execute(delete_from(_TABLE).where(*_is(account_id, receiver_id)))).rowcount > 0


async def remove_silent(db: Connection, before_ms: int) -> int:
    """Delete the receivers without an address, of all accounts, that have not asked since *before_ms*; how many."""
    silent = _TABLE.c.url == "", _TABLE.c.asked_ms < before_ms
    return (await db.execute(delete_from(_TABLE).where(*silent))).rowcount


async def signing(db: Connection, account_id: AccountId, receiver_id: ReceiverId, now_ms: int) -> list[WebhookSecret]:
    """The secrets that sign at *now_ms*, the present one first; none where nothing is signed."""
    valid = or_(_SECRETS.c.expires_ms.is_(None), _SECRETS.c.expires_ms > now_ms)
    columns = [_SECRETS.c[field.name] for field in fields(WebhookSecret)]
    query = select(*columns).where(*_secrets_of(account_id, receiver_id), valid)
    rows = await db.execute(query.order_by(_SECRETS.c.created_ms.desc()).limit(_SECRETS_THAT_SIGN))
    return [WebhookSecret(**row) for row in rows.mappings()]


async def put_secret(
    db: Connection, account_id: AccountId, receiver_id: ReceiverId, secret: WebhookSecret, previous_until_ms: int
) -> bool:
    """Store a new present secret; what was the present one signs until *previous_until_ms*. False when there was none.

    Secrets that sign no longer are deleted.
    """
    of = _secrets_of(account_id, receiver_id)
    await db.execute(delete_from(_SECRETS).where(*of, _SECRETS.c.expires_ms <= secret.created_ms))
    expiring = update(_SECRETS).where(*of, _SECRETS.c.expires_ms.is_(None)).values(expires_ms=previous_until_ms)
    had_one = (await db.execute(expiring)).rowcount > 0
    await db.execute(_SECRETS.insert().values(account_id=account_id, receiver_id=receiver_id, **asdict(secret)))
    return had_one


def _is(account_id: AccountId, receiver_id: ReceiverId) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _TABLE.c.account_id == account_id, _TABLE.c.id == receiver_id


def _secrets_of(account_id: AccountId, receiver_id: ReceiverId) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _SECRETS.c.account_id == account_id, _SECRETS.c.receiver_id == receiver_id


def _row(receiver: Receiver) -> dict[str, Any]:
    return {**asdict(receiver), "events": [event.value for event in receiver.events]}


def _receiver(row: RowMapping) -> Receiver:
    return Receiver(**{**row, "events": tuple(map(WebhookEvent, row["events"]))})
