"""The server of ``earmark serve``: from listening to the last answer."""

from __future__ import annotations

import asyncio
import socket

import uvicorn

from earmark.app import Startup, create_app
from earmark.cli.signalled import SignalledServer
from earmark.config import Settings
from earmark.services.accounts import Preset

_STOP_S = 10


async def run(settings: Settings, listener: socket.socket) -> None:
    """
    Serve on *listener* until SIGINT or SIGTERM, and say when the server is ready.

    Raises:
        EarmarkError: the server could not start; the sentence says why.
    """
    app = create_app(settings, tell_credentials=_print_credentials)
    config = uvicorn.Config(
        app,
        lifespan="off",  # opened here, so that what keeps it from starting is ours to tell
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_STOP_S,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
    )
    server = SignalledServer(config)
    server.watch_signals()  # before the database opens
    startup: Startup = app.state.startup
    async with app.router.lifespan_context(app):
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        finished = asyncio.create_task(startup.finished.wait())
        await asyncio.wait({serving, finished}, return_when=asyncio.FIRST_COMPLETED)
        finished.cancel()
        if startup.failure is not None:
            server.should_exit = True
        elif startup.finished.is_set():
            if startup.curl_line:
                where = " that has EARMARK_APP_ID and EARMARK_APP_SECRET too" if settings.app_id else ""
                print(f"Try it: paste this line into another terminal{where}.\n\n{startup.curl_line}\n")
            print(f"earmark is ready at {settings.base_url}", flush=True)
        await serving
    if startup.failure is not None:
        raise startup.failure


def _print_credentials(made: Preset) -> None:
    """What is said once, and never again: the secret was invented and is not stored."""
    print(
        "\nYour first account. The secret is shown this once: keep it.\n\n"
        f"  app id      {made.app_id}\n"
        f"  app secret  {made.app_secret}\n",
        flush=True,
    )
