"""Labelled suites in files: trackers, messages, and which tracker truly applies to which message.

``trackers.jsonl`` has a line a tracker: ``{"name", "vocabulary", "language", "fuzzy"}``, where phrases are plain text.
``messages.jsonl`` has a line a message: ``{"id", "text", "speaker", "conversation", "labels", "language", "judged"}``;
`judged` lists the only trackers whose truth is known for the message, where ``banking/*`` stands for all names that
begin so and ``!Thanks`` leaves one out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

import numpy as np

from earmark import textfile
from earmark.checks import check_language, check_tracker
from earmark.compound import plain
from earmark.engine import language, sentences
from earmark.engine.evaluation import Flags, Labelled
from earmark.engine.matcher import CompiledMatcher
from earmark.engine.scoring import Scores
from earmark.errors import InvalidField, UnreadableFile
from earmark.types import Message, MessageId, Tracker

TRACKERS_FILE: Final = "trackers.jsonl"
MESSAGES_FILE: Final = "messages.jsonl"

#: Messages examined between two reports of progress.
_STEP_MESSAGES: Final = 256
#: Scores from here on have passed the vetoes, whether they fire or not.
_FLOOR: Final = 0.2
#: Scores are rounded to what is written down of them, so that equal ones are equal for every scorer.
_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Suite:
    """A labelled suite; rows of `labelled` are messages, columns are trackers."""

    name: str
    trackers: tuple[Tracker, ...]
    messages: tuple[Message, ...]
    labelled: Labelled


@dataclass(frozen=True, slots=True)
class Predictions:
    """What a matcher says of a suite; both arrays ``(messages, trackers)``.

    Attributes:
        scores: ``-inf`` where message and tracker share nothing, so that the pair counts as never found.
        matches: The pairs that are reported.
    """

    scores: Scores
    matches: Flags


def predict(suite: Suite, compiled: CompiledMatcher, advance: Callable[[int], None]) -> Predictions:
    """
    Examine every message of a suite. One of several sentences has their highest score, and the matches of all.

    Args:
        compiled: A matcher of the suite's trackers.
        advance: Told how many messages were examined since it was last called.
    """
    scores = np.full((len(suite.messages), len(suite.trackers)), -np.inf, np.float32)
    matches = np.zeros(scores.shape, dtype=bool)
    column = {tracker.name: number for number, tracker in enumerate(suite.trackers)}
    messages = _with_languages(suite)
    for first in range(0, len(messages), _STEP_MESSAGES):
        step = messages[first : first + _STEP_MESSAGES]
        pieces = [(row, piece) for row, one in enumerate(step, start=first) for piece in sentences.cut(one) or [one]]
        found = compiled.examine([piece for _, piece in pieces], floor=_FLOOR)
        np.maximum.at(scores, [row for row, _ in pieces], np.round(found.scores, _DECIMALS))
        row_of = {id(piece): row for row, piece in pieces}
        for match in found.matches:
            matches[row_of[id(match.message)], column[match.tracker.name]] = True
        advance(len(step))
    scores[(scores <= 0) & ~matches] = -np.inf
    return Predictions(scores, matches)


def prediction_lines(suite: Suite, predicted: Predictions) -> list[dict[str, Any]]:
    """A line for every pair that has a score, so that another scorer can read it."""
    return [
        {
            "message": suite.messages[row].id,
            "tracker": suite.trackers[column].name,
            "score": round(float(predicted.scores[row, column]), _DECIMALS),
            "match": bool(predicted.matches[row, column]),
        }
        for row, column in np.argwhere(np.isfinite(predicted.scores))
    ]


def read(folder: Path) -> Suite:
    """
    Read a suite.

    Raises:
        UnreadableFile: a file is missing or a line of it is wrong; the text names both.
    """
    trackers, crisp = _read_trackers(folder / TRACKERS_FILE)
    messages, labelled = _read_messages(folder / MESSAGES_FILE, [tracker.name for tracker in trackers], crisp)
    return Suite(folder.resolve().name, tuple(trackers), tuple(messages), labelled)


def _with_languages(suite: Suite) -> list[Message]:
    """The messages, each in its language: one that says too little has that of its conversation."""
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, conversation in enumerate(suite.labelled.conversations.tolist()):
        rows_of[conversation].append(row)
    messages = list(suite.messages)
    for rows in rows_of.values():
        for row, message in zip(rows, language.assigned([messages[row] for row in rows]), strict=True):
            messages[row] = message
    return messages


def _read_trackers(path: Path) -> tuple[list[Tracker], Flags]:
    """The trackers, and which of them are crisp."""
    trackers: dict[str, Tracker] = {}
    crisp = []
    for line in _lines(path):
        name = line.text("name")
        if name in trackers:
            raise line.error("name", f"is {name!r} on an earlier line as well; give each tracker its own.")
        tongue = line.text("language", "")
        # Sentences of other people's data, in which no sign makes a compound.
        phrases = [plain(text) for text in line.texts("vocabulary")]
        tracker = Tracker(name, phrases, languages=[tongue] if tongue else [])
        try:
            check_tracker(tracker)
        except InvalidField as error:
            raise line.error(error.field, error.problem) from None
        trackers[name] = tracker
        crisp.append(not line.entry.get("fuzzy"))
    return list(trackers.values()), np.array(crisp, dtype=bool)


def _read_messages(path: Path, names: Sequence[str], crisp: Flags) -> tuple[list[Message], Labelled]:
    column = {name: number for number, name in enumerate(names)}
    conversations: dict[str, int] = {}
    messages: dict[str, Message] = {}
    truth, judged, places = [], [], []
    for line in _lines(path):
        message_id = line.text("id")
        if message_id in messages:
            raise line.error("id", f"is {message_id!r} on an earlier line as well; give each message its own.")
        tongue = line.text("language", "")
        messages[message_id] = Message(
            line.text("text"), speaker=line.text("speaker", ""), id=MessageId(message_id), language=tongue
        )
        true = np.zeros(len(names), dtype=bool)
        for label in line.texts("labels"):
            if label not in column:
                raise line.error("labels", f"names the tracker {label!r}, which {TRACKERS_FILE} does not have.")
            true[column[label]] = True
        truth.append(true)
        if line.entry.get("judged") is None:
            judged.append([True] * len(names))
        else:
            patterns = line.texts("judged")
            judged.append([_is_judged(name, patterns) for name in names])
        conversation = line.text("conversation", "") or message_id
        places.append(conversations.setdefault(conversation, len(conversations)))
    labelled = Labelled(np.array(truth), np.array(judged, dtype=bool), crisp, np.array(places, dtype=np.intp))
    return list(messages.values()), labelled


def _is_judged(name: str, patterns: Sequence[str]) -> bool:
    return f"!{name}" not in patterns and any(fnmatchcase(name, pattern) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class _Line:
    """The object on one line of a JSON lines file."""

    path: Path
    number: int
    entry: Mapping[str, Any]

    def error(self, field: str, problem: str) -> UnreadableFile:
        return UnreadableFile(str(self.path), f'"{field}" {problem}', self.number)

    def text(self, field: str, default: str | None = None) -> str:
        found = self.entry.get(field)
        if found is None and default is not None:
            return default
        if not isinstance(found, str):
            raise self.error(field, "must be text." if found is not None else "is missing.")
        self._check_whole(field, found)
        if field == "language" and found:
            try:
                check_language(field, found)
            except InvalidField as error:
                raise self.error(field, error.problem) from None
        return found

    def texts(self, field: str) -> list[str]:
        found = self.entry.get(field)
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise self.error(field, "must be a list of texts." if found is not None else "is missing.")
        for one in found:
            self._check_whole(field, one)
        return found

    def _check_whole(self, field: str, text: str) -> None:
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise self.error(field, "holds half of a surrogate pair; write whole characters.")


def _lines(path: Path) -> list[_Line]:
    found = []
    # Not splitlines(): inside JSON text the separators that Unicode knows besides the line feed may stand as they are.
    for number, text in enumerate(textfile.decode(str(path), textfile.read_bytes(path)).split("\n"), start=1):
        if not text.strip():
            continue
        try:
            entry = json.loads(text)
        except (ValueError, RecursionError):
            raise UnreadableFile(str(path), "is not JSON.", number) from None
        if not isinstance(entry, dict):
            raise UnreadableFile(str(path), "is not a JSON object.", number)
        found.append(_Line(path, number, entry))
    if not found:
        raise UnreadableFile(str(path), "is empty.")
    return found
