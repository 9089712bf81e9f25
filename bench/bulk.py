"""Rows by the hundred thousand, straight into the tables: what the services would take hours to store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import psycopg
from sqlalchemy import JSON, Table

from earmark.store.engines import sqlite_file

#: By table rows that all have the same columns; what a row lacks takes the column's default.
Rows: TypeAlias = Mapping[Table, Sequence[Mapping[str, Any]]]


def insert(url: str, batches: Iterable[Rows]) -> None:
    """
    Store rows, and let the database learn what it holds, as Postgres does by itself within a minute.

    Nothing is checked, not even that what a row refers to exists.

    Args:
        url: Of a migrated database.
        batches: Each is stored in one transaction.
    """
    file = sqlite_file(url)
    if file is None:
        _into_postgres(url, batches)
    else:
        _into_sqlite(file, batches)


def _into_sqlite(file: Path, batches: Iterable[Rows]) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA synchronous = OFF")
        for batch in batches:
            with db:
                for table, rows in batch.items():
                    places = ", ".join("?" * len(rows[0]))
                    db.executemany(f"INSERT INTO {_target(table, rows)} VALUES ({places})", _values(table, rows))
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _into_postgres(url: str, batches: Iterable[Rows]) -> None:
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("SET session_replication_role = replica")  # no checks of foreign keys
        for batch in batches:
            with db.transaction(), db.cursor() as cursor:
                for table, rows in batch.items():
                    with cursor.copy(f"COPY {_target(table, rows)} FROM STDIN".encode()) as copy:
                        for values in _values(table, rows):
                            copy.write_row(values)
        db.execute("VACUUM ANALYZE")


def _target(table: Table, rows: Sequence[Mapping[str, Any]]) -> str:
    columns = ", ".join(f'"{name}"' for name in rows[0])
    return f'"{table.name}" ({columns})'


def _values(table: Table, rows: Sequence[Mapping[str, Any]]) -> Iterator[list[Any]]:
    as_json = [isinstance(table.c[name].type, JSON) for name in rows[0]]
    for row in rows:
        yield [json.dumps(value) if is_json else value for value, is_json in zip(row.values(), as_json, strict=True)]
