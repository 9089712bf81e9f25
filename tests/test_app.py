"""Starting and restarting the whole server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI

from earmark.app import Startup, create_app
from earmark.config import Settings, SettingsInvalid, load_settings
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE, Encoder
from earmark.errors import ModelMissing, Unavailable
from earmark.services.accounts import Preset
from fakes import FakeEncoder
from symbl_client import expect, refusal

APP_ID, APP_SECRET = "i" * 64, "s" * 128


def fake_encoders(_: Path | None) -> Mapping[str, Encoder]:
    return {space: FakeEncoder(space) for space in (ENGLISH_SPACE, MULTILINGUAL_SPACE)}


@contextlib.asynccontextmanager
async def started(app: FastAPI) -> AsyncIterator[tuple[httpx2.AsyncClient, Startup]]:
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://earmark") as http,
    ):
        await app.state.startup.finished.wait()
        yield http, app.state.startup


async def token_of(http: httpx2.AsyncClient, app_id: str, app_secret: str) -> dict[str, str]:
    answer = await http.post("/oauth2/token:generate", json={"appId": app_id, "appSecret": app_secret})
    return {"x-api-key": expect(answer, 200)["accessToken"]}


async def test_fresh_account_holds_starter_trackers_and_a_processed_sample(tmp_path: Path) -> None:
    settings = load_settings(data=tmp_path, app_id=APP_ID, app_secret=APP_SECRET)
    async with started(create_app(settings, encoders=fake_encoders)) as (http, startup):
        headers = await token_of(http, APP_ID, APP_SECRET)
        trackers = expect(await http.get("/v1/manage/trackers", headers=headers), 200)["trackers"]
        assert {tracker["name"] for tracker in trackers} == {"Intro", "Negative Phrases", "Leads"}
        path = startup.curl_line.split(" ")[2].removeprefix("http://127.0.0.1:8750")
        assert len(expect(await http.get(path, headers=headers), 200)) == 3


async def test_credentials_are_told_before_the_sample_is_processed(tmp_path: Path) -> None:
    told: list[tuple[Preset, set[str]]] = []

    def tell(made: Preset) -> None:
        told.append((made, {*app.state.health.parts}))

    app = create_app(load_settings(data=tmp_path), encoders=fake_encoders, tell_credentials=tell)
    async with started(app) as (http, _):
        ((made, parts),) = told
        assert "sample" not in parts
        await token_of(http, made.app_id, made.app_secret)
    async with started(create_app(load_settings(data=tmp_path), encoders=fake_encoders, tell_credentials=tell)):
        assert len(told) == 1


async def test_preset_credentials_are_told_nobody_again(tmp_path: Path) -> None:
    told: list[Preset] = []
    settings = load_settings(data=tmp_path, empty=True, app_id=APP_ID, app_secret=APP_SECRET)
    async with started(create_app(settings, encoders=fake_encoders, tell_credentials=told.append)) as (_, startup):
        assert told == []
        assert APP_ID not in startup.curl_line
        assert APP_SECRET not in startup.curl_line
        assert '"$EARMARK_APP_SECRET"' in startup.curl_line


async def test_empty_leaves_both_out(tmp_path: Path) -> None:
    settings = load_settings(data=tmp_path, empty=True, app_id=APP_ID, app_secret=APP_SECRET)
    async with started(create_app(settings, encoders=fake_encoders)) as (http, startup):
        headers = await token_of(http, APP_ID, APP_SECRET)
        assert expect(await http.get("/v1/manage/trackers", headers=headers), 200) == {"trackers": []}
        assert "/v1/manage/trackers" in startup.curl_line


async def test_restart_keeps_everything_and_has_nothing_to_try_again(tmp_path: Path) -> None:
    settings = load_settings(data=tmp_path, empty=True, app_id=APP_ID, app_secret=APP_SECRET)
    tracker = {"name": "X", "vocabulary": ["x"]}
    async with started(create_app(settings, encoders=fake_encoders)) as (http, startup):
        assert startup.curl_line
        headers = await token_of(http, APP_ID, APP_SECRET)
        expect(await http.post("/v1/manage/trackers", json=tracker, headers=headers), 200)
    async with started(create_app(settings, encoders=fake_encoders)) as (http, startup):
        assert startup.curl_line == ""
        # A token of before the restart still holds.
        trackers = expect(await http.get("/v1/manage/trackers", headers=headers), 200)["trackers"]
        assert [one["name"] for one in trackers] == ["X"]


async def test_server_runs_on_postgres_alone(tmp_path: Path, postgres_url: str) -> None:
    settings = load_settings(data=tmp_path / "unused", database_url=postgres_url, app_id=APP_ID, app_secret=APP_SECRET)
    async with started(create_app(settings, encoders=fake_encoders)) as (http, startup):
        assert startup.failure is None
        headers = await token_of(http, APP_ID, APP_SECRET)
        assert len(expect(await http.get("/v1/manage/trackers", headers=headers), 200)["trackers"]) == 3
    assert not (tmp_path / "unused").exists()


async def test_server_answers_that_it_is_not_ready_while_the_models_load(tmp_path: Path) -> None:
    go = threading.Event()

    def slow_encoders(folder: Path | None) -> Mapping[str, Encoder]:
        go.wait()
        return fake_encoders(folder)

    app = create_app(load_settings(data=tmp_path, empty=True), encoders=slow_encoders)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://earmark") as http,
    ):
        expect(await http.get("/health/live"), 200)
        assert "models" in expect(await http.get("/health/ready"), 503)["message"]
        refusal(await http.post("/oauth2/token:generate", json={"appId": "x", "appSecret": "x"}), 503)
        go.set()
        await app.state.startup.finished.wait()
        expect(await http.get("/health/ready"), 200)


async def test_missing_models_are_told_and_the_next_start_is_the_first(tmp_path: Path) -> None:
    def no_encoders(_: Path | None) -> Mapping[str, Encoder]:
        raise ModelMissing("A model is missing. Run `earmark models get`.")

    settings = load_settings(data=tmp_path, empty=True)
    async with started(create_app(settings, encoders=no_encoders)) as (http, startup):
        assert isinstance(startup.failure, ModelMissing)
        assert "earmark models get" in expect(await http.get("/health/ready"), 503)["message"]
        expect(await http.get("/health/live"), 200)
    async with started(create_app(settings, encoders=fake_encoders)) as (_, startup):
        assert startup.failure is None
        assert startup.curl_line


@pytest.mark.parametrize("given", ["data", "database_url"])
async def test_database_that_cannot_be_opened_ends_the_start_with_a_sentence(tmp_path: Path, given: str) -> None:
    (tmp_path / "file").touch()
    wrong = {"data": tmp_path / "file" / "data", "database_url": "postgresql://127.0.0.1:1/none"}
    app = create_app(load_settings(**{given: wrong[given]}), encoders=fake_encoders)
    with pytest.raises(Unavailable, match=r"cannot be (made|used)"):
        async with app.router.lifespan_context(app):
            pass
    assert app.state.startup.finished.is_set()
    assert isinstance(app.state.startup.failure, Unavailable)


async def test_shutdown_while_the_models_load_is_clean(tmp_path: Path) -> None:
    go = threading.Event()

    def slow_encoders(folder: Path | None) -> Mapping[str, Encoder]:
        go.wait()
        return fake_encoders(folder)

    app = create_app(load_settings(data=tmp_path, empty=True), encoders=slow_encoders)
    async with app.router.lifespan_context(app):
        await asyncio.sleep(0.05)
    go.set()


def test_factory_refuses_wrong_settings_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARMARK_PORT", "none")
    with pytest.raises(SettingsInvalid, match="EARMARK_PORT"):
        create_app()


def test_secret_does_not_show() -> None:
    assert APP_SECRET not in repr(Startup(curl_line=f"curl {APP_SECRET}"))


@contextlib.asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[FastAPI]:
    """On a real socket, as the command line does it."""
    app = create_app(settings, encoders=fake_encoders)
    server = uvicorn.Server(uvicorn.Config(app, port=settings.port, log_config=None))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    await app.state.startup.finished.wait()
    try:
        yield app
    finally:
        server.should_exit = True
        await serving


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl to paste it to")
@pytest.mark.parametrize("preset", [{}, {"app_id": APP_ID, "app_secret": APP_SECRET}], ids=["invented", "preset"])
async def test_curl_line_works_when_it_is_pasted(tmp_path: Path, preset: dict[str, str]) -> None:
    async with served(load_settings(data=tmp_path, port=free_port(), **preset)) as app:
        line = app.state.startup.curl_line
        assert "\n" not in line
        shell = os.environ | {f"EARMARK_{name.upper()}": value for name, value in preset.items()}
        pasted = await asyncio.to_thread(subprocess.run, ["sh", "-c", line], capture_output=True, check=True, env=shell)
        detected: list[dict[str, Any]] = json.loads(pasted.stdout)
        assert {tracker["name"] for tracker in detected} == {"Intro", "Negative Phrases", "Leads"}


async def test_body_above_the_limit_is_413_on_a_real_connection(tmp_path: Path) -> None:
    settings = load_settings(data=tmp_path, port=free_port(), empty=True, app_id=APP_ID, app_secret=APP_SECRET)
    async with served(settings), httpx2.AsyncClient(base_url=settings.base_url, trust_env=False) as http:
        headers = await token_of(http, APP_ID, APP_SECRET)

        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(64):
                yield b" " * 65_536

        for content in (b" " * 2_000_000, chunks()):
            refusal(await http.post("/v1/manage/trackers", content=content, headers=headers), 413)
        expect(await http.get("/v1/manage/trackers", headers=headers), 200)
