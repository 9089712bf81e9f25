"""Wall time. Nothing else in earmark reads it."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now_ms() -> int:
    """Milliseconds since 1970 in UTC."""
    return time.time_ns() // 1_000_000


def iso_from_ms(ms: int) -> str:
    """ISO 8601 with milliseconds and a Z, as every Symbl answer spells times.

    Raises:
        ValueError: *ms* lies outside the years 1 to 9999.
    """
    moment = datetime.fromtimestamp(ms // 1000, UTC).replace(tzinfo=None)
    return f"{moment.isoformat()}.{ms % 1000:03d}Z"


def ms_from_iso(text: str) -> int:
    """Milliseconds of an ISO 8601 time; without an offset it is read as UTC.

    Raises:
        ValueError: *text* is not ISO 8601, or lies outside the years 1 to 9999 in UTC.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    ms = round(moment.timestamp() * 1000)
    iso_from_ms(ms)  # an offset or rounding may lead out of the years that can be written
    return ms
