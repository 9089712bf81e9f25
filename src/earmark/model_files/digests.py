"""Digests of files, computed once: a stamp file remembers them for as long as size and time do not change."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any, Final

from earmark.errors import Unavailable
from earmark.model_files.scratch import write_json

_STAMPS: Final = "stamps.json"


def sha256_of(path: Path) -> str:
    """
    The SHA-256 of a file's bytes, in hexadecimal.

    Raises:
        Unavailable: *path* cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Unavailable(f"{path} cannot be read: {error.strerror or error}. Give access to it.") from error


def remembered_sha256(folder: Path, path: Path) -> str:
    """
    The SHA-256 of *path*, from the stamp file in *folder* when *path* has not changed since.

    Eighty megabytes take a quarter of a second to read at every start; a change that keeps size and time to the
    nanosecond is not damage but intent, and `verify` finds it.
    """
    status = path.stat()
    stamp = [status.st_size, status.st_mtime_ns]
    key = str(path.absolute())
    stamps = _read(folder / _STAMPS)
    known = stamps.get(key)
    if isinstance(known, dict) and known.get("stamp") == stamp and isinstance(known.get("sha256"), str):
        return str(known["sha256"])
    found = sha256_of(path)
    # In a folder that may only be read, the next start reads the files again.
    with contextlib.suppress(Unavailable):
        write_json(folder / _STAMPS, stamps | {key: {"stamp": stamp, "sha256": found}})
    return found


def _read(path: Path) -> dict[str, Any]:
    # Whatever is wrong with the stamps, the remedy is to make them anew.
    try:
        stamps = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}
