from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Inspector, inspect, text
from sqlalchemy.exc import DBAPIError

from earmark import ids
from earmark.errors import Unavailable
from earmark.store import migration, tables
from earmark.store.db import Database
from earmark.store.engines import parse_url, sync_engine
from earmark.types import Tracker, TrackerId

MIGRATE = """
import asyncio, sys
from earmark.store.db import Database

async def main():
    database = await Database.connect(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()
    await database.migrate()
    await database.close()

asyncio.run(main())
"""


async def test_migrating_leads_from_nothing_to_the_latest_version(empty_url: str) -> None:
    database = await Database.connect(empty_url)
    assert await database.schema_version() is None
    await database.migrate()
    assert await database.schema_version() == Database.latest_version()
    await database.migrate()  # nothing left to do
    await database.close()


def test_processes_that_start_at_once_in_any_folder_migrate_one_after_the_other(empty_url: str, tmp_path: Path) -> None:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    started = [
        subprocess.Popen([sys.executable, "-c", MIGRATE, empty_url], cwd=tmp_path, text=True, **pipes) for _ in range(4)
    ]
    for process in started:
        assert process.stdout is not None
        process.stdout.readline()  # connected: from here they run at the same time
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    ends = [(process.communicate()[1], process.returncode) for process in started]
    assert ends == [("", 0)] * 4


async def test_a_schema_of_a_newer_program_is_refused(database: Database) -> None:
    async with database.begin() as db:
        await db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable, match="Install the newer earmark"):
        await database.migrate()


def test_a_failed_migration_leaves_nothing_behind(empty_url: str) -> None:
    engine = sync_engine(parse_url(empty_url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE hits (x INTEGER)"))  # in the way of the last table
    with pytest.raises(DBAPIError):
        migration.upgrade(parse_url(empty_url))
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["hits"]
    engine.dispose()


def test_the_migrated_schema_is_that_of_the_tables(migrated_url: str) -> None:
    engine = sync_engine(parse_url(migrated_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()


def test_a_migrated_and_a_freshly_made_schema_have_the_same_parts(empty_url: str) -> None:
    engine = sync_engine(parse_url(empty_url))
    with engine.begin() as connection:
        tables.metadata.create_all(connection)
        fresh = _parts(connection)
        tables.metadata.drop_all(connection)
    migration.upgrade(parse_url(empty_url))
    with engine.connect() as connection:
        assert _parts(connection) == fresh
    engine.dispose()


def _parts(connection: Connection) -> dict[str, Any]:
    inspector = inspect(connection)
    return {name: _of(inspector, name) for name in inspector.get_table_names() if name != "alembic_version"}


def _of(inspector: Inspector, table: str) -> dict[str, Any]:
    return {
        # By name: a column that a migration adds stands last.
        "columns": sorted(
            ({**column, "type": str(column["type"])} for column in inspector.get_columns(table)),
            key=lambda column: str(column["name"]),
        ),
        "primary key": inspector.get_pk_constraint(table),
        "foreign keys": sorted(inspector.get_foreign_keys(table), key=lambda key: str(key["name"])),
        "unique": sorted(inspector.get_unique_constraints(table), key=lambda key: str(key["name"])),
        "indexes": sorted(inspector.get_indexes(table), key=lambda index: str(index["name"])),
    }


def test_hits_of_the_first_schema_are_known_by_what_was_found_and_trackers_by_their_version(empty_url: str) -> None:
    engine = sync_engine(parse_url(empty_url))
    with engine.begin() as connection:
        config = migration.config_of(connection)
        command.upgrade(config, "0001")
        for statement in OLD_ROWS:
            connection.execute(text(statement))
    migration.upgrade(parse_url(empty_url))
    with engine.connect() as connection:
        found = connection.execute(text("SELECT id, phrase, tracker_version FROM hits ORDER BY phrase")).all()
        versions = connection.execute(text("SELECT tracker_id, version, author FROM tracker_versions")).all()
        tracker = connection.execute(tables.tracker_versions.select()).one().tracker
        options = connection.execute(tables.submissions.select()).one().options
    engine.dispose()
    assert found == [
        (ids.hit_id("m1", "t1", "no funds"), "no funds", 1),
        (ids.hit_id("m1", "t1", "no money"), "no money", 3),
    ]
    assert versions == [("t1", 3, "")]
    assert Tracker(**tracker) == Tracker(
        "Budget", ["no money"], id=TrackerId("t1"), version=3, created_ms=1, updated_ms=2
    )
    assert options is None


NEWEST = {"no funds": 1, "no money": 3}
OLD_HITS = (("h1", 1, "no money"), ("h3", 3, "no money"), ("h2", 2, "no money"), ("h4", 1, "no funds"))
OLD_ROWS = (
    "INSERT INTO accounts VALUES ('a1', 'First', 1, 0)",
    "INSERT INTO conversations VALUES ('c1', 'a1', 'Call', 1, 2, 'meeting', '{}', 1)",
    "INSERT INTO submissions VALUES ('s1', 'a1', 'c1', 0, '[]', '{}', '', '', 'completed', '', 1, 1, 1, 1)",
    "INSERT INTO messages VALUES ('m1', 'a1', 'c1', 's1', 0, 'We have no money.', NULL, 1, 2, '')",
    "INSERT INTO trackers VALUES ('t1', 'a1', 'Budget', '[\"no money\"]', '[]', 0.5, '', '[]', '[]', 3, 1, 2)",
    *(
        f"INSERT INTO hits VALUES ('{name}', 'a1', 'c1', 'm1', 's1', 't1', 'Budget', {version}, '{phrase}', 'exact', "
        "1.0, 0.3, NULL, 8, 16, 1)"
        for name, version, phrase in (
            ("h1", 1, "no money"),
            ("h3", 3, "no money"),
            ("h2", 2, "no money"),
            ("h4", 1, "no funds"),
        )
    ),
)
