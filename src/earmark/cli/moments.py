"""Hits as a person counts them, one for a tracker and a sentence, and the formats they are printed in."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, Final, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from earmark.cli.console import PlainConsole, counted, print_json
from earmark.formulas import guarded
from earmark.types import Match, MatchKind

#: Around the words that carry a match where no color can.
_MARKS: Final = ("[", "]")
#: Characters in a line of a table that goes to a file or a pipe.
_WIDTH: Final = 160
#: A name takes at most this part of a line.
_NAME_SHARE: Final = 5
_SURENESS: Final = tuple(MatchKind)
_COLUMNS: Final = (
    "file", "time", "speaker", "tracker", "phrase", "kind", "score", "threshold", "sentence", "start", "end", "marked",
)  # fmt: skip


class Format(StrEnum):
    """How hits are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Moment:
    """One sentence that means one tracker: its best match, and the other phrases that matched."""

    file: str
    best: Match
    others: tuple[Match, ...]

    def as_record(self) -> dict[str, Any]:
        match = self.best
        record: dict[str, Any] = {
            "file": self.file,
            "time": None if match.message.start_ms is None else match.message.start_ms / 1000,
            "speaker": match.message.speaker,
            "tracker": match.tracker.name,
            "phrase": match.phrase,
            "kind": match.kind.value,
            "score": match.score,
            "threshold": match.threshold,
            "sentence": match.message.text,
            "start": match.start,
            "end": match.end,
            "marked": self.marked(),
        }
        if match.margin is not None:
            record["margin"] = match.margin
        if self.others:
            record["otherPhrases"] = [other.phrase for other in self.others]
        return record

    def marked(self) -> str:
        text, match = self.best.message.text, self.best
        return f"{text[: match.start]}{_MARKS[0]}{match.text}{_MARKS[1]}{text[match.end :]}"


def moments(file: str, matches: Iterable[Match]) -> list[Moment]:
    """Matches in message and tracker order -> one moment for each message and tracker."""
    found = []
    for _, group in groupby(matches, key=lambda match: (id(match.message), match.tracker.name)):
        best, *others = sorted(group, key=lambda match: (_SURENESS.index(match.kind), -match.score))
        found.append(Moment(file, best, tuple(others)))
    return found


def write(found: Sequence[Moment], output: Format, to: TextIO, *, files: int) -> None:
    """
    Print moments.

    Args:
        files: How many files were looked at; the table names them only where there are several.
    """
    match output:
        case Format.TABLE:
            _write_tables(found, to, files)
        case Format.JSON:
            print_json([one.as_record() for one in found], to, indent=2)
        case Format.JSONL:
            for one in found:
                print_json(one.as_record(), to)
        case Format.CSV:
            rows = csv.DictWriter(to, _COLUMNS, extrasaction="ignore", lineterminator="\n")
            rows.writeheader()
            rows.writerows(_cells(one.as_record()) for one in found)


def _cells(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: guarded(value) if isinstance(value, str) else value for name, value in record.items()}


def _write_tables(found: Sequence[Moment], to: TextIO, files: int) -> None:
    # Without a terminal nothing says how wide a line may be, unless the user does.
    console = PlainConsole(file=to, width=None if to.isatty() or "COLUMNS" in os.environ else _WIDTH)
    if not found:
        console.print("No hits.")
        return
    for file, group in groupby(found, key=lambda one: one.file):
        if files > 1:
            console.print(Text(file, style="bold"))
        console.print(_table(list(group), console))
        console.print()
    sentences = len({id(one.best.message) for one in found})
    summary = f"{counted(len(found), 'hit')} in {counted(sentences, 'sentence')}"
    with_hits = len({one.file for one in found})
    console.print(summary + (f" of {with_hits} of {files} files." if files > 1 else "."))


def _table(found: Sequence[Moment], console: Console) -> Table:
    # Where there is color the words that carry the match have it; marks would only be in the way.
    in_color = console.color_system is not None and not console.no_color
    columns: dict[str, list[Text]] = {
        "Time": [Text(_clock(one.best.message.start_ms)) for one in found],
        "Speaker": [Text(one.best.message.speaker) for one in found],
        "Tracker": [Text(one.best.tracker.name) for one in found],
        "Sentence": [_sentence(one, in_color=in_color) for one in found],
    }
    # A file without times or speakers should not pay for them with width.
    shown = {name: cells for name, cells in columns.items() if any(cells)}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in shown:
        table.add_column(name, overflow="fold", no_wrap=name == "Time")
    for column in table.columns[:-1]:
        column.max_width = max(console.width // _NAME_SHARE, len(str(column.header)))
    for row in zip(*shown.values(), strict=True):
        table.add_row(*row)
    return table


def _sentence(one: Moment, *, in_color: bool) -> Text:
    match = one.best
    if in_color:
        text = Text(match.message.text)
        text.stylize("bold green", match.start, match.end)
    else:
        text = Text(one.marked())
    more = f" and {len(one.others)} more" if one.others else ""
    return text.append(f"\n{match.kind} {match.score:.2f}: {match.phrase}{more}", style="dim")


def _clock(ms: int | None) -> str:
    if ms is None:
        return ""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
