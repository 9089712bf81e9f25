"""The pages' examples of the vendor's own clients, run with them. `tests/docs` runs the rest."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

import pages
from server import Server

EXAMPLES = [
    pytest.param(page, example, id=f"{pages.name_of(page)}-{example.block.language}")
    for page in pages.pages()
    for example in pages.examples(page.read_text(encoding="utf-8"), mark="sdk")
]
# The Python client looks at a job every 30 seconds; only the wait is shortened.
_SHORT_WAITS = "import time; _sleep = time.sleep; time.sleep = lambda seconds: _sleep(min(seconds, 0.1))\n"


@pytest.mark.parametrize(("page", "example"), EXAMPLES)
def test_example_with_the_vendors_client_prints_what_the_page_shows(
    page: Path, example: pages.Example, python_sdk: Path, javascript_sdk: Path, shared_server: Server, tmp_path: Path
) -> None:
    code = example.block.code.replace(pages.SHOWN_URL, shared_server.base_url)
    if example.block.language == "python":
        command, code = str(python_sdk), _SHORT_WAITS + code
    else:
        command = shutil.which("node") or "node"
    environment = pages.reader_environment(shared_server.app_id, shared_server.app_secret)
    environment["NODE_PATH"] = str(javascript_sdk)
    done = subprocess.run(
        [command, "-"], input=code, capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=120
    )
    assert done.returncode == 0, done.stderr
    if example.output is None:
        return
    if os.environ.get("WRITE_OUTPUTS"):
        fresh = pages.examples(text := page.read_text(encoding="utf-8"), mark="sdk")
        output = next(one.output for one in fresh if one.block.code == example.block.code)
        assert output
        page.write_text(pages.with_outputs(text, [(output, done.stdout)]), encoding="utf-8")
        return
    assert not pages.differs(example.output.code, done.stdout), done.stdout


def test_every_client_has_an_example() -> None:
    assert {example.values[1].block.language for example in EXAMPLES} == {"python", "js"}
