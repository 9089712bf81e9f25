"""The real application within the test's process, with the real encoders; every test speaks for accounts of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from earmark import ids, security
from earmark.app import create_app
from earmark.clock import now_ms
from earmark.config import Settings, load_settings
from earmark.engine.encoder import Encoder
from earmark.services.deps import Deps
from earmark.store import accounts
from earmark.types import Account, AccountId, Credential
from symbl_client import SymblClient, expect


@asynccontextmanager
async def started(settings: Settings, encoders: Mapping[str, Encoder]) -> AsyncIterator[FastAPI]:
    """The application, once it is ready."""
    app = create_app(settings, encoders=lambda _: encoders)
    async with app.router.lifespan_context(app):
        await app.state.startup.finished.wait()
        assert app.state.startup.failure is None
        yield app


@pytest.fixture(scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory, encoders: Mapping[str, Encoder]) -> AsyncIterator[FastAPI]:
    # Not for the whole session: a process can run the jobs of one server at a time.
    settings = load_settings(data=tmp_path_factory.mktemp("api"), empty=True, allow_private_webhooks=True)
    async with started(settings, encoders) as app:
        yield app


@pytest.fixture(scope="module")
async def http(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://earmark") as http:
        yield http


@pytest.fixture
def deps(app: FastAPI) -> Deps:
    found: Deps = app.state.deps
    return found


async def signed_up(deps: Deps, http: httpx2.AsyncClient) -> SymblClient:
    account = Account(AccountId(ids.new_id()), "test", now_ms())
    app_id, app_secret = ids.new_app_id(), ids.new_app_secret()
    hashed = security.hash_secret(app_secret, deps.keys.pepper)
    async with deps.db.begin() as db:
        await accounts.add(db, account)
        await accounts.put_credential(db, Credential(app_id, account.id, hashed, now_ms()))
    answer = await http.post("/oauth2/token:generate", json={"appId": app_id, "appSecret": app_secret})
    return SymblClient(http, app_id, app_secret, expect(answer, 200)["accessToken"])


@pytest.fixture
async def client(deps: Deps, http: httpx2.AsyncClient) -> SymblClient:
    return await signed_up(deps, http)


@pytest.fixture
async def stranger(deps: Deps, http: httpx2.AsyncClient) -> SymblClient:
    """Another account of the same server."""
    return await signed_up(deps, http)


@pytest.fixture
def set_options(app: FastAPI, deps: Deps) -> Iterator[Callable[..., None]]:
    """Run the routes under other settings for one test."""

    def set_options(**changed: Any) -> None:
        app.state.deps = replace(deps, options=replace(deps.options, **changed))

    yield set_options
    app.state.deps = deps
