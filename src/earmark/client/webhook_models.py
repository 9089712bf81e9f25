"""What the server answers about webhooks, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from earmark.types import DeliveryStatus, WebhookEvent


@dataclass(frozen=True, slots=True)
class Disabled:
    """When a receiver was disabled, and why."""

    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """
    Who is told of events.

    Attributes:
        url: Where events are posted; None for one that asks for them.
        disabled: None while it is told of events.
    """

    id: str
    url: str | None
    events: tuple[WebhookEvent, ...]
    description: str
    disabled: Disabled | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewReceiver(Receiver):
    """
    A receiver that was made just now.

    Attributes:
        secret: Signs what is sent, by Standard Webhooks. It is told this once, and None if the answer to the first
            try was lost: rotate the secret then.
    """

    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Secret:
    """
    A new secret.

    Attributes:
        previous_until: Until then the secret before signs as well; None where there was none.
    """

    secret: str = field(repr=False)
    previous_until: datetime | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """
    One event on its way to a receiver.

    Attributes:
        id: The webhook-id that the receiver sees: the same at every attempt.
        receiver_id: None for the webhookUrl of a submission.
        url: None where the receiver asks for its events.
        attempts: How many were begun.
        next_attempt_at: None once it is settled, and while an earlier one of its conversation is pending.
    """

    id: str
    receiver_id: str | None
    url: str | None
    event: WebhookEvent
    conversation_id: str | None
    status: DeliveryStatus
    attempts: int
    next_attempt_at: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """
    One try of a delivery.

    Attributes:
        attempt: From 1.
        status: What the receiver answered; None where it did not.
        error: Why it was no success; empty where it was.
    """

    attempt: int
    at: datetime
    took_ms: int
    status: int | None
    error: str


@dataclass(frozen=True, slots=True)
class LoggedDelivery(Delivery):
    """
    A delivery with its body and every attempt, the first one first.
    """

    payload: Mapping[str, Any]
    log: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """
    An event that was asked for.

    Attributes:
        id: The webhook-id.
        payload: The body that a receiver with an address would be sent.
    """

    id: str
    event: WebhookEvent
    timestamp: datetime
    payload: Mapping[str, Any]
