"""What the docstrings do not show, against a real server: refusals, webhooks that arrive, lists over many pages."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from client.conftest import Stored
from earmark.client import (
    AsyncEarmark,
    BadRequest,
    Conflict,
    Earmark,
    MessageDraft,
    NotFound,
    Said,
    Speaker,
    TrackerDraft,
    Unauthenticated,
    VersionMismatch,
)
from server import Server
from webhook_receiver import receiving


def test_edit_of_an_older_version_is_refused_with_the_present_one(earmark: Earmark, stored: Stored) -> None:
    tracker = stored.tracker
    earmark.trackers.update(tracker.id, description="Mine", if_version=tracker.version)
    theirs = replace(tracker.to_draft(), description="Theirs")
    with pytest.raises(VersionMismatch) as caught:
        earmark.trackers.replace(tracker.id, theirs, if_version=tracker.version)
    assert (caught.value.current.description, caught.value.current.version) == ("Mine", 2)
    assert caught.value.request_id


def test_refusals_have_their_kinds(server: Server, earmark: Earmark, stored: Stored) -> None:
    with pytest.raises(Conflict, match="already exists"):
        earmark.trackers.create(stored.tracker.to_draft())
    with pytest.raises(NotFound):
        earmark.hits.get("1")
    with pytest.raises(BadRequest) as caught:
        earmark.trackers.create(TrackerDraft("", []))
    assert caught.value.errors[0].field in ("name", "phrases")
    with Earmark(server.base_url, app_id=server.app_id, app_secret="0" * 128) as other, pytest.raises(Unauthenticated):
        other.trackers.get(stored.tracker.id)


def test_the_same_key_makes_one_tracker(earmark: Earmark) -> None:
    draft = TrackerDraft("Once", ["only once"])
    first = earmark.trackers.create(draft, idempotency_key="client-once")
    assert earmark.trackers.create(draft, idempotency_key="client-once") == first
    assert [one.name for one in earmark.trackers.list()] == ["Once"]


def test_lists_go_over_all_pages(earmark: Earmark) -> None:
    names = [f"Tracker {number}" for number in range(5)]
    for name in names:
        earmark.trackers.create(TrackerDraft(name, ["some phrase"]))
    assert [one.name for one in earmark.trackers.list(page_size=2)] == names


def test_all_that_a_submission_says_is_kept(earmark: Earmark) -> None:
    began = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    said = MessageDraft("Good morning.", Speaker("Ada", "ada@example.org"), began, began + timedelta(seconds=4))
    accepted = earmark.conversations.create(
        [said], name="Morning", trackers=[TrackerDraft("Greeting", ["good morning"])], metadata={"line": 3}
    )
    earmark.jobs.wait(accepted.job_id)
    conversation = earmark.conversations.get(accepted.conversation_id)
    assert (conversation.started_at, conversation.metadata) == (began, {"line": 3})
    assert [(member.name, member.user_id) for member in conversation.members] == [("Ada", "ada@example.org")]
    (hit,) = earmark.hits.list(conversation=conversation.id, said_from=began, said_before=began + timedelta(seconds=1))
    assert (hit.tracker_name, hit.speaker, hit.said_at) == ("Greeting", "Ada", began)
    (message,) = earmark.conversations.messages(conversation.id)
    assert message.ended_at == said.ended_at


def test_match_tells_near_misses_and_takes_drafts(earmark: Earmark) -> None:
    phrases = ["we have no budget for this"]
    draft = TrackerDraft("Budget", phrases, ["budget is not a problem"], sensitivity=0)
    said = Said("This is too expensive for us.", speaker="Ada", language="en")
    found = earmark.match([said], trackers=[draft], near_misses=True)
    assert found.matches == ()
    (near,) = found.near_misses
    assert (near.tracker.id, near.tracker.name) == (None, "Budget")
    assert near.score < near.threshold


async def test_waiting_ends_after_the_time_that_is_given(async_earmark: AsyncEarmark, stored: Stored) -> None:
    accepted = await async_earmark.conversations.create(["Nothing to see."] * 500)
    with pytest.raises(TimeoutError, match=accepted.job_id):
        await async_earmark.jobs.wait(accepted.job_id, timeout_s=0.0)
    assert (await async_earmark.jobs.wait(accepted.job_id)).status.is_final


async def test_delivery_arrives_and_is_replayed_with_the_same_id(async_earmark: AsyncEarmark, earmark: Earmark) -> None:
    async with receiving() as hook:
        made = await async_earmark.webhooks.create(hook.url)
        sent = await async_earmark.webhooks.test(made.id)
        await hook.received(1)
        while (await async_earmark.webhooks.delivery(sent.id)).status != "delivered":
            await asyncio.sleep(0.02)
        again = await asyncio.to_thread(earmark.webhooks.replay, sent.id)
        assert again.id == sent.id
        await hook.received(2)
        assert {headers["webhook-id"] for headers in hook.headers} == {sent.id}
        await async_earmark.webhooks.delete(made.id)


async def test_listener_is_told_of_hits(async_earmark: AsyncEarmark, stored: Stored) -> None:
    listener = await async_earmark.webhooks.listen(["hit.created"])
    accepted = await async_earmark.conversations.create(["I want my money back."])
    (event,) = await async_earmark.webhooks.events(listener.id, wait_s=20)
    assert event.payload["data"]["conversation_id"] == accepted.conversation_id
    await async_earmark.webhooks.delete(listener.id)


async def test_transport_of_ones_own_is_used(server: Server) -> None:
    seen: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(str(request.url))
        return httpx2.Response(200, json={"trackers": [], "next_cursor": None})

    transport = httpx2.MockTransport(answer)
    async with AsyncEarmark("http://host/prefix", token="t", transport=transport) as earmark:
        assert [one async for one in earmark.trackers.list()] == []
    assert seen == ["http://host/prefix/api/v1/trackers"]
