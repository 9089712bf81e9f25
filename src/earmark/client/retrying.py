"""When a call is sent again, and after how long. Pure: it is told what happened."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

#: Nothing was done: the server, or what stands before it, refused at the door.
_REFUSED: Final = frozenset({429})
#: Something may have been done before it went wrong.
_BROKEN: Final = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True)
class Retries:
    """
    How often a call is tried, and how long the pauses are.

    Args:
        attempts: At most, the first one included; 1 never tries again.
        first_pause_s: Doubled after each attempt; a part of it is left to chance, so that many clients do not come
            back together.
        longest_pause_s: The longest pause, also of a server that asks for one with Retry-After: when it asks for more,
            the call fails at once.
    """

    attempts: int = 5
    first_pause_s: float = 0.5
    longest_pause_s: float = 30.0

    def after_answer(
        self, attempt: int, status: int, headers: Mapping[str, str], *, is_repeatable: bool
    ) -> float | None:
        """
        Seconds to wait before the next attempt; None when this answer is to be taken.

        Args:
            attempt: Counted from 1.
        """
        if status not in _REFUSED and not (is_repeatable and status in _BROKEN):
            return None
        asked = headers.get("Retry-After", "")
        return self._pause_s(attempt, float(asked) if asked.isdecimal() else 0.0)

    def after_failure(self, attempt: int, *, was_sent: bool, is_repeatable: bool) -> float | None:
        """
        The same after there was no answer.

        Args:
            was_sent: Whether the server may have got the request.
        """
        return None if was_sent and not is_repeatable else self._pause_s(attempt, 0.0)

    def _pause_s(self, attempt: int, asked_s: float) -> float | None:
        if attempt >= self.attempts or asked_s > self.longest_pause_s:
            return None
        doubled = min(self.first_pause_s * 2.0 ** (attempt - 1), self.longest_pause_s)
        return max(asked_s, doubled * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
