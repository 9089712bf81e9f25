"""Who speaks in a line, and when: `[00:01:02] Ana: hello`.

A colon follows a name in a transcript, but also "My only problem is", "https" and the hour in "10:30". A label
therefore has to look like a name, or come back in the same file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Final

from earmark.transcripts.turns import CLOCK, ms_from_clock

_LABEL_CHARS: Final = 40
_LABEL_WORDS: Final = 4
_SENTENCE_MARKS: Final = re.compile(r'[.?!,;…"“”/\\<>{}|=]')
_ABBREVIATION: Final = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Mx|Prof|Sr|Sra|St|[A-Z])\.")
_PARTICLES: Final = frozenset(
    {"and", "bin", "da", "de", "del", "der", "di", "du", "el", "la", "le", "of", "van", "von", "y"}
)

_STAMP: Final = rf"(?P<start>{CLOCK})(?:\s*(?:-->|[-–])\s*(?P<end>{CLOCK}))?"
_BRACKETED_STAMP: Final = re.compile(rf"[\[(]\s*{_STAMP}\s*[\])]\s*(?:[-–]\s+)?")
_BARE_STAMP: Final = re.compile(rf"{_STAMP}\s+(?:[-–]\s+)?")
_LABEL: Final = re.compile(
    rf"(?P<name>[^:：\[\]]{{1,{_LABEL_CHARS}}}?)\s*(?:[\[(]\s*{_STAMP}\s*[\])]\s*)?(?::(?=\s|$)|：)\s*"
)


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """One line of a transcript; `speaker` is None when no label stands before the text."""

    text: str
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None

    @property
    def begins_turn(self) -> bool:
        return self.speaker is not None or self.start_ms is not None


def speakers_in(lines: Iterable[str]) -> frozenset[str]:
    """The labels of *lines* that are speakers: those that look like a name, and those that stand there twice."""
    seen = Counter(label["name"] for line in lines if (label := _label_of(line)) is not None)
    return frozenset(name for name, count in seen.items() if count > 1 or _looks_like_name(name))


def labelled_line(line: str, speakers: Container[str]) -> LabelledLine:
    """*line* apart: time, speaker when it is one of *speakers*, and what is said."""
    label = _label_of(line)
    before = _stamp_before(line)
    if label is not None and label["name"] in speakers:
        start_ms, end_ms = _times(label if label["start"] else before)
        return LabelledLine(label.string[label.end() :], label["name"], start_ms, end_ms)
    # Without a label only a time in brackets is one: "10:30 works for me" is talk.
    if before is not None and before.re is _BRACKETED_STAMP:
        start_ms, end_ms = _times(before)
        return LabelledLine(before.string[before.end() :], None, start_ms, end_ms)
    return LabelledLine(line)


def _label_of(line: str) -> re.Match[str] | None:
    stamp = _stamp_before(line)
    label = _LABEL.match(stamp.string[stamp.end() :] if stamp else line.strip())
    return label if label is not None and _may_be_speaker(label["name"]) else None


def _stamp_before(line: str) -> re.Match[str] | None:
    stripped = line.strip()
    return _BRACKETED_STAMP.match(stripped) or _BARE_STAMP.match(stripped)


def _times(stamp: re.Match[str] | None) -> tuple[int | None, int | None]:
    if stamp is None:
        return None, None
    return ms_from_clock(stamp["start"]), ms_from_clock(stamp["end"]) if stamp["end"] else None


def _may_be_speaker(name: str) -> bool:
    plain = _ABBREVIATION.sub("", name)
    return (
        len(name.split()) <= _LABEL_WORDS and any(char.isalpha() for char in name) and not _SENTENCE_MARKS.search(plain)
    )


def _looks_like_name(name: str) -> bool:
    words = name.split()
    return len(words) == 1 or not any(word[0].islower() and word not in _PARTICLES for word in words)
