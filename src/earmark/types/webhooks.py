"""Who is told of what happens, and how telling went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from earmark.types.identifiers import AccountId, ConversationId, DeliveryId, ReceiverId


class WebhookEvent(StrEnum):
    """What a webhook tells of."""

    HIT_CREATED = "hit.created"
    CONVERSATION_COMPLETED = "conversation.completed"
    JOB_FAILED = "job.failed"
    TEST = "webhook.test"  # sent on demand, to any receiver
    JOB_STATUS = "job.status"  # sent to the address that a submission names: contract 4.2


#: What a receiver may ask for.
RECEIVER_EVENTS: Final = (WebhookEvent.HIT_CREATED, WebhookEvent.CONVERSATION_COMPLETED, WebhookEvent.JOB_FAILED)


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who is told of an account's events.

    Attributes:
        url: Empty for one that asks for its events instead of being called.
        disabled_ms, disabled_why: When and why it was disabled; None and empty while it is not.
        asked_ms: When one without an address asked last.
    """

    id: ReceiverId
    account_id: AccountId
    url: str
    events: tuple[WebhookEvent, ...]
    description: str = ""
    disabled_ms: int | None = None
    disabled_why: str = ""
    asked_ms: int | None = None
    created_ms: int = 0


class DeliveryStatus(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"  # given up
    DISCARDED = "discarded"  # its receiver was disabled

    @property
    def is_settled(self) -> bool:
        return self is not DeliveryStatus.PENDING


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one receiver.

    Attributes:
        id: The webhook-id that the receiver sees; the same at every attempt.
        receiver_id: None for the address that a submission names.
        url: That address; empty where there is a receiver, whose own counts.
        conversation_id: Deliveries of one conversation reach a receiver in order; None stands outside of any order.
        place: Grows with time; the order is by it.
        attempts: Begun so far.
        retries: Failed attempts since it was added or replayed.
        next_ms: When the next attempt is due; None while an earlier delivery holds it back, and once it is settled.
    """

    id: DeliveryId
    account_id: AccountId
    event: WebhookEvent
    payload: Mapping[str, Any]
    conversation_id: ConversationId | None
    receiver_id: ReceiverId | None = None
    url: str = ""
    place: str = ""
    status: DeliveryStatus = DeliveryStatus.PENDING
    attempts: int = 0
    retries: int = 0
    next_ms: int | None = None
    created_ms: int = 0
    updated_ms: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call of a receiver.

    Attributes:
        attempt: Counted from 1.
        status: What the receiver answered, if it did.
        error: Why it was no success; empty where it was.
    """

    attempt: int
    at_ms: int
    took_ms: int
    status: int | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class WebhookSecret:
    """A secret that signs webhooks.

    Attributes:
        expires_ms: When it signs no longer; None for the present one.
    """

    secret: str = field(repr=False)
    created_ms: int
    expires_ms: int | None = None
