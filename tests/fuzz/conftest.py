"""An account that has one of everything, so that requests get past the look-up of what they are about."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

import httpx2
import pytest
from fastapi import FastAPI

from app_in_process import signed_up, started
from earmark.config import load_settings
from earmark.engine.encoder import Encoder
from symbl_client import SymblClient, expect


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
async def app(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, encoders: Mapping[str, Encoder]
) -> AsyncIterator[FastAPI]:
    """The application on each kind of database: what one stores, the other may not know how to."""
    url = ""
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_server").create_database()
    settings = load_settings(data=tmp_path_factory.mktemp("fuzz"), empty=True, database_url=url)
    async with started(settings, encoders) as app:
        yield app
    if url:
        request.getfixturevalue("postgres_server").drop_database(url)


@pytest.fixture(scope="module")
async def account(app: FastAPI, http: httpx2.AsyncClient) -> SymblClient:
    return await signed_up(app.state.deps, http)


@pytest.fixture(scope="module")
async def known(account: SymblClient) -> Mapping[str, str]:
    return await made_known(account)


async def made_known(account: SymblClient) -> dict[str, str]:
    """One of everything; by name of a path's parameter what it may be."""
    tracker = await account.create("Plan", "subscription plan")
    speaker = {"name": "Ana", "userId": "ana@example.com"}
    message = {"payload": {"content": "Our subscription plan ends in May."}, "from": speaker}
    accepted = expect(await account.ask("POST", "/v1/process/text", {"messages": [message]}), 201)
    await account.end_of(accepted["jobId"])
    conversation = accepted["conversationId"]
    run = expect(await account.ask("POST", f"/api/v1/trackers/{tracker['id']}/runs", {}), 202)
    receiver = expect(await account.ask("POST", "/api/v1/webhooks/listen", {"events": ["hit.created"]}), 201)
    delivery = expect(await account.ask("POST", f"/api/v1/webhooks/{receiver['id']}/test"), 202)
    return {
        "tracker_id": tracker["id"],
        "version": "1",
        "conversation_id": conversation,
        "job_id": accepted["jobId"],
        "member_id": (await account.get(f"/v1/conversations/{conversation}/members"))["members"][0]["id"],
        "hit_id": (await account.get("/api/v1/hits"))["hits"][0]["id"],
        "run_id": run["id"],
        "receiver_id": receiver["id"],
        "delivery_id": delivery["id"],
    }
