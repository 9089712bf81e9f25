"""The tests' own Postgres server."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest
from bench.postgres import MISSING, PostgresServer, find_binaries


def installation(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


def test_the_newest_server_is_found_in_the_search_path_or_where_debian_puts_it(tmp_path: Path) -> None:
    installed = tmp_path / "postgresql"
    newest = installation(installed / "17" / "bin", "17.2 (Debian 17.2-1)")
    installation(installed / "9" / "bin", "9.6.24")
    elsewhere = installation(tmp_path / "elsewhere", "16.1")
    assert find_binaries(str(elsewhere), installed) == newest
    assert find_binaries(str(elsewhere), tmp_path / "nothing") == elsewhere


def test_a_link_in_the_search_path_leads_to_the_installation(tmp_path: Path) -> None:
    real, linked = installation(tmp_path / "real", "15.9"), tmp_path / "linked"
    linked.mkdir()
    (linked / "initdb").symlink_to(real / "initdb")
    assert find_binaries(str(linked), tmp_path / "nothing") == real


@pytest.mark.parametrize("version", ["14.9", "9.6.24", "no number"])
def test_an_unusable_server_is_as_good_as_none_and_the_package_is_named(tmp_path: Path, version: str) -> None:
    installation(tmp_path / "bin", version)
    assert find_binaries(f"{tmp_path / 'bin'}{os.pathsep}", tmp_path / "nothing") is None
    assert "package is called postgresql" in MISSING


def test_databases_of_one_server_are_apart_and_can_be_dropped(postgres_server: PostgresServer) -> None:
    one, other = postgres_server.create_database(), postgres_server.create_database()
    with psycopg.connect(one) as connection:
        connection.execute("CREATE TABLE only_here (x integer)")
    with psycopg.connect(other) as connection:
        assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)
    for url in (one, other):
        postgres_server.drop_database(url)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(one)
