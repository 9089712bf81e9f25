"""Marked examples in Markdown pages: what a page shows, run as a reader would run it.

A comment directly above a fenced block says what the block is; `CONTRIBUTING.md` explains the marks to writers.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Final

from earmark.config import PREFIX

ROOT: Final = Path(__file__).parents[1]
#: Where every page says that the server is.
SHOWN_URL: Final = "http://127.0.0.1:8750"

_FENCE: Final = re.compile(
    r"(?:^<!-- (?P<mark>file|run|output|sdk)(?:: (?P<argument>\S+))? -->\n)?^```(?P<language>\w*)\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_BOUNDARY: Final = "-- next example --"
# A webhook whose first attempts meet a busy machine is tried again after 5 s, 30 s and two minutes.
_TIMEOUT_S: Final = 300
_INTERPRETERS: Final = {"python": "python", "js": "node"}

# What differs between two honest runs.
_VARYING: Final = (
    (re.compile(r"\b\d{16}\b"), "(id)"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "(hit id)"),
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "(uuid)"),
    (re.compile(r"\b\d{4}-\d\d-\d\dT[\d:.]+Z"), "(time)"),
    (re.compile(r"\b[0-9a-f]{12}\b"), "(version)"),
    (re.compile(r"[ \t]+"), " "),
)
_FRACTION: Final = re.compile(r"\b\d+\.\d+\b")
#: Scores differ a little between processors.
_TOLERANCE: Final = 0.03


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Attributes:
        mark: ``run``, ``file``, ``output``, ``sdk``, or empty.
        argument: The expected exit status of a run, the name of a file.
        line: Of its first line of code, from 1.
        start, end: Its code in the page's text.
    """

    mark: str
    argument: str
    language: str
    code: str
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Example:
    """A block that runs, and the block that shows what it prints, if the page has one."""

    block: Block
    output: Block | None


def pages() -> list[Path]:
    """Every page that a reader gets."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def reader_environment(app_id: str, app_secret: str) -> dict[str, str]:
    """What a reader's shell knows: earmark on the path, the account that the server told, no other setting of ours."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name == f"{PREFIX}MODELS_DIR" or not (name.startswith(PREFIX) or name.lower().endswith("_proxy"))
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return kept | {"PATH": path, "TERM": "dumb", "COLUMNS": "120", "APP_ID": app_id, "APP_SECRET": app_secret}


def blocks(text: str) -> list[Block]:
    return [
        Block(
            mark=found["mark"] or "",
            argument=found["argument"] or "",
            language=found["language"],
            code=found["code"],
            line=text.count("\n", 0, found.start("code")) + 1,
            start=found.start("code"),
            end=found.end("code"),
        )
        for found in _FENCE.finditer(text)
    ]


def examples(text: str, mark: str = "run") -> list[Example]:
    """Blocks with *mark*, each with the output block that follows it before any other marked block."""
    marked = [block for block in blocks(text) if block.mark]
    return [
        Example(block, after if after and after.mark == "output" else None)
        for block, after in zip_longest(marked, marked[1:])
        if block.mark == mark
    ]


def run_page(page: Path, folder: Path, environment: Mapping[str, str], base_url: str) -> list[str]:
    """
    Run all of a page's examples, one after the other in one shell, as a reader who pastes them.

    Args:
        folder: Where the page's files are written and where the shell begins.
        base_url: Of the server that stands for `SHOWN_URL`.

    Returns:
        What each printed, standard error included.
    """
    text = page.read_text(encoding="utf-8")
    for block in blocks(text):
        if block.mark == "file":
            (folder / block.argument).write_text(block.code, encoding="utf-8")
    found = examples(text)
    script = "\n".join(["set -euo pipefail", "exec 2>&1", *(_step(one.block) for one in found)])
    status, told = _run(script.replace(SHOWN_URL, base_url), folder, environment)
    printed = told.replace(base_url, SHOWN_URL).split(f"{_BOUNDARY}\n")[1:]
    if status:
        last = found[len(printed) - 1].block
        raise AssertionError(f"{name_of(page)}, line {last.line}: status {status}\n{last.code}{printed[-1]}")
    return printed


def _run(script: str, folder: Path, environment: Mapping[str, str]) -> tuple[int | str, str]:
    """The status and all output of a script; whatever it left running is ended with it."""
    # Not a pipe: a program that an example left behind would hold it open, and its reader would wait for it.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        with subprocess.Popen(
            ["bash", "-c", script], cwd=folder, env=environment, stdout=output, start_new_session=True
        ) as shell:
            try:
                status: int | str = shell.wait(_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                status = f"none after {_TIMEOUT_S} s"
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(shell.pid, signal.SIGKILL)
        output.seek(0)
        return status, output.read()


def _step(block: Block) -> str:
    code = block.code
    if block.language in _INTERPRETERS:
        code = f"{_INTERPRETERS[block.language]} - <<'END_OF_EXAMPLE'\n{code}END_OF_EXAMPLE\n"
    if block.argument:
        code = f"if ({code}); then status=0; else status=$?; fi; [ $status = {block.argument} ]\n"
    return f"echo '{_BOUNDARY}'\n{code}"


def differs(shown: str, printed: str) -> bool:
    """Whether two outputs differ by more than ids, times, white space and the last digit of a score."""
    one, other = _comparable(shown), _comparable(printed)
    if _FRACTION.split(one) != _FRACTION.split(other):
        return True
    numbers = zip(_FRACTION.findall(one), _FRACTION.findall(other), strict=True)
    return any(abs(float(a) - float(b)) > _TOLERANCE for a, b in numbers)


def _comparable(output: str) -> str:
    for pattern, stand_in in _VARYING:
        output = pattern.sub(stand_in, output)
    return "\n".join(line.rstrip() for line in output.strip().splitlines())


def with_outputs(text: str, outputs: Sequence[tuple[Block, str]]) -> str:
    """*text* with other code in those of its blocks that differ."""
    for block, printed in sorted(outputs, key=lambda pair: -pair[0].start):
        if not differs(block.code, printed):
            continue
        tidy = "\n".join(line.rstrip() for line in printed.strip("\n").splitlines())
        text = f"{text[: block.start]}{tidy}\n{text[block.end :]}"
    return text
