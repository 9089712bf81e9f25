"""The tests' own Postgres server: one for each run (for each worker under pytest-xdist).

Every test that asks gets a database of its own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Final

import pytest
from bench.postgres import MISSING, PostgresServer, find_binaries

_ROOM_BYTES: Final = 1 << 30
# A test's data need not survive a power cut.
_SETTINGS: Final = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_connections": "100",
    "shared_buffers": "32MB",
}


def _roomy_folder() -> str:
    """Memory, where a database is made eight times as fast, if there is enough of it (containers often have 64 MB).

    Not TMPDIR, which may be a long path, or one where the server's user cannot get.
    """
    memory = "/dev/shm"
    fits = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= _ROOM_BYTES
    return memory if fits else "/tmp"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The test run's own Postgres server. Fails, and does not skip, where none can be started."""
    binaries = find_binaries(os.environ.get("PATH", os.defpath))
    if binaries is None:
        pytest.fail(MISSING)
    server = PostgresServer(binaries, _roomy_folder(), _SETTINGS)
    try:
        server.make_template()
        yield server
    finally:
        server.stop()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of an empty database that this test alone uses."""
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)


@pytest.fixture
def migrated_postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """As `postgres_url`, with earmark's tables in it."""
    url = postgres_server.create_migrated_database()
    yield url
    postgres_server.drop_database(url)
