"""What all formats share: one turn as a message, and times as clocks show them."""

from __future__ import annotations

import re
from typing import Final

from earmark.types import Message

#: Minutes and seconds, with or without hours and a fraction: `01:02`, `1:02:03,5`.
CLOCK: Final = r"(?:[0-9]{1,3}:)?[0-9]{1,2}:[0-9]{2}(?:[.,][0-9]{1,6})?"

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def turn(text: str, speaker: str = "", start_ms: int | None = None, end_ms: int | None = None) -> Message | None:
    """One turn with single spaces and no control characters; None when nothing is said in it."""
    said = _spaced(text)
    if not said:
        return None
    if start_ms is not None and end_ms is not None and end_ms < start_ms:
        end_ms = None  # some editors export cues that end before they begin
    return Message(said, speaker=_spaced(speaker), start_ms=start_ms, end_ms=end_ms)


def ms_from_clock(clock: str) -> int:
    """Milliseconds that a text of the form `CLOCK` shows."""
    whole, _, fraction = clock.replace(",", ".").partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction.ljust(3, "0")[:3])


def _spaced(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())
