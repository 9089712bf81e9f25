"""Subtitle files: WebVTT and SubRip.

Lenient where tools are: times without hours, missing or extra blank lines, missing numbers, a comma or a period
before the milliseconds. Every cue is a turn; a cue in which several people speak is several.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from earmark.errors import UnreadableFile
from earmark.transcripts.labels import labelled_line, speakers_in
from earmark.transcripts.turns import CLOCK, ms_from_clock, turn
from earmark.types import Message

_TIMING: Final = re.compile(rf"\s*({CLOCK})\s*-->\s*({CLOCK})(?:\s.*)?")
_BROKEN_TIMING: Final = re.compile(r"\s*[0-9:.,]+\s*-->")
_NOT_TALK: Final = re.compile(r"(NOTE|STYLE|REGION)(\s|$)")
_VOICE: Final = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]([^<>]*)>")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>|<[0-9:.]+>|\{\\[^{}]*\}")
#: A new speaker within a cue: ">> Good." in captions, "- Good." in subtitles.
_SPEAKER_CHANGE: Final = re.compile(r"(?:>>+|[-–—]\s)\s*")
_DASH: Final = re.compile(r"[-–—]\s*")


class _Titles(Enum):
    """What stands above the times of a file's cues. Where the first cue has none, a line "42" is talk."""

    NONE = auto()
    NUMBERS = auto()
    NAMES = auto()

    @classmethod
    def of_first_cue(cls, lines: Sequence[str], title: int | None, start: int) -> _Titles:
        if title is None:
            return cls.NONE
        if lines[title].strip().isdecimal():
            return cls.NUMBERS
        return cls.NAMES if title == start - 1 else cls.NONE


@dataclass(frozen=True, slots=True)
class _Cue:
    start_ms: int
    end_ms: int
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a cue without tags; *opens* when a voice tag, a dash or an arrow says that somebody else speaks."""

    text: str
    voice: str
    opens: bool


def read_srt(name: str, text: str) -> list[Message]:
    """
    Read SubRip.

    Raises:
        UnreadableFile: text that belongs to no cue, or a time that cannot be read.
    """
    return _messages(_cues(name, text.split("\n")))


def read_vtt(name: str, text: str) -> list[Message]:
    """
    Read WebVTT; comments, styles and regions are left out.

    Raises:
        UnreadableFile: text that belongs to no cue, or a time that cannot be read.
    """
    return _messages(_cues(name, _without_comments(text.split("\n"))))


def _without_comments(lines: Sequence[str]) -> list[str]:
    """The lines with header, notes, styles and regions blanked, so that line numbers stay."""
    kept: list[str] = []
    is_header = is_skipping = lines[0].startswith("WEBVTT")
    for line in lines:
        if not line.strip() or (is_header and _TIMING.fullmatch(line)):
            is_header = is_skipping = False
        elif _NOT_TALK.match(line) and not (kept and kept[-1].strip()):
            is_skipping = True
        kept.append("" if is_skipping else line)
    return kept


def _cues(name: str, lines: Sequence[str]) -> list[_Cue]:
    timings = {number: times for number, line in enumerate(lines) if (times := _timing(name, number, line))}
    starts = [*timings, len(lines)]
    title = _line_above(lines, 0, starts[0]) if timings else None
    titles = _Titles.of_first_cue(lines, title, starts[0])
    stray = next((number for number in range(starts[0]) if lines[number].strip()), None)
    if stray is not None and (stray != title or titles is _Titles.NONE):
        problem = "holds text before any time; a time reads 00:01:02.500 --> 00:01:04.000."
        raise UnreadableFile(name, problem, stray + 1)
    return [
        _Cue(ms_from_clock(times[1]), ms_from_clock(times[2]), _talk(lines, start + 1, following, titles))
        for (start, times), following in zip(timings.items(), starts[1:], strict=True)
    ]


def _talk(lines: Sequence[str], start: int, following: int, titles: _Titles) -> Sequence[str]:
    """The lines from *start* on that are no title of the cue whose time is on line *following*."""
    title = _line_above(lines, start, following)
    if title is not None and following < len(lines):
        is_number = lines[title].strip().isdecimal()
        stands_alone = title == following - 1 and not lines[title - 1].strip()
        if (titles is _Titles.NUMBERS and is_number) or (titles is _Titles.NAMES and stands_alone):
            following = title
    return lines[start:following]


def _timing(name: str, number: int, line: str) -> re.Match[str] | None:
    times = _TIMING.fullmatch(line)
    if times is None and _BROKEN_TIMING.match(line):
        problem = f"holds the time {line.strip()[:40]!r}; write it as 00:01:02.500 --> 00:01:04.000."
        raise UnreadableFile(name, problem, number + 1)
    return times


def _line_above(lines: Sequence[str], start: int, end: int) -> int | None:
    """The last line with text from *start* up to *end*."""
    return next((number for number in range(end - 1, start - 1, -1) if lines[number].strip()), None)


def _messages(cues: Sequence[_Cue]) -> list[Message]:
    said = [list(_lines_of(cue)) for cue in cues]
    speakers = speakers_in(line.text for lines in said for line in lines if not line.voice)
    turns = (
        turn(text, speaker, cue.start_ms, cue.end_ms)
        for cue, lines in zip(cues, said, strict=True)
        for speaker, text in _spoken(lines, speakers)
    )
    return [message for message in turns if message is not None]


def _lines_of(cue: _Cue) -> Iterator[_Line]:
    before, *voiced = _VOICE.split("\n".join(cue.lines))
    for voice, said in [("", before), *zip(voiced[::2], voiced[1::2], strict=True)]:
        plain = html.unescape(_TAG.sub("", said))
        texts = [line.strip() for line in plain.split("\n") if line.strip()]
        is_dialogue = sum(bool(_DASH.match(text)) for text in texts) > 1
        for position, text in enumerate(texts):
            change = _SPEAKER_CHANGE.match(text) or (_DASH.match(text) if is_dialogue else None)
            opens = position == 0 or change is not None
            yield _Line(text[change.end() if change else 0 :], html.unescape(voice).strip(), opens)


def _spoken(lines: Sequence[_Line], speakers: frozenset[str]) -> list[tuple[str, str]]:
    """Speaker and text of every turn in one cue."""
    turns: list[tuple[str, str]] = []
    for line in lines:
        if line.voice:
            speaker, text, opens = line.voice, line.text, line.opens
        else:
            parsed = labelled_line(line.text, speakers)
            speaker, text, opens = parsed.speaker or "", parsed.text, line.opens or parsed.begins_turn
        if opens:
            turns.append((speaker, text))
        else:
            turns[-1] = (turns[-1][0], f"{turns[-1][1]} {text}")
    return turns
