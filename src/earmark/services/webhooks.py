"""Receivers of webhooks: who is told of an account's events, and with which secrets it can see who tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from earmark import ids, limits, telemetry, webhooks
from earmark.checks import check_text
from earmark.errors import InvalidField, ReceiverDisabled, ReceiverNotFound, TooManyReceivers
from earmark.listings import RowPlace
from earmark.services.deliveries import to_receiver
from earmark.services.deps import Deps
from earmark.store import accounts, deliveries
from earmark.store import webhooks as receivers
from earmark.store.db import Connection
from earmark.types import (
    RECEIVER_EVENTS,
    AccountId,
    Delivery,
    Receiver,
    ReceiverId,
    WebhookEvent,
    WebhookSecret,
)

#: Why a receiver is disabled that nobody else disabled.
BY_REQUEST = "It was disabled on request."

log = telemetry.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """What is to change of a receiver; None leaves it as it is."""

    url: str | None = None
    events: Sequence[WebhookEvent] | None = None
    description: str | None = None
    disabled: bool | None = None


async def create(
    db: Connection, deps: Deps, account_id: AccountId, url: str, events: Sequence[WebhookEvent], description: str
) -> tuple[Receiver, str]:
    """
    Store a receiver; also the secret that signs what it gets, which nobody is told again.

    Raises:
        InvalidField: the address is none, or the description cannot be kept.
        AddressRefused: the address is not public.
        TooManyReceivers: the account has as many as it may have.
    """
    deps.outbound.check_url(url, "url")
    now_ms = deps.now_ms()
    receiver = await add(db, deps, Receiver(new_id(), account_id, url, *_checked(events, description)))
    secret = webhooks.new_secret()
    await receivers.put_secret(db, account_id, receiver.id, WebhookSecret(secret, now_ms), now_ms)
    return receiver, secret


async def add(db: Connection, deps: Deps, receiver: Receiver) -> Receiver:
    """
    Store a receiver as one that was made now.

    Raises:
        TooManyReceivers: the account has as many as it may have.
    """
    await accounts.hold(db, receiver.account_id)
    if await receivers.count(db, receiver.account_id) >= limits.WEBHOOK_RECEIVERS_PER_ACCOUNT:
        raise TooManyReceivers(limits.WEBHOOK_RECEIVERS_PER_ACCOUNT)
    made = replace(receiver, created_ms=deps.now_ms())
    await receivers.add(db, made)
    log.info("webhook_receiver_added", receiver=made.id, listens=not made.url)
    return made


def new_id() -> ReceiverId:
    return ReceiverId(ids.new_id())


async def page(deps: Deps, account_id: AccountId, after: RowPlace | None, limit: int) -> list[Receiver]:
    """Receivers with an address; those that were made last come first."""
    async with deps.db.read() as db:
        return await receivers.page(db, account_id, after, limit)


async def get(deps: Deps, account_id: AccountId, receiver_id: ReceiverId) -> Receiver:
    """
    Raises:
        ReceiverNotFound: the account has no such receiver.
    """
    async with deps.db.read() as db:
        return await stored(db, account_id, receiver_id)


async def change(deps: Deps, account_id: AccountId, receiver_id: ReceiverId, wanted: Change) -> Receiver:
    """
    Change a receiver. What is pending for one that is disabled is discarded; enabled again, it hears of what comes.

    Raises:
        ReceiverNotFound: the account has no such receiver.
        InvalidField: as from `create`.
        AddressRefused: the address is not public.
    """
    if wanted.url is not None:
        deps.outbound.check_url(wanted.url, "url")
    now_ms = deps.now_ms()
    async with deps.db.begin() as db:
        before = await receivers.hold(db, account_id, receiver_id)
        if before is None:
            raise ReceiverNotFound(receiver_id)
        if wanted.url is not None and not before.url:
            raise InvalidField("url", "cannot be given to a receiver that asks for its events; make another one.")
        after = _changed(before, wanted, now_ms)
        await receivers.save(db, after)
        if after.disabled_ms is not None:
            await deliveries.discard(db, account_id, receiver_id, now_ms)
    return after


async def remove(deps: Deps, account_id: AccountId, receiver_id: ReceiverId) -> None:
    """
    Delete a receiver, its secrets, and the log of what it was told.

    Raises:
        ReceiverNotFound: the account has no such receiver.
    """
    async with deps.db.begin() as db:
        if not await receivers.remove(db, account_id, receiver_id):
            raise ReceiverNotFound(receiver_id)


async def rotate(deps: Deps, account_id: AccountId, receiver_id: ReceiverId) -> tuple[str, int | None]:
    """
    A new secret, which nobody is told again; until when the one before signs beside it, None without one.

    Args:
        receiver_id: `receivers.OF_SUBMISSIONS` for the addresses that submissions name.

    Raises:
        ReceiverNotFound: the account has no such receiver.
    """
    now_ms, secret = deps.now_ms(), webhooks.new_secret()
    until_ms = now_ms + limits.WEBHOOK_SECRET_OVERLAP_S * 1000
    async with deps.db.begin() as db:
        await accounts.hold(db, account_id)
        if receiver_id != receivers.OF_SUBMISSIONS:
            await stored(db, account_id, receiver_id)
        had_one = await receivers.put_secret(db, account_id, receiver_id, WebhookSecret(secret, now_ms), until_ms)
    log.info("webhook_secret_rotated", receiver=receiver_id)
    return secret, until_ms if had_one else None


async def rotate_job_secret(deps: Deps, account_id: AccountId) -> tuple[str, int | None]:
    """As `rotate`, for what goes to the addresses that submissions name. It is signed from the first secret on."""
    return await rotate(deps, account_id, receivers.OF_SUBMISSIONS)


async def send_test(deps: Deps, account_id: AccountId, receiver_id: ReceiverId) -> Delivery:
    """
    Tell a receiver of an event that is none.

    Raises:
        ReceiverNotFound: the account has no such receiver.
        ReceiverDisabled: it is not called.
    """
    now_ms, event = deps.now_ms(), WebhookEvent.TEST
    async with deps.db.begin() as db:
        receiver = await stored(db, account_id, receiver_id)
        if receiver.disabled_ms is not None:
            raise ReceiverDisabled
        payload = webhooks.event_payload(event, {"receiver_id": receiver.id}, now_ms)
        delivery = to_receiver(receiver, event, ids.new_id(), None, payload, now_ms)
        await deliveries.add(db, [delivery])
    deps.outbox.set()
    return replace(delivery, url=receiver.url)


async def stored(db: Connection, account_id: AccountId, receiver_id: ReceiverId) -> Receiver:
    """
    Raises:
        ReceiverNotFound: the account has no such receiver.
    """
    found = await receivers.get(db, account_id, receiver_id)
    if found is None:
        raise ReceiverNotFound(receiver_id)
    return found


def _changed(before: Receiver, wanted: Change, now_ms: int) -> Receiver:
    events, description = _checked(
        before.events if wanted.events is None else wanted.events,
        before.description if wanted.description is None else wanted.description,
    )
    after = replace(before, url=wanted.url or before.url, events=events, description=description)
    if wanted.disabled is False:
        return replace(after, disabled_ms=None, disabled_why="")
    if wanted.disabled and before.disabled_ms is None:
        return replace(after, disabled_ms=now_ms, disabled_why=BY_REQUEST)
    return after


def _checked(events: Sequence[WebhookEvent], description: str) -> tuple[tuple[WebhookEvent, ...], str]:
    if not events:
        raise InvalidField("events", f"must name at least one of {', '.join(RECEIVER_EVENTS)}.")
    if description.strip():
        description = check_text("description", description, max_chars=limits.DESCRIPTION_CHARS, allow_newlines=True)
    return tuple(one for one in RECEIVER_EVENTS if one in events), description.strip()
