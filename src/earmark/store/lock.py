"""One process for one data folder: two would take up each other's jobs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from earmark.errors import Unavailable

LOCK_FILE: Final = "earmark.lock"


@contextmanager
def sole_use(folder: Path) -> Iterator[None]:
    """
    Hold a data folder for this process; the system lets go of it when the process ends, however it ends.

    Raises:
        Unavailable: another process holds it.
    """
    if sys.platform == "win32":
        yield  # its file locks would keep SQLite's own files from being deleted
        return
    import fcntl

    with (folder / LOCK_FILE).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unavailable(
                f"Another earmark serves the data folder {folder}. Stop it, or name another folder with --data."
            ) from None
        yield
