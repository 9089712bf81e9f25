"""SQLite files that only their owner may read: they hold keys, secrets and what people said."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

_OWNER_ALONE: Final = 0o600
_OTHERS: Final = 0o077
_BESIDE: Final = ("-wal", "-shm", "-journal")


def keep_private(database: Path) -> None:
    """
    Make an empty file that its owner alone may read, or take the file and those beside it from all others.

    Call it before SQLite opens the file: it gives those that it makes beside it the same mode. What keeps the file
    from being made is not told, for SQLite tells it; a file of another user stays as it is.
    """
    database = database.resolve()  # a link may point to a file that is not there yet
    with suppress(OSError):
        os.close(os.open(database, os.O_CREAT | os.O_EXCL | os.O_RDWR, _OWNER_ALONE))
    for file in (database, *(database.with_name(database.name + ending) for ending in _BESIDE)):
        with suppress(OSError):
            # By name: to open and close a database that this process has open would give up SQLite's locks on it.
            if file.is_file() and (mode := file.stat().st_mode) & _OTHERS:
                file.chmod(mode & 0o777 & ~_OTHERS)
