"""``earmark credentials``: the app ids and secrets of an account, in the database itself."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.text import Text

from earmark import limits
from earmark.cli import offline
from earmark.cli.console import PlainConsole, print_json
from earmark.cli.offline import Data
from earmark.errors import Conflict

if TYPE_CHECKING:
    from earmark.services.credentials import NewSecret

#: App id, day and name; only the last may be of any length.
_LINE: Final = f"{{:<{limits.APP_ID_CHARS}}}  {{:<10}}  {{}}"

app = typer.Typer(
    no_args_is_help=True,
    help="List, make, rotate and revoke the app ids and secrets of a server's account.\n\n"
    "They work on the database itself, beside a running server, which notices within a second. What EARMARK_APP_ID and "
    "EARMARK_APP_SECRET preset is put back at the server's next start.\n\n"
    "Example: `earmark credentials create --name nightly-import`",
)

AppId = Annotated[str, typer.Argument(metavar="APP_ID", help="As `earmark credentials list` shows it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_credentials(data: Data = None, as_json: AsJson = False) -> None:
    """Show the app ids of the account, never a secret.

    Example: `earmark credentials list`
    """
    from earmark.clock import iso_from_ms
    from earmark.services import credentials

    found = offline.run(offline.settings_of(data), credentials.list_all)
    if as_json:
        rows = [{"app_id": one.app_id, "name": one.name, "created_at": iso_from_ms(one.created_ms)} for one in found]
        print_json(rows, sys.stdout, indent=2)
        return
    console = PlainConsole(soft_wrap=True)  # an id that is broken over two lines cannot be copied or read by a script
    console.print(Text(_LINE.format("App id", "Created", "Name").rstrip(), style="bold"))
    for one in found:
        console.print(_LINE.format(one.app_id, iso_from_ms(one.created_ms)[:10], one.name).rstrip())


@app.command("create")
def create(
    name: Annotated[str, typer.Option(help="What it is for; a note for people.", show_default=False)] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make an app id and a secret. The secret is shown this once and cannot be read again.

    Example: `earmark credentials create --name nightly-import`
    """
    from earmark.services import credentials

    made = offline.run(offline.settings_of(data), lambda deps, account: credentials.create(deps, account, name))
    _tell(made, as_json=as_json)


@app.command("rotate")
def rotate(app_id: AppId, data: Data = None, as_json: AsJson = False) -> None:
    """Replace the secret of an app id. The new one is shown this once; tokens of the old one end within a second.

    Example: `earmark credentials rotate eUh0KhMUQ1Pg6Qa4...`
    """
    from earmark.services import credentials

    made = offline.run(offline.settings_of(data), lambda deps, account: credentials.rotate(deps, account, app_id))
    _tell(made, as_json=as_json)


@app.command("revoke")
def revoke(
    app_id: AppId,
    data: Data = None,
    is_sure: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Even the last one, which leaves nobody to ask.")] = False,
) -> None:
    """Delete an app id. Its tokens end within a second.

    Example: `earmark credentials revoke eUh0KhMUQ1Pg6Qa4...`
    """
    from earmark.services import credentials

    if not is_sure and not typer.confirm(f"Revoke {app_id}? Programs that use it are refused from then on."):
        print("Nothing was changed.")
        raise typer.Exit(1)
    try:
        offline.run(
            offline.settings_of(data),
            lambda deps, account: credentials.revoke(deps, account, app_id, even_last=force),
        )
    except Conflict as error:
        raise Conflict(f"{error} To revoke it all the same, use --force.") from None
    print(f"Revoked {app_id}.")


def _tell(made: NewSecret, *, as_json: bool) -> None:
    record: dict[str, Any] = {
        "app_id": made.credential.app_id,
        "app_secret": made.secret,
        "name": made.credential.name,
    }
    if as_json:
        print_json(record, sys.stdout, indent=2)
        return
    print("The secret is shown this once: keep it.\n")
    print(f"  app id      {made.credential.app_id}")
    print(f"  app secret  {made.secret}")
