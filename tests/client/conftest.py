"""Clients of a real server, whose one account is empty at the beginning of every test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest

from earmark.client import AsyncEarmark, Conversation, Earmark, Hit, Tracker, TrackerDraft
from earmark.config import PREFIX
from flaky import Flaky, flaky_server
from server import Server, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of our own, since the tests create and delete trackers."""
    environment = {f"{PREFIX}ALLOW_PRIVATE_WEBHOOKS": "true"}
    with serving(Server(tmp_path_factory.mktemp("client"), environment=environment)) as running:
        yield running


@pytest.fixture
def earmark(server: Server) -> Iterator[Earmark]:
    with Earmark(server.base_url, app_id=server.app_id, app_secret=server.app_secret) as client:
        for tracker in list(client.trackers.list()):
            client.trackers.delete(tracker.id)
        for conversation in list(client.conversations.list()):
            client.conversations.delete(conversation.id)
        for receiver in list(client.webhooks.list()):
            client.webhooks.delete(receiver.id)
        yield client


@pytest.fixture
async def async_earmark(server: Server, earmark: Earmark) -> AsyncIterator[AsyncEarmark]:
    """The same account, as empty."""
    async with AsyncEarmark(server.base_url, app_id=server.app_id, app_secret=server.app_secret) as client:
        yield client


@dataclass(frozen=True)
class Stored:
    """What an account with one tracker and one conversation holds."""

    tracker: Tracker
    conversation: Conversation
    hit: Hit


@pytest.fixture
def stored(earmark: Earmark) -> Stored:
    tracker = earmark.trackers.create(TrackerDraft("Refund", ["I want my money back"]))
    accepted = earmark.conversations.create(["I want my money back. Of course."], name="Call")
    assert earmark.jobs.wait(accepted.job_id).failure is None
    (hit,) = earmark.conversations.hits(accepted.conversation_id)
    return Stored(tracker, earmark.conversations.get(accepted.conversation_id), hit)


@pytest.fixture
def flaky() -> Iterator[Flaky]:
    with flaky_server() as flaky:
        yield flaky
