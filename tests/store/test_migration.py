from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Inspector, inspect, text
from sqlalchemy.exc import DBAPIError

from earmark import ids
from earmark.compound import plain
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


def test_phrases_of_the_second_schema_stay_plain_text(empty_url: str) -> None:
    written = ["refund*", '"as is"', "a ~3 b", "\\x", "no money"]
    engine = sync_engine(parse_url(empty_url))
    with engine.begin() as connection:
        command.upgrade(migration.config_of(connection), "0002")
        for table, row in _rows_of_the_second_schema(written):
            connection.execute(tables.metadata.tables[table].insert().values(row))
    migration.upgrade(parse_url(empty_url))
    with engine.connect() as connection:
        tracker = connection.execute(tables.trackers.select()).one()
        version = connection.execute(tables.tracker_versions.select()).one().tracker
        inline = connection.execute(tables.submissions.select()).one().choice["inline"][0]
        found = connection.execute(text("SELECT phrase FROM hits ORDER BY id")).scalars().all()
    engine.dispose()
    now_written = ["\\refund*", '\\"as is"', "\\a ~3 b", "\\\\x", "no money"]
    assert list(map(plain, written)) == now_written
    assert tracker.phrases == version["phrases"] == inline["phrases"] == found == now_written
    assert tracker.counter_examples == version["counter_examples"] == inline["counter_examples"] == ["\\f***"]


def _rows_of_the_second_schema(phrases: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    content = {"name": "Budget", "phrases": phrases, "counter_examples": ["f***"]}
    of_account = {"account_id": "a1", "created_ms": 1}
    of_talk = of_account | {"conversation_id": "c1"}
    yield "accounts", {"id": "a1", "name": "First", "created_ms": 1, "tracker_set_version": 0}
    talk = {"id": "c1", "name": "Call", "start_ms": 1, "end_ms": 2, "kind": "meeting", "metadata": {}}
    yield "conversations", of_account | talk
    asked = {"choice": {"inline": [content], "stored": [], "all_of_account": None}, "messages": []}
    state = {"position": 0, "webhook_url": "", "language": "", "status": "completed", "failure": "", "updated_ms": 1}
    yield "submissions", of_talk | {"id": "s1"} | asked | state
    said = {"position": 0, "text": "A refund*", "start_ms": 1, "end_ms": 2, "language": ""}
    yield "messages", {"id": "m1", "account_id": "a1", "conversation_id": "c1", "submission_id": "s1"} | said
    details = {"sensitivity": 0.5, "description": "", "categories": [], "languages": [], "paused": False, "version": 3}
    yield "trackers", of_account | content | details | {"id": "t1", "updated_ms": 2}
    yield "tracker_versions", of_account | {"tracker_id": "t1", "version": 3, "tracker": content, "author": ""}
    of_message = {"message_id": "m1", "submission_id": "s1", "tracker_id": "t1", "tracker_name": "Budget"}
    found = {"tracker_version": 3, "kind": "exact", "score": 1.0, "threshold": 0.3, "start": 2, "end": 8}
    for place, phrase in enumerate(phrases):
        yield "hits", of_talk | of_message | found | {"id": f"h{place}", "phrase": phrase}


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
