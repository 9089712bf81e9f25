"""The command line in this process, where the models are loaded once, and in a process of its own."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from earmark.cli import app
from earmark.clock import now_ms
from earmark.services import accounts
from earmark.services.accounts import Bootstrap
from earmark.store.db import Database

Run = Callable[..., Result]
Spawn = Callable[..., "subprocess.Popen[bytes]"]

TRACKERS = """
- name: Budget
  vocabulary: [I don't have any money, We ran out of budget]
- name: Farewell
  vocabulary: [See you tomorrow, Goodbye]
"""


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder and no setting but those that a test makes."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("EARMARK_") and name != "EARMARK_MODELS_DIR"]:
        monkeypatch.delenv(name)
    for name in ("NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture
def run() -> Run:
    """Run a command line in this process, with what it reads from standard input."""

    def run(*arguments: str | Path, given: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(one) for one in arguments], input=given)

    return run


@pytest.fixture
def spawn() -> Spawn:
    """Start a command line in a process of its own, with all three streams piped unless told otherwise."""

    def spawn(*arguments: str | Path, before: Sequence[str] = (), **options: Any) -> subprocess.Popen[bytes]:
        piped = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        command = [*before, sys.executable, "-m", "earmark", *map(str, arguments)]
        return subprocess.Popen(command, **{**piped, **options})

    return spawn


@pytest.fixture
def first_app_id(tmp_path: Path) -> str:
    """The only app id of an account without trackers, in the database that commands find when they are told nothing."""

    async def boot() -> Bootstrap:
        database = await Database.connect(f"sqlite:///{tmp_path}/data/earmark.db")
        try:
            await database.migrate()
            return await accounts.bootstrap(database, None, now_ms())
        finally:
            await database.close()

    (tmp_path / "data").mkdir()
    made = asyncio.run(boot()).made
    assert made is not None
    return made.app_id


@pytest.fixture
def trackers(tmp_path: Path) -> Path:
    """A file with two trackers."""
    path = tmp_path / "trackers.yaml"
    path.write_text(TRACKERS, encoding="utf-8")
    return path


def sentence_of(result: Result) -> str:
    """What a failed command says, which is one line and no trace."""
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith("earmark: ")
    assert result.stderr.count("\n") == 1
    return result.stderr.removeprefix("earmark: ").rstrip("\n")
