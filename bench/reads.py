"""How fast a real server answers what clients read, with 100,000 conversations stored, on SQLite and on Postgres.

    python -m bench.reads [--conversations N] [--seconds N]

Prints tables, keeps the figures in ``bench/results`` and puts the tables into ``docs/benchmarks.md``; those of another
number of conversations are only printed. Run it while the machine does nothing else: every figure here is a time.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from bench import bulk, report, stored, workload
from bench.machine import load, resident_mb
from bench.postgres import MISSING, PostgresServer, find_binaries
from bench.server import Server, connected, serving, spread_ms
from bench.stored import Talk
from bench.wire import wired
from earmark import ids
from earmark.clock import iso_from_ms, now_ms
from earmark.services import accounts
from earmark.services.accounts import Preset
from earmark.store import tables
from earmark.store.db import Database
from earmark.types import MatchKind, Message

CONVERSATIONS: Final = 100_000
#: For which every read is repeated, by several clients; one alone repeats it for half as long.
SECONDS: Final = 10.0
CLIENTS: Final = 8

_SENTENCES: Final = 1_000
#: Messages of one conversation.
_MESSAGES: Final = 10
_EVERY_MS: Final = 300_000  # a conversation begins every five minutes, the last one just before the measurement
#: In one conversation of so many each tracker is found once.
_FOUND_EVERY: Final = 3
_TRACKERS: Final = {"1000000000000001": "Price", "1000000000000002": "Farewell", "1000000000000003": "Complaint"}
_SEED: Final = 7

#: Makes up the path of the next request.
Route: TypeAlias = Callable[[Random], str]


@dataclass(frozen=True, slots=True)
class Filled:
    """
    What a database holds.

    Attributes:
        found: Those in which trackers were found.
        begins_ms, ends_ms: When the first of them began, and when the last one ended.
    """

    conversations: Sequence[str]
    found: Sequence[str]
    begins_ms: int
    ends_ms: int


def measure(conversations: int = CONVERSATIONS, seconds: float = SECONDS) -> dict[str, Any]:
    """All figures; without a Postgres server on this machine those of SQLite alone."""
    account = Preset(secrets.token_hex(32), secrets.token_hex(64))
    figures: dict[str, Any] = {
        "load": load(),
        "conversations": conversations,
        "messages": conversations * _MESSAGES,
        "hits": len(range(0, conversations, _FOUND_EVERY)) * len(_TRACKERS),
        "clients": CLIENTS,
        "seconds": seconds,
    }
    with tempfile.TemporaryDirectory(prefix="earmark-bench-") as scratch:
        file = Path(scratch, "earmark.db")
        figures["sqlite"] = _measure_database(f"sqlite:///{file}", scratch, account, conversations, seconds)
        with _postgres() as url:
            if url:
                figures["postgres"] = _measure_database(url, scratch, account, conversations, seconds)
    return figures


@contextmanager
def _postgres() -> Iterator[str]:
    """The URL of an empty database of a server with the settings that it comes with; empty where there is none."""
    binaries = find_binaries(os.environ.get("PATH", os.defpath))
    if binaries is None:
        print(f"\nNothing is measured on Postgres. {MISSING}")
        yield ""
        return
    server = PostgresServer(binaries, "/tmp", {})
    try:
        yield server.create_database()
    finally:
        server.stop()


def _measure_database(url: str, scratch: str, account: Preset, conversations: int, seconds: float) -> dict[str, Any]:
    began = time.perf_counter()
    filled = asyncio.run(_fill(url, account, conversations))
    print(f"filled in {time.perf_counter() - began:.0f} s", flush=True)
    with serving(Path(scratch, "data"), account, empty=True, database_url=url) as server:
        return {
            "start_s": server.ready_s,
            "reads": asyncio.run(_measure_server(server, account, paths(filled), seconds)),
            "mb": resident_mb(server.pid),
        }


async def _fill(url: str, account: Preset, conversations: int) -> Filled:
    database = await Database.connect(url)
    await database.migrate()
    made = await accounts.bootstrap(database, account, now_ms())
    await database.close()
    ends_ms = now_ms()
    begins_ms = ends_ms - conversations * _EVERY_MS
    all_of_them: list[str] = []
    found: list[str] = []

    def talks() -> Iterator[Talk]:
        said = [Message(f"{text.capitalize()}.", language="en") for text in workload.sentences(_SENTENCES)]
        parts = [said[first : first + _MESSAGES] for first in range(0, _SENTENCES, _MESSAGES)]
        for number in range(conversations):
            start_ms = begins_ms + number * _EVERY_MS
            # Not matched: else the server would begin to read a million messages as soon as it starts.
            one = stored.talk(made.account.id, number, start_ms, parts[number % len(parts)], matched=False)
            all_of_them.append(one.conversation_id)
            if number % _FOUND_EVERY == 0:
                found.append(one.conversation_id)
                one.rows[tables.hits] = _hits(made.account.id, one)
            yield one

    bulk.insert(url, stored.in_batches(talks()))
    return Filled(all_of_them, found, begins_ms, ends_ms)


def _hits(account_id: str, found_in: Talk) -> list[dict[str, Any]]:
    return [
        {
            "id": ids.hit_id(found_in.message_ids[place], tracker_id, "a phrase"),
            "account_id": account_id,
            "conversation_id": found_in.conversation_id,
            "message_id": found_in.message_ids[place],
            "submission_id": found_in.submission_id,
            "tracker_id": tracker_id,
            "tracker_name": name,
            "tracker_version": 1,
            "phrase": "a phrase",
            "kind": MatchKind.MEANING.value,
            "score": 0.6,
            "threshold": 0.4,
            "margin": None,
            "start": 0,
            "end": 12,
            "created_ms": found_in.end_ms,
        }
        for place, (tracker_id, name) in enumerate(_TRACKERS.items())
    ]


def paths(filled: Filled) -> Mapping[str, Route]:
    """What is read, and how the path of one such request is made up: each asks for something else."""
    tracker_id = next(iter(_TRACKERS))

    def one(drawn: Random) -> str:
        return f"/v1/conversations/{drawn.choice(filled.conversations)}"

    def found(drawn: Random) -> str:
        return f"/v1/conversations/{drawn.choice(filled.found)}"

    def agent(drawn: Random) -> str:
        return f"/v1/conversations?filter={quote(f'conversation.metadata.agentId==agent{drawn.randrange(50)}')}"

    def ticket(drawn: Random) -> str:
        number = drawn.randrange(len(filled.conversations))
        return f"/v1/conversations?filter={quote(f'conversation.metadata.ticket=={number}')}"

    def before(drawn: Random) -> str:
        return f"/api/v1/conversations?to={iso_from_ms(drawn.randrange(filled.begins_ms, filled.ends_ms))}"

    return {
        "`GET /health/live`, which reads nothing": lambda _: "/health/live",
        "`GET /v1/conversations`, the last seven days, 20 of them": lambda _: "/v1/conversations",
        "the same, one agent's of 50 by `filter` on metadata": agent,
        "the same, one of all by `filter` on metadata": ticket,
        "`GET /v1/conversations/{id}`": one,
        "`GET /v1/conversations/{id}/messages`, 10 of them": lambda drawn: f"{one(drawn)}/messages",
        "`GET /v1/conversations/{id}/trackers-detected`, 3 of them": lambda drawn: f"{found(drawn)}/trackers-detected",
        "`GET /api/v1/conversations`, the newest 50": lambda _: "/api/v1/conversations",
        "the same, 50 before any moment": before,
        "the same, the newest 50 with a tracker": lambda _: f"/api/v1/conversations?tracker={tracker_id}",
        "`GET /api/v1/hits`, the newest 50": lambda _: "/api/v1/hits",
        "the same, one tracker's": lambda _: f"/api/v1/hits?tracker={tracker_id}",
    }


async def _measure_server(
    server: Server, account: Preset, asked: Mapping[str, Route], seconds: float
) -> list[dict[str, Any]]:
    async with connected(server, account) as http:
        token = http.headers["Authorization"].removeprefix("Bearer ")
    found = []
    for what, path in asked.items():
        await _read(server.url, token, path, clients=1, seconds=0)  # so that nothing is done for the first time
        alone = await _read(server.url, token, path, clients=1, seconds=seconds / 2)
        together = await _read(server.url, token, path, clients=CLIENTS, seconds=seconds)
        found.append({"what": what, "alone": alone, "together": together})
        print(f"{what}: {together['per_s']:.0f} a second", flush=True)
    return found


async def _read(url: str, token: str, path: Route, *, clients: int, seconds: float) -> dict[str, float]:
    """How many answers come in a second, and how long each takes, where every client asks as soon as it has one."""
    times: list[float] = []
    began = time.perf_counter()

    async def client(number: int) -> None:
        drawn = Random(_SEED + number)
        async with wired(url, token) as wire:
            while True:
                asked = time.perf_counter()
                await wire.get(path(drawn))
                answered = time.perf_counter()
                times.append(answered - asked)
                if answered - began >= seconds:
                    return

    await asyncio.gather(*(client(number) for number in range(clients)))
    return {"per_s": len(times) / (time.perf_counter() - began), "count": len(times), **spread_ms(times)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conversations", type=int, default=CONVERSATIONS, help="how many are stored")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for which every read is repeated")
    given = parser.parse_args()
    figures = measure(given.conversations, given.seconds)
    if given.conversations == CONVERSATIONS:
        report.record("reads", figures)
    else:
        report.show("reads", figures)


if __name__ == "__main__":
    main()
