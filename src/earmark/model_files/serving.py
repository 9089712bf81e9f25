"""Which files serve a role now, and whether they are the right ones."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from earmark.errors import ModelDamaged, ModelMissing
from earmark.model_files.choices import DEFAULT, Choice, ChosenFile, read_choices
from earmark.model_files.digests import remembered_sha256, sha256_of
from earmark.model_files.places import locate, place
from earmark.model_files.table import PUBLISHED, PublishedModel, Role, Table, published, role_from


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model that is ready to be loaded.

    Attributes:
        digest: Identifies the model: stored beside every vector that it made.
        files: By the name of their kind: ``model.onnx``, ``tokenizer.json`` and perhaps ``pooling.json``, or
            ``weights.npz`` and ``sp.model``.
    """

    role: Role
    name: str
    digest: str
    files: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One file after its bytes were read. `found` is the digest of what is there, None where nothing is."""

    role: Role
    file: str
    expected: str
    found: str | None

    @property
    def is_sound(self) -> bool:
        return self.found == self.expected


@dataclass(frozen=True, slots=True)
class Row:
    """What there is to say about the model of one role."""

    role: Role
    name: str
    digest: str
    size_bytes: int
    license: str
    present: bool
    source: str


@dataclass(frozen=True, slots=True)
class _Part:
    """One file of the model that serves a role, wherever it comes from."""

    name: str
    path: Path
    sha256: str
    size_bytes: int

    @property
    def is_present(self) -> bool:
        return self.path.is_file() and self.path.stat().st_size == self.size_bytes


def default_folder() -> Path:
    """The model folder for a user who named none: in the user's cache."""
    if sys.platform == "win32":
        cache = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        cache = Path.home() / "Library" / "Caches"
    else:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "earmark" / "models"


def find(folder: Path, role: str, *, table: Table = PUBLISHED) -> ModelFiles:
    """
    The files that serve *role*, each checked.

    A file is read in full once; afterwards only its size and time are compared.

    Args:
        folder: The model folder; it need not exist.

    Raises:
        InvalidField: no such role.
        ModelMissing: a file is not here; the text names the command that gets it.
        ModelDamaged: a file is not what it should be.
        UnreadableFile: the record of the user's choices cannot be understood.
    """
    model = _model(folder, role_from(role), table)
    if isinstance(model, Choice):
        name, source = model.source, model.source
        missing = f"Put it back, or run `earmark models use {model.role} {DEFAULT}`."
        damaged = f"If the change is meant, run `earmark models use {model.role} {source}`."
    else:
        name = model.name
        missing = damaged = "Run `earmark models get`."
    files = {}
    for part in _parts(folder, model):
        if not part.path.is_file():
            raise ModelMissing(f"The model {name} for {model.role} lacks a file: {part.path} is not there. {missing}")
        found = remembered_sha256(folder, part.path)
        if found != part.sha256:
            raise ModelDamaged(str(part.path), part.sha256, found, damaged)
        files[part.name] = part.path
    return ModelFiles(model.role, name, model.digest, files)


def verify(folder: Path, *, table: Table = PUBLISHED) -> list[Verdict]:
    """Read every file that serves a role, in full, and say what it is.

    Raises:
        UnreadableFile: the record of the user's choices cannot be understood.
    """
    return [
        Verdict(model.role, str(part.path), part.sha256, sha256_of(part.path) if part.path.is_file() else None)
        for model in _models(folder, table)
        for part in _parts(folder, model)
    ]


def describe(folder: Path, *, table: Table = PUBLISHED) -> list[Row]:
    """One row for every role. A file counts as present by its size; `verify` reads it.

    Raises:
        UnreadableFile: the record of the user's choices cannot be understood.
    """
    return [
        Row(
            role=model.role,
            name=model.source if isinstance(model, Choice) else model.name,
            digest=model.digest,
            size_bytes=model.size_bytes,
            license="of your own choice" if isinstance(model, Choice) else model.license,
            present=all(part.is_present for part in _parts(folder, model)),
            source=model.source,
        )
        for model in _models(folder, table)
    ]


def _model(folder: Path, role: Role, table: Table) -> Choice | PublishedModel:
    return read_choices(folder).get(role) or published(table, role)


def _models(folder: Path, table: Table) -> Iterator[Choice | PublishedModel]:
    return (_model(folder, model.role, table) for model in table)


def _parts(folder: Path, model: Choice | PublishedModel) -> Iterator[_Part]:
    for file in model.files:
        path = file.path if isinstance(file, ChosenFile) else locate(folder, file) or place(folder, file)
        yield _Part(file.name, path, file.sha256, file.size_bytes)
