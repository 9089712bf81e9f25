"""Why a phrase fired, as data: nothing here decides anything."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Final

import numpy as np

from earmark import compound
from earmark.engine.phrases import plain_texts
from earmark.engine.weighing import Weighed, mean
from earmark.types import Reasons, Tracker, Versions, Veto

#: Why a phrase must not count that is not nearer than a counter-example.
NEARER_COUNTER: Final = "counter_example"


def of(
    tracker: Tracker,
    phrases: Sequence[str],
    versions: Versions,
    language: str,
    span: tuple[int, int],
    weighed: Weighed,
    row: int,
    column: int,
    firing: Container[int],
    veto: Callable[[int], str],
) -> Reasons:
    """
    Why a phrase fired in one window.

    Args:
        phrases: As `TrackerRules.phrases`.
        span: The window's characters.
        row: The window's in *weighed*.
        column: The phrase's.
        firing: The columns of all phrases that fire in the message: nothing took those away.
        veto: Of a phrase's column: the code of what takes it away in this window; empty where nothing does.
    """
    cosines = weighed.cosines[row]
    counters = plain_texts(tracker.counter_examples)
    nearest = int(mean([view.counters[row] for view in weighed.views]).argmax()) if counters else 0
    vetoed = []
    for nearer in np.flatnonzero(cosines > cosines[column]).tolist():
        if nearer in firing:
            continue
        reason = veto(nearer) if weighed.allowed[row, nearer] else NEARER_COUNTER
        if reason:
            vetoed.append(Veto(compound.shown(phrases[nearer]), reason))
    return Reasons(
        language=language,
        window_start=span[0],
        window_end=span[1],
        phrase_nearness=round(float(cosines[column]), 4),
        tracker_nearness=round(float(mean([view.centroids[row] for view in weighed.views])), 4),
        counter_example=counters[nearest] if counters else "",
        counter_nearness=round(float(cosines[column] - weighed.leads[row, column]), 4) if counters else None,
        vetoed=tuple(vetoed),
        versions=versions,
    )
