"""The outbox: who is first in line, and who sees what."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from earmark.errors import ConversationNotFound
from earmark.listings import DeliveryFilter
from earmark.store import conversations, deliveries, webhooks
from earmark.store.db import Database
from earmark.types import (
    Account,
    Attempt,
    Conversation,
    ConversationId,
    Delivery,
    DeliveryId,
    DeliveryStatus,
    Receiver,
    ReceiverId,
    WebhookEvent,
)

NOW_MS = 1_000
places = itertools.count(1_000_000)


@pytest.fixture
async def receiver(database: Database, account: Account) -> Receiver:
    receiver = Receiver(ReceiverId("r1"), account.id, "https://receiver.example/", (WebhookEvent.HIT_CREATED,))
    async with database.begin() as db:
        await webhooks.add(db, receiver)
    return receiver


def news(conversation: Conversation, delivery_id: str, receiver: Receiver | None = None, url: str = "") -> Delivery:
    return Delivery(
        DeliveryId(delivery_id),
        conversation.account_id,
        WebhookEvent.HIT_CREATED,
        {"type": "x", "text": "é"},
        conversation.id,
        receiver.id if receiver else None,
        url,
        place=str(next(places)),
        next_ms=NOW_MS,
        created_ms=NOW_MS,
        updated_ms=NOW_MS,
    )


async def due_ids(database: Database) -> set[str]:
    async with database.read() as db:
        return {one.id for one in await deliveries.due(db, NOW_MS, 100)}


async def settle(database: Database, delivery: Delivery) -> bool:
    settled = replace(delivery, status=DeliveryStatus.DELIVERED, next_ms=None)
    async with database.begin() as db:
        await deliveries.save(db, settled)
        return await deliveries.let_next(db, settled, NOW_MS)


async def test_delivery_comes_back_as_it_was_stored(
    database: Database, conversation: Conversation, receiver: Receiver
) -> None:
    stored = news(conversation, "d1", receiver)
    async with database.begin() as db:
        await deliveries.add(db, [stored])
        await deliveries.add(db, [replace(stored, payload={"other": 1})])  # the same id: nothing happens
    async with database.read() as db:
        assert await deliveries.get(db, conversation.account_id, stored.id) == stored


async def test_first_of_a_conversation_is_due_and_lets_the_next_be_so(
    database: Database, conversation: Conversation, receiver: Receiver
) -> None:
    first, second, third = (news(conversation, name, receiver) for name in ("d1", "d2", "d3"))
    async with database.begin() as db:
        await deliveries.add(db, [first, second])
    async with database.begin() as db:
        await deliveries.add(db, [third])
    assert await due_ids(database) == {"d1"}
    for delivery, left in ((first, {"d2"}), (second, {"d3"}), (third, set())):
        assert await settle(database, delivery) == bool(left)
        assert await due_ids(database) == left


async def test_lines_of_other_receivers_and_addresses_do_not_wait(
    database: Database, conversation: Conversation, receiver: Receiver
) -> None:
    lines = [(None, "https://a.example/"), (None, "https://b.example/"), (receiver, "")]
    told = [news(conversation, f"d{n}", to, url) for n, (to, url) in enumerate([*lines, *lines])]
    async with database.begin() as db:
        await deliveries.add(db, told)
    assert await due_ids(database) == {"d0", "d1", "d2"}
    await settle(database, told[1])
    assert await due_ids(database) == {"d0", "d2", "d4"}


async def test_one_that_is_sent_again_frees_nobody_before_its_turn(
    database: Database, conversation: Conversation, receiver: Receiver
) -> None:
    first, second, third = (news(conversation, name, receiver) for name in ("d1", "d2", "d3"))
    async with database.begin() as db:
        await deliveries.add(db, [first, second, third])
    await settle(database, first)
    async with database.begin() as db:
        await deliveries.save(db, first)  # pending and due again, beside the second
    assert await due_ids(database) == {"d1", "d2"}
    assert not await settle(database, first)
    assert await due_ids(database) == {"d2"}
    assert await settle(database, second)
    assert await due_ids(database) == {"d3"}


async def test_without_a_conversation_nothing_waits(database: Database, account: Account, receiver: Receiver) -> None:
    tests = [
        Delivery(DeliveryId(name), account.id, WebhookEvent.TEST, {}, None, receiver.id, place=name, next_ms=NOW_MS)
        for name in ("t0", "t1")
    ]
    async with database.begin() as db:
        await deliveries.add(db, tests)
    assert await due_ids(database) == {"t0", "t1"}
    assert not await settle(database, tests[0])


async def test_what_was_handed_out_is_due_again_only_when_it_is_lost(
    database: Database, conversation: Conversation
) -> None:
    told = news(conversation, "d1", url="https://a.example/")
    async with database.begin() as db:
        await deliveries.add(db, [told])
        await deliveries.begin(db, told, NOW_MS + 60)
        await deliveries.begin(db, told, NOW_MS + 900)  # another process that read it at the same time
        assert await deliveries.next_due_ms(db) == NOW_MS + 60
        assert await deliveries.due(db, NOW_MS, 9) == []
        ((lost),) = await deliveries.due(db, NOW_MS + 60, 9)
    assert lost.attempts == 1


async def test_conversation_that_is_gone_has_no_news(database: Database, conversation: Conversation) -> None:
    with pytest.raises(ConversationNotFound):
        async with database.begin() as db:
            await deliveries.add(db, [replace(news(conversation, "d1"), conversation_id=ConversationId("none"))])
    async with database.begin() as db:
        await deliveries.add(db, [news(conversation, "d1", url="https://a.example/")])
        await deliveries.add_attempt(db, DeliveryId("d1"), Attempt(1, 1, 1, 500, "no"))
        await conversations.delete(db, conversation.account_id, conversation.id)
        assert await deliveries.get_any(db, DeliveryId("d1")) is None
        assert await deliveries.attempts(db, DeliveryId("d1")) == []


async def test_discarding_touches_what_is_pending_for_one_receiver(
    database: Database, conversation: Conversation, receiver: Receiver
) -> None:
    told = [news(conversation, "d1", receiver), news(conversation, "d2", receiver), news(conversation, "d3", url="u")]
    async with database.begin() as db:
        await deliveries.add(db, told)
    await settle(database, told[0])
    async with database.begin() as db:
        assert await deliveries.discard(db, conversation.account_id, receiver.id, NOW_MS) == 1
        found = [await deliveries.get_any(db, one.id) for one in told]
    assert [one.status.value for one in found if one] == ["delivered", "discarded", "pending"]


async def test_pages_hold_the_account_s_own_and_what_the_filter_asks_for(
    database: Database, conversation: Conversation, receiver: Receiver, other_account: Account
) -> None:
    told = [news(conversation, "d1", receiver), news(conversation, "d2", url="https://a.example/")]
    async with database.begin() as db:
        await deliveries.add(db, told)
    async with database.read() as db:

        async def ids(**wanted: object) -> list[str]:
            found = await deliveries.page(db, conversation.account_id, DeliveryFilter(**wanted), None, 9)  # type: ignore[arg-type]
            return [one.id for one in found]

        assert await ids() == ["d2", "d1"]
        assert await ids(receiver_id="r1") == ["d1"]
        assert await ids(status=DeliveryStatus.FAILED) == []
        assert await ids(event=WebhookEvent.JOB_STATUS) == []
        assert await ids(conversation_id=conversation.id) == ["d2", "d1"]
        assert await deliveries.page(db, other_account.id, DeliveryFilter(), None, 9) == []
        assert await deliveries.get(db, other_account.id, told[0].id) is None
        after = deliveries.place_of(told[1])
        behind = await deliveries.page(db, conversation.account_id, DeliveryFilter(), after, 9)
        assert [one.id for one in behind] == ["d1"]


async def test_attempt_that_is_logged_twice_is_one(database: Database, conversation: Conversation) -> None:
    first, second = Attempt(1, 5, 7, None, "broke"), Attempt(2, 9, 1, 204)
    async with database.begin() as db:
        await deliveries.add(db, [news(conversation, "d1", url="u")])
        for attempt in (second, first, replace(first, error="other")):
            await deliveries.add_attempt(db, DeliveryId("d1"), attempt)
        assert await deliveries.attempts(db, DeliveryId("d1")) == [first, second]


async def test_receiver_takes_its_news_with_it(database: Database, account: Account, receiver: Receiver) -> None:
    test = Delivery(DeliveryId("t"), account.id, WebhookEvent.TEST, {}, None, receiver.id, place="1")
    async with database.begin() as db:
        await deliveries.add(db, [test])
        await webhooks.remove(db, account.id, receiver.id)
        assert await deliveries.get_any(db, test.id) is None
