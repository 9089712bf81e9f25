"""uvicorn, ended by a signal as by a request: a clean end is no failure."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Generator

import uvicorn


class SignalledServer(uvicorn.Server):
    """Ends at SIGINT and SIGTERM once `watch_signals` was called, which may be long before it serves."""

    def watch_signals(self) -> None:
        """Take the signals from now on."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.handle_exit)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        # uvicorn would take them later, and raise the signal again at the end.
        yield
