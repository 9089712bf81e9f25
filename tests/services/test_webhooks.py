"""Receivers as services know them; how they are called is in `test_deliveries.py`."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from earmark import limits
from earmark.errors import AddressRefused, InvalidField, ReceiverNotFound, TooManyReceivers
from earmark.outbound import Outbound
from earmark.services import attempts, listening, webhooks
from earmark.services.deps import Deps
from earmark.services.webhooks import Change
from earmark.store import webhooks as stored
from earmark.types import RECEIVER_EVENTS, AccountId, Receiver, WebhookEvent

URL = "http://127.0.0.1:1/hook"


async def created(deps: Deps, account_id: AccountId, url: str = URL) -> Receiver:
    async with deps.db.begin() as db:
        receiver, _ = await webhooks.create(db, deps, account_id, url, RECEIVER_EVENTS, "")
    return receiver


async def test_limit_holds_when_many_are_added_at_once(deps: Deps, account_id: AccountId) -> None:
    limit = limits.WEBHOOK_RECEIVERS_PER_ACCOUNT
    made = await asyncio.gather(*(created(deps, account_id) for _ in range(limit + 5)), return_exceptions=True)
    assert sum(isinstance(one, TooManyReceivers) for one in made) == 5
    assert len(await webhooks.page(deps, account_id, None, 2 * limit)) == limit


async def test_address_is_checked_when_it_is_added_and_when_it_is_changed(deps: Deps, account_id: AccountId) -> None:
    guarded = replace(deps, outbound=Outbound(allow_private=False))
    with pytest.raises(AddressRefused, match=r'^"url" '):
        await created(guarded, account_id)
    receiver = await created(guarded, account_id, "https://receiver.example/")
    with pytest.raises(AddressRefused, match=r'^"url" '):
        await webhooks.change(guarded, account_id, receiver.id, Change(url="http://localhost/"))
    assert (await webhooks.get(guarded, account_id, receiver.id)).url == "https://receiver.example/"


async def test_events_are_kept_once_each_and_in_one_order(deps: Deps, account_id: AccountId) -> None:
    receiver = await created(deps, account_id)
    given = [WebhookEvent.JOB_FAILED, WebhookEvent.HIT_CREATED, WebhookEvent.JOB_FAILED]
    changed = await webhooks.change(deps, account_id, receiver.id, Change(events=given))
    assert changed.events == (WebhookEvent.HIT_CREATED, WebhookEvent.JOB_FAILED)
    with pytest.raises(InvalidField, match=r'^"events" '):
        await webhooks.change(deps, account_id, receiver.id, Change(events=[]))


async def test_secret_of_nobody_cannot_be_rotated(deps: Deps, account_id: AccountId) -> None:
    receiver = await created(deps, account_id)
    await webhooks.remove(deps, account_id, receiver.id)
    with pytest.raises(ReceiverNotFound):
        await webhooks.rotate(deps, account_id, receiver.id)
    async with deps.db.read() as db:
        assert await stored.signing(db, account_id, receiver.id, 0) == []


async def test_listener_waits_no_longer_than_it_says(deps: Deps, account_id: AccountId) -> None:
    listener = await listening.listen(deps, account_id, RECEIVER_EVENTS)
    async with asyncio.timeout(10):
        assert await listening.take(deps, account_id, listener.id, 0.3) == []


async def test_listener_that_has_not_asked_for_an_hour_is_removed(deps: Deps, account_id: AccountId) -> None:
    listener, called = await listening.listen(deps, account_id, RECEIVER_EVENTS), await created(deps, account_id)
    hour_ms = limits.WEBHOOK_LISTENER_KEPT_S * 1000
    asked_ms = deps.now_ms() + hour_ms // 2
    await listening.take(replace(deps, now_ms=lambda: asked_ms), account_id, listener.id, 0)
    await attempts.remove_silent(replace(deps, now_ms=lambda: asked_ms + hour_ms))
    assert (await webhooks.get(deps, account_id, listener.id)).asked_ms == asked_ms
    await attempts.remove_silent(replace(deps, now_ms=lambda: asked_ms + hour_ms + 1))
    with pytest.raises(ReceiverNotFound):
        await listening.take(deps, account_id, listener.id, 0)
    assert (await webhooks.get(deps, account_id, called.id)).id == called.id
