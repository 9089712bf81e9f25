"""How files arrive in the model folder: whole or not at all.

Everything is made in a scratch folder inside the model folder, thus on the same file system, and then renamed
into place. Two processes may do so at once: each has its own scratch folder, and what they rename is equal.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from earmark.clock import now_ms
from earmark.errors import ModelDamaged, Unavailable

_PREFIX: Final = ".earmark-arriving-"
_CHUNK_BYTES: Final = 1_048_576
# A process that was killed leaves its scratch folder behind; one that still works is never this old.
_ABANDONED_MS: Final = 24 * 3_600_000


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """
    A new folder in *folder* that is gone afterwards, together with those that killed processes left.

    Raises:
        Unavailable: *folder* cannot be written.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        work = tempfile.TemporaryDirectory(dir=folder, prefix=_PREFIX, ignore_cleanup_errors=True)
    with work as path:
        yield Path(path)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """
    Tell what to do when something cannot be written in *folder*: no access, no room.

    Raises:
        Unavailable: in place of the system's error.
    """
    try:
        yield
    except OSError as error:
        raise Unavailable(
            f"The folder {folder} cannot be written: {error.strerror or error}. Make room or give access there, or "
            "name another one; for models that is EARMARK_MODELS_DIR."
        ) from error


def take_in(source: IO[bytes], work: Path, target: Path, *, sha256: str, size_bytes: int, fix: str) -> None:
    """
    Copy *source* to *target* by way of *work*, if it is the file that is expected.

    Raises:
        ModelDamaged: it is another one; the text ends with *fix*.
        Unavailable: the folder cannot be written.
    """
    digest = hashlib.sha256()
    made = work / sha256
    with writing(work.parent), made.open("wb") as file:
        # One byte past the expected size is enough to know better.
        while chunk := source.read(min(_CHUNK_BYTES, size_bytes + 1 - file.tell())):
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if digest.hexdigest() != sha256:
        raise ModelDamaged(target.name, sha256, digest.hexdigest(), fix)
    with writing(work.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        made.replace(target)


def write_json(path: Path, value: object) -> None:
    """
    Make *value* the content of *path* in one step.

    Raises:
        Unavailable: the folder of *path* cannot be written.
    """
    with scratch(path.parent) as work, writing(path.parent):
        made = work / path.name
        with made.open("w", encoding="utf-8") as file:
            json.dump(value, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)


def _sweep(folder: Path) -> None:
    for left in folder.glob(_PREFIX + "*"):
        try:
            age_ms = now_ms() - left.stat().st_mtime_ns // 1_000_000
        except FileNotFoundError:
            continue  # another process was faster
        if age_ms > _ABANDONED_MS:
            shutil.rmtree(left, ignore_errors=True)
