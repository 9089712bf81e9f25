"""``earmark trackers``: trackers as code, kept in files and brought to a database or a server."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.table import Table

from earmark.cli import places, plans, tracker_files
from earmark.cli.console import PlainConsole, counted, print_json
from earmark.cli.offline import Data
from earmark.cli.places import Server
from earmark.cli.remote import AppId, AppSecret
from earmark.cli.tracker_files import Files
from earmark.errors import Invalid, TrackerNameTaken
from earmark.trackerfile import FileFormat, Plan, TrackerEntry, plan, write
from earmark.trackerfile.planning import content_record
from earmark.types import Tracker

if TYPE_CHECKING:
    from earmark.cli.warned import Warned

_STDOUT: Final = "-"
#: `earmark trackers plan --exit-code` leaves with it when there is something to do, like `terraform plan`.
_CHANGES: Final = 2

app = typer.Typer(
    no_args_is_help=True,
    help="Keep trackers in files: check and try them, and bring them to a server.\n\n"
    "Stored trackers are looked for in the data folder or database that the settings name, which a running server may "
    "have open; `--data` names another folder, `--server` a server.\n\n"
    "Example: `earmark trackers plan trackers.yaml`",
)

Prune = Annotated[bool, typer.Option("--prune", help="Delete stored trackers that are in none of the files.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class Mode(StrEnum):
    """What becomes of a tracker whose name is stored already."""

    CREATE = "create"  # it is refused
    UPDATE = "update"  # the stored one is changed


@app.command("list")
def list_trackers(
    data: Data = None, server: Server = "", app_id: AppId = "", app_secret: AppSecret = "", as_json: AsJson = False
) -> None:
    """Show the stored trackers.

    Example: `earmark trackers list`
    """
    with places.opened(data, server, app_id, app_secret) as place:
        found = place.list_all()
    if as_json:
        rows = [{"id": one.id, **content_record(one), "version": one.version} for one in found]
        print_json(rows, sys.stdout, indent=2)
        return
    table = Table("Name", "Phrases", "Version", "Categories", box=None, pad_edge=False, header_style="bold")
    for column in table.columns:
        column.overflow = "fold"
    for tracker in found:
        name = f"{tracker.name} (paused)" if tracker.paused else tracker.name
        table.add_row(name, str(len(tracker.phrases)), str(tracker.version), ", ".join(tracker.categories))
    PlainConsole().print(table)


@app.command("export")
def export(
    file: Annotated[str, typer.Argument(help="The file to write, or `-` for standard output.")] = _STDOUT,
    file_format: Annotated[
        FileFormat | None,
        typer.Option("--format", "-f", help="How it is written.  [default: by the extension]", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    data: Data = None,
    server: Server = "",
    app_id: AppId = "",
    app_secret: AppSecret = "",
) -> None:
    """Write the stored trackers into a tracker file.

    Tests are not stored, so an exported file has none; whether a tracker is paused is not in it either.

    Example: `earmark trackers export trackers.yaml`
    """
    to_stdout = file == _STDOUT
    wanted = file_format or (FileFormat.YAML if to_stdout else FileFormat.of(file))
    if not to_stdout and Path(file).exists() and not force:
        raise Invalid(f"{file} is there already, and what it says of tests would be lost. Use --force to replace it.")
    with places.opened(data, server, app_id, app_secret) as place:
        found = place.list_all()
    text = write([TrackerEntry(tracker) for tracker in found], wanted)
    if to_stdout:
        print(text, end="")
        return
    Path(file).write_text(text, encoding="utf-8")
    print(f"Wrote {counted(len(found), 'tracker')} to {file}.")


@app.command("import")
def import_files(
    files: Files,
    mode: Annotated[Mode, typer.Option(help="Refuse a name that is stored, or change that tracker.")] = Mode.CREATE,
    data: Data = None,
    server: Server = "",
    app_id: AppId = "",
    app_secret: AppSecret = "",
) -> None:
    """Store the trackers of files; `apply` also shows what it would do and may delete.

    With `--mode update` a stored tracker gets all of its content from the file: what the file leaves out is removed.
    It stays paused if it is.

    All or nothing in a data folder, and with `--mode create` on a server; with `--mode update` a server takes one
    change after the other.

    Example: `earmark trackers import trackers.csv --mode update`
    """
    entries = tracker_files.read_all(files)
    with places.opened(data, server, app_id, app_secret) as place:
        stored = place.list_all()
        planned = plan(stored, entries)
        if mode is Mode.CREATE:
            for taken in (*planned.unchanged, *(update.before for update in planned.update)):
                raise TrackerNameTaken(taken.name)
        place.apply(planned)
    _write_warnings(planned, stored)
    print(f"{_done(planned)}, {len(planned.unchanged)} as they were.")


@app.command("plan")
def show_plan(
    files: Files,
    prune: Prune = False,
    as_json: AsJson = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Leave with 2 when there is something to do.")] = False,
    data: Data = None,
    server: Server = "",
    app_id: AppId = "",
    app_secret: AppSecret = "",
) -> None:
    """Show what `apply` would do, and change nothing.

    Trackers are matched by name, upper and lower case apart. A file is the whole truth about the content of its
    trackers: a description, categories, languages, counter-examples or sensitivity that it leaves out are removed or
    set back. Only whether a tracker is paused stays as it is.

    Example: `earmark trackers plan trackers/*.yaml --prune`
    """
    entries = tracker_files.read_all(files)
    with places.opened(data, server, app_id, app_secret) as place:
        stored = place.list_all()
    planned = plan(stored, entries, prune=prune)
    if as_json:
        told = [one.as_record() for one in _warned(planned, stored)]
        print_json({**planned.as_record(), "warnings": told}, sys.stdout, indent=2)
    else:
        plans.write(planned, sys.stdout)
        _write_warnings(planned, stored)
    if exit_code and not planned.is_empty:
        raise typer.Exit(_CHANGES)


@app.command("apply")
def apply(
    files: Files,
    prune: Prune = False,
    is_sure: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    data: Data = None,
    server: Server = "",
    app_id: AppId = "",
    app_secret: AppSecret = "",
) -> None:
    """Make the stored trackers those of the files: show the plan, ask, and carry it out.

    A tracker that somebody else changed since the plan was made is not overwritten: the command fails and says so. In a
    data folder all is done or nothing. On a server each change is a request, then all new trackers are one, then each
    deletion is one: what fails leaves what was done before it, and `plan` shows what is left.

    Example: `earmark trackers apply trackers/*.yaml --yes`
    """
    entries = tracker_files.read_all(files)
    with places.opened(data, server, app_id, app_secret) as place:
        planned = plan(place.list_all(), entries, prune=prune)
        plans.write(planned, sys.stdout)
        if planned.is_empty:
            return
        if not is_sure and not typer.confirm("Apply these changes?"):
            print("Nothing was changed.")
            raise typer.Exit(1)
        place.apply(planned)
    print(f"{_done(planned)}.")


app.command("validate")(tracker_files.validate)
app.command("test")(tracker_files.test)


def _warned(planned: Plan, stored: Sequence[Tracker]) -> list[Warned]:
    """What is odd about the phrases that a plan brings, beside those that stay."""
    from earmark.cli import warned  # here, since the engine is slow to import

    changed = [*planned.create, *(update.after for update in planned.update)]
    gone = {one.name for one in (*changed, *planned.delete)}
    return warned.find(changed, [one for one in stored if one.name not in gone and not one.paused])


def _write_warnings(planned: Plan, stored: Sequence[Tracker]) -> None:
    from earmark.cli import warned

    warned.write(_warned(planned, stored), sys.stdout)


def _done(planned: Plan) -> str:
    return f"Done: {len(planned.create)} created, {len(planned.update)} changed, {len(planned.delete)} deleted"
