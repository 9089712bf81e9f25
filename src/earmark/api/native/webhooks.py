"""Webhooks: their receivers, the log of deliveries, and events for those who ask."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, Query, Response

from earmark import limits
from earmark.api.auth import Caller, WithDeps
from earmark.api.native.idempotency import Made, Once
from earmark.api.native.paging import Paging
from earmark.api.native.problems import PREFIX
from earmark.api.native.routing import problems
from earmark.api.native.routing import router as router_of
from earmark.api.native.webhook_bodies import (
    DeliveriesPage,
    DeliveryOut,
    EventOut,
    EventsOut,
    ListenIn,
    LoggedDeliveryOut,
    NewReceiverOut,
    ReceiverChange,
    ReceiverDraft,
    ReceiverOut,
    ReceiversPage,
    SecretOut,
)
from earmark.listings import DeliveryFilter
from earmark.services import delivery_log, listening, webhooks
from earmark.store import deliveries as stored_deliveries
from earmark.store import webhooks as stored
from earmark.store.db import Connection
from earmark.types import ConversationId, DeliveryId, DeliveryStatus, ReceiverId, WebhookEvent

router = router_of("Webhooks (native)")


@router.get("/webhooks", summary="List receivers")
async def list_page(deps: WithDeps, caller: Caller, page: Paging) -> ReceiversPage:
    found = await webhooks.page(deps, caller.account_id, page.after(int, str), page.fetch)
    shown, next_cursor = page.cut(found, stored.place_of)
    return ReceiversPage(receivers=[ReceiverOut.of(one) for one in shown], next_cursor=next_cursor)


@router.post(
    "/webhooks",
    summary="Add a receiver",
    status_code=201,
    response_model=NewReceiverOut,
    responses=problems(409, 413, 422),
)
async def create(deps: WithDeps, caller: Caller, once: Once, body: ReceiverDraft) -> Response:
    """The secret is in this answer alone: a repeat with the same Idempotency-Key has none."""

    async def make(db: Connection) -> Made:
        receiver, secret = await webhooks.create(
            db, deps, caller.account_id, body.url, body.to_events(), body.description
        )
        headers = {"Location": f"{PREFIX}/webhooks/{receiver.id}"}
        return Made(NewReceiverOut.with_secret(receiver, secret), headers=headers, kept=ReceiverOut.of(receiver))

    return await once(make)


@router.post(
    "/webhooks/job-secret/rotate",
    summary="Make the secret that signs job-status webhooks",
)
async def rotate_job_secret(deps: WithDeps, caller: Caller) -> SecretOut:
    """What goes to the `webhookUrl` of a submission is signed from the first secret on."""
    return SecretOut.of(await webhooks.rotate_job_secret(deps, caller.account_id))


@router.post("/webhooks/listen", summary="Listen without an address", status_code=201, responses=problems(413))
async def listen(
    deps: WithDeps, caller: Caller, body: Annotated[ListenIn, Body(default_factory=ListenIn)]
) -> ReceiverOut:
    """A receiver that asks for its events. It is removed when it has not asked for an hour."""
    return ReceiverOut.of(await listening.listen(deps, caller.account_id, body.to_events()))


@router.get("/webhooks/deliveries", summary="List deliveries")
async def list_deliveries(
    deps: WithDeps,
    caller: Caller,
    page: Paging,
    receiver: Annotated[str | None, Query(description="Id of a receiver.")] = None,
    status: Annotated[DeliveryStatus | None, Query(description="Where it stands.")] = None,
    event: Annotated[WebhookEvent | None, Query(description="What it tells of.")] = None,
    conversation: Annotated[str | None, Query(description="Id of a conversation.")] = None,
) -> DeliveriesPage:
    wanted = DeliveryFilter(
        receiver_id=None if receiver is None else ReceiverId(receiver),
        status=status,
        event=event,
        conversation_id=None if conversation is None else ConversationId(conversation),
    )
    found = await delivery_log.page(deps, caller.account_id, wanted, page.after(str, str), page.fetch)
    shown, next_cursor = page.cut(found, stored_deliveries.place_of)
    return DeliveriesPage(deliveries=[DeliveryOut.of(one) for one in shown], next_cursor=next_cursor)


@router.get("/webhooks/deliveries/{delivery_id}", summary="See a delivery and its attempts", responses=problems(404))
async def get_delivery(deps: WithDeps, caller: Caller, delivery_id: str) -> LoggedDeliveryOut:
    return LoggedDeliveryOut.of_logged(await delivery_log.get(deps, caller.account_id, DeliveryId(delivery_id)))


@router.post(
    "/webhooks/deliveries/{delivery_id}/replay",
    summary="Send a delivery again",
    status_code=202,
    responses=problems(404, 409),
)
async def replay(deps: WithDeps, caller: Caller, delivery_id: str) -> DeliveryOut:
    """With the same id, at once, and through all retries anew."""
    return DeliveryOut.of(await delivery_log.replay(deps, caller.account_id, DeliveryId(delivery_id)))


@router.get("/webhooks/{receiver_id}", summary="See a receiver", responses=problems(404))
async def get(deps: WithDeps, caller: Caller, receiver_id: str) -> ReceiverOut:
    return ReceiverOut.of(await webhooks.get(deps, caller.account_id, ReceiverId(receiver_id)))


@router.patch("/webhooks/{receiver_id}", summary="Change a receiver", responses=problems(404, 413))
async def change(deps: WithDeps, caller: Caller, receiver_id: str, body: ReceiverChange) -> ReceiverOut:
    changed = await webhooks.change(deps, caller.account_id, ReceiverId(receiver_id), body.to_change())
    return ReceiverOut.of(changed)


@router.delete("/webhooks/{receiver_id}", summary="Delete a receiver", status_code=204, responses=problems(404))
async def remove(deps: WithDeps, caller: Caller, receiver_id: str) -> None:
    """Its secrets and the log of its deliveries go with it."""
    await webhooks.remove(deps, caller.account_id, ReceiverId(receiver_id))


@router.post("/webhooks/{receiver_id}/secret/rotate", summary="Replace a receiver's secret", responses=problems(404))
async def rotate(deps: WithDeps, caller: Caller, receiver_id: str) -> SecretOut:
    """For a day the old one signs as well."""
    return SecretOut.of(await webhooks.rotate(deps, caller.account_id, ReceiverId(receiver_id)))


@router.post(
    "/webhooks/{receiver_id}/test",
    summary="Send a receiver a test event",
    status_code=202,
    responses=problems(404, 409),
)
async def send_test(deps: WithDeps, caller: Caller, receiver_id: str) -> DeliveryOut:
    return DeliveryOut.of(await webhooks.send_test(deps, caller.account_id, ReceiverId(receiver_id)))


@router.get("/webhooks/{receiver_id}/events", summary="Ask for events", responses=problems(404, 409))
async def take(
    deps: WithDeps,
    caller: Caller,
    receiver_id: str,
    wait: Annotated[
        int, Query(ge=0, le=limits.WEBHOOK_LISTEN_WAIT_S, description="Seconds to wait for something to happen.")
    ] = 0,
) -> EventsOut:
    """For receivers without an address."""
    taken = await listening.take(deps, caller.account_id, ReceiverId(receiver_id), wait)
    return EventsOut(events=[EventOut.of(one) for one in taken])
