"""The real server: a process of its own on a free port, spoken to over real sockets, killed where a test wants it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx2
import pytest

from earmark import ids
from earmark.config import PREFIX
from symbl_client import SymblClient, expect

READY: Final = "earmark is ready at "
#: A busy machine reads two models in this time, and loads Python first.
_START_S: Final = 60.0
_STOP_S: Final = 20.0


@dataclass
class Server:
    """
    One data folder and the process that serves it now.

    Attributes:
        folder: Holds the data, and what all runs wrote to standard output and standard error.
        arguments: Of `earmark serve`, beside data and port.
        environment: Settings, with their prefix.
        app_id, app_secret: Preset; where they are empty the server invents some, and these are what it printed.
        base_url: As the server told it.
    """

    folder: Path
    arguments: tuple[str, ...] = ("--empty",)
    environment: Mapping[str, str] = field(default_factory=dict)
    app_id: str = field(default_factory=ids.new_app_id)
    app_secret: str = field(default_factory=ids.new_app_secret)
    base_url: str = ""
    port: int = 0
    _process: subprocess.Popen[bytes] = field(init=False, repr=False)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    def output(self) -> str:
        """What all runs wrote to standard output."""
        return (self.folder / "stdout").read_text(encoding="utf-8")

    def told(self, pattern: str) -> str:
        """What the pattern's group stands for in the output."""
        found = re.search(pattern, self.output())
        assert found, self.output()
        return found[1]

    def log(self) -> str:
        """What all runs wrote to standard error."""
        return (self.folder / "stderr").read_text(encoding="utf-8")

    def start(self) -> None:
        """Start on the same data and port as before, and wait until the server says that it is ready."""
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "earmark", "serve", "--data", str(self.data), "--port", str(self.port)]
        with (self.folder / "stdout").open("ab") as stdout, (self.folder / "stderr").open("ab") as stderr:
            told = stdout.tell()
            self._process = subprocess.Popen(
                [*command, *self.arguments], stdout=stdout, stderr=stderr, env=self._environment()
            )
        deadline_s = time.monotonic() + _START_S
        while READY not in (said := self.output()[told:]) or not said.endswith("\n"):
            if self._process.poll() is not None or time.monotonic() > deadline_s:
                self.kill()
                raise AssertionError(f"the server did not start:\n{self.log()[-3_000:]}")
            time.sleep(0.02)
        if not self.app_id:
            self.app_id, self.app_secret = self.told(r"app id +(\w+)"), self.told(r"app secret +(\w+)")
        self.base_url = said.rpartition(READY)[2].strip()
        self.port = int(self.base_url.rpartition(":")[2])

    def kill(self) -> None:
        """SIGKILL: the process can write nothing any more."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """SIGTERM; the status with which the process ends in time."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the server did not stop:\n{self.log()[-3_000:]}") from None

    @contextlib.asynccontextmanager
    async def http(self, **options: object) -> AsyncIterator[httpx2.AsyncClient]:
        """A client without a token, which waits as long as a busy machine takes."""
        async with httpx2.AsyncClient(base_url=self.base_url, trust_env=False, timeout=30, **options) as http:
            yield http

    @contextlib.asynccontextmanager
    async def client(self) -> AsyncIterator[SymblClient]:
        """The server's one account, with a fresh token."""
        async with self.http() as http:
            body = {"type": "application", "appId": self.app_id, "appSecret": self.app_secret}
            token = expect(await http.post("/oauth2/token:generate", json=body), 200)["accessToken"]
            yield SymblClient(http, self.app_id, self.app_secret, token)

    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        models = {name: value for name, value in os.environ.items() if name == f"{PREFIX}MODELS_DIR"}
        preset = {f"{PREFIX}APP_ID": self.app_id, f"{PREFIX}APP_SECRET": self.app_secret} if self.app_id else {}
        return inherited | models | preset | dict(self.environment)


@contextlib.contextmanager
def serving(server: Server) -> Iterator[Server]:
    """*server*, started; whatever happens to a test, no process is left."""
    server.start()
    try:
        yield server
        if server.runs:
            assert server.stop() == 0, server.log()[-3_000:]
    finally:
        server.kill()


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that leave nothing behind which another could see, but conversations."""
    server = Server(tmp_path_factory.mktemp("server"), environment={f"{PREFIX}ALLOW_PRIVATE_WEBHOOKS": "true"})
    with serving(server):
        yield server


@pytest.fixture
async def served(shared_server: Server) -> AsyncIterator[SymblClient]:
    """The shared server's account."""
    async with shared_server.client() as client:
        yield client
