"""``earmark doctor``: what a server needs, checked, with what to do about each fault."""

from __future__ import annotations

import typer


def doctor() -> None:
    """Check all that a server needs, and say what to do about each fault.

    Looks at Python, the data folder, the database, the models and their digests, and runs one timed detection, with
    the settings that `earmark serve` finds in the environment, such as EARMARK_DATA. Leaves with 1 if there is a fault.

    Example: `EARMARK_DATA=/var/lib/earmark earmark doctor`
    """
    from earmark.cli.diagnosis import findings
    from earmark.config import load_settings

    sound = True
    for name, finding in findings(load_settings()):
        sound &= finding.is_sound
        print(f"{'ok   ' if finding.is_sound else 'FAULT'}  {name}: {finding.what}", flush=True)
        if finding.advice:
            print(f"       {finding.advice}")
    if not sound:
        raise typer.Exit(1)
