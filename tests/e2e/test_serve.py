"""`earmark serve` from outside: what it prints, what it logs, and how it ends."""

from __future__ import annotations

import asyncio
import json
import shutil
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from server import READY, Server, serving
from symbl_client import SymblClient, expect, refusal

#: Holds a key too; its name is not ours, as with a server that stands in for the vendor's.
CERTIFICATE: Final = Path(__file__).parents[1] / "outbound_receiver.pem"
CERTIFIED_NAME: Final = "receiver.example"
#: Words that stand in what is said, in names and addresses, and nowhere else.
TELLTALES: Final = ("walrus", "marzipan", "quicksilver", "tangerine", "hippopotamus", "porcelain")


@dataclass(frozen=True)
class Run:
    """What one run of a server left behind."""

    output: str
    log: str
    status: int
    stopping_s: float


@dataclass(frozen=True)
class Life:
    """Two runs of a server on one data folder, and the secrets that were in play."""

    first: Run
    second: Run
    secret: str
    tokens: tuple[str, ...]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    """A first run with good and bad requests, and a second one with TLS that still knows the first one's results."""
    return asyncio.run(lived(tmp_path_factory.mktemp("life")))


async def lived(folder: Path) -> Life:
    server = Server(folder, app_id="", app_secret="")
    with serving(server):
        async with server.client() as client:
            conversation_id = await talk(client)
            tokens = [client.token]
        first = ended(server)
    server.arguments = ("--tls-cert", str(CERTIFICATE), "--tls-key", str(CERTIFICATE))
    with serving(server):
        assert server.base_url.startswith("https://127.0.0.1:")
        trust = ssl.create_default_context(cafile=CERTIFICATE)
        async with server.http(verify=trust) as http:
            over_tls = {"extensions": {"sni_hostname": CERTIFIED_NAME}}
            body = {"appId": server.app_id, "appSecret": server.app_secret}
            answer = await http.post("/oauth2/token:generate", json=body, **over_tls)
            tokens.append(expect(answer, 200)["accessToken"])
            path = f"/v1/conversations/{conversation_id}/trackers"
            found = await http.get(path, headers={"x-api-key": tokens[-1]}, **over_tls)
            assert [tracker["name"] for tracker in expect(found, 200)] == ["The marzipan tracker"]
        second = ended(server, after=first)
    return Life(first, second, server.app_secret, tuple(tokens))


async def talk(client: SymblClient) -> str:
    """Requests that hold a telltale word each, in every place where talk and names stand; some are refused."""
    tracker = {"name": "The marzipan tracker", "vocabulary": ["walrus plan"]}
    conversation_id = await client.process("Our walrus plan ends in May.", trackers=[tracker], name="Call quicksilver")
    speaker = {"name": "Ann Tangerine", "userId": "ann@tangerine.example"}
    named = {"messages": [{"payload": {"content": "Good morning."}, "from": speaker}]}
    accepted = expect(await client.ask("POST", "/v1/process/text", named), 201)
    assert await client.end_of(accepted["jobId"]) == "completed"

    async def refused(status: int, method: str, path: str, body: Any = None, **request: Any) -> None:
        refusal(await client.ask(method, path, body, **request), status)

    await refused(400, "POST", "/v1/process/text", named | {"webhookUrl": "http://127.0.0.1:9/porcelain"})
    await refused(400, "POST", "/v1/process/text", {"messages": [{"payload": {"content": 7, "x": "walrus"}}]})
    await refused(400, "POST", "/v1/process/text", content=b'{"messages": "hippopotamus')
    await refused(400, "POST", "/v1/manage/trackers", {"name": "hippopotamus", "vocabulary": ["what (not)"]})
    await refused(401, "GET", "/v1/manage/trackers?name=hippopotamus", headers={"Authorization": "Bearer no"})
    wrong = {"appId": client.app_id, "appSecret": "hippopotamus" + client.app_secret[12:]}
    refusal(await client.http.post("/oauth2/token:generate", json=wrong), 401)
    refusal(await client.http.get(f"/v1/manage/trackers?access_token={client.token}"), 401)
    return conversation_id


def ended(server: Server, after: Run | None = None) -> Run:
    began_s = time.monotonic()
    status = server.stop()
    stopping_s = time.monotonic() - began_s
    before = (len(after.output), len(after.log)) if after else (0, 0)
    return Run(server.output()[before[0] :], server.log()[before[1] :], status, stopping_s)


def test_sigterm_ends_the_server_with_status_0_within_seconds(life: Life) -> None:
    for run in (life.first, life.second):
        assert run.status == 0
        assert run.stopping_s < 8


def test_first_start_prints_the_secret_and_a_second_one_only_where_the_server_is(life: Life) -> None:
    assert life.secret in life.first.output
    assert life.second.output.splitlines() == [life.second.output.strip()]
    assert life.second.output.startswith(f"{READY}https://127.0.0.1:")


def test_preset_credentials_are_in_nothing_that_is_printed_or_logged(tmp_path: Path) -> None:
    server = Server(tmp_path)
    with serving(server):
        pass
    for secret in (server.app_id, server.app_secret):
        assert secret not in server.output() + server.log()
    assert '"$EARMARK_APP_ID"' in server.output()


def test_log_holds_no_secret_no_token_and_nothing_that_was_said(life: Life) -> None:
    for run in (life.first, life.second):
        assert "request_answered" in run.log
        for secret in (life.secret, *life.tokens, *(token.split(".")[2] for token in life.tokens)):
            assert secret not in run.log
        assert [word for word in TELLTALES if word in run.log.lower()] == []


def test_log_is_a_json_object_a_line_where_no_terminal_looks_on(life: Life) -> None:
    events = [json.loads(line)["event"] for line in life.first.log.splitlines()]
    assert {"server_ready", "submission_accepted", "submission_matched", "request_answered"} <= {*events}


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl to paste it to")
async def test_curl_line_of_a_first_start_shows_results_when_it_is_pasted(curl_line: str) -> None:
    pasted = await asyncio.to_thread(subprocess.run, ["bash", "-c", curl_line], capture_output=True, timeout=30)
    assert pasted.returncode == 0, pasted.stderr
    assert {tracker["name"] for tracker in json.loads(pasted.stdout)} == {"Intro", "Negative Phrases", "Leads"}


def test_taken_port_is_told_in_one_line(fresh_server: Server, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "earmark", "serve", "--data", str(tmp_path), "--port", str(fresh_server.port)]
    refused = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert refused.returncode == 1
    assert refused.stdout == ""
    [line] = refused.stderr.splitlines()
    assert f"port {fresh_server.port}" in line
    assert "--port" in line
