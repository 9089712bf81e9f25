"""``earmark serve``: the server."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earmark.cli.console import fetch_models
from earmark.errors import Unavailable

if TYPE_CHECKING:
    from earmark.app import FirstStart, Startup
    from earmark.config import Settings


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.  [default: 127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.  [default: 8750]")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of the embedded database.  [default: ./data]")] = None,
    database_url: Annotated[
        str | None, typer.Option(help="postgresql://user:password@host/name instead of the embedded database.")
    ] = None,
    empty: Annotated[
        bool | None, typer.Option("--empty", help="Give a fresh account no starter trackers and no sample.")
    ] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="Certificate chain (PEM) to serve https with.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="Private key (PEM) of the certificate.")] = None,
) -> None:
    """Start the server. Every option is also an environment variable, such as EARMARK_PORT.

    Example: `earmark serve --port 9000 --data /var/lib/earmark`
    """
    from earmark import telemetry
    from earmark.config import load_settings

    settings = load_settings(
        host=host, port=port, data=data, database_url=database_url, empty=empty, tls_cert=tls_cert, tls_key=tls_key
    )
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not sys.stderr.isatty())
    telemetry.configure_logging(settings.log_level, as_json=as_json)
    _check_tls(settings)
    fetch_models(settings.model_folder)
    with _listen(settings) as listener:
        settings = settings.model_copy(update={"port": listener.getsockname()[1]})
        asyncio.run(_run(settings, listener))


async def _run(settings: Settings, listener: socket.socket) -> None:
    import uvicorn

    from earmark.app import create_app

    # uvicorn shuts down on SIGTERM and then raises it again, for whoever handled it before: a clean end is no failure.
    signal.signal(signal.SIGTERM, lambda *_: None)
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    startup: Startup = app.state.startup
    finished = asyncio.create_task(startup.finished.wait())
    await asyncio.wait({serving, finished}, return_when=asyncio.FIRST_COMPLETED)
    finished.cancel()
    if startup.failure is not None:
        server.should_exit = True
        await serving
        raise Unavailable(f"The server could not start: {startup.failure}") from startup.failure
    if startup.finished.is_set():
        if startup.first_start is not None:
            _print_first_start(startup.first_start)
        print(f"earmark is ready at {settings.base_url}", flush=True)
    await serving


def _print_first_start(first: FirstStart) -> None:
    """What is said once, and never again: the secret is not stored."""
    print(
        "\nYour first account. The secret is shown this once: keep it.\n\n"
        f"  app id      {first.app_id}\n"
        f"  app secret  {first.app_secret}\n\n"
        "Try it: paste this line into another terminal.\n\n"
        f"{first.curl_line}\n",
        flush=True,
    )


def _listen(settings: Settings) -> socket.socket:
    """A listening socket, made before the models load so that a taken port is told at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host.strip("[]"), settings.port), family=family, backlog=2048)
    except OSError as error:
        raise Unavailable(
            f"Cannot listen on {settings.host} port {settings.port}: {_reason(error)}. "
            "Choose another with --host or --port."
        ) from None


def _reason(error: OSError) -> str:
    # Python adds the address to the system's words; unknown host names have no number of the system.
    return os.strerror(error.errno) if error.errno and error.errno > 0 else str(error.strerror or error)


def _check_tls(settings: Settings) -> None:
    for path in (settings.tls_cert, settings.tls_key):
        if path is not None and not path.is_file():
            raise Unavailable(f"The TLS file {path} does not exist.")
