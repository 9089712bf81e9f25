"""The server is killed with SIGKILL while it delivers: nothing is lost, and what comes again carries the same id."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Final

from standardwebhooks import Webhook

from server import Server, serving
from symbl_client import expect
from webhook_receiver import WebhookReceiver, receiving

LINES: Final = [f"How much does it cost, asks number {number}." for number in range(30)]
TRACKER: Final = {"name": "Pricing", "vocabulary": ["how much does it cost"]}
CONVERSATIONS: Final = 3
EVENTS: Final = CONVERSATIONS * (len(LINES) + 1)
_DONE_S: Final = 120.0


async def test_killed_server_tells_everything_in_order_and_repeats_carry_the_same_id(tmp_path: Path) -> None:
    server = Server(tmp_path, environment={"EARMARK_ALLOW_PRIVATE_WEBHOOKS": "true"})
    with serving(server):
        async with receiving() as receiver, server.client() as client:
            made = expect(await client.ask("POST", "/api/v1/webhooks", {"url": receiver.url}), 201)
            for _ in range(CONVERSATIONS):
                await client.submit(*LINES, trackers=[TRACKER], enableAllTrackers=False)
            for share in (0.2, 0.6):
                await until(receiver, EVENTS * share)
                server.kill()
                assert len(ids_of(receiver)) < EVENTS, "everything was told: the kill came too late to show anything"
                await asyncio.to_thread(server.start)
            await until(receiver, EVENTS)
    bodies: dict[str, Any] = {}
    for content, headers in zip(receiver.contents, receiver.headers, strict=True):
        body = Webhook(made["secret"]).verify(content, headers)
        assert bodies.setdefault(headers["webhook-id"], body) == body
    for conversation_id in {body["data"]["conversation_id"] for body in bodies.values()}:
        told = [body for body in bodies.values() if body["data"]["conversation_id"] == conversation_id]
        assert [body["data"]["text"] for body in told[:-1]] == LINES
        assert told[-1]["type"] == "conversation.completed"


def ids_of(receiver: WebhookReceiver) -> set[str]:
    return {headers["webhook-id"] for headers in receiver.headers}


async def until(receiver: WebhookReceiver, events: float) -> None:
    async with asyncio.timeout(_DONE_S):
        while len(ids_of(receiver)) < events:
            await asyncio.sleep(0.01)
