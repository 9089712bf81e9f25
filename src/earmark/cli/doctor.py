"""``earmark doctor``: what a server needs, checked, with what to do about each fault."""

from __future__ import annotations

import typer

from earmark.cli.offline import Data, settings_of


def doctor(data: Data = None) -> None:
    """Check all that a server needs, and say what to do about each fault.

    Looks at Python, the data folder, the database, the models and their digests, and runs one timed detection, with
    the settings that `earmark serve` finds in the environment, such as EARMARK_DATA. It changes nothing. Leaves with 1
    if there is a fault.

    Example: `earmark doctor --data /var/lib/earmark`
    """
    from earmark.cli.diagnosis import findings

    sound = True
    for name, finding in findings(settings_of(data)):
        sound &= finding.is_sound
        print(f"{'ok   ' if finding.is_sound else 'FAULT'}  {name}: {finding.what}", flush=True)
        if finding.advice:
            print(f"       {finding.advice}")
    if not sound:
        raise typer.Exit(1)
