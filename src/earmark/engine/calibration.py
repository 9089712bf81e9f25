"""Sensitivity, what a user sets -> threshold, where a score begins to fire."""

from __future__ import annotations

import functools
import math
from typing import Final

import numpy as np

from earmark.engine import belief

#: Changes with any number below.
VERSION: Final = "3"
#: Of a threshold that judgements have moved.
FITTED_VERSION: Final = f"{VERSION}+judgements {belief.VERSION}"

#: (sensitivity, threshold), falling, so that a higher sensitivity fires on a superset. Balanced is the common threshold
#: with the best mean F1 over fourteen labelled sets, each judged by a background without its source and among texts of
#: other sources; strict and broad keep a measured distance to it; the ends are "only near-identical" and "broadest".
_THRESHOLDS: Final = ((0.0, 0.60), (0.2, 0.36), (0.5, 0.27), (0.8, 0.21), (1.0, 0.14))

#: (phrases, factor) for trackers with fewer phrases than ten. The best threshold hardly moves with their number, since
#: `scoring.gain` has seen how far from each other they lie; of one it sees nothing. F1 is flat below it (.38 at .26 and
#: .35 at .19 for one phrase), and the lower end finds more of what few phrases mean.
_FEW_PHRASES: Final = ((1, 0.70), (2, 0.90), (3, 0.95), (5, 1.0))


@functools.lru_cache(maxsize=4_096)
def threshold(sensitivity: float, phrases: int, factor: float = 1.0) -> float:
    """
    The score at which a tracker begins to fire by meaning.

    Args:
        sensitivity: From 0 to 1; between the named settings the threshold is linear.
        phrases: How many phrases the tracker has; between the listed counts the factor is linear in their logarithm.
        factor: What judgements of the tracker make of the usual threshold: see `belief`. At the sensitivity of 0, where
            only near-identical sentences fire, they make nothing of it.

    Source: ``bench/fit_engine.py`` prints the tables that the numbers above are read off.
    """
    sensitivities, thresholds = zip(*_THRESHOLDS, strict=True)
    counts, factors = zip(*_FEW_PHRASES, strict=True)
    few = np.interp(math.log(max(phrases, 1)), [math.log(count) for count in counts], factors)
    # The points are moved, not what lies between them, so that the threshold falls from each to the next.
    moved = [thresholds[0], *(factor * one for one in thresholds[1:])]
    return float(np.interp(sensitivity, sensitivities, moved) * few)
