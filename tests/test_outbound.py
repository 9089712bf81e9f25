"""Calls to addresses that a user gave reach the public internet and nothing else.

The receivers are real servers on loopback; what counts is often that nothing reached them.
"""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from earmark import limits
from earmark.errors import AddressRefused, AddressUnreachable, EarmarkError, InvalidField
from earmark.outbound import Answer, Outbound, Resolve, is_public
from inner_addresses import REFUSED_HOSTS

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
#: Global unicast space that nobody has been given: a connection to it fails without bothering anyone.
UNASSIGNED = "2d00::1"
CERTIFICATE = Path(__file__).with_name("outbound_receiver.pem")  # of receiver.example, valid until 2124


@dataclass
class Receiver:
    """A web server that gives every request the same answer and remembers what it was sent."""

    answer: bytes = OK
    then: Callable[[asyncio.StreamWriter], object] = lambda _: None
    port: int = 0
    connections: int = 0
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            self.requests.append((head[0], headers, body))
            writer.write(self.answer)
            await writer.drain()
            waiting = self.then(writer)
            if asyncio.iscoroutine(waiting):
                await waiting
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def listening(receiver: Receiver, *, tls: bool = False) -> AsyncIterator[Receiver]:
    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        context.sni_callback = lambda _, name, __: receiver.names.append(name)
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0, ssl=context)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with listening(Receiver()) as receiver:
        yield receiver


class Lookups:
    """A resolver that answers from a script, the last answer for ever, and counts."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def inside(resolve: Resolve | None = None, **options: float) -> Outbound:
    """A client that may call this machine."""
    chosen = {} if resolve is None else {"resolve": resolve}
    return Outbound(allow_private=True, **chosen, **options)  # type: ignore[arg-type]


async def test_a_payload_arrives_as_json_at_the_path_and_query_given(receiver: Receiver) -> None:
    url = f"http://127.0.0.1:{receiver.port}/hook/a%20b?key=%2Fx&y=1#fragment"
    answer = await inside().post_json(url, {"jobId": "1", "text": "é"}, {"webhook-id": "7"})
    assert answer == Answer(200)
    assert answer.is_success
    [(line, headers, body)] = receiver.requests
    assert line == "POST /hook/a%20b?key=%2Fx&y=1 HTTP/1.1"
    assert json.loads(body) == {"jobId": "1", "text": "é"}
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == "7"
    assert headers["host"] == f"127.0.0.1:{receiver.port}"


async def test_bytes_arrive_as_they_are(receiver: Receiver) -> None:
    body = '{"a":  "é",\n"b": 1.0}'.encode()
    await inside().post(f"http://127.0.0.1:{receiver.port}/", body, {"webhook-id": "7"})
    ((_, headers, came),) = receiver.requests
    assert came == body
    assert headers["content-type"] == "application/json"


async def test_an_answer_tells_when_to_come_back() -> None:
    busy = b"HTTP/1.1 503 X\r\nretry-after: 120\r\ncontent-length: 0\r\n\r\n"
    async with listening(Receiver(busy)) as receiver:
        assert await inside().post(f"http://127.0.0.1:{receiver.port}/", b"{}") == Answer(503, "120")


async def test_the_host_header_is_the_name_although_the_connection_goes_to_an_address(receiver: Receiver) -> None:
    resolve = Lookups(["127.0.0.1"])
    await inside(resolve).post_json(f"http://receiver.example:{receiver.port}/", {}, {"host": "other.example"})
    assert receiver.requests[0][1]["host"] == f"receiver.example:{receiver.port}"
    assert resolve.asked == [("receiver.example", receiver.port)]


@pytest.mark.parametrize("status", [204, 400, 404, 410, 500, 503])
async def test_a_status_is_reported_whatever_it_is(status: int) -> None:
    async with listening(Receiver(f"HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n".encode())) as receiver:
        answer = await inside().post_json(f"http://127.0.0.1:{receiver.port}/", {})
    assert answer == Answer(status)
    assert answer.is_success == (status == 204)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(receiver: Receiver, status: int) -> None:
    location = f"http://127.0.0.1:{receiver.port}/inside"
    redirect = f"HTTP/1.1 {status} Moved\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n".encode()
    async with listening(Receiver(redirect)) as first:
        answer = await inside().post_json(f"http://127.0.0.1:{first.port}/", {})
    assert answer == Answer(status)
    assert not answer.is_success
    assert receiver.connections == 0


async def test_proxy_variables_are_ignored(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(Receiver()) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        await inside().post_json(f"http://127.0.0.1:{receiver.port}/", {})
    assert (receiver.connections, proxy.connections) == (1, 0)


# -- time and size ---------------------------------------------------------------------------


async def test_a_receiver_that_does_not_answer_is_given_up() -> None:
    async with listening(Receiver(b"", then=lambda _: asyncio.sleep(5))) as receiver:
        with pytest.raises(AddressUnreachable, match=r"^127\.0\.0\.1 did not answer within 0\.2 seconds\.$"):
            await inside(timeout_s=0.2).post_json(f"http://127.0.0.1:{receiver.port}/secret?key=secret", {})


async def test_the_time_limit_covers_the_whole_call_and_not_each_read() -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with listening(Receiver(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", then=drip)) as receiver:
        with pytest.raises(AddressUnreachable, match="did not answer within"):
            await inside(timeout_s=0.3).post_json(f"http://127.0.0.1:{receiver.port}/", {})


async def test_a_slow_lookup_counts_too() -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        await asyncio.sleep(5)
        return []

    with pytest.raises(AddressUnreachable, match="did not answer within"):
        await inside(resolve, timeout_s=0.1).post_json("http://receiver.example/", {})


async def test_an_endless_answer_is_read_up_to_the_limit() -> None:
    written = 0

    async def flood(writer: asyncio.StreamWriter) -> None:
        nonlocal written
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()
            written += 65_536

    async with listening(Receiver(b"HTTP/1.1 200 OK\r\n\r\n", then=flood)) as receiver:
        assert await inside().post_json(f"http://127.0.0.1:{receiver.port}/", {}) == Answer(200)
    # What the kernel's buffers took is beyond our say; it is not the gigabytes of ten seconds.
    assert written < 32 * 1_048_576


async def test_a_compressed_answer_is_not_unpacked(receiver: Receiver) -> None:
    receiver.answer = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nnope"
    assert await inside().post_json(f"http://127.0.0.1:{receiver.port}/", {}) == Answer(200)
    assert receiver.requests[0][1]["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "answer", [b"", b"\x00\x01\x02\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx", b"x" * 300_000]
)
async def test_a_broken_answer_is_told_without_path_and_query(answer: bytes) -> None:
    async with listening(Receiver(answer)) as receiver:
        with pytest.raises(AddressUnreachable, match=r"^127\.0\.0\.1 could not be called") as caught:
            await inside().post_json(f"http://127.0.0.1:{receiver.port}/path?key=query", {})
    assert "path" not in str(caught.value)
    assert "query" not in str(caught.value)
    assert caught.value.retryable


async def test_a_closed_port_is_unreachable(receiver: Receiver) -> None:
    async with listening(Receiver()) as gone:
        pass
    with pytest.raises(AddressUnreachable, match=r"^127\.0\.0\.1 could not be called: it does not accept connections"):
        await inside().post_json(f"http://127.0.0.1:{gone.port}/path", {})


async def test_a_name_without_an_address_is_unreachable() -> None:
    with pytest.raises(AddressUnreachable, match=r"^receiver\.example could not be found"):
        await inside(Lookups([])).post_json("http://receiver.example/path", {})

    async def unknown(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror

    with pytest.raises(AddressUnreachable, match=r"^receiver\.example could not be found"):
        await inside(unknown).post_json("http://receiver.example/path", {})


async def test_the_next_address_is_tried_when_the_first_does_not_connect(receiver: Receiver) -> None:
    resolve = Lookups(["127.0.0.2", "127.0.0.1"])
    assert await inside(resolve).post_json(f"http://receiver.example:{receiver.port}/", {}) == Answer(200)


# -- TLS -------------------------------------------------------------------------------------


def trusting() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(CERTIFICATE)
    return context


async def test_tls_asks_for_the_name_and_checks_the_certificate_against_it() -> None:
    outbound = Outbound(allow_private=True, resolve=Lookups(["127.0.0.1"]), ssl_context=trusting())
    async with listening(Receiver(), tls=True) as receiver:
        assert await outbound.post_json(f"https://receiver.example:{receiver.port}/", {}) == Answer(200)
        assert receiver.names == ["receiver.example"]
        # The same address under another name: neither the certificate nor a kept connection may serve it.
        with pytest.raises(AddressUnreachable, match="no trusted TLS connection"):
            await outbound.post_json(f"https://other.example:{receiver.port}/", {})
        with pytest.raises(AddressUnreachable, match="no trusted TLS connection"):
            await outbound.post_json(f"https://127.0.0.1:{receiver.port}/", {})
        assert len(receiver.requests) == 1


async def test_a_certificate_of_nobody_known_is_not_trusted() -> None:
    outbound = Outbound(allow_private=True, resolve=Lookups(["127.0.0.1"]))
    async with listening(Receiver(), tls=True) as receiver:
        with pytest.raises(AddressUnreachable, match="no trusted TLS connection"):
            await outbound.post_json(f"https://receiver.example:{receiver.port}/", {})
        assert receiver.requests == []


# -- into our own network --------------------------------------------------------------------

MALFORMED_HOSTS = [
    "0177.0.0.1",
    "127.0.0.01",
    "256.256.256.256",
    "①②⑦.⓪.⓪.①",
    "%31%32%37.0.0.1",
    "[127.0.0.1]",
    "[::1",
    "127.0.0.1\\.example.com",
    "user@127.0.0.1",
    "receiver.example:80@127.0.0.1",
    "127.0.0.1\\@receiver.example",
    "",
    "a b.example",
    "a\tb.example",
    "a\r\nhost: b.example",
    "\ud800.example",
    "x" * 300,
    f"{'x' * 64}.example",
    "a..example",
    ".example",
    "example..",
    ".",
    "-a.example",
    "a-.example",
    "xn--.example",
    "xn--a-.example",
    "xn--1zzzzzzzz.example",
    "[fe80::1%25lo]",
    "[2606:4700::1111%eth0]",
]


@pytest.mark.parametrize("host", REFUSED_HOSTS)
async def test_a_spelling_of_an_inner_address_is_refused(receiver: Receiver, host: str) -> None:
    with pytest.raises(AddressRefused):
        await Outbound(allow_private=False).post_json(f"http://{host}:{receiver.port}/", {})
    assert receiver.connections == 0


@pytest.mark.parametrize("host", MALFORMED_HOSTS)
async def test_a_malformed_host_is_refused_by_its_field(receiver: Receiver, host: str) -> None:
    outbound = Outbound(allow_private=False)
    with pytest.raises(InvalidField):
        await outbound.post_json(f"http://{host}:{receiver.port}/", {})
    with pytest.raises(InvalidField, match=r'^"webhookUrl" must '):
        outbound.check_url(f"http://{host}:{receiver.port}/", "webhookUrl")
    assert receiver.connections == 0


@pytest.mark.parametrize(
    "host",
    [
        "localhost.",
        "127.0.0.1.",
        "127.0.0.1．",
        "[::1%25lo]",
        "[::1%lo]",
        "127.0.0.1#@receiver.example",
        "127.0.0.1?@receiver.example",
        "127.0.0.1/@receiver.example",
    ],
)
async def test_a_spelling_that_systems_read_differently_reaches_nobody(receiver: Receiver, host: str) -> None:
    outbound = Outbound(allow_private=False)
    with pytest.raises(EarmarkError):
        await outbound.post_json(f"http://{host}:{receiver.port}/", {})
    assert receiver.connections == 0


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["8.8.8.8", "127.0.0.1"],
        [UNASSIGNED, "::ffff:127.0.0.1"],
        ["169.254.169.254"],
        ["fe80::1%eth0"],
    ],
)
async def test_a_name_is_refused_if_any_of_its_addresses_is_an_inner_one(
    receiver: Receiver, addresses: list[str]
) -> None:
    outbound = Outbound(allow_private=False, resolve=Lookups(addresses))
    with pytest.raises(AddressRefused, match=r"^receiver\.example is not a public address") as caught:
        await outbound.post_json(f"http://receiver.example:{receiver.port}/path", {})
    assert not any(address in str(caught.value) for address in addresses)
    assert not caught.value.retryable
    assert receiver.connections == 0


async def test_a_name_that_changes_its_address_after_the_check_gains_nothing(receiver: Receiver) -> None:
    resolve = Lookups([UNASSIGNED], ["127.0.0.1"])
    outbound = Outbound(allow_private=False, resolve=resolve, timeout_s=0.3)
    with pytest.raises(AddressUnreachable):
        await outbound.post_json(f"http://receiver.example:{receiver.port}/", {})
    assert len(resolve.asked) == 1
    # The next call looks again, and refuses.
    with pytest.raises(AddressRefused):
        await outbound.post_json(f"http://receiver.example:{receiver.port}/", {})
    assert len(resolve.asked) == 2
    assert receiver.connections == 0


async def test_the_connection_goes_to_the_address_that_was_checked(receiver: Receiver) -> None:
    resolve = Lookups(["127.0.0.1"], ["127.0.0.2"])
    assert await inside(resolve).post_json(f"http://receiver.example:{receiver.port}/", {}) == Answer(200)
    assert len(resolve.asked) == 1


@pytest.mark.parametrize("address", ["8.8.8.8", "100.63.255.255", "100.128.0.0", "172.32.0.1", "2606:4700::1111"])
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


# -- check_url -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://receiver.example/hook?key=1",
        "HTTP://Receiver.Example:8080",
        "https://bücher.example/é",
        "https://8.8.8.8/",
        "https://[2606:4700::1111]:8443/",
        "http://under_score.example/",
        f"http://{'x' * 63}.example./",
        "http://xn--mnchen-3ya.example/",
        "http://münchen.example/",
        "http://xn--n3h.example/",  # a snowman, which IDNA no longer knows and resolvers do
        "http://a--b.example/",
        "http://localhost.example/",
        "http://inner.example/",  # a name, looked up when it is called
    ],
)
def test_a_plausible_url_passes(url: str) -> None:
    Outbound(allow_private=False).check_url(url, "webhookUrl")


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "must begin with http:// or https://"),
        ("receiver.example/hook", "must begin with http:// or https://"),
        ("//receiver.example/hook", "must begin with http:// or https://"),
        ("ftp://receiver.example/", "must begin with http:// or https://"),
        ("file:///etc/passwd", "must begin with http:// or https://"),
        ("gopher://127.0.0.1:70/", "must begin with http:// or https://"),
        ("javascript:alert(1)", "must begin with http:// or https://"),
        (" http://receiver.example/", "must begin with http:// or https://"),
        ("http:///hook", "must name a host"),
        ("http:/receiver.example", "must name a host"),
        ("http://receiver.example:0/", "must have a port from 1 to 65535"),
        ("http://receiver.example:65536/", "must have a port from 1 to 65535"),
        ("http://receiver.example:-1/", "must have a port from 1 to 65535"),
        ("http://receiver.example:http/", "must be the address of a web server"),
        ("https://user:hunter2@receiver.example/", "must not hold a user name or password"),
        ("https://receiver.example/" + "x" * limits.URL_CHARS, f"must have at most {limits.URL_CHARS} characters"),
    ],
)
def test_a_wrong_url_is_refused_by_its_field(url: str, problem: str) -> None:
    with pytest.raises(InvalidField) as caught:
        Outbound(allow_private=False).check_url(url, "webhookUrl")
    assert str(caught.value).startswith(f'"webhookUrl" {problem}')
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "host",
    [
        *REFUSED_HOSTS,
        "127.0.0.1.",
        "localhost.",
        "LocalHost.LocalDomain",
        "a.b.localhost",
        "ip6-localhost",
        "ip6-loopback.",
    ],
)
def test_an_inner_address_is_refused_before_anything_is_looked_up_unless_allowed(host: str) -> None:
    with pytest.raises(AddressRefused, match=r'^"webhookUrl" must be a public address'):
        Outbound(allow_private=False).check_url(f"http://{host}/", "webhookUrl")
    Outbound(allow_private=True).check_url(f"http://{host}/", "webhookUrl")
