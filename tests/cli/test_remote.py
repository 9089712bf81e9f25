"""A command and a server that answers by a script, over a real socket."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from earmark.cli.remote import Remote, connect
from earmark.errors import CredentialsRejected, InvalidField, NotFound, Unavailable
from earmark.errors import Invalid as Refused


class Script(BaseHTTPRequestHandler):
    """Gives out tokens in turn; `answers` are taken one by one by every other request."""

    answers: ClassVar[list[tuple[int, Any]]]
    tokens: ClassVar[list[str]]
    seen: ClassVar[list[tuple[str, str, str]]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path != "/oauth2/token:generate":
            self.reply(*self.answers.pop(0))
        elif body["appSecret"] == "secret":
            self.reply(200, {"accessToken": self.tokens.pop(0)})
        else:
            self.reply(401, {"message": "no"})

    def do_GET(self) -> None:
        self.seen.append((self.command, self.path, self.headers["authorization"]))
        self.reply(*self.answers.pop(0))

    def reply(self, status: int, body: Any) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def script() -> Iterator[tuple[str, type[Script]]]:
    class Told(Script):
        answers: ClassVar[list[tuple[int, Any]]] = []
        tokens: ClassVar = ["first", "second"]
        seen: ClassVar[list[tuple[str, str, str]]] = []

    server = ThreadingHTTPServer(("127.0.0.1", 0), Told)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", Told
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def remote(script: tuple[str, type[Script]]) -> Iterator[Remote]:
    with connect(script[0], "app", "secret") as remote:
        yield remote


def test_request_carries_the_token_and_its_options(script: tuple[str, type[Script]], remote: Remote) -> None:
    script[1].answers += [(200, {"trackers": []})]
    assert remote.request("GET", "/api/v1/trackers", params={"limit": 1}).json() == {"trackers": []}
    assert script[1].seen == [("GET", "/api/v1/trackers?limit=1", "Bearer first")]


def test_token_that_ran_out_is_replaced(script: tuple[str, type[Script]], remote: Remote) -> None:
    script[1].answers += [(401, {"detail": "Token validation failed."}), (200, {"id": "1"})]
    assert remote.request("GET", "/api/v1/trackers/1").json() == {"id": "1"}
    assert [seen[2] for seen in script[1].seen] == ["Bearer first", "Bearer second"]


def test_wrong_secret_is_told_when_it_signs_in(script: tuple[str, type[Script]]) -> None:
    with pytest.raises(CredentialsRejected):
        connect(script[0], "app", "other")


@pytest.mark.parametrize(
    ("status", "body", "kind", "sentence"),
    [
        (409, {"detail": "A tracker named 'X' already exists."}, Refused, "A tracker named 'X' already exists."),
        (404, {"detail": "No such tracker."}, NotFound, "No such tracker."),
        (400, {"message": "The body is not JSON."}, Refused, "The body is not JSON."),
        (
            400,
            {"detail": "Wrong.", "errors": [{"field": "phrases[3]", "detail": "must be a string"}]},
            Refused,
            'Wrong.; "phrases[3]" must be a string',
        ),
        (
            400,
            {"detail": '"url" is wrong', "errors": [{"field": "url", "detail": "is wrong"}]},
            Refused,
            '"url" is wrong',
        ),
        (503, {"message": "The server is still starting."}, Unavailable, "The server is still starting."),
        (500, b"<html>", Unavailable, "The server answered 500."),
        (400, ["odd"], Refused, "The server answered 400."),
    ],
)
def test_refusal_is_told_in_the_words_of_the_server(
    script: tuple[str, type[Script]], remote: Remote, status: int, body: Any, kind: type[Exception], sentence: str
) -> None:
    script[1].answers += [(status, body)]
    with pytest.raises(kind) as caught:
        remote.request("GET", "/x")
    assert str(caught.value) == sentence


def test_server_that_is_down_is_told_with_its_address_and_the_option() -> None:
    with pytest.raises(Unavailable, match=r"http://127\.0\.0\.1:1 cannot be reached: start it, .* --server\."):
        connect("http://127.0.0.1:1", "app", "secret")


@pytest.mark.parametrize(
    ("server", "app_id", "app_secret", "option"),
    [
        ("http://127.0.0.1:1", "", "s", "--app-id"),
        ("http://127.0.0.1:1", "a", "", "--app-secret"),
        ("127.0.0.1:8750", "a", "s", "--server"),
        ("ftp://earmark", "a", "s", "--server"),
        ("http://", "a", "s", "--server"),
    ],
)
def test_missing_or_wrong_option_is_named(server: str, app_id: str, app_secret: str, option: str) -> None:
    with pytest.raises(InvalidField, match=f'^"{option}" '):
        connect(server, app_id, app_secret)


def test_another_kind_of_server_is_told(script: tuple[str, type[Script]]) -> None:
    script[1].tokens = [""]
    with pytest.raises(Unavailable, match="is not an earmark server"):
        connect(script[0], "app", "secret")
