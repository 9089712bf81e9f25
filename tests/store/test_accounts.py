from __future__ import annotations

from dataclasses import replace

import pytest

from earmark.errors import Conflict
from earmark.store import accounts
from earmark.store.db import Database
from earmark.types import Account, AccountId, Credential


async def test_a_fresh_database_has_no_first_account(database: Database) -> None:
    async with database.read() as db:
        assert await accounts.first(db) is None


async def test_the_first_account_is_the_oldest(database: Database, account: Account, other_account: Account) -> None:
    async with database.read() as db:
        assert await accounts.first(db) == account


async def test_a_credential_leads_to_its_account(database: Database, account: Account) -> None:
    credential = Credential("a" * 64, account.id, bytes(range(32)), created_ms=3)
    async with database.begin() as db:
        await accounts.put_credential(db, credential)
    async with database.read() as db:
        assert await accounts.credential(db, "a" * 64) == credential
        assert await accounts.credential(db, "A" * 64) is None


async def test_a_credential_put_again_has_the_new_secret(database: Database, account: Account) -> None:
    async with database.begin() as db:
        await accounts.put_credential(db, Credential("a" * 64, account.id, b"old", created_ms=3))
        await accounts.put_credential(db, Credential("a" * 64, account.id, b"new", created_ms=4))
    async with database.read() as db:
        assert await accounts.credential(db, "a" * 64) == Credential("a" * 64, account.id, b"new", created_ms=3)


async def test_a_credential_of_another_account_cannot_be_taken_over(
    database: Database, account: Account, other_account: Account
) -> None:
    mine = Credential("a" * 64, account.id, b"mine", created_ms=3)
    async with database.begin() as db:
        await accounts.put_credential(db, mine)
        with pytest.raises(Conflict):
            await accounts.put_credential(db, replace(mine, account_id=other_account.id, secret_hash=b"theirs"))
    async with database.read() as db:
        assert await accounts.credential(db, "a" * 64) == mine


async def test_the_tracker_set_version_is_counted_per_account(
    database: Database, account: Account, other_account: Account
) -> None:
    async with database.begin() as db:
        await accounts.bump_tracker_set(db, account.id)
        await accounts.bump_tracker_set(db, account.id)
        await accounts.bump_tracker_set(db, other_account.id)
    async with database.read() as db:
        assert await accounts.tracker_set_version(db, account.id) == 2
        assert await accounts.tracker_set_version(db, other_account.id) == 1
        assert await accounts.tracker_set_version(db, AccountId("unknown")) == 0
