"""Where a server is."""

from __future__ import annotations

from typing import Final

import httpx2

from earmark.client.tokens import Credentials, Token

DEFAULT_URL: Final = "http://127.0.0.1:8750"
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def checked_url(base_url: str) -> httpx2.URL:
    """
    The address of a server.

    Raises:
        ValueError: it is none.
    """
    try:
        url = httpx2.URL(base_url)
    except httpx2.InvalidURL:
        url = httpx2.URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise ValueError(f"base_url must be the address of a server, such as {DEFAULT_URL}, not {base_url!r}.")
    return url


def trusts_environment(url: httpx2.URL) -> bool:
    """Whether the proxies of the environment count: one knows no way to this machine."""
    return url.host not in _LOOPBACK


def caller_from(app_id: str, app_secret: str, token: str) -> Credentials | Token:
    """
    Who calls.

    Raises:
        ValueError: neither an app id with its secret nor a token, or both.
    """
    if token and not app_id and not app_secret:
        return Token(token)
    if app_id and app_secret and not token:
        return Credentials(app_id, app_secret)
    raise ValueError("give app_id and app_secret, or a token")
