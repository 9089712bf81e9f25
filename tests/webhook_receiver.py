"""A real HTTP server on a free port that keeps what it is sent and answers as it is told."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

#: In the place of a status: the connection is reset, or nothing is ever answered.
RESET: Final = -1
SILENCE: Final = -2


@dataclass
class WebhookReceiver:
    """
    *statuses* are given one by one; the last one again and again.

    Attributes:
        bodies, contents: What came, as JSON and as the bytes that it was.
        answer_headers: What every answer carries.
    """

    statuses: list[int] = field(default_factory=lambda: [200])
    bodies: list[Any] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answer_headers: dict[str, str] = field(default_factory=dict)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?key=1"

    async def received(self, count: int) -> list[Any]:
        for _ in range(1_000):
            if len(self.bodies) >= count:
                return self.bodies
            await asyncio.sleep(0.01)
        raise AssertionError(f"{count} calls were expected, {self.bodies} came")

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A caller that is killed in the middle has not called.
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            await self._answer(reader, writer)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = [line.partition(": ") for line in head.splitlines()[1:] if line]
        headers = {name.lower(): value for name, _, value in lines}
        content = await reader.readexactly(int(headers["content-length"]))
        self.headers.append(headers)
        self.contents.append(content)
        self.bodies.append(json.loads(self.contents[-1]))
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        if status == RESET:
            # With no time to linger, closing sends a reset.
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
            return
        if status == SILENCE:
            await reader.read()  # until the caller gives up
        else:
            told = "".join(f"{name}: {value}\r\n" for name, value in self.answer_headers.items())
            writer.write(f"HTTP/1.1 {status} So\r\ncontent-length: 0\r\nconnection: close\r\n{told}\r\n".encode())
            await writer.drain()
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def receiving(*statuses: int) -> AsyncIterator[WebhookReceiver]:
    receiver = WebhookReceiver(list(statuses) or [200])
    server = await asyncio.start_server(receiver.answer, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    async with server:
        yield receiver
