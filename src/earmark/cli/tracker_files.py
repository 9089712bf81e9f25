"""The tracker files that a command line names, read together."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from earmark import textfile, trackerfile
from earmark.cli.console import counted, fetch_models, model_folder
from earmark.errors import UnreadableFile
from earmark.trackerfile import TrackerEntry

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE", help="Tracker files: .yaml, .json, .jsonl or .csv.", show_default=False),
]


def read_all(files: Sequence[str]) -> list[TrackerEntry]:
    """
    The trackers of all files.

    Raises:
        UnreadableFile: the first problem of `examine_all`.
    """
    entries, problems = examine_all(files)
    if problems:
        raise problems[0]
    return entries


def examine_all(files: Sequence[str]) -> tuple[list[TrackerEntry], list[UnreadableFile]]:
    """The trackers of all files that are right, and all that is wrong: within a file, and between them."""
    entries: list[TrackerEntry] = []
    problems: list[UnreadableFile] = []
    places: dict[str, str] = {}
    for file in files:
        try:
            found, own = trackerfile.examine(file, textfile.read_bytes(file))
        except UnreadableFile as problem:
            problems.append(problem)
            continue
        problems += own
        for entry in found:
            name = entry.tracker.name
            if name in places:
                problems.append(UnreadableFile(file, f"tracker {name!r} stands in {places[name]} as well; keep one."))
            else:
                places[name] = file
                entries.append(entry)
    return entries, problems


def validate(files: Files) -> None:
    """Check tracker files and name all that is wrong with them, with file and line.

    Leaves with 1 when there is a problem. Phrases that are odd, since they fire on anything, contradict each other or
    belong to another tracker, are a warning. Needs no server; without models phrases are not compared in meaning.

    Example: `earmark trackers validate trackers/*.yaml`
    """
    entries, problems = examine_all(files)
    for problem in problems:
        print(problem)
    if problems:
        print(f"\n{counted(len(problems), 'problem')}.")
        raise typer.Exit(1)
    from earmark.cli import warned

    found = warned.find([entry.tracker for entry in entries])
    warned.write(found, sys.stdout)
    odd = f", {counted(len(found), 'warning')}" if found else ""
    print(f"{counted(len(entries), 'tracker')} in {counted(len(files), 'file')}, no problem{odd}.")


def test(files: Files) -> None:
    """Try every tracker of the files on the sentences of its own tests.

    A sentence of `must_match` passes when the tracker is found in it, one of `must_not_match` when it is not; other
    trackers have no say. Each failure is shown with its score, the threshold and the nearest phrase. Leaves with 1 when
    one fails. Needs no server.

    Example: `earmark trackers test trackers/*.yaml`
    """
    from earmark.cli import trials

    entries = read_all(files)
    folder = model_folder()
    fetch_models(folder)
    outcome = trials.run(entries, folder)
    trials.write(outcome, sys.stdout)
    if outcome.failures:
        raise typer.Exit(1)
