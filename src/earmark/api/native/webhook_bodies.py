"""The native API's bodies for receivers of webhooks and for what became of their deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, Field, WithJsonSchema

from earmark import limits
from earmark.api.native.bodies import NativeBody
from earmark.api.native.paging import PageAnswer
from earmark.clock import iso_from_ms
from earmark.services.delivery_log import Logged
from earmark.services.webhooks import Change
from earmark.types import RECEIVER_EVENTS, Attempt, Delivery, DeliveryStatus, Receiver, WebhookEvent

_URL: Final = "Where events are posted: http or https, on the public internet."
_EVENTS: Final = "What it is told of."
_DESCRIPTION: Final = f"A note for people, up to {limits.DESCRIPTION_CHARS:,} characters."
_SECRET: Final = "Signs what is sent, by Standard Webhooks. It is shown this once."  # noqa: S105 - a description
_ALL: Final = [event.value for event in RECEIVER_EVENTS]


def _event(name: str) -> str:
    if name not in _ALL:
        raise ValueError(f"must be one of {', '.join(_ALL)}")
    return name


EventName = Annotated[str, AfterValidator(_event), WithJsonSchema({"type": "string", "enum": _ALL})]


class ReceiverDraft(NativeBody):
    """Who is to be told."""

    url: str = Field(description=_URL)
    events: list[EventName] = Field(default=_ALL, description=f"{_EVENTS} Everything when absent.")
    description: str = Field(default="", description=_DESCRIPTION)

    def to_events(self) -> list[WebhookEvent]:
        return [WebhookEvent(name) for name in self.events]


class ReceiverChange(NativeBody):
    """What changes of a receiver. Absent keys stay as they are."""

    url: str | None = Field(default=None, description=_URL)
    events: list[EventName] | None = Field(default=None, description=_EVENTS)
    description: str | None = Field(default=None, description=_DESCRIPTION)
    disabled: bool | None = Field(
        default=None, description="True discards what is pending and sends nothing more; false sends what comes."
    )

    def to_change(self) -> Change:
        events = None if self.events is None else [WebhookEvent(name) for name in self.events]
        return Change(url=self.url, events=events, description=self.description, disabled=self.disabled)


class ListenIn(NativeBody):
    """What somebody who asks for events wants to hear of."""

    events: list[EventName] = Field(default=_ALL, min_length=1, description=f"{_EVENTS} Everything when absent.")

    def to_events(self) -> list[WebhookEvent]:
        return [event for event in RECEIVER_EVENTS if event.value in self.events]


class Disabled(BaseModel):
    at: str = Field(description="ISO 8601.")
    why: str = Field(description="A sentence.")


class ReceiverOut(BaseModel):
    id: str = Field(description="16 digits.")
    url: str | None = Field(description="Where events are posted; null for one that asks for them.")
    events: list[WebhookEvent] = Field(description=_EVENTS)
    description: str = Field(description="A note for people.")
    disabled: Disabled | None = Field(description="When and why it was disabled; null while it is told of events.")
    created_at: str = Field(description="ISO 8601.")

    @classmethod
    def of(cls, receiver: Receiver) -> ReceiverOut:
        return cls(**_fields(receiver))


class NewReceiverOut(ReceiverOut):
    """A receiver that was made just now."""

    secret: str | None = Field(default=None, description=f"{_SECRET} A repeat of the request gets none.")

    @classmethod
    def with_secret(cls, receiver: Receiver, secret: str) -> NewReceiverOut:
        return cls(**_fields(receiver), secret=secret)


class ReceiversPage(PageAnswer):
    receivers: list[ReceiverOut] = Field(description="The newest first; without those that ask for their events.")


class SecretOut(BaseModel):
    secret: str = Field(description=_SECRET)
    previous_until: str | None = Field(
        description="Until then the secret before signs as well, in ISO 8601; null where there was none."
    )

    @classmethod
    def of(cls, rotated: tuple[str, int | None]) -> SecretOut:
        secret, until_ms = rotated
        return cls(secret=secret, previous_until=None if until_ms is None else iso_from_ms(until_ms))


class DeliveryOut(BaseModel):
    id: str = Field(description="The webhook-id that the receiver sees: the same at every attempt.")
    receiver_id: str | None = Field(description="The receiver; null for the webhookUrl of a submission.")
    url: str | None = Field(description="Where it goes; null where the receiver asks for its events.")
    event: WebhookEvent = Field(description="What it tells of.")
    conversation_id: str | None = Field(description="Deliveries of one conversation reach a receiver in order.")
    status: DeliveryStatus = Field(description="Failed after the last attempt; discarded with a disabled receiver.")
    attempts: int = Field(description="How many were begun.")
    next_attempt_at: str | None = Field(
        description="ISO 8601; null once it is settled, and while an earlier one of its conversation is pending."
    )
    created_at: str = Field(description="ISO 8601.")
    updated_at: str = Field(description="ISO 8601.")

    @classmethod
    def of(cls, delivery: Delivery) -> DeliveryOut:
        return cls(**_delivery_fields(delivery))


class AttemptOut(BaseModel):
    attempt: int = Field(description="From 1.")
    at: str = Field(description="ISO 8601.")
    took_ms: int = Field(description="Until the answer, or until there was none.")
    status: int | None = Field(description="What the receiver answered; null where it did not.")
    error: str = Field(description="Why it was no success; empty where it was.")

    @classmethod
    def of(cls, attempt: Attempt) -> AttemptOut:
        return cls(
            attempt=attempt.attempt,
            at=iso_from_ms(attempt.at_ms),
            took_ms=attempt.took_ms,
            status=attempt.status,
            error=attempt.error,
        )


class LoggedDeliveryOut(DeliveryOut):
    payload: dict[str, Any] = Field(description="The body, as it is sent.")
    log: list[AttemptOut] = Field(description="Every attempt, the first one first.")

    @classmethod
    def of_logged(cls, logged: Logged) -> LoggedDeliveryOut:
        log = [AttemptOut.of(attempt) for attempt in logged.attempts]
        return cls(**_delivery_fields(logged.delivery), payload=dict(logged.delivery.payload), log=log)


class DeliveriesPage(PageAnswer):
    deliveries: list[DeliveryOut] = Field(description="The newest first.")


class EventOut(BaseModel):
    id: str = Field(description="The webhook-id.")
    event: WebhookEvent = Field(description="What it tells of.")
    timestamp: str = Field(description="When it happened, in ISO 8601.")
    payload: dict[str, Any] = Field(description="The body that a receiver with an address would be sent.")

    @classmethod
    def of(cls, delivery: Delivery) -> EventOut:
        return cls(
            id=delivery.id,
            event=delivery.event,
            timestamp=iso_from_ms(delivery.created_ms),
            payload=dict(delivery.payload),
        )


class EventsOut(BaseModel):
    events: list[EventOut] = Field(
        description=f"In order, at most {limits.WEBHOOK_LISTEN_EVENTS}; each is told once and counts as delivered."
    )


def _fields(receiver: Receiver) -> dict[str, Any]:
    disabled_ms = receiver.disabled_ms
    return {
        "id": receiver.id,
        "url": receiver.url or None,
        "events": list(receiver.events),
        "description": receiver.description,
        "disabled": None if disabled_ms is None else Disabled(at=iso_from_ms(disabled_ms), why=receiver.disabled_why),
        "created_at": iso_from_ms(receiver.created_ms),
    }


def _delivery_fields(delivery: Delivery) -> Mapping[str, Any]:
    return {
        "id": delivery.id,
        "receiver_id": delivery.receiver_id,
        "url": delivery.url or None,
        "event": delivery.event,
        "conversation_id": delivery.conversation_id,
        "status": delivery.status,
        "attempts": delivery.attempts,
        "next_attempt_at": None if delivery.next_ms is None else iso_from_ms(delivery.next_ms),
        "created_at": iso_from_ms(delivery.created_ms),
        "updated_at": iso_from_ms(delivery.updated_ms),
    }
