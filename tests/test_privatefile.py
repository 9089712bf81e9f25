"""The modes of SQLite files, also in a folder that everybody may read."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from earmark.jobs import Jobs
from earmark.privatefile import keep_private
from earmark.store.db import Database

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that everybody may read, and a mask that lets new files be read too."""
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    before = os.umask(0o022)
    yield folder
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    return {file.name: oct(file.stat().st_mode & 0o777) for file in folder.iterdir()}


async def test_the_database_and_its_log_are_their_owners_alone(folder: Path) -> None:
    database = await Database.connect(f"sqlite:///{folder}/earmark.db")
    await database.migrate()
    found = modes(folder)
    await database.close()
    assert found == dict.fromkeys(("earmark.db", "earmark.db-wal", "earmark.db-shm"), "0o600")


async def test_the_jobs_and_their_log_are_their_owners_alone(folder: Path) -> None:
    jobs = Jobs(f"sqlite:///{folder}/jobs.db", executor_id="test")
    await jobs.launch()
    found = modes(folder)
    await jobs.close()
    assert found == dict.fromkeys(("jobs.db", "jobs.db-wal", "jobs.db-shm"), "0o600")


async def test_files_that_others_could_read_are_taken_from_them_at_the_next_start(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "earmark.db")) as earlier:
        earlier.execute("PRAGMA journal_mode = WAL")
        earlier.execute("CREATE TABLE said (text)")
        assert set(modes(folder).values()) == {"0o644"}
        assert len(modes(folder)) == 3
        await (await Database.connect(f"sqlite:///{folder}/earmark.db")).close()
        assert set(modes(folder).values()) == {"0o600"}


def test_what_is_in_a_file_stays_and_so_do_the_rights_of_its_owner(folder: Path) -> None:
    file = folder / "a.db"
    file.write_bytes(b"held")
    file.chmod(0o444)
    keep_private(file)
    assert (file.read_bytes(), modes(folder)) == (b"held", {"a.db": "0o400"})


def test_the_file_behind_a_link_is_made(folder: Path) -> None:
    (folder / "link.db").symlink_to(folder / "a.db")
    keep_private(folder / "link.db")
    assert (folder / "a.db").stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_be_made_is_left_to_whoever_opens_it(folder: Path) -> None:
    keep_private(folder / "missing" / "a.db")
    assert modes(folder) == {}


def test_locks_of_a_database_that_is_open_in_this_process_outlast_it(folder: Path) -> None:
    file = folder / "a.db"
    begin = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        file.chmod(0o644)
        keep_private(file)
        other = subprocess.run([sys.executable, "-c", begin, file], capture_output=True, text=True, timeout=60)
    assert "database is locked" in other.stderr
