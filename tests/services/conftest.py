"""What services are handed, with a real database and real jobs, and encoders of our own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from earmark.clock import now_ms
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE
from earmark.jobs import Jobs
from earmark.outbound import Outbound
from earmark.services import accounts
from earmark.services.deps import Deps, Options
from earmark.services.matchers import MatcherCache
from earmark.store.db import Database
from earmark.types import AccountId
from fakes import FakeEncoder


@pytest.fixture(params=["sqlite", "postgres"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated database, of each kind in turn."""
    if request.param == "postgres":
        database = await Database.connect(request.getfixturevalue("migrated_postgres_url"))
    else:
        database = await Database.connect(f"sqlite:///{tmp_path}/earmark.db")
        await database.migrate()
    yield database
    await database.close()


@pytest.fixture
async def deps(database: Database, tmp_path: Path) -> AsyncIterator[Deps]:
    """Jobs are not launched: a test that needs them registers its workflows first."""
    booted = await accounts.bootstrap(database, None, now_ms())
    with ThreadPoolExecutor(2) as threads:
        jobs = Jobs(f"sqlite:///{tmp_path}/jobs.db", executor_id="test")
        yield Deps(
            db=database,
            jobs=jobs,
            encoders={space: FakeEncoder(space) for space in (ENGLISH_SPACE, MULTILINGUAL_SPACE)},
            matchers=MatcherCache(1_000),
            outbound=Outbound(allow_private=True),
            threads=threads,
            now_ms=now_ms,
            keys=booted.keys,
            options=Options(),
        )
        await jobs.close()


@pytest.fixture
async def account_id(deps: Deps) -> AccountId:
    booted = await accounts.bootstrap(deps.db, None, now_ms())
    return booted.account.id
