"""The checks of ``earmark doctor``."""

from __future__ import annotations

import asyncio
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from earmark import model_files
from earmark.config import Settings
from earmark.engine import matcher
from earmark.errors import EarmarkError
from earmark.services.encoders import load_encoders
from earmark.store.db import Database
from earmark.types import Message, Tracker

_OLDEST_PYTHON: Final = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check; *advice* is what to do, empty when all is well."""

    what: str
    advice: str = ""

    @property
    def is_sound(self) -> bool:
        return not self.advice


def findings(settings: Settings) -> Iterator[tuple[str, Finding]]:
    """Every check by name, in order, each made when it is asked for; a fault does not keep the next from being made."""
    for name, check in _CHECKS.items():
        try:
            finding = check(settings)
        except EarmarkError as error:
            finding = Finding("failed", str(error))
        yield name, finding


def _check_python(_: Settings) -> Finding:
    found = platform.python_version()
    if sys.version_info < _OLDEST_PYTHON:
        wanted = ".".join(map(str, _OLDEST_PYTHON))
        return Finding(found, f"Install Python {wanted} or newer and make the environment again.")
    return Finding(found)


def _check_data_folder(settings: Settings) -> Finding:
    if settings.database_url:
        return Finding("not used, since EARMARK_DATABASE_URL names a database")
    folder = settings.data.absolute()
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        return Finding(
            f"{folder} cannot be written ({error.strerror})",
            "Give yourself the right to write there, or name another folder with EARMARK_DATA or --data.",
        )
    return Finding(str(folder) if folder.exists() else f"{folder} (will be made at the first start)")


def _check_database(settings: Settings) -> Finding:
    try:
        file = Database.file_of(settings.earmark_database_url)
        # The data folder is made when it is missing; the folder of a database that is named is not.
        if file is not None and not file.exists() and (file.parent.is_dir() or not settings.database_url):
            return Finding("will be made at the first start")
        return asyncio.run(_look_into_database(settings))
    except EarmarkError as error:
        named = "See that it runs, and that EARMARK_DATABASE_URL is right."
        own = "Put back a backup of the file, or name another folder with EARMARK_DATA or --data."
        return Finding(str(error), named if settings.database_url else own)


async def _look_into_database(settings: Settings) -> Finding:
    database = await Database.connect(settings.earmark_database_url)
    try:
        found, latest = await database.schema_version(), database.latest_version()
    finally:
        await database.close()
    if found == latest:
        return Finding(f"{database.place}, schema {found}")
    if found is None:
        return Finding(f"{database.place}, empty; the schema will be made at the first start")
    return Finding(
        f"{database.place}, schema {found}, this earmark has {latest}",
        "Start the server: it migrates an older schema. If the schema is newer, update earmark.",
    )


def _check_models(settings: Settings) -> Finding:
    verdicts = model_files.verify(settings.model_folder)
    bad = [verdict for verdict in verdicts if not verdict.is_sound]
    if not bad:
        return Finding(f"{len(verdicts)} files, every digest right")
    missing = [verdict.file for verdict in bad if verdict.found is None]
    kind = f"{missing[0]} is missing" if missing else f"{bad[0].file} is damaged"
    more = f", and {len(bad) - 1} more" if len(bad) > 1 else ""
    return Finding(kind + more, "Run `earmark models get`. Without a network, see `earmark models unbundle --help`.")


def _check_detection(settings: Settings) -> Finding:
    started = time.perf_counter()
    encoders = load_encoders(settings.model_folder)
    compiled = matcher.compile_matcher([Tracker("Budget", ["I don't have any money"])], encoders)
    loaded = time.perf_counter()
    found = compiled.match([Message("I ran out of budget")])
    took_ms = 1000 * (time.perf_counter() - loaded)
    if not found:
        return Finding(
            "a sentence that must be found was not",
            "Run `earmark models verify`. If a model of your own serves a role, `earmark models use ROLE default`.",
        )
    return Finding(f"{took_ms:.1f} ms for a sentence, models loaded in {loaded - started:.1f} s")


_CHECKS: Final[dict[str, Callable[[Settings], Finding]]] = {
    "Python": _check_python,
    "Data folder": _check_data_folder,
    "Database": _check_database,
    "Models": _check_models,
    "Detection": _check_detection,
}
