from __future__ import annotations

import asyncio
import re
import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from earmark.errors import Busy, InvalidField, Unavailable
from earmark.store import accounts
from earmark.store.db import Database
from earmark.types import Account, AccountId

PASSWORD = "hunter2-and-more"


async def test_what_was_written_before_an_error_is_undone(database: Database) -> None:
    async def write_and_fail() -> None:
        async with database.begin() as db:
            await accounts.add(db, Account(AccountId("1"), "Undone", created_ms=1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()
    async with database.read() as db:
        assert await accounts.first(db) is None


async def test_a_read_transaction_cannot_write(database: Database, account: Account) -> None:
    with pytest.raises((DBAPIError, Unavailable)):
        async with database.read() as db:
            await accounts.bump_tracker_set(db, account.id)
    async with database.read() as db:
        assert await accounts.tracker_set_version(db, account.id) == 0


async def test_a_read_transaction_sees_one_state_although_another_writes(database: Database, account: Account) -> None:
    async with database.read() as early:
        assert await accounts.tracker_set_version(early, account.id) == 0
        async with database.begin() as db:
            await accounts.bump_tracker_set(db, account.id)
        assert await accounts.tracker_set_version(early, account.id) == 0
    async with database.read() as late:
        assert await accounts.tracker_set_version(late, account.id) == 1


async def test_twenty_tasks_that_read_and_then_write_do_not_disturb_each_other(
    database: Database, migrated_url: str, account: Account
) -> None:
    second = await Database.connect(migrated_url)  # as another process would

    async def write(through: Database) -> None:
        for _ in range(5):
            async with through.begin() as db:
                await accounts.tracker_set_version(db, account.id)
                await accounts.bump_tracker_set(db, account.id)

    try:
        await asyncio.gather(*(write(through) for through in [database, second] * 10))
    finally:
        await second.close()
    async with database.read() as db:
        assert await accounts.tracker_set_version(db, account.id) == 100


async def test_more_readers_than_connections_all_get_their_turn(database: Database, account: Account) -> None:
    async def read() -> Account | None:
        async with database.read() as db:
            await asyncio.sleep(0.01)
            return await accounts.first(db)

    assert await asyncio.gather(*(read() for _ in range(40))) == [account] * 40


async def test_a_cancelled_write_leaves_the_database_usable(database: Database, account: Account) -> None:
    async def write_and_wait() -> None:
        async with database.begin() as db:
            await accounts.bump_tracker_set(db, account.id)
            await asyncio.sleep(60)

    writing = asyncio.create_task(write_and_wait())
    await asyncio.sleep(0.1)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    async with database.begin() as db:
        assert await accounts.tracker_set_version(db, account.id) == 0


async def test_the_text_of_an_engine_error_shows_no_parameters(database: Database) -> None:
    async with database.begin() as db:
        with pytest.raises(DBAPIError) as raised:
            await db.execute(text("SELECT * FROM nowhere WHERE said = :said"), {"said": "what people said"})
        await db.rollback()
    assert "what people said" not in str(raised.value)


async def test_sqlite_runs_in_wal_mode_with_foreign_keys(tmp_path: Path) -> None:
    database = await Database.connect(f"sqlite:///{tmp_path / 'earmark.db'}")
    async with database.begin() as db:
        pragmas = {
            name: (await db.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    await database.close()
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 30_000}


async def test_two_transactions_that_wait_for_each_other_are_told_to_try_again(
    migrated_postgres_url: str,
) -> None:
    database = await Database.connect(migrated_postgres_url)
    first, second = AccountId("1"), AccountId("2")
    async with database.begin() as db:
        await accounts.add(db, Account(first, "First", 1))
        await accounts.add(db, Account(second, "Second", 2))
    met = asyncio.Barrier(2)

    async def hold(one: AccountId, other: AccountId) -> None:
        async with database.begin() as db:
            await db.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
            await accounts.bump_tracker_set(db, one)
            await met.wait()
            await accounts.bump_tracker_set(db, other)

    ends = await asyncio.gather(hold(first, second), hold(second, first), return_exceptions=True)
    await database.close()
    assert sorted(type(end).__name__ for end in ends) == ["Busy", "NoneType"]


async def test_a_lost_connection_is_replaced(migrated_postgres_url: str) -> None:
    database = await Database.connect(migrated_postgres_url)
    cut_connections(migrated_postgres_url)
    async with database.read() as db:
        assert await accounts.first(db) is None
    await database.close()


async def test_a_connection_lost_within_a_transaction_is_unavailable(migrated_postgres_url: str) -> None:
    database = await Database.connect(migrated_postgres_url)

    async def read() -> None:
        async with database.read() as db:
            cut_connections(migrated_postgres_url)
            await accounts.first(db)

    with pytest.raises(Unavailable):
        await read()
    await database.close()


def cut_connections(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as administrator:
        administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "earmark.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:earmark.db?mode=memory&uri=true",
        f"mysql://user:{PASSWORD}@host/name",
        f"postgresql://user:{PASSWORD}@host",
        f"postgresql://user:{PASSWORD}@host:port/name",
        f"user:{PASSWORD}@host/name",
    ],
)
async def test_a_wrong_url_is_refused_without_repeating_its_password(url: str) -> None:
    with pytest.raises(InvalidField) as raised:
        await Database.connect(url)
    assert raised.value.field == "database_url"
    assert PASSWORD not in str(raised.value)


@pytest.mark.parametrize("query", [f"?password={PASSWORD}", ""])
async def test_a_server_that_does_not_answer_is_named_without_the_password(query: str, free_tcp_port: int) -> None:
    with pytest.raises(Unavailable, match=f"127.0.0.1:{free_tcp_port}/name cannot be used") as raised:
        await Database.connect(f"postgresql://user:{PASSWORD}@127.0.0.1:{free_tcp_port}/name{query}")
    assert PASSWORD not in str(raised.value)


async def test_a_database_that_does_not_exist_on_the_server_is_named(postgres_url: str) -> None:
    with pytest.raises(Unavailable, match='"nowhere" does not exist'):
        await Database.connect(re.sub(r"/database_\d+", "/nowhere", postgres_url))


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=f"folder {tmp_path / 'missing'} does not exist"):
        await Database.connect(f"sqlite:///{tmp_path / 'missing' / 'earmark.db'}")


async def test_a_file_that_is_no_database_is_unavailable_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "earmark.db"
    file.write_text("a shopping list, much longer than the header of a database would be" * 30)
    before = file.read_bytes()
    with pytest.raises(Unavailable, match="not a database"):
        await Database.connect(f"sqlite:///{file}")
    assert file.read_bytes() == before


async def test_a_write_lock_that_another_process_keeps_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("earmark.store.engines.WAIT_S", 0)
    url = f"sqlite:///{tmp_path / 'earmark.db'}"
    database = await Database.connect(url)
    other = sqlite3.connect(tmp_path / "earmark.db", isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy):
            async with database.begin():
                pass
    finally:
        other.close()
        await database.close()
