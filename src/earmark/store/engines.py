"""From a database URL to SQLAlchemy engines: drivers, pools, SQLite's pragmas and transactions."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from earmark.errors import InvalidField, Unavailable
from earmark.privatefile import keep_private

SQLITE: Final = "sqlite"
POSTGRES: Final = "postgresql"

#: A function of every SQLite connection: the lower case of all scripts. SQLite's own knows that of ASCII.
SQLITE_LOWER: Final = "unicode_lower"

#: Seconds that a transaction waits for its turn: for a pooled connection, for SQLite's one write lock.
WAIT_S: Final = 30

_CONNECT_TIMEOUT_S: Final = 10
_POSTGRES_CONNECTIONS: Final = 10
_SQLITE_READERS: Final = 5
_FORMS: Final = "sqlite:///path/earmark.db or postgresql://user:password@host:5432/name"

# Error texts of the engine never show parameters: they hold what people said.
_OPTIONS: Final[dict[str, Any]] = {
    "hide_parameters": True,
    "json_serializer": partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
}


def parse_url(text: str) -> URL:
    """
    The URL of a SQLite file or of a Postgres database, with the scheme `SQLITE` or `POSTGRES`.

    Raises:
        InvalidField: any other URL. The sentence repeats nothing of it, since it may hold a password.
        Unavailable: the folder of the SQLite file does not exist.
    """
    url = _checked_url(text)
    if url.drivername == SQLITE:
        folder = Path(str(url.database)).resolve().parent
        if not folder.is_dir():
            raise Unavailable(f"The database's folder {folder} does not exist. Create it, or choose another.")
    return url


def sqlite_file(text: str) -> Path | None:
    """
    The file that a URL names; None for another database.

    Raises:
        InvalidField: as `parse_url`.
    """
    url = _checked_url(text)
    return Path(str(url.database)) if url.drivername == SQLITE else None


def _checked_url(text: str) -> URL:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise InvalidField("database_url", f"is not a URL; write {_FORMS}") from None
    if url.drivername == SQLITE:
        if not url.database or url.database == ":memory:" or url.host or url.query:
            raise InvalidField("database_url", "must name a file, as in sqlite:///path/earmark.db")
        return url
    if url.drivername in (POSTGRES, "postgres"):
        if not url.database:
            raise InvalidField("database_url", "must end in the database's name, as in postgresql://host/name")
        return url.set(drivername=POSTGRES)
    raise InvalidField("database_url", f"must begin with sqlite or postgresql; write {_FORMS}")


def place_of(url: URL) -> str:
    """Where the database is, fit for logs and error sentences: no user, no password."""
    if url.drivername == SQLITE:
        return str(url.database)
    host = url.host or url.query.get("host") or "localhost"
    return f"{host}:{url.port or url.query.get('port') or 5432}/{url.database}"


def async_engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """Two engines, one whose transactions write and one whose transactions cannot."""
    if url.drivername == SQLITE:
        keep_private(Path(str(url.database)))
        # One writer: whoever wants to write waits in the pool's queue, in order, instead of polling SQLite's lock.
        return _sqlite_engine(url, writes=True, connections=1), _sqlite_engine(
            url, writes=False, connections=_SQLITE_READERS
        )
    engine = create_async_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=_POSTGRES_CONNECTIONS,
        max_overflow=0,
        pool_timeout=WAIT_S,
        pool_pre_ping=True,  # the server may have been restarted since
        connect_args=_postgres_arguments(url),
        **_OPTIONS,
    )
    return engine, engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def sync_engine(url: URL) -> Engine:
    """An engine that writes, for use outside an event loop."""
    if url.drivername == SQLITE:
        keep_private(Path(str(url.database)))
        engine = create_engine(url, poolclass=NullPool, **_OPTIONS)
        _set_up_sqlite(engine, writes=True)
        return engine
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        poolclass=NullPool,
        connect_args=_postgres_arguments(url),
        **_OPTIONS,
    )


def _sqlite_engine(url: URL, *, writes: bool, connections: int) -> AsyncEngine:
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"),
        pool_size=connections,
        max_overflow=0,
        pool_timeout=WAIT_S,
        **_OPTIONS,
    )
    _set_up_sqlite(engine.sync_engine, writes=writes)
    return engine


def _set_up_sqlite(engine: Engine, *, writes: bool) -> None:
    pragmas = [f"busy_timeout = {WAIT_S * 1000}", "foreign_keys = ON", "synchronous = NORMAL"]
    pragmas.append("journal_mode = WAL" if writes else "query_only = ON")
    # A write transaction takes the write lock at once: one that begins by reading and then wants to write is
    # refused without waiting ("database is locked") when another wrote in between.
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver begins no transactions of its own
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        connection.create_function(SQLITE_LOWER, 1, str.lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _postgres_arguments(url: URL) -> dict[str, Any]:
    return {} if "connect_timeout" in url.query else {"connect_timeout": _CONNECT_TIMEOUT_S}
