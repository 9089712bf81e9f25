"""Hits as a person counts them, one for a tracker and a sentence, and the formats they are printed in."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, Final, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from earmark.types import Match, MatchKind

#: Around the words that carry a match where no color can.
_MARKS: Final = ("[", "]")
_SURENESS: Final = (MatchKind.EXACT, MatchKind.INFLECTED, MatchKind.MEANING)
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


def write(found: Sequence[Moment], output: Format, to: TextIO, *, show_file: bool) -> None:
    """Print moments; only the table leaves the file's name out where there is one file."""
    match output:
        case Format.TABLE:
            _write_table(found, to, show_file=show_file)
        case Format.JSON:
            json.dump([one.as_record() for one in found], to, ensure_ascii=False, indent=2)
            to.write("\n")
        case Format.JSONL:
            for one in found:
                to.write(json.dumps(one.as_record(), ensure_ascii=False) + "\n")
        case Format.CSV:
            rows = csv.DictWriter(to, _COLUMNS, extrasaction="ignore", lineterminator="\n")
            rows.writeheader()
            rows.writerows(one.as_record() for one in found)


def _write_table(found: Sequence[Moment], to: TextIO, *, show_file: bool) -> None:
    console = Console(file=to, highlight=False, width=None if to.isatty() else 160)
    if not found:
        console.print("No hits.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    if show_file:
        table.add_column("File", overflow="fold")
    for name in ("Time", "Speaker", "Tracker", "Kind"):
        table.add_column(name, no_wrap=name in ("Time", "Kind"), overflow="fold")
    table.add_column("Score", justify="right")
    table.add_column("Sentence and phrase", ratio=1, overflow="fold")
    for one in found:
        match = one.best
        cells: list[str | Text] = [
            _clock(match.message.start_ms),
            Text(match.message.speaker),
            Text(match.tracker.name),
            match.kind.value,
            f"{match.score:.2f}",
            _sentence(one, in_color=to.isatty()),
        ]
        table.add_row(*([Text(one.file), *cells] if show_file else cells))
    console.print(table)
    sentences = len({id(one.best.message) for one in found})
    console.print(f"\n{len(found)} hit{'s' * (len(found) != 1)} in {sentences} sentence{'s' * (sentences != 1)}.")


def _sentence(one: Moment, *, in_color: bool) -> Text:
    match = one.best
    if in_color:
        text = Text(match.message.text)
        text.stylize("bold green", match.start, match.end)
    else:
        text = Text(one.marked())
    more = f" and {len(one.others)} more" if one.others else ""
    return text.append(f"\n  {match.phrase}{more}", style="dim")


def _clock(ms: int | None) -> str:
    if ms is None:
        return ""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
