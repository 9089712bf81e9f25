"""The vendor's own clients, unmodified and pinned, each installed once into a cache beside earmark's environment."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from bench.data import data_folder

HERE: Final = Path(__file__).parent
CACHE: Final = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "earmark-tests"
PROBES: Final = data_folder() / "sdk-probes"
_INSTALL_S: Final = 300


@pytest.fixture(scope="session")
def python_sdk() -> Path:
    """An interpreter that has `symbl` and what it needs, and nothing of earmark."""

    def install(folder: Path) -> None:
        _run([sys.executable, "-m", "venv", "--without-pip", str(folder)])
        pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "--quiet"]
        # Without dependencies: pyaudio, which needs native headers, is imported for a microphone alone.
        requirements = ["--no-deps", "--require-hashes", "--requirement", str(HERE / "requirements.txt")]
        _run([*pip, "install", "--disable-pip-version-check", "--only-binary", ":all:", *requirements])

    return _installed("python", [HERE / "requirements.txt"], sys.version, install) / "bin" / "python"


@pytest.fixture(scope="session")
def javascript_sdk() -> Path:
    """A `node_modules` folder that has `@symblai/symbl-js` and what it needs."""
    npm = shutil.which("npm")
    assert npm, "npm is missing: install it, or run `make services`"
    files = [HERE / "package.json", HERE / "package-lock.json"]

    def install(folder: Path) -> None:
        for file in files:
            shutil.copy(file, folder)
        _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"], cwd=folder)

    return _installed("javascript", files, "", install) / "node_modules"


@pytest.fixture
def probe() -> Callable[[str], Path]:
    """The path of one of the probes beside the checkout; without it the test is skipped."""

    def probe(name: str) -> Path:
        path = PROBES / name
        if not path.is_file():
            pytest.skip(f"{path} is missing; EARMARK_EVAL_DATA names the folder that holds sdk-probes")
        return path

    return probe


def _installed(name: str, files: list[Path], interpreter: str, install: Callable[[Path], None]) -> Path:
    """The folder of what *install* made of *files*; made anew only when these have changed."""
    digest = hashlib.sha256(b"\0".join([interpreter.encode(), *(file.read_bytes() for file in files)])).hexdigest()
    folder = CACHE / f"{name}-{digest[:16]}"
    if not folder.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE, ignore_cleanup_errors=True) as scratch:
            made = Path(scratch) / name
            made.mkdir()
            install(made)
            try:
                made.rename(folder)
            except OSError:
                assert folder.is_dir()  # another test run was faster
    return folder


def _run(command: list[str], cwd: Path | None = None) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=_INSTALL_S)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
