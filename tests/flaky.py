"""A server that fails by a script, over a real socket."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

TOKEN_PATH: Final = "/oauth2/token:generate"


@dataclass(frozen=True)
class Reply:
    """An answer; status 0 resets the connection instead, after the request was read."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


RESET: Final = Reply(0)


@dataclass(frozen=True)
class Asked:
    """A request that came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Flaky:
    """
    Replies are given one by one, the last one again and again. Tokens are given out by themselves.

    Attributes:
        lifetime_s: Of the tokens, as the server tells it.
        asked: What came, without the requests for tokens.
        tokens: How many were given out.
    """

    replies: list[Reply] = field(default_factory=list)
    lifetime_s: int = 3_600
    asked: list[Asked] = field(default_factory=list)
    tokens: int = 0
    url: str = ""

    def next_reply(self, asked: Asked) -> Reply:
        if asked.path == TOKEN_PATH:
            self.tokens += 1
            return Reply(body={"accessToken": f"token-{self.tokens}", "expiresIn": self.lifetime_s})
        self.asked.append(asked)
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    def keys(self) -> list[str]:
        """The idempotency keys of what came."""
        return [one.headers["idempotency-key"] for one in self.asked]


@contextmanager
def flaky_server() -> Iterator[Flaky]:
    flaky = Flaky()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            reply = flaky.next_reply(Asked(self.command, self.path, headers, body))
            if not reply.status:
                # With no time to linger, closing sends a reset.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.wfile = open("/dev/null", "wb")  # noqa: SIM115 - the handler flushes and closes it
                self.close_connection = True
                return
            content = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            for name, value in {"content-length": str(len(content)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - names of the standard library

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])  # seconds between its looks whether to end
    thread.start()
    flaky.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield flaky
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
