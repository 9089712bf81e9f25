"""Webhooks on their way, for tests of services: what `app.py` does in a server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from earmark import workflows
from earmark.services import attempts
from earmark.services.deps import Deps
from earmark.store import deliveries
from earmark.types import Delivery, DeliveryId


@asynccontextmanager
async def delivering(deps: Deps, pauses_s: Sequence[float] = (0.01, 0.01)) -> AsyncIterator[Deps]:
    """Jobs, launched, and what hands deliveries out to them."""
    workflows.register(deps.jobs, deps, webhook_pauses_s=pauses_s)
    await deps.jobs.launch()
    dispatching = asyncio.create_task(attempts.dispatch(deps))
    try:
        yield deps
    finally:
        dispatching.cancel()
        with suppress(asyncio.CancelledError):
            await dispatching


async def settled(deps: Deps, *delivery_ids: str) -> list[Delivery]:
    """The deliveries, once nothing more will happen to them."""
    found: list[Delivery] = []
    for _ in range(1_000):
        async with deps.db.read() as db:
            read = [await deliveries.get_any(db, DeliveryId(one)) for one in delivery_ids]
        found = [one for one in read if one is not None and one.status.is_settled]
        if len(found) == len(delivery_ids):
            return found
        await asyncio.sleep(0.01)
    raise AssertionError(f"only {[one.id for one in found]} of {delivery_ids} are settled")
