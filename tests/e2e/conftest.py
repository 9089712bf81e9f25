"""A server as somebody meets it who has just installed earmark: nothing preset, starter trackers and sample inside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from server import Server, serving


@pytest.fixture(scope="session")
def fresh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(Server(tmp_path_factory.mktemp("fresh"), arguments=(), app_id="", app_secret="")) as server:
        yield server


@pytest.fixture(scope="session")
def curl_line(fresh_server: Server) -> str:
    """What the first start printed to be pasted."""
    return fresh_server.told(r"(?m)^(curl .*)$")
