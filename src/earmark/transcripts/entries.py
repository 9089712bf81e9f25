"""Conversations as JSON: what Symbl takes and answers, and one entry a line."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from earmark.clock import ms_from_iso
from earmark.errors import UnreadableFile
from earmark.transcripts.turns import turn
from earmark.types import Message

_SPACE: Final = re.compile(r"[ \t\n\r]*")
#: Longer numbers mean nothing here, and Python refuses to read integers of more than 4,300 digits.
_INTEGER_CHARS: Final = 18
_LAST_SECOND: Final = 10_000 * 3600


class _Malformed(Exception):
    """An entry that is no message. Its text names the field."""


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    speaker: str
    start_ms: int | None
    end_ms: int | None
    is_wall_time: bool


def read_json(name: str, text: str) -> list[Message]:
    """
    Read an object with ``messages``, or the array alone: contract 3.3 and 5.3.

    Raises:
        UnreadableFile: no JSON, no messages, or an entry that is no message.
    """
    content = _parsed(name, text, 1)
    messages = content.get("messages") if isinstance(content, dict) else content
    if not isinstance(messages, list):
        raise UnreadableFile(name, 'must hold an object with a list "messages", or the list itself.', 1)
    entries = []
    for index, message in enumerate(messages):
        try:
            entries.append(_entry(message))
        except _Malformed as error:
            raise UnreadableFile(name, f"messages[{index}] {error}", _line_of_message(text, index)) from None
    return _messages(entries)


def read_jsonl(name: str, text: str) -> list[Message]:
    """
    Read one entry a line: ``{"speaker": ..., "text": ..., "start": seconds, "end": seconds}``.

    Raises:
        UnreadableFile: a line that is no JSON, or no message.
    """
    entries = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                entries.append(_entry(_parsed(name, line, number)))
            except _Malformed as error:
                raise UnreadableFile(name, f"the entry {error}", number) from None
    return _messages(entries)


def _parsed(name: str, text: str, first_line: int) -> Any:
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        line = first_line + error.lineno - 1
        raise UnreadableFile(name, f"is not JSON: {error.msg} at column {error.colno}.", line) from error
    except RecursionError as error:
        raise UnreadableFile(name, "is nested too deeply.", first_line) from error


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _INTEGER_CHARS else float(digits)


_DECODER: Final = json.JSONDecoder(parse_int=_integer)


def _line_of_message(text: str, index: int) -> int:
    """The line on which entry *index* begins, in text that is known to be valid."""
    at = _start_of_messages(text) + 1
    for _ in range(index):
        _, at = _DECODER.raw_decode(text, _after_space(text, at))
        at = _after_space(text, at) + 1  # the comma
    return text.count("\n", 0, _after_space(text, at)) + 1


def _start_of_messages(text: str) -> int:
    at = found = _after_space(text, 0)
    if text[at] == "[":
        return at
    while text[at] != "}":
        key, at = _DECODER.raw_decode(text, _after_space(text, at + 1))
        at = _after_space(text, _after_space(text, at) + 1)  # the colon
        if key == "messages":
            found = at
        _, at = _DECODER.raw_decode(text, at)
        at = _after_space(text, at)
    return found


def _after_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    assert space is not None
    return space.end()


def _messages(entries: Sequence[_Entry]) -> list[Message]:
    # Wall times become times from the start of the conversation, as every other format has them.
    wall_ms = [ms for entry in entries if entry.is_wall_time for ms in (entry.start_ms, entry.end_ms) if ms is not None]
    origin_ms = min(wall_ms, default=0)
    messages = []
    for entry in entries:
        before_ms = origin_ms if entry.is_wall_time else 0
        start_ms, end_ms = (None if ms is None else ms - before_ms for ms in (entry.start_ms, entry.end_ms))
        if (message := turn(entry.text, entry.speaker, start_ms, end_ms)) is not None:
            messages.append(message)
    return messages


def _entry(entry: object) -> _Entry:
    if not isinstance(entry, dict):
        raise _Malformed("must be an object.")
    text = _string(entry, "text")
    if text is None:
        text = _string(_object(entry, "payload"), "content")
    if text is None:
        raise _Malformed('has neither "text" nor "payload.content".')
    who = _object(entry, "from")
    speaker = _string(entry, "speaker") or next(
        (named for field in ("name", "userId", "email") if (named := _string(who, field))), ""
    )
    return _Entry(text, speaker, *_times(entry))


def _times(entry: Mapping[str, Any]) -> tuple[int | None, int | None, bool]:
    """Start, end, and whether they are wall time."""
    if entry.get("start") is not None or entry.get("end") is not None:
        return _ms(entry, "start"), _ms(entry, "end"), False
    if entry.get("timeOffset") is not None:
        start_ms, lasts_ms = _ms(entry, "timeOffset"), _ms(entry, "duration")
        return start_ms, None if start_ms is None or lasts_ms is None else start_ms + lasts_ms, False
    holder = _object(entry, "duration") if isinstance(entry.get("duration"), dict) else entry
    return _wall_ms(holder, "startTime"), _wall_ms(holder, "endTime"), True


def _object(entry: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    found = entry.get(field)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise _Malformed(f'has a "{field}" that is no object.')
    return found


def _string(entry: Mapping[str, Any], field: str) -> str | None:
    found = entry.get(field)
    if found is None:
        return None
    if not isinstance(found, str):
        raise _Malformed(f'has a "{field}" that is no string.')
    if any("\ud800" <= char <= "\udfff" for char in found):
        raise _Malformed(f'has a "{field}" with half of a surrogate pair; write whole characters.')
    return found


def _ms(entry: Mapping[str, Any], field: str) -> int | None:
    found = entry.get(field)
    if found is None:
        return None
    is_number = isinstance(found, int | float) and not isinstance(found, bool) and math.isfinite(found)
    if not is_number or not 0 <= found <= _LAST_SECOND:
        raise _Malformed(f'has a "{field}" that is no number of seconds from the start.')
    return round(float(found) * 1000)


def _wall_ms(entry: Mapping[str, Any], field: str) -> int | None:
    found = _string(entry, field)
    if found is None:
        return None
    try:
        return ms_from_iso(found)
    except ValueError:
        raise _Malformed(f'has a "{field}" that is no ISO 8601 time such as 2024-05-01T10:00:00.000Z.') from None
