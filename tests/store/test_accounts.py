from __future__ import annotations

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
        await accounts.add_credential(db, credential)
    async with database.read() as db:
        assert await accounts.credential(db, "a" * 64) == credential
        assert await accounts.credential(db, "A" * 64) is None


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
