"""Models of the user's own: a role may be served by an ONNX sentence encoder from a folder or a hub.

The choice is recorded with the digest of every file, so that a later change is noticed instead of silently
giving other vectors.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from earmark.errors import InvalidField, UnreadableFile
from earmark.model_files import hub
from earmark.model_files.digests import sha256_of
from earmark.model_files.scratch import write_json
from earmark.model_files.table import Role, role_from

#: Said instead of a path or an id: the published model again.
DEFAULT: Final = "default"

#: Where the files of a sentence-transformers model lie in its folder, under the names that `find` gives them.
_PATHS: Final = {
    "model.onnx": ("model.onnx", "onnx/model.onnx"),
    "model.onnx_data": ("model.onnx_data", "onnx/model.onnx_data"),  # weights beyond two gigabytes
    "tokenizer.json": ("tokenizer.json",),
    "pooling.json": ("1_Pooling/config.json",),
}
_REQUIRED: Final = ("model.onnx", "tokenizer.json")
_RECORD: Final = "choices.json"
_HUB_ID: Final = re.compile(r"\w[\w.-]*/\w[\w.-]*")


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """One file as it was when the choice was made."""

    name: str
    path: Path
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A model of the user's own in a role. `source` is what the user named: a folder or a hub's id."""

    role: Role
    source: str
    files: tuple[ChosenFile, ...]

    @property
    def digest(self) -> str:
        """Identifies the model. Of all files, because another tokenizer or pooling gives other vectors as well."""
        lines = sorted(f"{file.name} {file.sha256}\n" for file in self.files)
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    @property
    def size_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)


def use(folder: Path, role: str, path_or_id: str, *, endpoint: str | None = None) -> None:
    """
    Serve *role* by the model at *path_or_id* from now on.

    Args:
        folder: The model folder.
        path_or_id: A folder with ``model.onnx`` (or ``onnx/model.onnx``), ``tokenizer.json`` and, unless pooling is
            by the mean, ``1_Pooling/config.json``; or the id of such a model on the hub, which is then downloaded;
            or ``default``.
        endpoint: Address of another hub than the public one.

    Raises:
        InvalidField: no such role; neither a folder nor an id; or the hub knows no such model.
        UnreadableFile: the folder lacks one of the files.
        Unavailable: the hub cannot be reached, or the model folder cannot be written.
    """
    wanted = role_from(role)
    record = _read_record(folder)
    if path_or_id == DEFAULT:
        record.pop(wanted, None)
    else:
        model = _folder_of(folder, path_or_id, endpoint)
        files = {name: _describe(folder, path) for name, path in _files_in(model).items()}
        record[wanted] = {"source": path_or_id, "files": files}
    write_json(folder / _RECORD, record)


def read_choices(folder: Path) -> dict[Role, Choice]:
    """
    What `use` recorded.

    Raises:
        UnreadableFile: the record was edited into something else.
    """
    choices = {}
    for role in Role:
        try:
            entry = _read_record(folder).get(role)
            if entry is not None:
                files = tuple(
                    # A relative path is one within the model folder, which may have been moved.
                    ChosenFile(name, folder / file["path"], file["sha256"], file["size_bytes"])
                    for name, file in entry["files"].items()
                )
                choices[role] = Choice(role, entry["source"], files)
        except (AttributeError, KeyError, TypeError) as error:
            raise _unreadable(folder) from error
    return choices


def _read_record(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads((folder / _RECORD).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise _unreadable(folder) from error
    if not isinstance(record, dict):
        raise _unreadable(folder)
    return record


def _unreadable(folder: Path) -> UnreadableFile:
    return UnreadableFile(
        str(folder / _RECORD), "cannot be understood. Delete it to go back to the default models, then choose again"
    )


def _folder_of(folder: Path, path_or_id: str, endpoint: str | None) -> Path:
    path = Path(path_or_id).expanduser()
    if path.exists():
        return path
    if not _HUB_ID.fullmatch(path_or_id):
        raise InvalidField(
            "PATH_OR_ID", f"must be a folder that exists, an id such as owner/model, or {DEFAULT}; not {path_or_id!r}"
        )
    patterns = [relative for places in _PATHS.values() for relative in places]
    return hub.download(path_or_id, folder / "hub", patterns, endpoint)


def _files_in(model: Path) -> dict[str, Path]:
    found = {}
    for name, places in _PATHS.items():
        path = next((model / relative for relative in places if (model / relative).is_file()), None)
        if path is not None:
            found[name] = path
        elif name in _REQUIRED:
            raise UnreadableFile(str(model), f"holds no {' or '.join(places)}, so it is no ONNX sentence encoder")
    return found


def _describe(folder: Path, path: Path) -> dict[str, Any]:
    # Links are kept: a hub's cache links to files that are named by their digest.
    absolute, home = Path(os.path.abspath(path)), Path(os.path.abspath(folder))
    recorded = absolute.relative_to(home) if absolute.is_relative_to(home) else absolute
    return {"path": str(recorded), "sha256": sha256_of(path), "size_bytes": path.stat().st_size}
