"""What keeps a server from starting is one sentence, and Ctrl-C ends it without a trace."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Spawn
from earmark.cli.serve import listen

CERTIFICATE = Path(__file__).parents[1] / "outbound_receiver.pem"


def start(spawn: Spawn, folder: Path, *arguments: str, **environment: str) -> Any:
    changed = os.environ | environment
    return spawn("serve", "--data", folder / "data", "--port", "0", "--empty", *arguments, env=changed)


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (["--data", "file"], 1, "The data folder file cannot be used: File exists."),
        (["--database-url", "nonsense:hidden"], 2, '"database_url" is not a URL; write'),
        (["--database-url", "postgresql://u:hidden@127.0.0.1:1/x"], 1, "The database 127.0.0.1:1/x cannot be used:"),
        (["--database-url", "sqlite:////no/such/folder/a.db"], 1, "The database's folder /no/such/folder does not"),
        (["--port", "70000"], 2, "EARMARK_PORT should be less than or equal to 65535"),
        (["--host", "host.invalid"], 1, "Cannot listen on host.invalid port 0: "),
        (["--tls-cert", "file"], 2, "EARMARK_TLS_CERT and EARMARK_TLS_KEY go together"),
        (["--tls-cert", "none.pem", "--tls-key", "file"], 1, "The TLS file none.pem does not exist."),
        (["--tls-cert", "file", "--tls-key", "file"], 1, "The certificate file with the key file cannot be used"),
    ],
)
def test_what_keeps_a_server_from_starting_is_told_in_one_sentence(
    arguments: list[str], exit_code: int, said: str, spawn: Spawn, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    process = start(spawn, tmp_path, *arguments, EARMARK_LOG_LEVEL="error")
    printed, told = process.communicate(timeout=60)
    assert told.decode().startswith(f"earmark: {said}")
    assert told.count(b"\n") == 1
    assert b"hidden" not in told
    assert (process.returncode, printed) == (exit_code, b"")


def test_a_connection_sends_the_body_of_an_answer_without_waiting_for_the_head_to_be_acknowledged() -> None:
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_models_that_are_missing_and_cannot_be_fetched_keep_a_server_from_starting(
    spawn: Spawn, tmp_path: Path
) -> None:
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
    process = start(spawn, tmp_path, EARMARK_MODELS_DIR=str(tmp_path / "models"), **nowhere)
    fetching, told = process.communicate(timeout=60)[1].decode().splitlines()
    assert fetching.startswith("Fetching ")
    assert "PIP_INDEX_URL" in told
    assert process.returncode == 1


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_ends_a_server_cleanly_however_often_it_is_pressed(times: int, spawn: Spawn, tmp_path: Path) -> None:
    process = start(spawn, tmp_path)
    while b"earmark is ready at " not in process.stdout.readline():
        assert process.poll() is None
    for _ in range(times):
        process.send_signal(signal.SIGINT)
    printed, log = process.communicate(timeout=60)
    assert (process.returncode, printed) == (0, b"")
    assert b"Traceback" not in log


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="nothing tells which files a process has open")
def test_a_signal_while_the_database_opens_is_not_lost(spawn: Spawn, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    database = sqlite3.connect(tmp_path / "data" / "earmark.db", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("BEGIN IMMEDIATE")  # the server waits for its turn to write
    process = start(spawn, tmp_path)
    while not any(path.endswith("earmark.db") for path in open_files(process.pid)):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    database.execute("ROLLBACK")
    database.close()
    printed, log = process.communicate(timeout=60)
    assert (process.returncode, printed) == (0, b"")
    assert b"Traceback" not in log


def open_files(process: int) -> list[str]:
    found = []
    for link in Path(f"/proc/{process}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            found.append(str(link.readlink()))
    return found
