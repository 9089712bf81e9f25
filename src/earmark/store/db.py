"""The database: one SQLite file or one Postgres database, behind the same few verbs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self, TypeAlias

from sqlalchemy import Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from earmark.store import migration
from earmark.store.engines import POSTGRES, async_engines, parse_url, place_of, sqlite_file
from earmark.store.faults import told_plainly

#: What every query function takes first: a connection inside a transaction.
Connection: TypeAlias = AsyncConnection


class Database:
    """
    Transactions and migrations of one database. Belongs to the event loop that uses it first.

    A fault of the database leaves every method as `errors.Busy` (try again) or `errors.Unavailable`.
    """

    def __init__(self, url: URL, writing: AsyncEngine, reading: AsyncEngine) -> None:
        self._url = url
        self._writing = writing
        self._reading = reading

    @classmethod
    async def connect(cls, url: str) -> Self:
        """
        Open the database and see that it answers. A SQLite file is made when there is none.

        Args:
            url: ``sqlite:///path/earmark.db`` or ``postgresql://user:password@host:5432/name``.

        Raises:
            InvalidField: *url* has another form.
            Unavailable: nothing usable is there.
        """
        parsed = parse_url(url)
        writing, reading = async_engines(parsed)
        database = cls(parsed, writing, reading)
        try:
            for transaction in (database.begin, database.read):
                async with transaction() as db:
                    await db.execute(text("SELECT 1"))
        except BaseException:
            await database.close()
            raise
        return database

    @staticmethod
    def file_of(url: str) -> Path | None:
        """
        The SQLite file that *url* names, which need not be there; None for another database.

        Raises:
            InvalidField: *url* has another form.
        """
        return sqlite_file(url)

    @property
    def place(self) -> str:
        """Where the database is, fit for logs: no user, no password."""
        return place_of(self._url)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Connection]:
        """
        A transaction that may write: committed at the end, undone when an error leaves it.

        On SQLite it holds the only write lock, so keep it short, and never open a second one inside it.
        """
        with told_plainly(self._url):
            async with self._writing.begin() as db:
                yield db

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        """A transaction that sees one state of the database throughout and cannot write."""
        with told_plainly(self._url):
            async with self._reading.begin() as db:
                yield db

    async def migrate(self) -> None:
        """
        Bring the schema to `latest_version`. Several processes may do so at once.

        Raises:
            Unavailable: the database cannot be reached, or was made by a newer program.
        """
        await asyncio.to_thread(migration.upgrade, self._url)

    async def schema_version(self) -> str | None:
        """The schema's version; None before the first migration."""
        async with self.read() as db:
            return await db.run_sync(migration.version_of)

    @staticmethod
    def latest_version() -> str:
        """The schema version that this program works with."""
        return migration.latest_version()

    async def close(self) -> None:
        """Close every connection. Transactions must have ended."""
        await self._reading.dispose()
        await self._writing.dispose()


def insert_into(db: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, which both databases spell alike and SQLAlchemy keeps apart."""
    return postgresql.insert(table) if db.dialect.name == POSTGRES else sqlite.insert(table)
