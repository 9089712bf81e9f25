"""What a tracker file holds, and how it may be written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from earmark.errors import UnreadableFile
from earmark.types import Tracker


@dataclass(frozen=True, slots=True)
class TrackerEntry:
    """One tracker of a file, and the sentences that show what it is meant to find and to leave alone."""

    tracker: Tracker
    must_match: tuple[str, ...] = ()
    must_not_match: tuple[str, ...] = ()


class FileFormat(StrEnum):
    YAML = "yaml"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"

    @classmethod
    def of(cls, name: str) -> FileFormat:
        """
        The format that the extension of *name* tells.

        Raises:
            UnreadableFile: none that we know.
        """
        extension = PurePath(name).suffix.lower()
        if extension not in _EXTENSIONS:
            known = ", ".join(_EXTENSIONS)
            raise UnreadableFile(name, f"has the unknown extension {extension!r}; a tracker file is one of {known}.")
        return _EXTENSIONS[extension]


_EXTENSIONS: Final[Mapping[str, FileFormat]] = {
    ".yaml": FileFormat.YAML,
    ".yml": FileFormat.YAML,
    ".json": FileFormat.JSON,
    ".jsonl": FileFormat.JSONL,
    ".csv": FileFormat.CSV,
}
