"""The command itself, and how an error leaves it."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from earmark import __version__
from earmark.cli import doctor, evaluate, models, serve, track
from earmark.errors import EarmarkError, Invalid


class _Group(TyperGroup):
    """Shows what went wrong as one sentence: a user's mistake ends with 2, anything else with 1."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except EarmarkError as error:
            print(f"earmark: {error}", file=sys.stderr)
            raise typer.Exit(2 if isinstance(error, Invalid) else 1) from error
        except BrokenPipeError:
            # The reader of a pipe (head, less) has seen enough.
            sys.stderr.close()
            raise typer.Exit(0) from None


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Find the moments in talk that mean what you are looking for.",
)
app.command("serve")(serve.serve)
app.command("track")(track.track)
app.command("eval")(evaluate.evaluate)
app.command("doctor")(doctor.doctor)
app.add_typer(models.app, name="models")


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
