"""Whose account a tool works on: that of the caller's own token, or the one that the command was started with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError

from earmark.client import AsyncEarmark, EarmarkClientError, NotFound, Tracker
from earmark.mcp.confirmations import Confirmations

_BEARER: Final = "bearer "


class Accounts:
    """
    A server, and those who ask it through here.

    Args:
        server: Its address.
        app_id, app_secret: Of the account of callers who bring no token; empty where each must bring one.
    """

    def __init__(self, server: str, app_id: str = "", app_secret: str = "") -> None:
        self._server = server
        self._own = AsyncEarmark(server, app_id=app_id, app_secret=app_secret) if app_id or app_secret else None
        self._visitors: AsyncEarmark | None = None
        self.confirmations = Confirmations()

    def of(self, token: str) -> AsyncEarmark:
        """
        The account of a caller.

        Raises:
            ToolError: nothing says which one.
        """
        if not token:
            if self._own is None:
                raise ToolError("Send an access token of your account, as Authorization: Bearer.")
            return self._own
        if self._visitors is None:
            self._visitors = AsyncEarmark(self._server, token=token)
        return self._visitors.with_token(token)

    async def close(self) -> None:
        """End the connections."""
        for one in (self._own, self._visitors):
            if one is not None:
                await one.close()


#: What tools are handed beside their arguments.
Asking = Context[Accounts, Any]


def token_of(asking: Asking) -> str:
    """The token that came with a request over HTTP; empty without one."""
    headers = asking.headers or {}
    given = headers.get("authorization", "")
    return given[len(_BEARER) :].strip() if given.lower().startswith(_BEARER) else ""


@asynccontextmanager
async def account_of(asking: Asking) -> AsyncIterator[AsyncEarmark]:
    """The caller's account; what goes wrong with it becomes a sentence that the tool answers."""
    accounts = asking.request_context.lifespan_context
    try:
        yield accounts.of(token_of(asking))
    except EarmarkClientError as error:
        raise ToolError(str(error)) from None


async def tracker_named(earmark: AsyncEarmark, named: str) -> Tracker:
    """
    The tracker with this name, or else with this id.

    Raises:
        ToolError: there is none.
    """
    async for tracker in earmark.trackers.list(name=named):
        return tracker
    try:
        if named.isdecimal():
            return await earmark.trackers.get(named)
    except NotFound:
        pass
    raise ToolError(f"No tracker has the name or id {named!r}. list_trackers tells those that there are.")
