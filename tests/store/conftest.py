"""A migrated database of each kind, and rows to begin with."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from earmark.store import accounts, conversations, migration, submissions
from earmark.store.db import Database
from earmark.store.engines import parse_url
from earmark.types import (
    Account,
    AccountId,
    Conversation,
    ConversationId,
    Submission,
    SubmissionId,
    SubmittedMessage,
    TrackerChoice,
)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "earmark.db"
    migration.upgrade(parse_url(f"sqlite:///{file}"))
    return file


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables, on each backend in turn."""
    if request.param == "postgres":
        url: str = request.getfixturevalue("postgres_url")
        return url
    return f"sqlite:///{tmp_path / 'earmark.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a migrated database, on each backend in turn."""
    if request.param == "postgres":
        url: str = request.getfixturevalue("migrated_postgres_url")
        return url
    file = shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "earmark.db")
    return f"sqlite:///{file}"


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    database = await Database.connect(migrated_url)
    yield database
    await database.close()


@pytest.fixture
async def account(database: Database) -> Account:
    account = Account(AccountId("1000000000000001"), "First", created_ms=1)
    async with database.begin() as db:
        await accounts.add(db, account)
    return account


@pytest.fixture
async def other_account(database: Database, account: Account) -> Account:
    other = Account(AccountId("1000000000000002"), "Second", created_ms=2)
    async with database.begin() as db:
        await accounts.add(db, other)
    return other


@pytest.fixture
async def conversation(database: Database, account: Account) -> Conversation:
    conversation = Conversation(
        ConversationId("2000000000000001"), account.id, "Renewal", 1_000, 2_000, metadata={"agent": "a17"}, created_ms=5
    )
    async with database.begin() as db:
        await conversations.add(db, conversation)
    return conversation


@pytest.fixture
async def submission(database: Database, conversation: Conversation) -> Submission:
    submission = Submission(
        SubmissionId("9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d"),
        conversation.account_id,
        conversation.id,
        (SubmittedMessage("Hi there."),),
        TrackerChoice(all_of_account=True),
        created_ms=10,
        updated_ms=10,
    )
    async with database.begin() as db:
        await submissions.add(db, submission)
    return submission
