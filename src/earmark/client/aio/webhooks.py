"""Receivers of webhooks, what was sent to them, and events for those who ask."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

from earmark.client.aio.session import AsyncSession
from earmark.client.calls import Call, once, path_of, read, read_nothing, read_page
from earmark.client.drafts import given, optional_texts
from earmark.client.webhook_models import Delivery, Event, LoggedDelivery, NewReceiver, Receiver, Secret
from earmark.types import DeliveryStatus, WebhookEvent


class AsyncWebhooks:
    """`AsyncEarmark.webhooks`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def list(self, *, page_size: int | None = None) -> AsyncIterator[Receiver]:
        """
        Every receiver, the newest first; without those that ask for their events.

        >>> [receiver.url async for receiver in earmark.webhooks.list()]
        []
        """
        path = path_of("webhooks")
        return self._session.walk(Call("GET", path, read_page(Receiver, "receivers"), {"limit": page_size}))

    async def create(
        self,
        url: str,
        *,
        events: Iterable[WebhookEvent | str] | None = None,
        description: str | None = None,
        idempotency_key: str | None = None,
    ) -> NewReceiver:
        """
        Add a receiver. Keep its secret: it is told this once.

        >>> receiver = await earmark.webhooks.create("http://127.0.0.1:9/hook", events=["hit.created"])
        >>> receiver.secret[:6]
        'whsec_'

        Args:
            events: What it is told of: ``hit.created``, ``conversation.completed``, ``job.failed``; all when absent.
            description: A note for people.
            idempotency_key: A word of your own for this create, when it shall survive your own restart.
        """
        body = given(url=url, events=optional_texts("events", events), description=description)
        call = Call("POST", path_of("webhooks"), read(NewReceiver), json=body, headers=once(idempotency_key))
        return await self._session.send(call)

    async def get(self, receiver_id: str) -> Receiver:
        """
        One receiver.

        >>> (await earmark.webhooks.get(receiver.id)).disabled is None
        True
        """
        return await self._session.send(Call("GET", path_of("webhooks", receiver_id), read(Receiver)))

    async def update(
        self,
        receiver_id: str,
        *,
        url: str | None = None,
        events: Iterable[WebhookEvent | str] | None = None,
        description: str | None = None,
        disabled: bool | None = None,
    ) -> Receiver:
        """
        Change what is given of a receiver.

        >>> (await earmark.webhooks.update(receiver.id, description="Alerts")).description
        'Alerts'

        Args:
            disabled: True discards what is pending and sends nothing more; False sends what comes.
        """
        body = given(url=url, events=optional_texts("events", events), description=description, disabled=disabled)
        return await self._session.send(Call("PATCH", path_of("webhooks", receiver_id), read(Receiver), json=body))

    async def delete(self, receiver_id: str) -> None:
        """
        Delete a receiver, with its secrets and the log of its deliveries.

        >>> spare = await earmark.webhooks.create("http://127.0.0.1:9/spare")
        >>> await earmark.webhooks.delete(spare.id)
        """
        await self._session.send(Call("DELETE", path_of("webhooks", receiver_id), read_nothing))

    async def rotate(self, receiver_id: str) -> Secret:
        """
        Replace a receiver's secret; for a day the old one signs as well.

        >>> (await earmark.webhooks.rotate(receiver.id)).secret != receiver.secret
        True
        """
        path = path_of("webhooks", receiver_id, "secret", "rotate")
        return await self._session.send(Call("POST", path, read(Secret), is_repeatable=False))

    async def rotate_job_secret(self) -> Secret:
        """
        Make or replace the secret that signs job-status webhooks to the ``webhookUrl`` of submissions.

        >>> (await earmark.webhooks.rotate_job_secret()).secret[:6]
        'whsec_'
        """
        path = path_of("webhooks", "job-secret", "rotate")
        return await self._session.send(Call("POST", path, read(Secret), is_repeatable=False))

    async def test(self, receiver_id: str) -> Delivery:
        """
        Send a receiver a test event.

        >>> delivery = await earmark.webhooks.test(receiver.id)
        >>> delivery.event.value
        'webhook.test'

        Raises:
            Conflict: it is disabled.
        """
        path = path_of("webhooks", receiver_id, "test")
        return await self._session.send(Call("POST", path, read(Delivery), is_repeatable=False))

    def deliveries(
        self,
        *,
        receiver: str | None = None,
        status: DeliveryStatus | str | None = None,
        event: WebhookEvent | str | None = None,
        conversation: str | None = None,
        page_size: int | None = None,
    ) -> AsyncIterator[Delivery]:
        """
        Every delivery that fits, the newest first.

        >>> [one.id == delivery.id async for one in earmark.webhooks.deliveries(event="webhook.test")]
        [True]

        Args:
            receiver, conversation: Ids.
            status: ``pending``, ``delivered``, ``failed`` or ``discarded``.
        """
        params = {
            "receiver": receiver,
            "status": status,
            "event": event,
            "conversation": conversation,
            "limit": page_size,
        }
        path = path_of("webhooks", "deliveries")
        return self._session.walk(Call("GET", path, read_page(Delivery, "deliveries"), params))

    async def delivery(self, delivery_id: str) -> LoggedDelivery:
        """
        One delivery with its body and attempts.

        >>> (await earmark.webhooks.delivery(delivery.id)).payload["type"]
        'webhook.test'
        """
        return await self._session.send(
            Call("GET", path_of("webhooks", "deliveries", delivery_id), read(LoggedDelivery))
        )

    async def replay(self, delivery_id: str) -> Delivery:
        """
        Send a settled delivery again: with the same id, at once, and through all retries anew.

        Raises:
            Conflict: it is still pending.
        """
        path = path_of("webhooks", "deliveries", delivery_id, "replay")
        return await self._session.send(Call("POST", path, read(Delivery), is_repeatable=False))

    async def listen(self, events: Iterable[WebhookEvent | str] | None = None) -> Receiver:
        """
        A receiver without an address, whose events are asked for; gone when it has not asked for an hour.

        >>> listener = await earmark.webhooks.listen(["hit.created"])
        >>> await earmark.webhooks.events(listener.id)
        ()
        """
        body = given(events=optional_texts("events", events))
        call = Call("POST", path_of("webhooks", "listen"), read(Receiver), json=body, is_repeatable=False)
        return await self._session.send(call)

    async def events(self, receiver_id: str, *, wait_s: int = 0) -> tuple[Event, ...]:
        """
        What happened since the last question; each event is told once and counts as delivered.

        >>> await earmark.webhooks.events(listener.id, wait_s=1)
        ()

        Args:
            wait_s: How long the server waits for something to happen, at most 25.
        """
        path = path_of("webhooks", receiver_id, "events")
        reading = read(tuple[Event, ...], of="events")
        # Told once: what the answer that was lost has told is not told again.
        return await self._session.send(Call("GET", path, reading, {"wait": wait_s}, is_repeatable=False))
