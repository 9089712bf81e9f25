"""Webhooks from what happens to the answer of a real receiver: contract 4.2, Standard Webhooks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from standardwebhooks import Webhook

from earmark.errors import Conflict
from earmark.listings import DeliveryFilter
from earmark.outbound import Outbound
from earmark.services import attempts, conversations, delivery_log, processing, submissions, webhooks
from earmark.services.deps import Deps
from earmark.services.submissions import Draft
from earmark.store import deliveries
from earmark.store.db import Connection, Database
from earmark.types import (
    RECEIVER_EVENTS,
    AccountId,
    Delivery,
    DeliveryId,
    DeliveryStatus,
    JobStatus,
    Member,
    MemberId,
    Receiver,
    ReceiverId,
    Submission,
    SubmittedMessage,
    Tracker,
    WebhookEvent,
)
from outbox import delivering, settled
from webhook_receiver import RESET, SILENCE, WebhookReceiver, receiving

DRAFT = Draft(
    messages=(SubmittedMessage("Our budget is gone. We need an invoice.", Member(MemberId(""), "Ana", "ana@x")),),
    trackers=(Tracker("Money", ["our budget"], sensitivity=0), Tracker("Paper", ["an invoice"], sensitivity=0)),
    name="Renewal",
)


@pytest.fixture
async def running(deps: Deps) -> AsyncIterator[Deps]:
    async with delivering(deps):
        yield deps


async def receiver_at(deps: Deps, account_id: AccountId, url: str, *events: WebhookEvent) -> tuple[Receiver, str]:
    async with deps.db.begin() as db:
        return await webhooks.create(db, deps, account_id, url, events or RECEIVER_EVENTS, "")


async def processed(deps: Deps, account_id: AccountId, draft: Draft = DRAFT, **more: Any) -> Submission:
    """Accepted and processed, step by step, without jobs."""
    unqueued = replace(deps, jobs=Unqueued())  # type: ignore[arg-type]
    submission = await submissions.accept(unqueued, account_id, draft, **more)
    for step in (processing.begin, processing.split, processing.match, processing.finish):
        await step(deps, submission.id)
    return submission


class Unqueued:
    """Jobs of a process that is killed before it enqueues."""

    async def enqueue(self, *_: Any, **__: Any) -> None:
        return None


async def logged(deps: Deps, account_id: AccountId) -> list[Delivery]:
    """The account's deliveries, the oldest first."""
    found = await delivery_log.page(deps, account_id, DeliveryFilter(), None, 1_000)
    return found[::-1]


def told(receiver: WebhookReceiver) -> list[str]:
    return [body["type"] for body in receiver.bodies]


# -- what is told ----------------------------------------------------------------------------


async def test_receiver_hears_of_every_hit_and_then_of_the_end(running: Deps, account_id: AccountId) -> None:
    async with receiving() as receiver:
        _, secret = await receiver_at(running, account_id, receiver.url)
        submission = await processed(running, account_id)
        bodies = await receiver.received(3)
    assert told(receiver) == ["hit.created", "hit.created", "conversation.completed"]
    for content, headers in zip(receiver.contents, receiver.headers, strict=True):
        Webhook(secret).verify(content, headers)
    assert [body["data"]["tracker_name"] for body in bodies[:2]] == ["Money", "Paper"]
    first = bodies[0]["data"]
    assert (first["text"], first["speaker"], first["phrase"]) == ("Our budget is gone.", "Ana", "our budget")
    assert first["conversation_name"] == "Renewal"
    assert bodies[2]["data"] == {
        "conversation_id": submission.conversation_id,
        "name": "Renewal",
        "job_id": submission.id,
        "messages": 2,
        "hits": 2,
    }


async def test_receiver_hears_of_a_job_that_fails(running: Deps, account_id: AccountId) -> None:
    async with receiving() as receiver:
        await receiver_at(running, account_id, receiver.url)
        unqueued = replace(running, jobs=Unqueued())  # type: ignore[arg-type]
        submission = await submissions.accept(unqueued, account_id, DRAFT)
        await processing.begin(running, submission.id)
        await processing.fail(running, submission.id, "The job was given up.")
        (body,) = await receiver.received(1)
    assert body["type"] == "job.failed"
    assert body["data"] == {
        "job_id": submission.id,
        "conversation_id": submission.conversation_id,
        "failure": "The job was given up.",
    }


async def test_receiver_hears_only_of_what_it_asked_for(running: Deps, account_id: AccountId) -> None:
    async with receiving() as receiver:
        await receiver_at(running, account_id, receiver.url, WebhookEvent.CONVERSATION_COMPLETED)
        await processed(running, account_id)
        await processed(running, account_id)
        await receiver.received(2)
    assert told(receiver) == ["conversation.completed"] * 2


async def test_without_a_receiver_nothing_is_written(deps: Deps, account_id: AccountId) -> None:
    await processed(deps, account_id)
    assert await logged(deps, account_id) == []


async def test_what_is_processed_again_is_not_told_again(deps: Deps, account_id: AccountId) -> None:
    receiver, _ = await receiver_at(deps, account_id, "http://127.0.0.1:1/")
    submission = await processed(deps, account_id, replace(DRAFT, webhook_url="http://127.0.0.1:1/job"))
    before = await logged(deps, account_id)
    for step in (processing.begin, processing.split, processing.match, processing.finish):
        await step(deps, submission.id)
    assert await logged(deps, account_id) == before
    assert [one.event.value for one in before if one.receiver_id == receiver.id] == [
        "hit.created",
        "hit.created",
        "conversation.completed",
    ]


class Dying:
    """A database whose process is killed when it wants to commit."""

    def __init__(self, db: Database) -> None:
        self.read = db.read
        self._db = db

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Connection]:
        async with self._db.begin() as db:
            yield db
            raise Killed


class Killed(Exception):
    pass


@pytest.mark.parametrize("status", [JobStatus.IN_PROGRESS, JobStatus.COMPLETED])
async def test_status_and_its_news_are_written_together_or_not_at_all(
    deps: Deps, account_id: AccountId, status: JobStatus
) -> None:
    unqueued = replace(deps, jobs=Unqueued())  # type: ignore[arg-type]
    submission = await submissions.accept(unqueued, account_id, replace(DRAFT, webhook_url="http://127.0.0.1:1/"))
    step = processing.begin if status is JobStatus.IN_PROGRESS else processing.finish
    with pytest.raises(Killed):
        await step(replace(deps, db=Dying(deps.db)), submission.id)  # type: ignore[arg-type]
    assert await logged(deps, account_id) == []
    assert await submissions.status(deps, account_id, submission.id) is JobStatus.SCHEDULED
    await step(deps, submission.id)
    assert [one.id for one in await logged(deps, account_id)] == [f"{submission.id}-{status}"]


async def test_deleted_conversation_takes_its_news_with_it(deps: Deps, account_id: AccountId) -> None:
    await receiver_at(deps, account_id, "http://127.0.0.1:1/")
    submission = await processed(deps, account_id)
    assert len(await logged(deps, account_id)) == 3
    await conversations.delete(deps, account_id, submission.conversation_id)
    assert await logged(deps, account_id) == []


# -- the address that a submission names -----------------------------------------------------


async def test_submission_s_address_hears_of_every_status_unsigned(running: Deps, account_id: AccountId) -> None:
    async with receiving() as receiver:
        submission = await processed(running, account_id, replace(DRAFT, webhook_url=receiver.url))
        assert await receiver.received(2) == [
            {"jobId": submission.id, "status": "in_progress"},
            {"jobId": submission.id, "status": "completed"},
        ]
    assert [one["webhook-id"] for one in receiver.headers] == [
        f"{submission.id}-in_progress",
        f"{submission.id}-completed",
    ]
    assert all("webhook-signature" not in one for one in receiver.headers)


async def test_job_secret_signs_for_every_submission_s_address(running: Deps, account_id: AccountId) -> None:
    secret, previous_until_ms = await webhooks.rotate_job_secret(running, account_id)
    assert previous_until_ms is None
    async with receiving() as receiver:
        await processed(running, account_id, replace(DRAFT, webhook_url=receiver.url))
        await receiver.received(2)
    for content, headers in zip(receiver.contents, receiver.headers, strict=True):
        Webhook(secret).verify(content, headers)


@pytest.mark.parametrize(
    ("status", "end"),
    [(200, "delivered"), (204, "delivered"), (301, "failed"), (400, "failed"), (410, "failed")],
)
async def test_address_that_answers_has_the_last_word(
    running: Deps, account_id: AccountId, status: int, end: str
) -> None:
    async with receiving(status) as receiver:
        submission = await processed(running, account_id, replace(DRAFT, webhook_url=receiver.url))
        found = await settled(running, f"{submission.id}-in_progress", f"{submission.id}-completed")
    assert {one.status.value for one in found} == {end}
    assert [body["status"] for body in receiver.bodies] == ["in_progress", "completed"]


@pytest.mark.parametrize("trouble", [408, 425, 429, 500, 503, RESET])
async def test_address_in_trouble_is_called_again_and_then_given_up(
    running: Deps, account_id: AccountId, trouble: int
) -> None:
    async with receiving(trouble) as receiver:
        submission = await processed(running, account_id, replace(DRAFT, webhook_url=receiver.url))
        (found,) = await settled(running, f"{submission.id}-in_progress")
    assert (found.status, found.attempts, found.next_ms) == (DeliveryStatus.FAILED, 3, None)
    assert [body["status"] for body in receiver.bodies[:3]] == ["in_progress"] * 3


async def test_name_of_a_private_address_is_given_up_without_a_call(deps: Deps, account_id: AccountId) -> None:
    guarded = replace(deps, outbound=Outbound(allow_private=False, resolve=inner_address))
    async with delivering(guarded), receiving() as receiver:
        url = receiver.url.replace("127.0.0.1", "inner.example")
        submission = await processed(guarded, account_id, replace(DRAFT, webhook_url=url))
        (found,) = await settled(guarded, f"{submission.id}-in_progress")
        assert (found.status, found.attempts) == (DeliveryStatus.FAILED, 1)
        assert receiver.bodies == []


async def inner_address(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


# -- attempts --------------------------------------------------------------------------------


async def test_receiver_hears_of_it_through_a_500_a_time_out_and_a_reset(deps: Deps, account_id: AccountId) -> None:
    impatient = replace(deps, outbound=Outbound(allow_private=True, timeout_s=0.3))
    async with delivering(impatient, (0.01, 0.01, 0.01)), receiving(500, SILENCE, RESET, 200) as receiver:
        made, secret = await receiver_at(impatient, account_id, receiver.url)
        sent = await webhooks.send_test(impatient, account_id, made.id)
        (found,) = await settled(impatient, sent.id)
        assert (found.status, found.attempts) == (DeliveryStatus.DELIVERED, 4)
    assert {headers["webhook-id"] for headers in receiver.headers} == {sent.id}
    assert len({*receiver.contents}) == 1
    for content, headers in zip(receiver.contents, receiver.headers, strict=True):
        Webhook(secret).verify(content, headers)
    log = (await delivery_log.get(impatient, account_id, sent.id)).attempts
    assert [(one.attempt, one.status) for one in log] == [(1, 500), (2, None), (3, None), (4, 200)]
    assert [one.error for one in log] == [
        "The receiver answered 500.",
        "127.0.0.1 did not answer within 0.3 seconds.",
        "127.0.0.1 could not be called: the connection broke.",
        "",
    ]
    assert log[1].took_ms >= 250


async def test_receiver_that_never_takes_it_is_given_up_after_the_last_pause(
    running: Deps, account_id: AccountId
) -> None:
    async with receiving(404) as receiver:
        made, _ = await receiver_at(running, account_id, receiver.url)
        sent = await webhooks.send_test(running, account_id, made.id)
        (found,) = await settled(running, sent.id)
    assert (found.status, found.attempts, found.retries) == (DeliveryStatus.FAILED, 3, 2)
    assert len(receiver.bodies) == 3
    assert (await webhooks.get(running, account_id, made.id)).disabled_ms is None


async def test_receiver_that_asks_for_time_gets_it(deps: Deps, account_id: AccountId) -> None:
    async with delivering(deps), receiving(503) as receiver:
        receiver.answer_headers = {"Retry-After": "600"}
        made, _ = await receiver_at(deps, account_id, receiver.url)
        sent = await webhooks.send_test(deps, account_id, made.id)
        await receiver.received(1)
        while not (log := await delivery_log.get(deps, account_id, sent.id)).attempts:
            await asyncio.sleep(0.01)
    assert log.delivery.next_ms is not None
    assert 590_000 < log.delivery.next_ms - log.attempts[0].at_ms < 610_000


async def test_order_of_a_conversation_is_kept_and_others_do_not_wait(deps: Deps, account_id: AccountId) -> None:
    clock = Clock(deps.now_ms())
    timed = replace(deps, now_ms=clock)
    async with delivering(timed, (3_600,)), receiving(500, 200) as receiver:
        await receiver_at(timed, account_id, receiver.url)
        first = await processed(timed, account_id)
        await receiver.received(1)  # refused, and due in an hour
        other = await processed(timed, account_id)
        await receiver.received(4)
        await settled(timed, *[one.id for one in (await logged(timed, account_id))[3:]])
        assert len(receiver.bodies) == 4
        clock.ms += 2 * 3_600_000
        bodies = await receiver.received(7)
    of = [body["data"]["conversation_id"] for body in bodies]
    assert of == [first.conversation_id, *[other.conversation_id] * 3, *[first.conversation_id] * 3]
    names = ["hit.created", "hit.created", "conversation.completed"]
    assert told(receiver) == ["hit.created", *names, *names]
    ids = [headers["webhook-id"] for headers in receiver.headers]
    assert ids[0] == ids[4]
    assert len({*ids}) == 6


async def test_what_is_given_up_holds_nothing_back(running: Deps, account_id: AccountId) -> None:
    async with receiving(500, 500, 500, 200) as receiver:
        await receiver_at(running, account_id, receiver.url)
        await processed(running, account_id)
        bodies = await receiver.received(5)
    assert [body["type"] for body in bodies] == ["hit.created"] * 4 + ["conversation.completed"]
    assert (await logged(running, account_id))[0].status is DeliveryStatus.FAILED


async def test_receivers_do_not_wait_for_each_other(running: Deps, account_id: AccountId) -> None:
    async with receiving(500) as broken, receiving() as sound:
        await receiver_at(running, account_id, broken.url)
        await receiver_at(running, account_id, sound.url)
        await processed(running, account_id)
        await sound.received(3)
    assert told(sound) == ["hit.created", "hit.created", "conversation.completed"]


async def test_receiver_that_is_gone_is_disabled_and_hears_nothing_more(running: Deps, account_id: AccountId) -> None:
    async with receiving(410) as receiver:
        made, _ = await receiver_at(running, account_id, receiver.url)
        await processed(running, account_id)
        await receiver.received(1)
        found = await settled(running, *[one.id for one in await logged(running, account_id)])
        await processed(running, account_id)
        assert len(await logged(running, account_id)) == 3
        assert len(receiver.bodies) == 1
    assert [one.status.value for one in found] == ["failed", "discarded", "discarded"]
    kept = await webhooks.get(running, account_id, made.id)
    assert kept.disabled_why == attempts.GONE
    assert kept.disabled_ms is not None


async def test_news_that_were_written_while_the_receiver_was_disabled_are_discarded(
    deps: Deps, account_id: AccountId
) -> None:
    made, _ = await receiver_at(deps, account_id, "http://127.0.0.1:1/")
    await webhooks.change(deps, account_id, made.id, webhooks.Change(disabled=True))
    late = replace(await late_delivery(deps, account_id, made.id), next_ms=deps.now_ms())
    async with delivering(deps):
        (found,) = await settled(deps, late.id)
    assert (found.status, found.attempts) == (DeliveryStatus.DISCARDED, 1)


async def late_delivery(deps: Deps, account_id: AccountId, receiver_id: ReceiverId) -> Delivery:
    now_ms = deps.now_ms()
    late = Delivery(
        DeliveryId("late"), account_id, WebhookEvent.TEST, {"type": "x"}, None, receiver_id, "", "1", next_ms=now_ms
    )
    async with deps.db.begin() as db:
        await deliveries.add(db, [late])
    return late


# -- kills -----------------------------------------------------------------------------------


async def test_attempt_that_was_lost_is_made_anew_and_a_late_one_does_nothing(
    deps: Deps, account_id: AccountId
) -> None:
    async with receiving() as receiver:
        made, _ = await receiver_at(deps, account_id, receiver.url)
        sent = await webhooks.send_test(deps, account_id, made.id)
        async with deps.db.begin() as db:
            await deliveries.begin(db, sent, deps.now_ms() - 1)  # handed out to a process that is gone
        async with delivering(deps):
            (found,) = await settled(deps, sent.id)
        assert (found.status, found.attempts) == (DeliveryStatus.DELIVERED, 2)
        assert await attempts.call(deps, sent.id, 1) is None
        assert len(receiver.bodies) == 1


async def test_result_of_an_attempt_that_was_held_to_be_lost_still_counts(deps: Deps, account_id: AccountId) -> None:
    async with receiving() as receiver:
        made, _ = await receiver_at(deps, account_id, receiver.url)
        sent = await webhooks.send_test(deps, account_id, made.id)
        called = await attempts.call(deps, sent.id, 1)
        assert called is not None
        async with deps.db.begin() as db:
            await deliveries.begin(db, sent, deps.now_ms())
            await deliveries.begin(db, replace(sent, attempts=1), deps.now_ms())
        await attempts.record(deps, sent.id, 1, {**called, "status": 500}, (60.0,))
        async with deps.db.read() as db:
            pending = await deliveries.get_any(db, sent.id)
        assert pending is not None
        assert (pending.status, pending.attempts, pending.retries) == (DeliveryStatus.PENDING, 2, 0)
        await attempts.record(deps, sent.id, 1, called, (60.0,))
        (found,) = await settled(deps, sent.id)
        assert found.status is DeliveryStatus.DELIVERED


# -- replay ----------------------------------------------------------------------------------


async def test_replay_sends_the_same_id_and_bytes_again(running: Deps, account_id: AccountId) -> None:
    async with receiving() as receiver:
        made, secret = await receiver_at(running, account_id, receiver.url)
        sent = await webhooks.send_test(running, account_id, made.id)
        await settled(running, sent.id)
        again = await delivery_log.replay(running, account_id, sent.id)
        assert (again.id, again.status, again.url) == (sent.id, DeliveryStatus.PENDING, receiver.url)
        await receiver.received(2)
        await settled(running, sent.id)
    assert receiver.contents[0] == receiver.contents[1]
    assert receiver.headers[0]["webhook-id"] == receiver.headers[1]["webhook-id"]
    Webhook(secret).verify(receiver.contents[1], receiver.headers[1])
    assert [one.attempt for one in (await delivery_log.get(running, account_id, sent.id)).attempts] == [1, 2]


async def test_replay_of_what_failed_has_all_retries_again(running: Deps, account_id: AccountId) -> None:
    async with receiving(500, 500, 500, 500, 500, 200) as receiver:
        made, _ = await receiver_at(running, account_id, receiver.url)
        sent = await webhooks.send_test(running, account_id, made.id)
        (failed,) = await settled(running, sent.id)
        assert failed.status is DeliveryStatus.FAILED
        await delivery_log.replay(running, account_id, sent.id)
        (found,) = await settled(running, sent.id)
    assert (found.status, found.attempts) == (DeliveryStatus.DELIVERED, 6)


async def test_replay_of_a_discarded_one_waits_for_its_receiver(running: Deps, account_id: AccountId) -> None:
    async with receiving(410, 200) as receiver:
        made, _ = await receiver_at(running, account_id, receiver.url)
        await processed(running, account_id)
        await receiver.received(1)
        ids = [one.id for one in await logged(running, account_id)]
        await settled(running, *ids)
        with pytest.raises(Conflict, match="disabled"):
            await delivery_log.replay(running, account_id, ids[1])
        await webhooks.change(running, account_id, made.id, webhooks.Change(disabled=False))
        await delivery_log.replay(running, account_id, ids[1])
        (found,) = await settled(running, ids[1])
    assert found.status is DeliveryStatus.DELIVERED
    assert receiver.headers[1]["webhook-id"] == ids[1]


async def test_pending_delivery_cannot_be_replayed(deps: Deps, account_id: AccountId) -> None:
    made, _ = await receiver_at(deps, account_id, "http://127.0.0.1:1/")
    sent = await webhooks.send_test(deps, account_id, made.id)
    with pytest.raises(Conflict, match="still pending"):
        await delivery_log.replay(deps, account_id, sent.id)


# -- rotation --------------------------------------------------------------------------------


async def test_rotated_secret_signs_beside_the_new_one_for_a_day(deps: Deps, account_id: AccountId) -> None:
    clock = Clock(deps.now_ms())
    timed = replace(deps, now_ms=clock)
    async with delivering(timed), receiving() as receiver:
        made, old = await receiver_at(timed, account_id, receiver.url)
        clock.ms += 1
        new, until_ms = await webhooks.rotate(timed, account_id, made.id)
        assert until_ms == clock.ms + 86_400_000
        await settled(timed, (await webhooks.send_test(timed, account_id, made.id)).id)
        for secret in (new, old):
            Webhook(secret).verify(receiver.contents[0], receiver.headers[0])
        assert len(receiver.headers[0]["webhook-signature"].split(" ")) == 2
        clock.ms = until_ms
        await settled(timed, (await webhooks.send_test(timed, account_id, made.id)).id)
        assert len(receiver.headers[1]["webhook-signature"].split(" ")) == 1


class Clock:
    def __init__(self, ms: int) -> None:
        self.ms = ms

    def __call__(self) -> int:
        return self.ms
