"""A conversation as a text for people: Markdown, or subtitles.

What was said and by whom comes from strangers, so it cannot bring markup along. In Markdown every character that means
something there or in HTML is written as a character reference, which both show as the character. Subtitles know tags in
angle brackets and commands in braces: neither can begin in a cue. White space becomes one space everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

#: What separates paragraphs of a Markdown transcript: contract 5.7.
PARAGRAPH: Final = "<br/><br/>"

_MARKUP: Final = re.compile(r"[&<>\\`*_\[\]~|#]")
_LIST_NUMBER: Final = re.compile(r"\d{1,9}[.)]")
_NAMED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_COMMAND: Final = re.compile(r"\{(?=\\)")


@dataclass(frozen=True, slots=True)
class Line:
    """One message to be shown.

    Attributes:
        speaker: Empty where that is not known.
        phrases: Parts of *text* that are marked in Markdown.
        start_ms, end_ms: Since the beginning of the conversation.
    """

    text: str
    speaker: str = ""
    phrases: Sequence[str] = ()
    start_ms: int = 0
    end_ms: int = 0


def markdown(lines: Iterable[Line], *, paragraphs: bool, speakers: bool) -> str:
    """
    The conversation in Markdown, with ``<mark>`` around phrases.

    Args:
        paragraphs: Every message is a paragraph; else all are one. With *speakers* they always are paragraphs.
        speakers: The speaker's name and a colon stand before every message whose speaker is known.

    Source: contract 5.7.
    """
    shown = [(f"{_escaped(line.speaker)}: " if speakers and line.speaker else "") + _marked(line) for line in lines]
    return _not_a_list((PARAGRAPH if paragraphs or speakers else " ").join(shown))


def srt(lines: Iterable[Line], *, speakers: bool) -> str:
    """
    The conversation as SubRip subtitles, a cue for every message, in the order of time.

    Source: contract 5.7.
    """
    return "\n\n".join(
        f"{number}\n{_clock(line.start_ms)} --> {_clock(line.end_ms)}\n"
        + _cue(f"{line.speaker}: {line.text}" if speakers and line.speaker else line.text)
        for number, line in enumerate(sorted(lines, key=lambda line: line.start_ms), start=1)
    )


def _marked(line: Line) -> str:
    shown, at = "", 0
    for start, end in _places(line):
        shown += f"{_escaped(line.text[at:start])}<mark>{_escaped(line.text[start:end])}</mark>"
        at = end
    return (shown + _escaped(line.text[at:])).strip()


def _places(line: Line) -> list[tuple[int, int]]:
    """Where the phrases stand, without overlaps: every occurrence of each."""
    found = sorted(
        place.span() for phrase in line.phrases if phrase for place in re.finditer(re.escape(phrase), line.text)
    )
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _escaped(text: str) -> str:
    return _MARKUP.sub(_reference, re.sub(r"\s+", " ", text))


def _reference(found: re.Match[str]) -> str:
    char = found.group()
    return _NAMED.get(char) or f"&#{ord(char)};"


def _not_a_list(text: str) -> str:
    number = _LIST_NUMBER.match(text)
    place = number.end() - 1 if number else 0
    if number or text[:1] in ("-", "+", "="):
        return f"{text[:place]}&#{ord(text[place])};{text[place + 1 :]}"
    return text


def _cue(text: str) -> str:
    return _COMMAND.sub("{ ", " ".join(text.split()).replace("<", "&lt;"))


def _clock(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d},{ms:03d}"
