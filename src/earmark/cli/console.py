"""What every command shows alike: text as it is, progress on standard error, and the fetching of missing models."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from earmark import model_files
from earmark.model_files import Fetching

Advance = Callable[[int], None]


class PlainConsole(Console):
    """Prints text as it is: "[bold]" and ":smile:" are something that was said, or a name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, **options)

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError  # main.py ends every command alike; rich would end this one with 1


#: Results go to standard output; everything else a user sees goes here.
stderr = PlainConsole(stderr=True)


def print_json(value: object, to: TextIO, *, indent: int | None = None) -> None:
    """Write *value* as JSON that stays JSON in whatever encoding *to* has."""
    is_utf8 = codecs.lookup(to.encoding or "utf-8").name == "utf-8"
    to.write(json.dumps(value, ensure_ascii=not is_utf8, indent=indent) + "\n")


@contextmanager
def progress(what: str, total: int) -> Iterator[Advance]:
    """A bar with a count and the time left while a terminal looks on, nothing otherwise; yields how to move it."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=stderr, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)


def counted(count: int, noun: str) -> str:
    """A count with its noun: "1 tracker", "2 trackers"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def model_folder() -> Path:
    """Where the model files lie, by the settings."""
    from earmark.config import load_settings

    return load_settings().model_folder


def fetch_models(folder: Path) -> list[Path]:
    """
    Make sure that the models of every role are in *folder*, and show the download, if there is one.

    Returns:
        The files that were fetched.

    Raises:
        Unavailable: the package index cannot be reached or does not have them.
        ModelDamaged: what came is not what was published.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    is_watched = sys.stderr.isatty()
    with Progress(*columns, console=stderr, disable=not is_watched) as bar:
        tasks: dict[str, TaskID] = {}

        def show(fetching: Fetching) -> None:
            if fetching.what not in tasks:
                tasks[fetching.what] = bar.add_task(f"Fetching {fetching.what}", total=fetching.total_bytes)
                if not is_watched:
                    stderr.print(f"Fetching {fetching.what} ({fetching.total_bytes / 1e6:.0f} MB)")
            bar.update(tasks[fetching.what], completed=fetching.done_bytes)

        return model_files.get(folder, list(model_files.Role), show)
