"""Events in a terminal: a real server, a real command, and Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from standardwebhooks import Webhook

from cli.conftest import Run, sentence_of
from server import Server
from symbl_client import SymblClient, expect
from webhook_receiver import receiving

TRACKER = {"name": "Pricing", "vocabulary": ["how much does it cost"]}


@dataclass
class Listener:
    """A command that listens; *told* is what it said before."""

    told: str
    out: asyncio.StreamReader

    async def line(self) -> str:
        return (await asyncio.wait_for(self.out.readline(), 30)).decode().rstrip("\n")


@asynccontextmanager
async def listening(server: Server, *more: str) -> AsyncIterator[Listener]:
    """The command while it runs; at the end somebody presses Ctrl-C."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "earmark", "webhooks", "listen", "--server", server.base_url, *more),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | {"EARMARK_APP_ID": server.app_id, "EARMARK_APP_SECRET": server.app_secret},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        told = ""
        while "Ctrl-C" not in told:
            told += (await asyncio.wait_for(process.stderr.readline(), 60)).decode()
        yield Listener(told, process.stdout)
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 30) == 0
        assert await process.stderr.read() == b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def listeners_of(served: SymblClient) -> list[str]:
    """The receivers of the log's newest deliveries that still exist."""
    found = (await served.get("/api/v1/webhooks/deliveries"))["deliveries"]
    return [one["receiver_id"] for one in found]


async def test_events_are_printed_one_a_line_and_ctrl_c_leaves_nothing_behind(
    shared_server: Server, served: SymblClient
) -> None:
    async with listening(shared_server) as listener:
        conversation_id = await served.process("How much does it cost?\nSay.", trackers=[TRACKER], name="Renewal")
        hit, completed = await listener.line(), await listener.line()
        assert await listeners_of(served) != []
    assert re.fullmatch(rf"\S+Z  hit\.created  {conversation_id}  Pricing  '.*How much does it cost\?.*'", hit)
    assert completed.endswith(f"conversation.completed  {conversation_id}  Renewal  2 messages, 1 hits")
    assert await listeners_of(served) == []


async def test_names_reach_a_terminal_without_marks_that_it_would_obey(
    shared_server: Server, served: SymblClient
) -> None:
    speaker = {"payload": {"content": "How much does it cost?"}, "from": {"name": "Ana \u202egnp"}}
    tracker = TRACKER | {"name": "Pricing \u2066x"}
    async with listening(shared_server) as listener:
        body = {"name": "Renewal \u202etxt.exe été", "messages": [speaker], "trackers": [tracker]}
        expect(await served.ask("POST", "/v1/process/text", body), 201)
        hit, completed = await listener.line(), await listener.line()
    assert "Pricing \\u2066x  Ana \\u202egnp: " in hit
    assert "Renewal \\u202etxt.exe été  1 messages" in completed


async def test_only_what_is_asked_for_is_printed(shared_server: Server, served: SymblClient) -> None:
    async with listening(shared_server, "--events", "conversation.completed") as listener:
        await served.process("How much does it cost?", trackers=[TRACKER])
        assert "  conversation.completed  " in await listener.line()


async def test_event_is_forwarded_signed_with_the_secret_that_is_shown(
    shared_server: Server, served: SymblClient
) -> None:
    async with receiving(500, 200) as receiver, listening(shared_server, "--forward-to", receiver.url) as listener:
        await served.process("How much does it cost?", trackers=[TRACKER])
        assert (await listener.line()).endswith("  -> 500")
        assert (await listener.line()).endswith("  -> 200")
    secret = re.findall(r"signed with (whsec_\S+)", listener.told)[0]
    for content, headers in zip(receiver.contents, receiver.headers, strict=True):
        Webhook(secret).verify(content, headers)
    assert [body["type"] for body in receiver.bodies] == ["hit.created", "conversation.completed"]


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["--events", "hit.deleted"], "--events"),
        (["--forward-to", "file:///tmp"], "--forward-to"),
        ([], "--app-id"),
    ],
)
def test_wrong_option_is_named_before_anybody_is_asked(run: Run, arguments: list[str], option: str) -> None:
    result = run("webhooks", "listen", *arguments)
    assert result.exit_code == 2
    assert sentence_of(result).startswith(f'"{option}" ')
