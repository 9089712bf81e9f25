"""Receivers and their secrets, each account's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from earmark.store import webhooks
from earmark.store.db import Database
from earmark.types import Account, Receiver, ReceiverId, WebhookEvent, WebhookSecret

EVENTS = (WebhookEvent.HIT_CREATED, WebhookEvent.JOB_FAILED)


@pytest.fixture
async def receiver(database: Database, account: Account) -> Receiver:
    receiver = Receiver(ReceiverId("r1"), account.id, "https://receiver.example/", EVENTS, "mine", created_ms=1)
    async with database.begin() as db:
        await webhooks.add(db, receiver)
    return receiver


async def test_receiver_comes_back_as_it_was_saved(database: Database, account: Account, receiver: Receiver) -> None:
    changed = replace(receiver, url="https://other.example/", events=EVENTS[:1], disabled_ms=7, disabled_why="Why.")
    async with database.begin() as db:
        assert await webhooks.get(db, account.id, receiver.id) == receiver
        assert await webhooks.save(db, changed)
        assert await webhooks.hold(db, account.id, receiver.id) == changed
        assert await webhooks.count(db, account.id) == 1
        assert await webhooks.addresses(db, account.id) == {receiver.id: changed.url}


async def test_stranger_has_none_of_it(
    database: Database, account: Account, other_account: Account, receiver: Receiver
) -> None:
    async with database.begin() as db:
        await webhooks.put_secret(db, account.id, receiver.id, WebhookSecret("whsec_a", 1), 1)
        assert await webhooks.get(db, other_account.id, receiver.id) is None
        assert await webhooks.page(db, other_account.id, None, 9) == []
        assert await webhooks.interested(db, other_account.id, EVENTS[0]) == []
        assert await webhooks.signing(db, other_account.id, receiver.id, 1) == []
        assert not await webhooks.disable(db, other_account.id, receiver.id, "Why.", 1)
        assert not await webhooks.remove(db, other_account.id, receiver.id)
        assert await webhooks.signing(db, account.id, receiver.id, 1) != []


async def test_interested_are_those_that_asked_and_are_enabled(
    database: Database, account: Account, receiver: Receiver
) -> None:
    async with database.begin() as db:
        assert await webhooks.interested(db, account.id, WebhookEvent.JOB_FAILED) == [receiver]
        assert await webhooks.interested(db, account.id, WebhookEvent.CONVERSATION_COMPLETED) == []
        assert await webhooks.disable(db, account.id, receiver.id, "Why.", 5)
        assert not await webhooks.disable(db, account.id, receiver.id, "Another.", 6)
        assert await webhooks.interested(db, account.id, WebhookEvent.JOB_FAILED) == []
        disabled = await webhooks.get(db, account.id, receiver.id)
    assert disabled == replace(receiver, disabled_ms=5, disabled_why="Why.")


async def test_only_listeners_that_fell_silent_are_removed(
    database: Database, account: Account, receiver: Receiver
) -> None:
    silent, asking = (
        Receiver(ReceiverId(name), account.id, "", EVENTS, asked_ms=10, created_ms=2) for name in ("silent", "asking")
    )
    async with database.begin() as db:
        for one in (silent, asking):
            await webhooks.add(db, one)
        await webhooks.asked(db, account.id, asking.id, 20)
        assert await webhooks.remove_silent(db, 20) == 1
        assert await webhooks.get(db, account.id, silent.id) is None
        assert await webhooks.get(db, account.id, asking.id) == replace(asking, asked_ms=20)
        assert await webhooks.page(db, account.id, None, 9) == [receiver]


async def test_replaced_secret_signs_until_its_end_and_goes_with_the_next_one(
    database: Database, account: Account, receiver: Receiver
) -> None:
    async with database.begin() as db:

        async def signing(now_ms: int) -> list[str]:
            return [one.secret for one in await webhooks.signing(db, account.id, receiver.id, now_ms)]

        assert not await webhooks.put_secret(db, account.id, receiver.id, WebhookSecret("a", 1), 101)
        assert await webhooks.put_secret(db, account.id, receiver.id, WebhookSecret("b", 2), 102)
        assert await webhooks.put_secret(db, account.id, receiver.id, WebhookSecret("c", 3), 103)
        assert await signing(50) == ["c", "b", "a"]
        assert await signing(102) == ["c", "b"]
        assert await signing(103) == ["c"]
        await webhooks.put_secret(db, account.id, receiver.id, WebhookSecret("d", 103), 203)
        assert await signing(0) == ["d", "c"]
        assert await webhooks.signing(db, account.id, webhooks.OF_SUBMISSIONS, 50) == []


async def test_however_often_a_secret_is_replaced_few_sign(
    database: Database, account: Account, receiver: Receiver
) -> None:
    async with database.begin() as db:
        for number in range(9):
            await webhooks.put_secret(db, account.id, receiver.id, WebhookSecret(str(number), number), 1_000)
        found = await webhooks.signing(db, account.id, receiver.id, 500)
    assert [one.secret for one in found] == ["8", "7", "6", "5", "4"]


def test_secret_does_not_show() -> None:
    assert "whsec_x" not in repr(WebhookSecret("whsec_x", 1))
