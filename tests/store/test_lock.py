"""One process for one data folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from earmark.errors import Unavailable
from earmark.store.lock import sole_use

HOLDER = """
import sys, pathlib
from earmark.store.lock import sole_use
with sole_use(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_folder_that_another_process_holds_is_refused_until_that_one_is_killed(
    holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    with pytest.raises(Unavailable, match="Another earmark serves"), sole_use(tmp_path):
        pass
    with holder:
        holder.kill()
    with sole_use(tmp_path):
        pass
