"""How often a client looks whether something is finished."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_FIRST_S: Final = 0.05
_LONGEST_S: Final = 2.0


def pauses() -> Iterator[float]:
    """Seconds between one look and the next: short at first, without end."""
    pause_s = _FIRST_S
    while True:
        yield pause_s
        pause_s = min(pause_s * 1.5, _LONGEST_S)
