"""Text files: `Name: text` lines, or nothing but text."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from earmark.transcripts.labels import labelled_line, speakers_in
from earmark.transcripts.turns import turn
from earmark.types import Message

#: Nobody wraps text narrower than this; shorter lines are lines because each says something of its own.
_WRAP_CHARS: Final = 50


@dataclass(slots=True)
class _Turn:
    speaker: str
    start_ms: int | None
    end_ms: int | None
    is_marked: bool
    lines: list[str] = field(default_factory=list)


def read_plain(name: str, text: str) -> list[Message]:
    """
    Read turns from lines of text.

    A line that begins with a speaker or a time opens a turn, and the lines below it belong to it. A blank line ends
    a turn; an unmarked paragraph after it is by the same speaker. In unmarked paragraphs every line is a turn of
    its own, except where the paragraph is wrapped at a fixed width.
    """
    turns = (
        turn(said, spoken.speaker, spoken.start_ms, spoken.end_ms)
        for spoken in _turns(text.split("\n"))
        for said in _said(spoken)
    )
    return [message for message in turns if message is not None]


def _turns(lines: list[str]) -> list[_Turn]:
    speakers = speakers_in(lines)
    turns: list[_Turn] = []
    speaker = ""
    is_open = False
    for line in lines:
        if not line.strip():
            is_open = False
            continue
        parsed = labelled_line(line, speakers)
        if parsed.begins_turn or not is_open:
            speaker = speaker if parsed.speaker is None else parsed.speaker
            turns.append(_Turn(speaker, parsed.start_ms, parsed.end_ms, parsed.begins_turn))
            is_open = True
        turns[-1].lines.append(parsed.text.strip())
    return turns


def _said(spoken: _Turn) -> Iterator[str]:
    if spoken.is_marked or _is_wrapped(spoken.lines):
        yield " ".join(spoken.lines)
    else:
        yield from spoken.lines


def _is_wrapped(lines: list[str]) -> bool:
    """Whether no line but the last has room for the word that begins the next one."""
    width = max(len(line) for line in lines)
    return width >= _WRAP_CHARS and all(
        len(line) + 1 + len(following.split(maxsplit=1)[0]) > width for line, following in itertools.pairwise(lines)
    )
