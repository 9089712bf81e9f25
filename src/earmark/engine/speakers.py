"""Who said a message, from when people began and stopped to speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from earmark.engine.timeline import Span, Timeline
from earmark.types import MemberId


def speakers(said: Sequence[Span], spoke: Mapping[MemberId, Sequence[Span]]) -> list[MemberId | None]:
    """
    For every message the member who spoke during the most of it; of two alike the first one of *spoke*.

    Args:
        said: When each message was said. One without an extent counts as its first millisecond.
        spoke: When each member spoke.

    Returns:
        In the order of *said*; None where nobody of *spoke* did.
    """
    if not said or not spoke:
        return [None] * len(said)
    starts, ends = np.array(said, dtype=np.int64).T
    ends = np.maximum(ends, starts + 1)
    most = np.zeros(len(said), dtype=np.int64)
    found = np.full(len(said), -1)
    for place, spans in enumerate(spoke.values()):
        shares = Timeline.of(spans).within(starts, ends)
        found[shares > most] = place
        most = np.maximum(most, shares)
    members = list(spoke)
    return [members[place] if place >= 0 else None for place in found]
