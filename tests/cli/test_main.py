"""The command itself: help, and how an error leaves it."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

import earmark
from earmark import errors
from earmark.cli import app
from earmark.cli.main import Commands

#: What takes long to import.
HEAVY = {"alembic", "dbos", "fastapi", "numpy", "onnxruntime", "pydantic", "sqlalchemy", "uvicorn"}


def failing(problem: Callable[[], object]) -> Result:
    """A command that fails as *problem* does."""
    commands = typer.Typer(cls=Commands, pretty_exceptions_enable=False)
    commands.callback()(lambda: None)
    commands.command("fail")(lambda: problem() and None)
    return CliRunner().invoke(commands, ["fail"])


def raising(error: BaseException) -> Callable[[], object]:
    def problem() -> object:
        raise error

    return problem


def command_lines(command: Any, *path: str) -> Iterator[tuple[str, ...]]:
    yield path
    for name, inner in getattr(command, "commands", {}).items():
        yield from command_lines(inner, *path, name)


ALL = list(command_lines(typer.main.get_command(app)))


def test_the_commands_are_those_of_the_manual() -> None:
    groups = {
        "trackers": ["list", "export", "import", "validate", "test", "plan", "apply"],
        "credentials": ["list", "create", "rotate", "revoke"],
        "webhooks": ["listen"],
        "models": ["get", "list", "verify", "bundle", "unbundle", "use"],
    }
    names = ["serve", "track", "explain", "eval", "doctor", "mcp", *groups]
    inner = {(group, name) for group, members in groups.items() for name in members}
    assert set(ALL) == {(), *((name,) for name in names), *inner}


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_nothing_that_takes_long(option: str) -> None:
    script = (
        "import sys\nfrom earmark.cli import app\n"
        f"try:\n    app([{option!r}])\nexcept SystemExit:\n    print(*sys.modules, file=sys.stderr)\n"
    )
    imported = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stderr
    assert "earmark.cli.track" in imported.split()
    assert HEAVY & set(imported.split()) == set()


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_help_fits_eighty_columns_and_shows_an_example_on_one_line(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*path, "--help"])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    example = next(line for line in lines if line.strip().startswith("Example: "))
    assert "earmark " + " ".join(path) in example


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_example_is_a_command_line_that_parses(path: tuple[str, ...]) -> None:
    text = re.sub(r"\s+", " ", CliRunner().invoke(app, [*path, "--help"]).stdout)
    found = re.search(r"Example: (?:\w+=\S+ )*earmark (.*?)(?: ╭|$)", text)
    assert found is not None
    group: Any = typer.main.get_command(app)
    words = shlex.split(found[1])
    while hasattr(group, "commands"):
        group, words = group.commands[words[0]], words[1:]
    group.make_context("example", words)  # raises on an unknown option, a missing argument or a wrong value


def test_without_a_command_the_help_is_shown(run: Callable[..., Result]) -> None:
    assert "Usage:" in run().output


def test_the_version_is_the_packages(run: Callable[..., Result]) -> None:
    assert run("--version").stdout == f"earmark {earmark.__version__}\n"


@pytest.mark.parametrize(
    ("error", "exit_code"),
    [
        (errors.Invalid("The name is wrong."), 2),
        (errors.UnreadableFile("a.txt", "is empty.", 3), 2),
        (errors.ModelMissing("A file is not there."), 1),
        (errors.Busy("Too much at once."), 1),
    ],
)
def test_a_mistake_of_the_user_ends_with_2_and_any_other_failure_with_1(error: Exception, exit_code: int) -> None:
    result = failing(raising(error))
    assert (result.exit_code, result.stderr, result.stdout) == (exit_code, f"earmark: {error}\n", "")


@pytest.mark.parametrize("error", [KeyError("secret"), RecursionError(), ZeroDivisionError("secret")])
def test_an_unexpected_error_is_called_a_bug_and_shows_no_trace(error: Exception) -> None:
    result = failing(raising(error))
    assert result.exit_code == 1
    assert "bug in earmark" in result.stderr
    assert type(error).__name__ in result.stderr
    assert "EARMARK_DEBUG=1" in result.stderr
    assert "secret" not in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_unexpected_error_shows_its_trace_when_asked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARMARK_DEBUG", "1")
    error = KeyError("what")
    assert failing(raising(error)).exception is error


def test_what_the_system_refuses_is_told_with_its_file() -> None:
    result = failing(lambda: Path("there", "is", "none").read_text())
    assert (result.exit_code, result.stderr) == (1, "earmark: No such file or directory: there/is/none.\n")


def test_an_unknown_command_or_option_ends_with_2(run: Callable[..., Result]) -> None:
    for arguments in (["trak"], ["track", "--no-such-option"], ["track"], ["eval"]):
        result = run(*arguments)
        assert result.exit_code == 2
        assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", [["models", "list"], ["models", "verify"], ["doctor"]], ids=" ".join)
def test_a_reader_that_has_seen_enough_is_no_error(command: list[str], spawn: Callable[..., Any]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = spawn(*command, stdout=writing)
    os.close(writing)
    assert process.communicate()[1] == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize("command", [["models", "list"], ["models", "verify"]], ids=" ".join)
def test_output_that_cannot_be_written_is_told(command: list[str], spawn: Callable[..., Any]) -> None:
    with Path("/dev/full").open("wb") as full:
        process = spawn(*command, stdout=full)
    assert process.communicate()[1] == b"earmark: No space left on device.\n"
    assert process.returncode == 1


def test_ctrl_c_ends_with_130_and_without_a_trace(tmp_path: Path, trackers: Path, spawn: Callable[..., Any]) -> None:
    talk = tmp_path / "talk"
    os.mkfifo(talk)
    process = spawn("track", talk, "--trackers", trackers)
    with talk.open("wb"):  # which waits until the other side reads
        process.send_signal(signal.SIGINT)
        output, said = process.communicate(timeout=60)
    assert (process.returncode, output, said) == (130, b"", b"")


def test_ctrl_c_waits_for_no_thread() -> None:
    script = (
        "import sys, threading\nfrom earmark.cli import main\n"
        "@main.app.command()\ndef stuck():\n"
        "    threading.Thread(target=threading.Event().wait).start()\n    raise KeyboardInterrupt\n"
        "sys.argv = ['earmark', 'stuck']\nmain.run()\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")
