"""Tracker files as CSV: a row is a phrase. Spreadsheets write semicolons or tabs where others write commas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from earmark.errors import UnreadableFile
from earmark.formulas import guarded, unguarded
from earmark.trackerfile.nodes import Node

KINDS: Final = ("vocabulary", "exclude", "must_match", "must_not_match")
#: What describes the tracker, not the phrase: stands in one of the tracker's rows.
DETAILS: Final = ("description", "categories", "languages", "sensitivity", "exclusive_group")
COLUMNS: Final = ("name", "phrase", "kind", *DETAILS)
LIST_SEPARATOR: Final = ";"

_LISTS: Final = ("categories", "languages")
_TESTS: Final = ("must_match", "must_not_match")
_DELIMITERS: Final = ",;\t"


@dataclass(slots=True)
class _Tracker:
    """What the rows of one tracker said so far."""

    name: Node
    phrases: dict[str, list[Node]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    details: dict[str, Node] = field(default_factory=dict)

    def to_node(self) -> Node:
        line = self.name.line
        phrases = {kind: Node(self.phrases[kind], line) for kind in KINDS}
        tests = Node({kind: phrases.pop(kind) for kind in _TESTS}, line)
        details = {detail: _detail_node(detail, node) for detail, node in self.details.items()}
        return Node({"name": self.name, **phrases, **details, "tests": tests}, line)


def csv_node(name: str, text: str) -> Node:
    """
    The trackers of a CSV text, one mapping each.

    Raises:
        UnreadableFile: no CSV, an unknown or missing column, an unknown kind, or two values for one detail.
    """
    rows = _rows(name, text)
    header = _header(name, *next(rows, (1, [])))
    trackers: dict[str, _Tracker] = {}
    for line, row in rows:
        if len(row) > len(header):
            problem = f"has {len(row)} cells under {len(header)} columns; put quotes around a cell that holds a comma."
            raise UnreadableFile(name, problem, line)
        filled = {column: cell.strip() for column, cell in zip(header, row, strict=False) if cell.strip()}
        cells = {column: Node(unguarded(cell), line) for column, cell in filled.items()}
        _add_row(name, trackers, cells, line)
    return Node([tracker.to_node() for tracker in trackers.values()])


def text_cell(text: str) -> str:
    """A text as the cell that `csv_node` reads as that text, without space around it, and no spreadsheet computes."""
    return guarded(text.strip())


def list_cell(texts: Sequence[str]) -> str:
    """Several texts as the one cell that `csv_node` takes apart again."""
    cell = io.StringIO()
    csv.writer(cell, delimiter=LIST_SEPARATOR, lineterminator="").writerow(texts)
    return text_cell(cell.getvalue())


def _rows(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with the line on which they begin."""
    header = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=header.count), strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(name, f"is not CSV: {error}.", line) from error


def _header(name: str, line: int, row: Sequence[str]) -> list[str]:
    header = [cell.strip().lower() for cell in row]
    for column in header:
        if column not in COLUMNS:
            raise UnreadableFile(name, f"has the unknown column {column!r}; known are {', '.join(COLUMNS)}.", line)
        if header.count(column) > 1:
            raise UnreadableFile(name, f"has the column {column!r} twice; remove one.", line)
    for column in ("name", "phrase"):
        if column not in header:
            raise UnreadableFile(name, f"has no column {column!r}; the first row must name the columns.", line)
    return header


def _add_row(name: str, trackers: dict[str, _Tracker], cells: Mapping[str, Node], line: int) -> None:
    if "name" not in cells:
        raise UnreadableFile(name, "has no name in this row; repeat the tracker's name in every row.", line)
    tracker = trackers.setdefault(_cell(cells["name"]), _Tracker(cells["name"]))
    kind = _cell(cells["kind"]).lower() if "kind" in cells else KINDS[0]
    if kind not in KINDS:
        raise UnreadableFile(name, f"has the unknown kind {kind!r}; known are {', '.join(KINDS)}.", line)
    if "phrase" in cells:
        tracker.phrases[kind].append(cells["phrase"])
    for detail in DETAILS:
        if detail in cells:
            held = tracker.details.setdefault(detail, cells[detail])
            if _cell(held) != _cell(cells[detail]):
                problem = f'has another "{detail}" than line {held.line}; write it in one row of the tracker.'
                raise UnreadableFile(name, problem, line)


def _detail_node(detail: str, node: Node) -> Node:
    if detail not in _LISTS:
        return node
    # Quotes keep a separator inside an entry, as they do in the file itself.
    cell = _cell(node).replace("\n", " ")
    texts = next(csv.reader([cell], delimiter=LIST_SEPARATOR, skipinitialspace=True))
    return Node([Node(text, node.line) for text in texts], node.line)


def _cell(node: Node) -> str:
    assert isinstance(node.value, str)
    return node.value
