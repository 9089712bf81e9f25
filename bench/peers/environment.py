"""The peers' own environment: whether it is there, and how their programs run in it. ``make bench-peers`` makes it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).resolve().parents[2]
PYTHON: Final = _ROOT / "bench" / ".cache" / "peers" / "bin" / "python"

#: One thread, and no hub: whatever a peer needs it is given.
_SETTINGS: Final = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
}


def is_there() -> bool:
    return PYTHON.is_file()


def run(module: str, arguments: Sequence[str | Path]) -> None:
    """
    Run one of this package's modules in the peers' environment.

    Raises:
        subprocess.CalledProcessError: it failed; it has told why.
    """
    command = [str(PYTHON), "-m", f"bench.peers.{module}", *map(str, arguments)]
    subprocess.run(command, cwd=_ROOT, env={**os.environ, **_SETTINGS}, check=True)
