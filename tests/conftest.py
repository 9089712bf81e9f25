"""Fixtures that every test may use."""

from __future__ import annotations

import pytest

#: `postgres_url` and its kin; `shared_server` and its account.
pytest_plugins = ["postgres", "server"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Coroutines under test run on asyncio, as the server does."""
    return "asyncio"
