"""The server is killed with SIGKILL while it accepts, and again while it works: what it accepted, it does, once."""

from __future__ import annotations

import asyncio
import itertools
import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx2

from server import Server, serving
from symbl_client import SymblClient
from webhook_receiver import WebhookReceiver, receiving

CONVERSATIONS: Final = 20
SUBMISSIONS: Final = 10
JOBS: Final = CONVERSATIONS * SUBMISSIONS
TRACKERS: Final = [
    {"name": "Pricing", "vocabulary": ["subscription plan", "how much does it cost"]},
    {"name": "Weather", "vocabulary": ["it rained"]},
]
_DONE_S: Final = 120.0


@dataclass
class Caller:
    """Somebody who submits one conversation in parts, one after another, and does not repeat what got no answer."""

    name: int
    conversation_id: str = ""
    jobs: dict[int, str] = field(default_factory=dict)
    unanswered: set[int] = field(default_factory=set)

    async def call(self, client: SymblClient, webhook_url: str, up: asyncio.Event) -> None:
        for number in itertools.count():
            if len(self.jobs) == SUBMISSIONS:
                return
            await up.wait()
            try:
                accepted = await client.submit(
                    " ".join(self.sentences(number)),
                    to=self.conversation_id,
                    trackers=TRACKERS,
                    enableAllTrackers=False,
                    webhookUrl=webhook_url,
                )
            except httpx2.TransportError:
                if self.conversation_id:  # else it may be in a conversation whose id nobody was told
                    self.unanswered.add(number)
            else:
                self.conversation_id = accepted["conversationId"]
                self.jobs[number] = accepted["jobId"]

    def sentences(self, number: int) -> tuple[str, str, str]:
        which = f"part {number} of call {self.name}"
        return (
            f"Now comes {which}.",
            f"Our subscription plan is new, says {which}.",
            f"It rained during {which}.",
        )


async def test_killed_server_completes_what_it_accepted_each_message_and_hit_once_and_in_order(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201 - shown when the test fails
    chance = random.Random(seed)
    callers = [Caller(name) for name in range(CONVERSATIONS)]
    server = Server(tmp_path, environment={"EARMARK_ALLOW_PRIVATE_WEBHOOKS": "true"})
    with serving(server):
        async with receiving() as receiver, server.client() as client:
            up = asyncio.Event()
            up.set()
            calls = [asyncio.create_task(caller.call(client, receiver.url, up)) for caller in callers]

            early = chance.randrange(JOBS // 10, JOBS * 3 // 4)
            await until(lambda: sum(len(caller.jobs) for caller in callers) >= early)
            up.clear()
            await killed_and_started(server, chance)
            up.set()
            await asyncio.gather(*calls)

            late = chance.randrange(completed(server) + 1, JOBS * 9 // 10)
            await until(lambda: completed(server) >= late)
            await killed_and_started(server, chance)

            await until(lambda: told_of(receiver) >= {job for caller in callers for job in caller.jobs.values()})
            for caller in callers:
                await check_conversation(client, caller)
            check_webhooks(receiver)
    check_tables(server)


async def killed_and_started(server: Server, chance: random.Random) -> None:
    await asyncio.sleep(chance.random() / 20)
    server.kill()
    assert unfinished(server), "nothing was left to do: the kill came too late to show anything"
    await asyncio.to_thread(server.start)


async def until(condition: Any) -> None:
    async with asyncio.timeout(_DONE_S):
        while not condition():
            await asyncio.sleep(0.02)


async def check_conversation(client: SymblClient, caller: Caller) -> None:
    """Everything that was accepted is there, once, in the order in which it was submitted."""
    for job in caller.jobs.values():
        assert (await client.get(f"/v1/job/{job}"))["status"] == "completed"
    said = [message["text"] for message in await client.messages(caller.conversation_id)]
    stored = [number for number in sorted({*caller.jobs, *caller.unanswered}) if caller.sentences(number)[0] in said]
    assert {*caller.jobs} <= {*stored}
    assert said == [sentence for number in stored for sentence in caller.sentences(number)]

    found = await client.detected(caller.conversation_id)
    assert {name: list(phrases) for name, phrases in found.items()} == {
        "Pricing": ["subscription plan"],
        "Weather": ["it rained"],
    }
    offers, rains = found["Pricing"]["subscription plan"], found["Weather"]["it rained"]
    assert [ref["text"] for ref in offers] == [caller.sentences(number)[1] for number in stored]
    assert [ref["text"] for ref in rains] == [caller.sentences(number)[2] for number in stored]
    assert {ref["offset"] for ref in offers} == {len("Our ")}
    assert {ref["offset"] for ref in rains} == {0}


def check_webhooks(receiver: WebhookReceiver) -> None:
    """A receiver may be told twice, but never that a job runs after it was told that it is done."""
    told: dict[str, list[str]] = {}
    for body in receiver.bodies:
        told.setdefault(body["jobId"], []).append(body["status"])
    for job, statuses in told.items():
        assert [status for status, _ in itertools.groupby(statuses)] == ["in_progress", "completed"], job


def check_tables(server: Server) -> None:
    """What the answers do not show: a hit that is stored twice, and when each job of a conversation ran."""
    each = """select conversation_id, split_ms, matched_ms, status,
        (select count(*) from messages where submission_id = submissions.id) as messages,
        (select count(*) from hits where submission_id = submissions.id) as hits,
        (select count(distinct message_id || tracker_id || phrase) from hits where submission_id = submissions.id)
        from submissions order by conversation_id, position"""
    ran = rows(server, each)
    assert len(ran) >= JOBS
    assert {tuple(row[3:]) for row in ran} == {("completed", 3, 2, 2)}
    for before, after in itertools.pairwise(ran):
        assert before[0] != after[0] or before[2] <= after[1], f"{after} began before {before} had ended"


def told_of(receiver: WebhookReceiver) -> set[str]:
    return {body["jobId"] for body in receiver.bodies if body["status"] == "completed"}


def completed(server: Server) -> int:
    return int(rows(server, "select count(*) from submissions where status = 'completed'")[0][0])


def unfinished(server: Server) -> int:
    return int(rows(server, "select count(*) from submissions where status <> 'completed'")[0][0])


def rows(server: Server, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(server.data / "earmark.db", timeout=30)) as database:
        return database.execute(query).fetchall()
