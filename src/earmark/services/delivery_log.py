"""What became of an account's webhooks, and sending one again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from earmark.errors import Conflict, DeliveryNotFound, DeliveryPending, ReceiverDisabled
from earmark.listings import DeliveryFilter, RowPlace
from earmark.services.deps import Deps
from earmark.store import deliveries
from earmark.store import webhooks as receivers
from earmark.store.db import Connection
from earmark.types import AccountId, Attempt, Delivery, DeliveryId, DeliveryStatus, ReceiverId


@dataclass(frozen=True, slots=True)
class Logged:
    """A delivery with its attempts, the first one first."""

    delivery: Delivery
    attempts: Sequence[Attempt]


async def page(
    deps: Deps, account_id: AccountId, wanted: DeliveryFilter, after: RowPlace | None, limit: int
) -> list[Delivery]:
    """Those that were added last come first; each with the address that it goes to."""
    async with deps.db.read() as db:
        found = await deliveries.page(db, account_id, wanted, after, limit)
        addresses = await receivers.addresses(db, account_id)
    return [_addressed(one, addresses) for one in found]


async def get(deps: Deps, account_id: AccountId, delivery_id: DeliveryId) -> Logged:
    """
    Raises:
        DeliveryNotFound: the account has no such delivery.
    """
    async with deps.db.read() as db:
        delivery = await _stored(db, account_id, delivery_id)
        addresses = await receivers.addresses(db, account_id)
        return Logged(_addressed(delivery, addresses), await deliveries.attempts(db, delivery_id))


async def replay(deps: Deps, account_id: AccountId, delivery_id: DeliveryId) -> Delivery:
    """
    Send a settled delivery again, at once and with the same id; it goes through all retries anew.

    Raises:
        DeliveryNotFound: the account has no such delivery.
        DeliveryPending: it is on its way.
        ReceiverDisabled: its receiver is not called.
        Conflict: its receiver asks for its events, and cannot be called.
    """
    now_ms = deps.now_ms()
    async with deps.db.begin() as db:
        delivery = await _stored(db, account_id, delivery_id)
        if not delivery.status.is_settled:
            raise DeliveryPending
        if delivery.receiver_id is not None:
            receiver = await receivers.get(db, account_id, delivery.receiver_id)
            if receiver is not None and receiver.disabled_ms is not None:
                raise ReceiverDisabled
            if receiver is not None and not receiver.url:
                raise Conflict("A receiver that asks for its events has no address to send one to again.")
        again = replace(delivery, status=DeliveryStatus.PENDING, retries=0, next_ms=now_ms, updated_ms=now_ms)
        await deliveries.save(db, again)
        addresses = await receivers.addresses(db, account_id)
    deps.outbox.set()
    return _addressed(again, addresses)


async def _stored(db: Connection, account_id: AccountId, delivery_id: DeliveryId) -> Delivery:
    found = await deliveries.get(db, account_id, delivery_id)
    if found is None:
        raise DeliveryNotFound(delivery_id)
    return found


def _addressed(delivery: Delivery, addresses: Mapping[ReceiverId, str]) -> Delivery:
    if delivery.receiver_id is None:
        return delivery
    return replace(delivery, url=addresses.get(delivery.receiver_id, ""))
