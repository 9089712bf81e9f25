"""The tools of an account for programs that speak the Model Context Protocol, on top of a running server."""

from __future__ import annotations

from earmark.mcp.accounts import Accounts
from earmark.mcp.server import create_server

__all__ = ["Accounts", "create_server"]
