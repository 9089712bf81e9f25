"""A real server to measure: ``earmark serve`` in a process of its own, spoken to over HTTP on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx2
import numpy as np

from earmark.services.accounts import Preset

#: The longest that a client waits for an answer.
_PATIENCE_S: Final = 600


@dataclass(frozen=True, slots=True)
class Server:
    pid: int
    url: str
    ready_s: float


@contextmanager
def serving(data: Path, account: Preset, *, empty: bool, database_url: str = "") -> Iterator[Server]:
    """
    A server on a folder of its own; ended when the block is left.

    Args:
        empty: Without starter trackers and sample.
        database_url: Of another database than the one in its folder.
    """
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    given = {
        "EARMARK_APP_ID": account.app_id,
        "EARMARK_APP_SECRET": account.app_secret,
        "EARMARK_LOG_LEVEL": "warning",
        "EARMARK_DATABASE_URL": database_url,
    }
    command = [sys.executable, "-m", "earmark", "serve", "--port", str(port), "--data", str(data)]
    log = data / "serve.log"
    data.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *(["--empty"] if empty else [])], env=os.environ | given, stdout=output, stderr=output
        )
    try:
        _wait_until_ready(process, url, log)
        yield Server(process.pid, url, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@asynccontextmanager
async def connected(server: Server, account: Preset) -> AsyncIterator[httpx2.AsyncClient]:
    """A client with an access token."""
    async with httpx2.AsyncClient(base_url=server.url, timeout=_PATIENCE_S, trust_env=False) as http:
        body = {"type": "application", "appId": account.app_id, "appSecret": account.app_secret}
        answer = (await http.post("/oauth2/token:generate", json=body)).raise_for_status()
        http.headers["Authorization"] = f"Bearer {answer.json()['accessToken']}"
        yield http


def spread_ms(times_s: Sequence[float]) -> dict[str, float]:
    """Median and 99th percentile of times in seconds, in milliseconds."""
    p50, p99 = np.percentile(times_s, [50, 99])
    return {"p50": 1_000 * float(p50), "p99": 1_000 * float(p99)}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    with httpx2.Client(trust_env=False, timeout=5) as http:
        while process.poll() is None:
            try:
                if http.get(f"{url}/health/ready").status_code == 200:
                    return
            except httpx2.TransportError:
                pass  # it does not listen yet
            time.sleep(0.01)
    raise RuntimeError(f"the server ended at once: {log.read_text(errors='replace')[-2_000:]}")
