"""The server is killed with SIGKILL in the middle of a run over history: the run goes on, and finds nothing twice."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from native_client import API, processed
from server import Server, serving
from symbl_client import SymblClient, expect

COPIES: Final = 1_500
LINES: Final = (
    "Good morning.",
    "Our subscription plan is new.",
    "It rained all day.",
    "We like the subscription plan.",
)
TRACKER: Final = {"name": "Pricing", "phrases": ["subscription plan"], "sensitivity": 0}
_DONE_S: Final = 60.0


async def test_a_killed_run_resumes_and_every_hit_is_there_once(tmp_path: Path) -> None:
    server = Server(tmp_path)
    with serving(server):
        async with server.client() as client:
            await processed(client, *LINES, all_trackers=False)
        server.kill()
        multiply(server.data / "earmark.db", COPIES)
        server.start()
        async with server.client() as client:
            tracker = expect(await client.ask("POST", f"{API}/trackers", TRACKER), 201)
            run = expect(await client.ask("POST", f"{API}/trackers/{tracker['id']}/runs", {}), 202)
            halfway = await look(client, run, lambda now: now["messages_done"] > 0)
            server.kill()
            assert 0 < halfway["messages_done"] < halfway["messages_total"], "the kill came too late to show anything"
            await asyncio.to_thread(server.start)
            done = await look(client, run, lambda now: now["status"] not in ("scheduled", "running"))
    talks = COPIES + 1
    assert done["status"] == "completed"
    assert done["messages_done"] == done["messages_total"] == talks * len(LINES)
    assert (done["hits_added"], done["hits_lost"], done["hits_kept"]) == (2 * talks, 0, 0)
    with closing(sqlite3.connect(server.data / "earmark.db")) as db:
        assert db.execute("SELECT count(*), count(DISTINCT message_id) FROM hits").fetchone() == (2 * talks, 2 * talks)


async def look(client: SymblClient, run: dict[str, Any], wanted: Any) -> dict[str, Any]:
    async with asyncio.timeout(_DONE_S):
        while True:
            now: dict[str, Any] = await client.get(f"{API}/runs/{run['id']}")
            if wanted(now):
                return now
            await asyncio.sleep(0.005)


def multiply(file: Path, copies: int) -> None:
    """Copy the one conversation of a database with all that belongs to it, under ids of its own each time."""
    with closing(sqlite3.connect(file)) as db, db:
        db.row_factory = sqlite3.Row
        for table, own in (
            ("conversations", ("id",)),
            ("submissions", ("id", "conversation_id")),
            ("messages", ("id", "conversation_id", "submission_id")),
            ("readings", ("id", "conversation_id", "submission_id", "message_ids")),
            ("message_vectors", ("reading_id",)),
        ):
            rows = [dict(row) for row in db.execute(f"SELECT * FROM {table}")]
            if not rows:
                continue
            names = ", ".join(f'"{name}"' for name in rows[0])
            marks = ", ".join("?" for _ in rows[0])
            copied = [
                [renamed(value, copy) if name in own else value for name, value in row.items()]
                for copy in range(copies)
                for row in rows
            ]
            db.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", copied)


def renamed(value: str, copy: int) -> str:
    """Ids of a copy, each made of the original's, so that references still meet."""
    return "\n".join(f"{one}-{copy:05}" for one in value.split("\n"))
