"""Where a published file is: in the model folder under its digest, or in an installed package."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from earmark.model_files.digests import remembered_sha256
from earmark.model_files.table import PublishedFile


def place(folder: Path, file: PublishedFile) -> Path:
    """The path of *file* in the model folder, whether or not it is there."""
    return folder / file.sha256 / file.name


def locate(folder: Path, file: PublishedFile) -> Path | None:
    """The path where *file* is, sound or not; None if it is nowhere."""
    return next((path for path in (place(folder, file), _installed(file)) if path and path.is_file()), None)


def holds(folder: Path, file: PublishedFile) -> bool:
    """Whether *file* is here and sound."""
    path = locate(folder, file)
    return path is not None and remembered_sha256(folder, path) == file.sha256


def _installed(file: PublishedFile) -> Path | None:
    # By the package's metadata, not by importing it: no code of a model's package runs to find a file.
    try:
        package = metadata.distribution(file.wheel.package)
    except metadata.PackageNotFoundError:
        return None
    return Path(str(package.locate_file(file.member))) if package.version == file.wheel.version else None
