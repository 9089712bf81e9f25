"""The command itself, and how an error leaves it."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from earmark import __version__
from earmark.cli import credentials, doctor, evaluate, explain, mcp, models, serve, track, trackers, webhooks
from earmark.errors import EarmarkError, Invalid

#: When set, an unexpected error shows its trace.
_DEBUG: Final = "EARMARK_DEBUG"
#: What typer leaves with after Ctrl-C.
_INTERRUPTED: Final = 130


class Commands(TyperGroup):
    """Shows what went wrong as one sentence: a user's mistake ends with 2, anything else with 1."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # talk in Arabic on a Latin terminal is no reason to fail
        try:
            return super().main(*args, **kwargs)
        except EarmarkError as error:
            _leave(str(error), 2 if isinstance(error, Invalid) else 1)
        except OSError as error:
            of = f": {error.filename}" if error.filename else ""
            _leave(f"{error.strerror or error}{of}.", 1)
        except Exception as error:
            if os.environ.get(_DEBUG):
                raise
            _leave(
                f"This is a bug in earmark ({type(error).__name__}). Please report it; the same command with "
                f"{_DEBUG}=1 before it shows where it happened.",
                1,
            )

    def invoke(self, ctx: Any) -> Any:
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()  # so that a closed pipe or a full disk shows here, not at the interpreter's end
        except BrokenPipeError:
            # The reader of a pipe (head, less) has seen enough.
            _write_no_more()
            raise typer.Exit(0) from None


def _leave(sentence: str, exit_code: int) -> None:
    print(f"earmark: {sentence}", file=sys.stderr)
    try:
        sys.stdout.flush()
    except OSError:
        _write_no_more()
    sys.exit(exit_code)


def _write_no_more() -> None:
    """Send the rest of standard output nowhere: the interpreter writes what is left when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Find the moments in talk that mean what you are looking for.\n\n"
    "Example: `earmark track call.vtt --trackers trackers.yaml`",
)
app.command("serve")(serve.serve)
app.command("track")(track.track)
app.command("explain")(explain.explain)
app.command("eval")(evaluate.evaluate)
app.command("doctor")(doctor.doctor)
app.command("mcp")(mcp.mcp)
app.add_typer(trackers.app, name="trackers")
app.add_typer(credentials.app, name="credentials")
app.add_typer(models.app, name="models")
app.add_typer(webhooks.app, name="webhooks")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"earmark {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


def run() -> None:
    """The program: run the command line and leave with its exit code."""
    try:
        app()
    except SystemExit as leaving:
        if leaving.code == _INTERRUPTED:
            # At once: the interpreter would wait for every thread, and for ever for one of an encoder's that Ctrl-C
            # met while it was started, since its pool does not know it yet and never tells it to end.
            os._exit(_INTERRUPTED)
        raise
