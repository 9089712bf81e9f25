"""Deliveries on their way: handing out what is due, one attempt at each, and what follows from it.

An attempt is a job, so that a kill in the middle loses nothing; the pauses between attempts are times in the outbox, so
that nothing waits in a job.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from time import perf_counter
from typing import Any, Final

from earmark import limits, telemetry, webhooks
from earmark.errors import ConversationNotFound, EarmarkError
from earmark.services.deps import Deps
from earmark.store import conversations, deliveries
from earmark.store import webhooks as receivers
from earmark.store.db import Connection
from earmark.types import Attempt, Delivery, DeliveryId, DeliveryStatus, Receiver
from earmark.webhooks import Verdict

#: The name under which `workflows.py` registers the job that is enqueued here.
DELIVER_WEBHOOK: Final = "deliver_webhook"
#: Why a receiver is disabled that wants nothing any more.
GONE: Final = "The receiver answered 410 (Gone)."

_AT_ONCE: Final = 100
#: Somebody else's attempts are looked for as often as this.
_LOOK_S: Final = 1.0
#: An attempt that was handed out and not heard of for so long is made anew.
_LOST_MS: Final = 60_000
_SWEEP_MS: Final = 60_000

log = telemetry.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one call went.

    Attributes:
        error, error_code: Why it was no success.
        retryable: Without an answer: whether another attempt may get one.
        retry_after_s: When the receiver asks to be called again.
    """

    at_ms: int
    took_ms: int
    status: int | None
    error: str = ""
    error_code: str = ""
    retryable: bool = True
    retry_after_s: float = 0


async def dispatch(deps: Deps) -> None:
    """Hand out whatever becomes due, for ever. At once when `Deps.outbox` is set, else at the next look."""
    swept_ms = 0
    while True:
        deps.outbox.clear()
        pause_s = _LOOK_S
        try:
            pause_s = await hand_out(deps)
            if deps.now_ms() - swept_ms > _SWEEP_MS:
                swept_ms = deps.now_ms()
                await remove_silent(deps)
        except Exception as error:  # whatever it is: a look that fails must not be the last one
            kind = error.code if isinstance(error, EarmarkError) else type(error).__name__
            log.warning("webhooks_not_handed_out", error=kind)
        # Not wait_for: before Python 3.12 it loses a cancellation that meets the event.
        with suppress(TimeoutError):
            async with asyncio.timeout(pause_s):
                await deps.outbox.wait()


async def hand_out(deps: Deps) -> float:
    """Enqueue an attempt of what is due; how many seconds to wait before the next look."""
    async with deps.db.read() as db:
        found = await deliveries.due(db, deps.now_ms(), _AT_ONCE)
        next_ms = None if found else await deliveries.next_due_ms(db)
    if not found:
        return _LOOK_S if next_ms is None else min(max(next_ms - deps.now_ms(), 0) / 1000, _LOOK_S)
    for delivery in found:
        attempt = delivery.attempts + 1
        # Before it is noted: an attempt that is enqueued twice is one.
        await deps.jobs.enqueue(
            DELIVER_WEBHOOK, delivery.id, attempt, job_id=f"{delivery.id}.{attempt}", order_key=delivery.id
        )
    async with deps.db.begin() as db:
        for delivery in found:
            await deliveries.begin(db, delivery, deps.now_ms() + _LOST_MS)
    return 0


async def remove_silent(deps: Deps) -> None:
    """Remove the listeners that went away without a word."""
    async with deps.db.begin() as db:
        removed = await receivers.remove_silent(db, deps.now_ms() - limits.WEBHOOK_LISTENER_KEPT_S * 1000)
    if removed:
        log.info("webhook_listeners_removed", listeners=removed)


async def call(deps: Deps, delivery_id: DeliveryId, attempt: int) -> dict[str, Any] | None:
    """Step: call the receiver; None where there is no reason any more. The dictionary is an `Outcome`."""
    now_ms = deps.now_ms()
    async with deps.db.read() as db:
        delivery = await deliveries.get_any(db, delivery_id)
        # Another number: this attempt was held to be lost, and the next one is under way.
        if delivery is None or delivery.status.is_settled or delivery.attempts not in (attempt - 1, attempt):
            return None
        receiver = await _receiver(db, delivery)
        signing = await receivers.signing(
            db, delivery.account_id, delivery.receiver_id or receivers.OF_SUBMISSIONS, now_ms
        )
    if receiver is not None and receiver.disabled_ms is not None:
        # Told while it was being disabled.
        async with deps.db.begin() as db:
            await deliveries.discard(db, receiver.account_id, receiver.id, now_ms)
        return None
    body = webhooks.to_body(delivery.payload)
    headers = webhooks.headers(delivery.id, now_ms // 1000, body, [one.secret for one in signing])
    began = perf_counter()
    answered: dict[str, Any] = {}
    try:
        answer = await deps.outbound.post(receiver.url if receiver else delivery.url, body, headers)
    except EarmarkError as error:
        answered = {
            "status": None,
            "error": str(error),
            "error_code": error.code,
            "retryable": error.retryable,
        }
    else:
        answered = {
            "status": answer.status,
            "error": "" if answer.is_success else f"The receiver answered {answer.status}.",
            "error_code": "" if answer.is_success else f"status_{answer.status // 100}xx",
            "retry_after_s": webhooks.retry_after_s(answer.retry_after, now_ms / 1000),
        }
    return asdict(Outcome(at_ms=now_ms, took_ms=round((perf_counter() - began) * 1000), **answered))


async def record(
    deps: Deps, delivery_id: DeliveryId, attempt: int, called: Mapping[str, Any], pauses_s: Sequence[float]
) -> None:
    """Step: write down how an attempt went, and what follows."""
    outcome = Outcome(**called)
    async with deps.db.read() as db:
        delivery = await deliveries.get_any(db, delivery_id)
    if delivery is None:
        return
    try:
        async with deps.db.begin() as db:
            if delivery.conversation_id is not None:
                await conversations.hold(db, delivery.account_id, delivery.conversation_id)
            await _record(db, delivery.id, attempt, outcome, pauses_s, deps.now_ms())
    except ConversationNotFound:
        return  # deleted meanwhile, and all that was to be told of it
    deps.outbox.set()
    telemetry.WEBHOOKS.labels(outcome.error_code or "delivered").inc()
    log.info(
        "webhook_attempted",
        delivery=delivery_id,
        told=delivery.event.value,
        attempt=attempt,
        answer=outcome.status,
        error=outcome.error_code,
        took_ms=outcome.took_ms,
    )


async def _record(
    db: Connection,
    delivery_id: DeliveryId,
    attempt: int,
    outcome: Outcome,
    pauses_s: Sequence[float],
    now_ms: int,
) -> None:
    delivery = await deliveries.get_any(db, delivery_id)
    if delivery is None:
        return
    logged = Attempt(attempt, outcome.at_ms, outcome.took_ms, outcome.status, outcome.error)
    await deliveries.add_attempt(db, delivery_id, logged)
    found = webhooks.verdict(
        outcome.status, retryable=outcome.retryable, is_registered=delivery.receiver_id is not None
    )
    if delivery.status.is_settled or (delivery.attempts > attempt and found is not Verdict.DELIVERED):
        return  # nobody waits for this attempt any more
    gone = delivery.receiver_id if found is Verdict.DISABLE else None
    if gone is not None:  # first, so that two that learn it at once wait for each other here, holding nothing else
        await receivers.disable(db, delivery.account_id, gone, GONE, now_ms)
    after = _after(delivery, attempt, found, outcome, pauses_s, now_ms)
    await deliveries.save(db, after)
    if gone is not None:
        discarded = await deliveries.discard(db, delivery.account_id, gone, now_ms)
        log.warning("webhook_receiver_disabled", receiver=gone, discarded=discarded)
    elif after.status.is_settled:
        await deliveries.let_next(db, after, now_ms)


def _after(
    delivery: Delivery, attempt: int, found: Verdict, outcome: Outcome, pauses_s: Sequence[float], now_ms: int
) -> Delivery:
    """Where the delivery stands after an attempt that went so."""
    settled = replace(delivery, attempts=max(attempt, delivery.attempts), next_ms=None, updated_ms=now_ms)
    if found is Verdict.DELIVERED:
        return replace(settled, status=DeliveryStatus.DELIVERED)
    if found is Verdict.TRY_AGAIN:
        pause_s = webhooks.pause_s(pauses_s, delivery.retries, delivery.id, outcome.retry_after_s)
        if pause_s is not None:
            return replace(settled, retries=delivery.retries + 1, next_ms=now_ms + round(pause_s * 1000))
    return replace(settled, status=DeliveryStatus.FAILED)


async def _receiver(db: Connection, delivery: Delivery) -> Receiver | None:
    if delivery.receiver_id is None:
        return None
    return await receivers.get(db, delivery.account_id, delivery.receiver_id)
