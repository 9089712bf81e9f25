"""A plan for people: what will be created, changed and deleted, a line for each phrase that comes or goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TextIO

from rich.text import Text

from earmark.cli.console import PlainConsole, counted
from earmark.trackerfile import Plan
from earmark.trackerfile.changes import FieldChange, ListChange, changes
from earmark.types import Tracker

#: One entry of a list, as people call it.
_ENTRY: Final = {
    "phrases": "phrase",
    "counter_examples": "counter-example",
    "categories": "category",
    "languages": "language",
}
_STYLES: Final = {"+": "green", "-": "red", "~": "yellow"}


def write(planned: Plan, to: TextIO) -> None:
    """Print a plan, or that there is nothing to do."""
    console = PlainConsole(file=to, soft_wrap=True)
    if planned.is_empty:
        console.print(f"No changes: {counted(len(planned.unchanged), 'tracker')} as the files say.")
        return
    for line in _lines(planned):
        console.print(Text(line, style=_STYLES.get(line.lstrip()[:1], "")))
    console.print(Text(planned.summary, style="bold"))


def _lines(planned: Plan) -> Iterator[str]:
    for tracker in planned.create:
        yield f'+ create "{tracker.name}"'
        yield from _changed(changes(Tracker(tracker.name, ()), tracker), is_new=True)
        yield ""
    for update in planned.update:
        yield f'~ update "{update.before.name}"'
        yield from _changed(update.changes)
        yield ""
    for tracker in planned.delete:
        yield f'- delete "{tracker.name}"'
        yield f"    {counted(len(tracker.phrases), 'phrase')}; its hits stay, its versions go"
        yield ""


def _changed(found: tuple[FieldChange, ...], *, is_new: bool = False) -> Iterator[str]:
    for change in found:
        if not isinstance(change, ListChange):
            mark, before = ("+", "") if is_new else ("~", f"{_shown(change.before)} -> ")
            yield f"    {mark} {change.field}: {before}{_shown(change.after)}"
            continue
        entry = _ENTRY[change.field]
        yield from (f"    + {entry}: {text}" for text in change.added)
        yield from (f"    - {entry}: {text}" for text in change.removed)
        if change.is_reordered:
            yield f"    ~ {change.field}: in another order"


def _shown(value: str | float | bool) -> str:
    return (" ".join(value.split()) or '""') if isinstance(value, str) else f"{value:g}"
