"""How long a real server takes to process conversations, on SQLite."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import httpx2

from bench import workload
from bench.machine import resident_mb
from bench.server import Server, connected, serving, spread_ms
from earmark.clock import now_ms
from earmark.engine.encoder import Encoder
from earmark.engine.matcher import KnownVectors
from earmark.services import accounts
from earmark.services.accounts import Preset
from earmark.store import vectors
from earmark.store.db import Database
from earmark.types import Tracker

_SENTENCES: Final = 20
#: Submissions made one at a time, so that nothing waits for anything else.
_ALONE: Final = 100
_ALONE_MANY_PHRASES: Final = 30
#: Submissions made by clients at the same time.
_TOGETHER: Final = 200
_CLIENTS: Final = 8
_POLL_S: Final = 0.004
_PATIENCE_S: Final = 600
#: Trackers in one request, whose body stays well below 1 MB.
_TRACKERS_PER_REQUEST: Final = 100


def measure(phrases: KnownVectors, encoders: Mapping[str, Encoder]) -> dict[str, Any]:
    """
    All figures of the server; about a minute on an idle machine.

    Args:
        phrases: By space, vectors of all phrases of the 500 trackers, which the server then finds in its database, as
            one that has run before does.
    """
    account = Preset(secrets.token_hex(32), secrets.token_hex(64))
    with tempfile.TemporaryDirectory(prefix="earmark-bench-") as scratch:
        with serving(Path(scratch, "sample"), account, empty=False) as server:
            found: dict[str, Any] = {"start_sample_s": server.ready_s}
        with serving(Path(scratch, "few"), account, empty=True) as server:
            found |= {"start_empty_s": server.ready_s, "ready_mb": resident_mb(server.pid)}
            found |= asyncio.run(_with_few_phrases(server, account))
        many = Path(scratch, "many")
        many.mkdir()
        asyncio.run(_fill(many, account, phrases, encoders))
        with serving(many, account, empty=True) as server:
            found |= asyncio.run(_with_many_phrases(server, account))
    return found


async def _fill(data: Path, account: Preset, phrases: KnownVectors, encoders: Mapping[str, Encoder]) -> None:
    """A database that knows the account and its phrases' vectors."""
    database = await Database.connect(f"sqlite:///{data / 'earmark.db'}")
    await database.migrate()
    made = await accounts.bootstrap(database, account, now_ms())
    async with database.begin() as db:
        for space, known in phrases.items():
            await vectors.put(db, made.account.id, encoders[space].model, encoders[space].dim, known)
    await database.close()


async def _with_few_phrases(server: Server, account: Preset) -> dict[str, Any]:
    async with connected(server, account) as http:
        await _create(http, workload.trackers(5, 5))
        talk = _conversations(_ALONE + _TOGETHER)
        await _process(http, talk[0])  # compiles the trackers
        alone = [await _process(http, body) for body in talk[:_ALONE]]
        return {"completed_ms": spread_ms(alone), **await _together(http, talk[_ALONE:])}


async def _with_many_phrases(server: Server, account: Preset) -> dict[str, Any]:
    async with connected(server, account) as http:
        trackers = workload.trackers(500, 50)
        for first in range(0, len(trackers), _TRACKERS_PER_REQUEST):
            await _create(http, trackers[first : first + _TRACKERS_PER_REQUEST])
        talk = _conversations(1 + _ALONE_MANY_PHRASES)
        first_s = await _process(http, talk[0])
        alone = [await _process(http, body) for body in talk[1:]]
    return {
        "many_phrases_first_s": first_s,
        "many_phrases_completed_ms": spread_ms(alone),
        "many_phrases_mb": resident_mb(server.pid),
    }


async def _together(http: httpx2.AsyncClient, talk: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Submissions from clients that each send the next one as soon as the last is accepted."""
    waiting = iter(talk)
    posts: list[float] = []
    jobs: list[str] = []

    async def client() -> None:
        for body in waiting:
            began = time.perf_counter()
            jobs.append(await _submit(http, body))
            posts.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(_CLIENTS)))
    accepted_s = time.perf_counter() - began
    for job in jobs:
        await _completed(http, job, poll_s=0.02)
    return {
        "clients": _CLIENTS,
        "submissions": len(jobs),
        "accepted_per_s": len(jobs) / accepted_s,
        "completed_per_s": len(jobs) / (time.perf_counter() - began),
        "post_ms": spread_ms(posts),
    }


async def _create(http: httpx2.AsyncClient, trackers: Sequence[Tracker]) -> None:
    body = [{"name": one.name, "vocabulary": one.phrases, "languages": one.languages} for one in trackers]
    (await http.post("/v1/manage/trackers", json=body)).raise_for_status()


async def _process(http: httpx2.AsyncClient, body: dict[str, Any]) -> float:
    """Seconds from the POST until the job is seen to be completed."""
    began = time.perf_counter()
    await _completed(http, await _submit(http, body), _POLL_S)
    return time.perf_counter() - began


async def _submit(http: httpx2.AsyncClient, body: dict[str, Any]) -> str:
    answer = (await http.post("/v1/process/text", json=body)).raise_for_status()
    return str(answer.json()["jobId"])


async def _completed(http: httpx2.AsyncClient, job: str, poll_s: float) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        status = (await http.get(f"/v1/job/{job}")).raise_for_status().json()["status"]
        if status == "completed":
            return
        if status == "failed":
            raise RuntimeError("a submission failed")
        await asyncio.sleep(poll_s)
    raise TimeoutError(f"a submission took longer than {_PATIENCE_S} s")


def _conversations(count: int) -> list[dict[str, Any]]:
    """Submissions of `_SENTENCES` sentences by two speakers; sentences repeat after some dozens of them."""
    said = workload.sentences(1_000)
    return [
        {
            "name": f"call {number}",
            "messages": [
                {
                    "payload": {"content": said[(number * _SENTENCES + place) % len(said)].capitalize() + "."},
                    "from": {
                        "name": ("Ada", "Ben")[place % 2],
                        "userId": ("ada@example.com", "ben@example.com")[place % 2],
                    },
                }
                for place in range(_SENTENCES)
            ],
        }
        for number in range(count)
    ]
