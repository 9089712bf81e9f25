"""Labelled suites in files: trackers, messages, and which tracker truly applies to which message.

``trackers.jsonl`` has a line a tracker: ``{"name", "vocabulary", "language", "fuzzy"}``. ``messages.jsonl`` has a line
a message: ``{"id", "text", "speaker", "conversation", "labels", "language", "judged"}``; `judged` lists the only
trackers whose truth is known for the message, where ``banking/*`` stands for all names that begin so and ``!Thanks``
leaves one out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import numpy as np

from earmark import textfile
from earmark.engine.evaluation import Flags, Labelled
from earmark.errors import UnreadableFile
from earmark.types import Message, MessageId, Tracker

TRACKERS_FILE = "trackers.jsonl"
MESSAGES_FILE = "messages.jsonl"


@dataclass(frozen=True, slots=True)
class Suite:
    """A labelled suite; rows of `labelled` are messages, columns are trackers."""

    name: str
    trackers: tuple[Tracker, ...]
    messages: tuple[Message, ...]
    labelled: Labelled


def read(folder: Path) -> Suite:
    """
    Read a suite.

    Raises:
        UnreadableFile: a file is missing or a line of it is wrong; the text names both.
    """
    entries = _lines(folder / TRACKERS_FILE, {"name": str, "vocabulary": list})
    talk = _lines(folder / MESSAGES_FILE, {"id": str, "text": str, "labels": list})
    names = [entry["name"] for entry in entries]
    truth = np.zeros((len(talk), len(names)), dtype=bool)
    judged = np.zeros_like(truth)
    column = {name: number for number, name in enumerate(names)}
    for row, entry in enumerate(talk):
        judged[row] = _judged(entry.get("judged"), names)
        for label in entry["labels"]:
            if label not in column:
                path = folder / MESSAGES_FILE
                raise UnreadableFile(str(path), f"message {entry['id']!r} names the unknown tracker {label!r}.")
            truth[row, column[label]] = True
    numbers: dict[str, int] = {}
    conversations = [numbers.setdefault(entry.get("conversation") or entry["id"], len(numbers)) for entry in talk]
    return Suite(
        name=folder.resolve().name,
        trackers=tuple(Tracker(entry["name"], entry["vocabulary"], languages=_language(entry)) for entry in entries),
        messages=tuple(
            Message(
                text=entry["text"],
                speaker=entry.get("speaker") or "",
                id=MessageId(entry["id"]),
                language=entry.get("language") or "",
            )
            for entry in talk
        ),
        labelled=Labelled(
            truth=truth,
            judged=judged,
            crisp=np.array([not entry.get("fuzzy") for entry in entries], dtype=bool),
            conversations=np.array(conversations, dtype=np.intp),
        ),
    )


def _language(entry: Mapping[str, Any]) -> Sequence[str]:
    return [entry["language"]] if entry.get("language") else []


def _judged(patterns: Sequence[str] | None, names: Sequence[str]) -> Flags:
    if patterns is None:
        return np.ones(len(names), dtype=bool)
    known = [any(fnmatchcase(name, pattern) for pattern in patterns) and f"!{name}" not in patterns for name in names]
    return np.array(known, dtype=bool)


def _lines(path: Path, required: Mapping[str, type]) -> list[dict[str, Any]]:
    """The objects of a JSON lines file, each with the *required* keys."""
    found = []
    for number, line in enumerate(textfile.decode(str(path), textfile.read_bytes(path)).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError:
            raise UnreadableFile(str(path), "is not JSON.", number) from None
        if not isinstance(entry, dict):
            raise UnreadableFile(str(path), "is not a JSON object.", number)
        for key, kind in required.items():
            if not isinstance(entry.get(key), kind):
                raise UnreadableFile(str(path), f'needs "{key}" as a {kind.__name__}.', number)
        found.append(entry)
    if not found:
        raise UnreadableFile(str(path), "is empty.")
    return found
