"""How long a search of stored talk takes: backtests of drafts, and runs of what is then saved.

    python -m bench.history [--messages N ...]

A real server on SQLite, spoken to over HTTP, whose stored talk and vectors were put into its database before. Ends
with an error where a backtest did not say what the run then stored. Prints tables, keeps the figures in
``bench/results`` and puts the tables into ``docs/benchmarks.md``. Run it while the machine does nothing else.
"""

from __future__ import annotations

import argparse
import asyncio
import secrets
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import httpx2

from bench import bulk, report, stored, workload
from bench.machine import load, peak_mb, resident_mb
from bench.server import Server, connected, serving
from bench.stored import Talk
from earmark import ids
from earmark.clock import now_ms
from earmark.engine import language, stretch
from earmark.engine.encoder import Encoder
from earmark.engine.stretch import Stretch
from earmark.services import accounts
from earmark.services.accounts import Preset
from earmark.services.encoders import load_encoders
from earmark.store import tables
from earmark.store.db import Database
from earmark.types import Message, Tracker

MESSAGES: Final = (100_000, 1_000_000)
#: Messages of one conversation, which are one reading.
_PER_CONVERSATION: Final = 20
_SENTENCES: Final = 1_000
_EVERY_MS: Final = 600_000
#: Backtests of each tracker, where they take seconds and where they take longer.
_BACKTESTS: Final = len(workload.MORE_PHRASES)
_BACKTESTS_OF_MANY: Final = 3
_MANY: Final = 500_000
#: Trackers that stand beside: a search compiles its own among them.
_BESIDE: Final = 20
_PHRASES: Final = 10
_POLL_S: Final = 0.02
_PATIENCE_S: Final = 600


def measure(encoders: Mapping[str, Encoder], sizes: Sequence[int] = MESSAGES) -> dict[str, Any]:
    """
    All figures.

    Args:
        sizes: How many messages are stored, one database after another.
    """
    said = _said()
    read = [stretch.read(part, encoders) for part in said]
    return {"load": load(), "sizes": [_measure_size(size, said, read, encoders) for size in sizes]}


def disagreements(told: Mapping[str, Any], run: Mapping[str, Any], again: Mapping[str, Any]) -> list[str]:
    """
    Where a backtest did not say what a run then stored.

    Args:
        told: The backtest of a draft.
        run: The first run of that draft, saved.
        again: A backtest of the same tracker after the run, compared with what is stored.
    """
    expected = {
        "messages that the run found": (run["hits_added"], told["then"]["messages"]),
        "messages that the run searched": (run["messages_done"], told["messages"]),
        "what is stored": (again["now"], told["then"]),
        "what would be stored now": (again["then"], told["then"]),
        "unchanged messages": (again["unchanged"]["count"], told["then"]["messages"]),
        "added messages": (again["added"]["count"], 0),
        "lost messages": (again["lost"]["count"], 0),
    }
    return [f"{what}: {found}, expected {wanted}" for what, (found, wanted) in expected.items() if found != wanted]


def _said() -> list[list[Message]]:
    """Sentences by conversation, each with its language, as the server would store them."""
    sentences = [f"{text.capitalize()}." for text in workload.sentences(_SENTENCES)]
    parts = [sentences[first : first + _PER_CONVERSATION] for first in range(0, _SENTENCES, _PER_CONVERSATION)]
    return [language.assigned([Message(text) for text in part]) for part in parts]


def _measure_size(
    size: int, said: Sequence[Sequence[Message]], read: Sequence[Stretch], encoders: Mapping[str, Encoder]
) -> dict[str, Any]:
    account = Preset(secrets.token_hex(32), secrets.token_hex(64))
    with tempfile.TemporaryDirectory(prefix="earmark-bench-") as scratch:
        file = Path(scratch, "earmark.db")
        began = time.perf_counter()
        account_id = asyncio.run(_made(f"sqlite:///{file}", account))
        models = {space: f"{encoder.model}/{stretch.VERSION}" for space, encoder in encoders.items()}
        bulk.insert(f"sqlite:///{file}", stored.in_batches(_talks(account_id, size, said, read, models)))
        print(f"{size:,} messages stored in {time.perf_counter() - began:.0f} s", flush=True)
        with serving(Path(scratch), account, empty=True) as server:
            return {
                "messages": size,
                "conversations": size // _PER_CONVERSATION,
                "database_mb": file.stat().st_size / 1e6,
                "start_s": server.ready_s,
                **asyncio.run(_measure_server(server, account, _BACKTESTS_OF_MANY if size > _MANY else _BACKTESTS)),
            }


async def _made(url: str, account: Preset) -> str:
    database = await Database.connect(url)
    await database.migrate()
    made = await accounts.bootstrap(database, account, now_ms())
    await database.close()
    return made.account.id


def _talks(
    account_id: str,
    size: int,
    said: Sequence[Sequence[Message]],
    read: Sequence[Stretch],
    models: Mapping[str, str],
) -> Iterator[Talk]:
    """Conversations that say the same again and again, each with what the engine reads in it."""
    begins_ms = now_ms() - size // _PER_CONVERSATION * _EVERY_MS
    for number in range(size // _PER_CONVERSATION):
        part, reading = said[number % len(said)], read[number % len(read)]
        one = stored.talk(account_id, number, begins_ms + number * _EVERY_MS, part, matched=True)
        reading_id = ids.new_id()
        one.rows[tables.readings] = [
            {
                "id": reading_id,
                "account_id": account_id,
                "conversation_id": one.conversation_id,
                "submission_id": one.submission_id,
                "first": 0,
                "messages": len(part),
                "message_ids": "\n".join(one.message_ids),
                "language": "",
                "words": "\n".join(reading.words),
            }
        ]
        one.rows[tables.message_vectors] = [
            {
                "reading_id": reading_id,
                "model": models[space],
                "dim": kept.vectors.shape[1],
                "counts": kept.counts.tobytes(),
                "vectors": kept.vectors.tobytes(),
            }
            for space, kept in reading.spaces.items()
        ]
        yield one


async def _measure_server(server: Server, account: Preset, backtests: int) -> dict[str, Any]:
    async with connected(server, account) as http:
        for one in workload.trackers(_BESIDE, _PHRASES):
            await _asked(http.post("/api/v1/trackers", json=_draft(one)))
        await _backtest(http, workload.trackers(1, 1)[0])  # compiles the others
        figures: dict[str, Any] = {"ready_mb": resident_mb(server.pid)}
        searches = [await _measure_tracker(http, tracker, backtests) for tracker in workload.IN_HISTORY]
    return {**figures, "peak_mb": peak_mb(server.pid), "searches": searches}


async def _measure_tracker(http: httpx2.AsyncClient, tracker: Tracker, backtests: int) -> dict[str, Any]:
    """Backtests of a tracker as it is edited, each with a phrase that no other had; then it is saved and run."""
    times: list[float] = []
    for phrase in workload.MORE_PHRASES[:backtests]:
        draft = replace(tracker, phrases=[*tracker.phrases, phrase])
        took_s, told = await _backtest(http, draft)
        times.append(took_s)
    saved = await _asked(http.post("/api/v1/trackers", json=_draft(draft)))
    began = time.perf_counter()
    run = await _asked(http.post(f"/api/v1/trackers/{saved['id']}/runs", json={}))
    run = await _finished(http, run["id"])
    run_s = time.perf_counter() - began
    _, again = await _backtest(http, draft, tracker_id=saved["id"])
    wrong = disagreements(told, run, again)
    if wrong:
        raise RuntimeError(f"the backtest of {tracker.name!r} and its run differ: {'; '.join(wrong)}")
    share = told["then"]["messages"] / told["messages"]
    print(
        f"{tracker.name}: backtests in {', '.join(f'{one:.2f}' for one in times)} s, run in {run_s:.1f} s",
        flush=True,
    )
    return {
        "tracker": tracker.name,
        "share": share,
        "hits": told["then"]["hits"],
        "backtests_s": sorted(times),
        "run_s": run_s,
    }


async def _backtest(
    http: httpx2.AsyncClient, tracker: Tracker, tracker_id: str | None = None
) -> tuple[float, Mapping[str, Any]]:
    """Seconds until the answer, and the answer."""
    body = {"tracker": _draft(tracker), **({} if tracker_id is None else {"tracker_id": tracker_id})}
    began = time.perf_counter()
    told = await _asked(http.post("/api/v1/backtests", json=body))
    return time.perf_counter() - began, told


async def _finished(http: httpx2.AsyncClient, run_id: str) -> Mapping[str, Any]:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        run = await _asked(http.get(f"/api/v1/runs/{run_id}"))
        if run["status"] == "completed":
            return run
        if run["status"] not in ("scheduled", "running"):
            raise RuntimeError(f"a run ended as {run['status']}: {run['failure']}")
        await asyncio.sleep(_POLL_S)
    raise TimeoutError(f"a run took longer than {_PATIENCE_S} s")


async def _asked(request: Any) -> Mapping[str, Any]:
    answer = (await request).raise_for_status()
    told: Mapping[str, Any] = answer.json()
    return told


def _draft(tracker: Tracker) -> dict[str, Any]:
    return {"name": tracker.name, "phrases": tracker.phrases, "languages": tracker.languages}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--messages", type=int, nargs="+", help=f"how many are stored; others than {MESSAGES} are only printed"
    )
    given = parser.parse_args()
    figures = measure(load_encoders(), given.messages or MESSAGES)
    if given.messages:
        report.show("history", figures)
    else:
        report.record("history", figures)


if __name__ == "__main__":
    main()
