"""What webhooks tell of: rows of the outbox, written in the transaction of what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from earmark import ids, webhooks
from earmark.store import conversations, deliveries, hits
from earmark.store import webhooks as receivers
from earmark.store.db import Connection
from earmark.types import (
    ConversationId,
    Delivery,
    DeliveryId,
    Hit,
    JobStatus,
    Message,
    Receiver,
    Submission,
    WebhookEvent,
)


async def tell_status(db: Connection, submission: Submission, status: JobStatus, failure: str, now_ms: int) -> None:
    """
    In the transaction that moves *submission* to *status*: tell everybody who wants to know, once, however often asked.

    Whoever commits it sets `Deps.outbox`.

    Raises:
        ConversationNotFound: the conversation is gone.
    """
    told: list[Delivery] = []
    if submission.webhook_url:
        told.append(_job_status(submission, status, now_ms))
    if status is JobStatus.COMPLETED:
        told += await _completed(db, submission, now_ms)
    elif status is JobStatus.FAILED:
        event = WebhookEvent.JOB_FAILED
        if wanting := await receivers.interested(db, submission.account_id, event):
            data = webhooks.failed_data(submission, failure)
            told += _for_each(wanting, event, submission.id, submission.conversation_id, data, now_ms)
    await deliveries.add(db, told)


async def tell_hits(
    db: Connection, submission: Submission, found: Sequence[Hit], messages: Sequence[Message], now_ms: int
) -> None:
    """
    In the transaction that stores the hits of *submission*: tell the receivers that want to know of each.

    Whoever commits it sets `Deps.outbox`.

    Args:
        messages: Among them those of the hits.

    Raises:
        ConversationNotFound: the conversation is gone.
    """
    event = WebhookEvent.HIT_CREATED
    if not found or not (wanting := await receivers.interested(db, submission.account_id, event)):
        return
    conversation = await conversations.get(db, submission.account_id, submission.conversation_id)
    name = conversation.name if conversation else ""
    said = {message.id: message for message in messages}
    told: list[Delivery] = []
    for hit in found:
        data = webhooks.hit_data(hit, said[hit.message_id], name)
        told += _for_each(wanting, event, hit.id, hit.conversation_id, data, now_ms)
    await deliveries.add(db, told)


def to_receiver(
    receiver: Receiver,
    event: WebhookEvent,
    subject: str,
    conversation_id: ConversationId | None,
    payload: Mapping[str, Any],
    now_ms: int,
) -> Delivery:
    """
    The delivery that tells *receiver* of an event.

    Args:
        subject: The id of what the event is about; the same event of the same subject has the same delivery.
    """
    return Delivery(
        id=DeliveryId(ids.delivery_id(event, subject, receiver.id)),
        account_id=receiver.account_id,
        event=event,
        payload=payload,
        conversation_id=conversation_id,
        receiver_id=receiver.id,
        place=ids.new_id(),
        next_ms=now_ms if receiver.url else None,  # one without an address fetches it
        created_ms=now_ms,
        updated_ms=now_ms,
    )


async def _completed(db: Connection, submission: Submission, now_ms: int) -> Sequence[Delivery]:
    event, place = WebhookEvent.CONVERSATION_COMPLETED, (submission.account_id, submission.conversation_id)
    wanting = await receivers.interested(db, submission.account_id, event)
    conversation = await conversations.get(db, *place) if wanting else None
    if conversation is None:
        return ()
    counts = await conversations.count_messages(db, *place), await hits.count(db, *place)
    data = webhooks.completed_data(submission, conversation, *counts)
    return list(_for_each(wanting, event, submission.id, conversation.id, data, now_ms))


def _for_each(
    wanting: Sequence[Receiver],
    event: WebhookEvent,
    subject: str,
    conversation_id: ConversationId,
    data: Mapping[str, Any],
    now_ms: int,
) -> Iterator[Delivery]:
    payload = webhooks.event_payload(event, data, now_ms)
    for receiver in wanting:
        yield to_receiver(receiver, event, subject, conversation_id, payload, now_ms)


def _job_status(submission: Submission, status: JobStatus, now_ms: int) -> Delivery:
    return Delivery(
        id=DeliveryId(f"{submission.id}-{status}"),
        account_id=submission.account_id,
        event=WebhookEvent.JOB_STATUS,
        payload=webhooks.job_status_payload(submission.id, status),
        conversation_id=submission.conversation_id,
        url=submission.webhook_url,
        place=ids.new_id(),
        next_ms=now_ms,
        created_ms=now_ms,
        updated_ms=now_ms,
    )
