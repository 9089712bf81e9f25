"""``earmark mcp``: a server's account as tools for programs that speak the Model Context Protocol."""

from __future__ import annotations

import asyncio
import signal
import socket
from typing import Annotated, Final

import typer

from earmark.cli.remote import DEFAULT_SERVER, AppId, AppSecret, Server, check_account, check_server
from earmark.cli.serve import listen

_PATH: Final = "/mcp"
_STOP_S: Final = 10
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


def mcp(
    server: Server = DEFAULT_SERVER,
    app_id: AppId = "",
    app_secret: AppSecret = "",
    http: Annotated[
        bool, typer.Option("--http", help="Listen for HTTP instead of using standard input and output.")
    ] = False,
    host: Annotated[str, typer.Option(help="With --http: address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="With --http: port to listen on; 0 takes a free one.")] = 8751,
) -> None:
    """Offer conversations and trackers of a running server as tools to an assistant, by the Model Context Protocol.

    An assistant starts this command itself and speaks with it over standard input and output. With `--http` it serves
    many at `/mcp`: each works on the account of the access token that it sends as `Authorization: Bearer`. Callers
    without one work on the account of the app id, and only while the server listens on this machine alone.

    Example: `earmark mcp --server https://earmark.example.org`
    """
    check_server(server)
    if not http:
        check_account(app_id, app_secret)
        # At once: a thread that waits for a line on standard input would hold the end up.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        asyncio.run(_serve_stdio(server, app_id, app_secret))
        return
    if app_id or app_secret:
        check_account(app_id, app_secret)
    if host not in _LOOPBACK:
        app_id = app_secret = ""  # whoever reaches the port would have the account
    with listen(host, port) as listener:
        asyncio.run(_serve_http(server, app_id, app_secret, listener))


async def _serve_stdio(server: str, app_id: str, app_secret: str) -> None:
    from earmark.mcp import Accounts, create_server

    accounts = Accounts(server, app_id, app_secret)
    try:
        await create_server(accounts).run_stdio_async()
    finally:
        await accounts.close()


async def _serve_http(server: str, app_id: str, app_secret: str, listener: socket.socket) -> None:
    import uvicorn

    from earmark.cli.signalled import SignalledServer
    from earmark.mcp import Accounts, create_server

    host, port = listener.getsockname()[:2]
    accounts = Accounts(server, app_id, app_secret)
    # On this machine alone the SDK refuses pages of other hosts, which a browser might lead here.
    app = create_server(accounts).streamable_http_app(streamable_http_path=_PATH, host=host)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=_STOP_S
    )
    serving = SignalledServer(config)
    serving.watch_signals()
    shown = f"[{host}]" if ":" in host else host
    print(f"The MCP server is ready at http://{shown}:{port}{_PATH}", flush=True)
    try:
        await serving.serve(sockets=[listener])
    finally:
        await accounts.close()
