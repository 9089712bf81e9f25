"""From trackers to the text of a tracker file."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import yaml

from earmark.trackerfile.entries import FileFormat, TrackerEntry
from earmark.trackerfile.rows import COLUMNS, DETAILS, list_cell, text_cell
from earmark.types import BALANCED, SENSITIVITY_NAMES


def write(entries: Sequence[TrackerEntry], file_format: FileFormat | str) -> str:
    """
    The text of a file from which `read` gives *entries* again. What is empty or the default is left out.

    Raises:
        ValueError: *file_format* is none of `FileFormat`.
    """
    return _WRITERS[FileFormat(file_format)]([_plain(entry) for entry in entries])


def _plain(entry: TrackerEntry) -> dict[str, Any]:
    tracker = entry.tracker
    tests = {"must_match": list(entry.must_match), "must_not_match": list(entry.must_not_match)}
    optional: dict[str, Any] = {
        "exclude": list(tracker.counter_examples),
        "description": tracker.description,
        "categories": list(tracker.categories),
        "languages": list(tracker.languages),
        "exclusive_group": tracker.exclusive_group,
        "sensitivity": None if tracker.sensitivity == BALANCED else _sensitivity(tracker.sensitivity),
        "tests": {key: sentences for key, sentences in tests.items() if sentences},
    }
    filled = {key: value for key, value in optional.items() if value not in (None, "", [], {})}
    return {"name": tracker.name, "vocabulary": list(tracker.phrases), **filled}


def _sensitivity(number: float) -> str | float:
    # A negative zero is a zero, though no file may say so.
    return next((name for name, value in SENSITIVITY_NAMES.items() if value == number), abs(number))


def _yaml(trackers: Sequence[Mapping[str, Any]]) -> str:
    text: str = yaml.safe_dump({"trackers": trackers}, sort_keys=False, allow_unicode=True, width=sys.maxsize)
    return text


def _json(trackers: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps({"trackers": trackers}, ensure_ascii=False, indent=2) + "\n"


def _jsonl(trackers: Sequence[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(tracker, ensure_ascii=False) + "\n" for tracker in trackers)


def _csv(trackers: Sequence[Mapping[str, Any]]) -> str:
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for tracker in trackers:
        details = {key: tracker[key] for key in DETAILS if key in tracker}
        cells = {key: _cell(value) for key, value in details.items()}
        phrases = {
            "vocabulary": tracker["vocabulary"],
            "exclude": tracker.get("exclude", ()),
            **tracker.get("tests", {}),
        }
        for kind, texts in phrases.items():
            for text in texts:
                writer.writerow({"name": text_cell(tracker["name"]), "phrase": text_cell(text), "kind": kind, **cells})
                cells = {}
    return table.getvalue()


def _cell(value: str | float | Sequence[str]) -> str | float:
    if isinstance(value, str):
        return text_cell(value)
    return list_cell(value) if isinstance(value, Sequence) else value


_WRITERS: Final[Mapping[FileFormat, Callable[[Sequence[Mapping[str, Any]]], str]]] = {
    FileFormat.YAML: _yaml,
    FileFormat.JSON: _json,
    FileFormat.JSONL: _jsonl,
    FileFormat.CSV: _csv,
}
