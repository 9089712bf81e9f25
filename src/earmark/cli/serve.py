"""``earmark serve``: the server."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earmark.cli.console import fetch_models
from earmark.errors import Unavailable

if TYPE_CHECKING:
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
    from earmark.cli.server import run
    from earmark.config import load_settings

    settings = load_settings(
        host=host, port=port, data=data, database_url=database_url, empty=empty, tls_cert=tls_cert, tls_key=tls_key
    )
    telemetry.configure_logging(settings.log_level, settings.log_format)
    _check_tls(settings)
    fetch_models(settings.model_folder)
    with listen(settings.host, settings.port) as listener:
        settings = settings.model_copy(update={"port": listener.getsockname()[1]})
        asyncio.run(run(settings, listener))


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, made before the models load so that a taken port is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host.strip("[]"), port), family=family, backlog=2048)
    except OSError as error:
        raise Unavailable(
            f"Cannot listen on {host} port {port}: {_reason(error)}. Choose another with --host or --port."
        ) from None
    # Inherited by every connection. asyncio sets it only where a socket names its protocol, which this one does not;
    # without it the body of an answer waits until the client acknowledges the head, 40 ms on Linux.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _reason(error: OSError) -> str:
    # Python adds the address to the system's words; unknown host names have no number of the system.
    return os.strerror(error.errno) if error.errno and error.errno > 0 else str(error.strerror or error)


def _check_tls(settings: Settings) -> None:
    """Try the certificate before anything else is done, and say which file is wrong."""
    if settings.tls_cert is None or settings.tls_key is None:
        return
    for path in (settings.tls_cert, settings.tls_key):
        if not path.is_file():
            raise Unavailable(f"The TLS file {path} does not exist.")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(settings.tls_cert, settings.tls_key)
    except OSError as error:
        raise Unavailable(
            f"The certificate {settings.tls_cert} with the key {settings.tls_key} cannot be used "
            f"({getattr(error, 'reason', None) or error.strerror}). Both must be PEM files, and belong together."
        ) from None
