"""Conversations in files: what the command line reads.

=========  =====================================================================================
extension  talk
=========  =====================================================================================
.txt       `Name: text` lines or plain text; `[00:01:02]` before or after the name is a time
.srt       SubRip cues
.vtt       WebVTT cues; a voice tag or a `Name:` prefix is the speaker
.json      `messages` as the process/text body (contract 3.3) or the Conversation API (contract 5.3)
           has them, or the bare array
.jsonl     one entry a line: `{"speaker": ..., "text": ..., "start": seconds, "end": seconds}`
=========  =====================================================================================
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from earmark.errors import UnreadableFile
from earmark.textfile import decode
from earmark.transcripts.cues import read_srt, read_vtt
from earmark.transcripts.entries import read_json, read_jsonl
from earmark.transcripts.plain import read_plain
from earmark.types import Message

__all__ = ["EXTENSIONS", "Transcript", "read"]

Reader = Callable[[str, str], list[Message]]

_READERS: Final[Mapping[str, Reader]] = {
    ".txt": read_plain,
    ".srt": read_srt,
    ".vtt": read_vtt,
    ".json": read_json,
    ".jsonl": read_jsonl,
}
EXTENSIONS: Final = tuple(_READERS)

_SRT_START: Final = re.compile(r"\s*(?:\d+[ \t]*\n\s*)?\d+:[\d:.,]+[ \t]*-->")
_JSON_ARRAY_START: Final = re.compile(r"\s*\[\s*[{\]]")


@dataclass(frozen=True, slots=True)
class Transcript:
    """
    The talk of one file.

    Attributes:
        name: The file as the user named it.
        messages: Turns as they were written, not yet cut into sentences; never empty. Their times are
            milliseconds from the start of the conversation, None where the file has none.
    """

    name: str
    messages: tuple[Message, ...]


def read(name: str, data: bytes) -> Transcript:
    """
    Read one conversation.

    Args:
        name: A path, whose extension tells the format. Without an extension, as in ``-`` for standard input, the
            content tells it.
        data: The whole file.

    Raises:
        UnreadableFile: not in the format, an unknown extension, or no talk in it. Names file and line.
    """
    extension = PurePath(name).suffix.lower()
    if extension and extension not in _READERS:
        known = ", ".join(EXTENSIONS)
        raise UnreadableFile(name, f"has the unknown extension {extension!r}; a conversation is one of {known}.")
    text = decode(name, data)
    reader = _READERS[extension] if extension else _sniffed(text)
    messages = tuple(reader(name, text)) if text.strip() else ()
    if not messages:
        raise UnreadableFile(name, "holds no talk.")
    return Transcript(name, messages)


def _sniffed(text: str) -> Reader:
    if text.startswith("WEBVTT"):
        return read_vtt
    if _SRT_START.match(text):
        return read_srt
    if _JSON_ARRAY_START.match(text):
        return read_json
    if text.lstrip().startswith("{"):
        return read_jsonl if _begins_with_an_entry(text) else read_json
    return read_plain


def _begins_with_an_entry(text: str) -> bool:
    first_line = text.lstrip().partition("\n")[0]
    try:
        entry = json.loads(first_line)
    except (ValueError, RecursionError):
        return False
    return "messages" not in entry
