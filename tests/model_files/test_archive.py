"""An archive carries the models to a machine without a network, and cannot carry anything else."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from earmark.errors import ModelDamaged, ModelMissing, Unavailable, UnreadableFile
from earmark.model_files import Role, bundle, find, unbundle, verify
from package_index import CONTENT, Index, sha256


def members(index: Index) -> dict[str, bytes]:
    return {f"{index.file(name).sha256}/{name}": content for name, content in CONTENT.items()}


def write(path: Path, content: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=compression)
    return path


def everything_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_bundle_fills_an_empty_folder(index: Index, filled: Path, tmp_path: Path) -> None:
    archive, other = tmp_path / "models.zip", tmp_path / "other"
    bundle(filled, archive, table=index.table)
    assert sorted(path.name for path in unbundle(archive, other, table=index.table)) == sorted(CONTENT)
    assert all(verdict.is_sound for verdict in verify(other, table=index.table))
    assert find(other, Role.ENCODER_MULTI, table=index.table).digest == index.table[1].digest
    # Again: nothing to do.
    assert unbundle(archive, other, table=index.table) == []


def test_unbundle_replaces_a_damaged_file(index: Index, filled: Path, tmp_path: Path) -> None:
    archive = write(tmp_path / "models.zip", members(index))
    (filled / index.file("sp.model").sha256 / "sp.model").write_bytes(b"damaged")
    assert [path.name for path in unbundle(archive, filled, table=index.table)] == ["sp.model"]
    assert all(verdict.is_sound for verdict in verify(filled, table=index.table))


def test_bundle_wants_every_file_here_and_sound(index: Index, filled: Path, tmp_path: Path) -> None:
    archive = tmp_path / "models.zip"
    (filled / index.file("sp.model").sha256 / "sp.model").write_bytes(b"damaged")
    with pytest.raises(ModelMissing, match=r"^sp\.model .*Run `earmark models get` first\.$"):
        bundle(filled, archive, table=index.table)
    assert not archive.exists()


def test_bundle_into_a_place_that_cannot_be_written_says_so(index: Index, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match="cannot be written"):
        bundle(filled, tmp_path / "file" / "models.zip", table=index.table)


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "../../cache/models/outside",
        "/tmp/outside",
        "C:\\outside",
        "..\\outside",
        "choices.json",
        "stamps.json",
        "{sha256}/../outside",
        "{sha256}/../{sha256}/sp.model",
        "./{sha256}/sp.model",
        "{sha256}/other.name",
        "{sha256}/",
        "0000/sp.model",
        "",
    ],
)
def test_a_member_that_is_no_model_file_is_refused_and_nothing_kept(
    index: Index, folder: Path, tmp_path: Path, name: str
) -> None:
    evil = name.format(sha256=index.file("sp.model").sha256)
    archive = write(tmp_path / "models.zip", members(index) | {evil: CONTENT["sp.model"]})
    before = everything_under(tmp_path)
    with pytest.raises(UnreadableFile, match="which is no model file that this version knows"):
        unbundle(archive, folder, table=index.table)
    assert everything_under(tmp_path) == before
    assert not Path("/tmp/outside").exists()


def test_a_compressed_member_is_refused_before_it_is_unpacked(index: Index, folder: Path, tmp_path: Path) -> None:
    archive = write(tmp_path / "models.zip", members(index), zipfile.ZIP_DEFLATED)
    with pytest.raises(UnreadableFile, match="no model file"):
        unbundle(archive, folder, table=index.table)
    assert not folder.exists()


@pytest.mark.parametrize("content", [b"", b"other", CONTENT["sp.model"] + b"x", b"x" * 1_000_000])
def test_a_member_with_another_digest_is_refused(index: Index, folder: Path, tmp_path: Path, content: bytes) -> None:
    file = index.file("sp.model")
    archive = write(tmp_path / "models.zip", {f"{file.sha256}/{file.name}": content})
    with pytest.raises(ModelDamaged, match=rf"^sp\.model .* should be {file.sha256}"):
        unbundle(archive, folder, table=index.table)
    assert everything_under(folder) == []


def test_a_damaged_archive_is_refused(index: Index, folder: Path, tmp_path: Path) -> None:
    archive = write(tmp_path / "models.zip", members(index))
    whole = archive.read_bytes()
    place = whole.index(CONTENT["sp.model"])
    archive.write_bytes(whole[:place] + b"X" + whole[place + 1 :])
    with pytest.raises(UnreadableFile, match=r"models\.zip: is damaged at .*/sp\.model"):
        unbundle(archive, folder, table=index.table)
    archive.write_bytes(whole[:-40])
    with pytest.raises(UnreadableFile, match="or is cut off"):
        unbundle(archive, folder, table=index.table)


def test_something_else_than_an_archive_is_refused(index: Index, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"models\.zip: No such file"):
        unbundle(tmp_path / "models.zip", folder, table=index.table)
    (tmp_path / "models.zip").write_bytes(b"not an archive")
    with pytest.raises(UnreadableFile, match="not an archive made by"):
        unbundle(tmp_path / "models.zip", folder, table=index.table)
    assert not folder.exists()


def test_the_archive_holds_the_files_alone(index: Index, filled: Path, tmp_path: Path) -> None:
    bundle(filled, tmp_path / "models.zip", table=index.table)
    with zipfile.ZipFile(tmp_path / "models.zip") as archive:
        assert {name: sha256(archive.read(name)) for name in archive.namelist()} == {
            name: sha256(content) for name, content in members(index).items()
        }
