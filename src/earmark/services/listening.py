"""Receivers without an address: they ask for their events, as a terminal behind a firewall must."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

from earmark import limits
from earmark.errors import Conflict
from earmark.services import webhooks
from earmark.services.deps import Deps
from earmark.store import deliveries
from earmark.store import webhooks as receivers
from earmark.types import AccountId, Delivery, Receiver, ReceiverId, WebhookEvent

#: Between two looks for events that another process may have left.
_LOOK_S: Final = 0.25


async def listen(deps: Deps, account_id: AccountId, events: Sequence[WebhookEvent]) -> Receiver:
    """
    Make a receiver that gets what happens from now on. One that does not ask for an hour is removed.

    Raises:
        TooManyReceivers: the account has as many as it may have.
    """
    receiver = Receiver(webhooks.new_id(), account_id, url="", events=tuple(events), asked_ms=deps.now_ms())
    async with deps.db.begin() as db:
        return await webhooks.add(db, deps, receiver)


async def take(deps: Deps, account_id: AccountId, receiver_id: ReceiverId, wait_s: float) -> list[Delivery]:
    """
    What happened since the last question, in order; it counts as delivered.

    Args:
        wait_s: How long to wait for something to happen.

    Raises:
        ReceiverNotFound: the account has no such receiver, or no longer.
        Conflict: it has an address, and is called there.
    """
    deadline_ms = deps.now_ms() + wait_s * 1000
    async with deps.db.begin() as db:
        receiver = await webhooks.stored(db, account_id, receiver_id)
        if receiver.url:
            raise Conflict("This receiver has an address and is called there. Make one with POST /webhooks/listen.")
        await receivers.asked(db, account_id, receiver_id, deps.now_ms())
    while True:
        async with deps.db.read() as db:
            waiting = await deliveries.pending(db, account_id, receiver_id)
        if waiting:
            async with deps.db.begin() as db:
                limit = limits.WEBHOOK_LISTEN_EVENTS
                return await deliveries.take(db, account_id, receiver_id, limit, deps.now_ms())
        if deps.now_ms() >= deadline_ms:
            return []
        await asyncio.sleep(_LOOK_S)
