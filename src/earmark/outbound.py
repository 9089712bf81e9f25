"""The one client for addresses that a user gave, such as the `webhookUrl` of a submission.

A user must not reach through this server into its own network. So a host is resolved once, every address that
it resolves to must be public, and the connection goes to one of exactly those addresses: a second lookup could
answer otherwise. Host header, SNI and certificate stay those of the name. Nothing is redirected, proxied or
read without end.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import re
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import httpx2

from earmark import limits
from earmark.errors import AddressRefused, AddressUnreachable, InvalidField

#: Host and port to the addresses that are to be tried, the best first.
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

_PORTS: Final = {"http": 80, "https": 443}
_HOST_CHARS: Final = 253  # RFC 1035
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_IDNA_PREFIX: Final = "xn--"
_ADDRESSES_TRIED: Final = 4
#: Names that mean the machine itself, as hosts files have them; any name below localhost does too (RFC 6761).
_THIS_MACHINE: Final = ("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback")

# Source: the registries of special-purpose addresses (RFC 6890 and its successors). Written out because the
# standard library's `is_global` differs between its own versions.
_NOT_PUBLIC: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",  # this host; some systems connect it to loopback
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; a cloud's metadata service
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's metadata service on an otherwise public address
        "169.254.0.0/16",  # link-local; most clouds' metadata services
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "2001::/23",  # protocol assignments, among them Teredo, which embeds IPv4
        "2001:db8::/32",
        "2002::/16",  # 6to4 embeds IPv4
        "3fff::/20",
    )
)
# Everything outside is loopback, link-local, unique local, multicast, unassigned, or an IPv4 address in
# disguise: mapped (::ffff:0:0/96), compatible (::/96), NAT64 (64:ff9b::/96).
_GLOBAL_UNICAST: Final = ipaddress.ip_network("2000::/3")


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What the other side said. A redirect is an answer like any other.

    Attributes:
        retry_after: Its header of that name, as it came; empty without one.
    """

    status: int
    retry_after: str = ""

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


def is_public(address: str) -> bool:
    """Whether an IP address in its usual spelling belongs to the public internet."""
    parsed = ipaddress.ip_address(address)
    if parsed.version == 6 and parsed not in _GLOBAL_UNICAST:
        return False
    return not any(parsed in network for network in _NOT_PUBLIC)


async def system_resolve(host: str, port: int) -> list[str]:
    """The system's own answer; it also reads decimal, octal and hexadecimal spellings of an address."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Outbound:
    """
    Sends to addresses that a user gave.

    Args:
        allow_private: Let addresses through that are not public; for receivers in one's own network.
        resolve: Asked once for every call.
        ssl_context: Whom to trust; the system's certificates by default.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        timeout_s: float = limits.OUTBOUND_TIMEOUT_S,
        answer_bytes: int = limits.OUTBOUND_ANSWER_BYTES,
        resolve: Resolve = system_resolve,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._timeout_s = timeout_s
        self._answer_bytes = answer_bytes
        self._resolve = resolve
        self._ssl_context = ssl_context or httpx2.create_ssl_context()

    def check_url(self, url: str, field: str) -> None:
        """
        Refuse what can be seen to be wrong without asking anybody, so that a user learns it at once.

        Raises:
            InvalidField: *url* is not the http or https address of a host; names *field*.
            AddressRefused: its host is an address that is not public, in whatever spelling, or a name of the
                machine itself; names *field*.
        """
        host = _host(_parsed(url, field))
        if self._allow_private:
            return
        if _is_this_machine(host):
            raise AddressRefused(f'"{field}" must be a public address: {host} is not one.')
        try:
            found = socket.getaddrinfo(host.rstrip("."), None, flags=socket.AI_NUMERICHOST)
        except (OSError, UnicodeError):
            return  # a name: looked up when it is called
        if not all(is_public(str(address[0])) for *_, address in found):
            raise AddressRefused(f'"{field}" must be a public address: {host} is not one.')

    async def post_json(self, url: str, payload: object, headers: Mapping[str, str] | None = None) -> Answer:
        """
        Post *payload* as JSON; as `post` otherwise.

        Raises:
            EarmarkError: as from `post`.
        """
        return await self.post(url, json.dumps(payload).encode(), headers)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        """
        Post *body*, which is JSON, byte for byte, and report the status, whatever it is.

        Raises:
            InvalidField: as from `check_url`.
            AddressRefused: the host has an address that is not public.
            AddressUnreachable: no address, no connection, no trust, or no answer in time. The text names the
                host alone: paths and queries of webhooks carry secrets.
        """
        target = _parsed(url, "url")
        host = _host(target)
        sent = httpx2.Headers(headers)
        sent["Host"] = target.netloc.decode()
        sent["Content-Type"] = "application/json"
        sent["Accept-Encoding"] = "identity"
        sent.setdefault("User-Agent", "earmark")
        try:
            async with asyncio.timeout(self._timeout_s):
                addresses = await self._checked_addresses(host, target)
                return await self._post(target, addresses, body, sent)
        except TimeoutError as error:
            raise AddressUnreachable(f"{host} did not answer within {self._timeout_s:g} seconds.") from error
        except httpx2.HTTPError as error:
            raise AddressUnreachable(f"{host} could not be called: {_cause(error)}.") from error

    async def _checked_addresses(self, host: str, target: httpx2.URL) -> Sequence[str]:
        try:
            addresses = await self._resolve(host, target.port or _PORTS[target.scheme])
        except (OSError, UnicodeError) as error:
            raise AddressUnreachable(f"{host} could not be found.") from error
        if not addresses:
            raise AddressUnreachable(f"{host} could not be found.")
        # All of them, not only the one that is used: a host with one foot inside is not to be trusted.
        if not self._allow_private and not all(map(is_public, addresses)):
            # The address itself is not told: it may be known to this network's resolver alone.
            raise AddressRefused(f"{host} is not a public address, and this server calls no other.")
        return addresses[:_ADDRESSES_TRIED]

    async def _post(self, target: httpx2.URL, addresses: Sequence[str], body: bytes, headers: httpx2.Headers) -> Answer:
        # The whole has one time limit; a dead first address must leave time for the second.
        timeout = httpx2.Timeout(None, connect=self._timeout_s / len(addresses))
        # A client of its own for every call: a pooled connection is known by its address, and another name on the
        # same address would inherit it without a look at the certificate.
        async with httpx2.AsyncClient(
            verify=self._ssl_context, trust_env=False, follow_redirects=False, timeout=timeout
        ) as client:
            for address in addresses[:-1]:
                try:
                    return await self._post_to(client, address, target, body, headers)
                except (httpx2.ConnectError, httpx2.ConnectTimeout):
                    continue
            return await self._post_to(client, addresses[-1], target, body, headers)

    async def _post_to(
        self, client: httpx2.AsyncClient, address: str, target: httpx2.URL, body: bytes, headers: httpx2.Headers
    ) -> Answer:
        async with client.stream(
            "POST",
            target.copy_with(host=address),
            content=body,
            headers=headers,
            extensions={"sni_hostname": _host(target)},
        ) as response:
            # Read, so that the receiver can finish, but neither kept nor decompressed.
            left = self._answer_bytes
            async for part in response.aiter_raw():
                left -= len(part)
                if left <= 0:
                    break
            return Answer(response.status_code, response.headers.get("retry-after", ""))


def _parsed(url: str, field: str) -> httpx2.URL:
    if len(url) > limits.URL_CHARS:
        raise InvalidField(field, f"must have at most {limits.URL_CHARS} characters")
    try:
        parsed = httpx2.URL(url)
        url.encode()  # lone surrogates
    except (httpx2.InvalidURL, ValueError) as error:
        raise InvalidField(field, "must be the address of a web server, such as https://example.com/hook") from error
    if parsed.scheme not in _PORTS:
        raise InvalidField(field, "must begin with http:// or https://")
    if parsed.userinfo:
        raise InvalidField(field, "must not hold a user name or password; put a secret into the path instead")
    host = _host(parsed)
    if ":" in host and "%" in host:
        raise InvalidField(field, "must not name a network interface of this machine")
    if len(host) > _HOST_CHARS or not (":" in host or _is_name(host)):
        raise InvalidField(field, "must name a host, such as example.com")
    if parsed.port is not None and not 1 <= parsed.port <= 65_535:
        raise InvalidField(field, "must have a port from 1 to 65535, or none")
    return parsed


def _is_name(host: str) -> bool:
    """Whether a resolver can be asked for *host*, which may end in the dot of the root."""
    return all(map(_is_label, host.removesuffix(".").split(".")))


def _is_label(label: str) -> bool:
    if not _LABEL.fullmatch(label):
        return False
    if not label.startswith(_IDNA_PREFIX):
        return True
    spelled = label.removeprefix(_IDNA_PREFIX)
    try:
        meant = spelled.encode().decode("punycode")
        return not meant.isascii() and meant.encode("punycode").decode() == spelled
    except UnicodeError:
        return False


def _host(url: httpx2.URL) -> str:
    return url.raw_host.decode()


def _is_this_machine(host: str) -> bool:
    name = host.lower().rstrip(".")
    return name in _THIS_MACHINE or name.endswith(".localhost")


def _cause(error: httpx2.HTTPError) -> str:
    """Why a call failed, in words of our own: the library's may quote the address."""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, ssl.SSLError):
            return "no trusted TLS connection could be made"
        inner = inner.__cause__ or inner.__context__
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return "it does not accept connections"
    return "the connection broke"
