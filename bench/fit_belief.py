"""Fit what is usual among trackers of which hits are judged, on training sets that no evaluation suite comes from.

    python -m bench.fit_belief [--cache FOLDER]

Prints what `earmark.engine.belief.USUAL` is read off: the prior that makes hits likeliest which a belief has not seen,
the share of right hits among those by words alone, and F1 in talk to come by `worth`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np

from bench.data import require_data
from bench.fit_promise import learn
from bench.judging import JUDGED, judgements, outcome, shown, within_two
from bench.sights import Mix, Sight, mixes
from bench.vectors import CACHE_FOLDER, CachedEncoder
from earmark.engine import promise
from earmark.engine.belief import USUAL, Belief, Judged, Prior
from earmark.services.encoders import load_encoders
from earmark.types import BALANCED

SOURCES: Final = ("bitext", "goemotions", "hwu64", "skills")
_SEED: Final = 7
#: Fewer hits that nobody judged say little.
_LEAST_UNSEEN: Final = 5


def parts(sights: Sequence[Sight]) -> Iterator[tuple[Sight, Mix, int]]:
    """Every tracker with talk of its own source among what is stored."""
    for sight in sights:
        for mix in mixes(sight):
            if mix.name in ("own", "both"):
                for tracker in sight.trackers:
                    yield sight, mix, tracker


def unseen_loss(sights: Sequence[Sight], prior: Prior) -> float:
    """The mean surprise, in nats, at whether a hit by meaning is right that a belief has not seen."""
    losses = []
    drawn = np.random.default_rng(_SEED)
    for sight, mix, tracker in parts(sights):
        rows = drawn.permutation(shown(sight, tracker, mix.stored))
        hidden = [one for one in judgements(sight, tracker, rows[JUDGED:]) if _is_meant(sight, one)]
        if len(hidden) < _LEAST_UNSEEN:
            continue
        belief = Belief.of(sight.threshold(BALANCED), judgements(sight, tracker, rows[:JUDGED]), prior)
        right = np.clip(belief.right(np.array([one.score for one in hidden])), 1e-6, 1 - 1e-6)
        losses.append(-np.mean(np.log(np.where([one.right for one in hidden], right, 1 - right))))
    return float(np.mean(losses))


def worded(sights: Sequence[Sight]) -> tuple[int, int]:
    """Right and wrong hits by words alone, below the threshold."""
    found = [
        one.right
        for sight, mix, tracker in parts(sights)
        for one in judgements(sight, tracker, shown(sight, tracker, mix.stored))
        if not _is_meant(sight, one)
    ]
    return sum(found), len(found) - sum(found)


def _is_meant(sight: Sight, judged: Judged) -> bool:
    return not judged.worded or judged.score >= sight.threshold(BALANCED)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=CACHE_FOLDER, help="where vectors are kept")
    folder = parser.parse_args().cache
    require_data()
    encoders = {space: CachedEncoder(one, folder) for space, one in load_encoders().items()}
    _, sights = learn(encoders, SOURCES)
    report(sights)


def report(sights: Sequence[Sight]) -> None:
    """Print everything."""
    print(f"right and wrong hits by words alone: {worded(sights)}")
    losses = {
        prior: unseen_loss(sights, prior)
        for right, steepness, spread in product((0.2, 0.3, 0.4, 0.5), (4.5, 6.0, 8.0), (1.2, 1.8, 2.5))
        for prior in [replace(USUAL, right=right, steepness=steepness, spread=spread)]
    }
    ranked = sorted(losses, key=lambda one: losses[one])
    for prior in ranked[:6]:
        print(f"{prior}: {losses[prior]:.4f}", flush=True)
    for worth in (0.4, 0.5, 0.6, 0.7, 0.8):
        prior = replace(ranked[0], worth=worth)
        drawn = np.random.default_rng(_SEED)
        ends = [
            outcome(sight, tracker, mix.stored, mix.to_come, promise.FITTED, drawn, prior)
            for sight, mix, tracker in parts(sights)
        ]
        ends = [one for one in ends if one.means]
        near, many = within_two(ends)
        before, after = (np.mean(f1) for f1 in zip(*((e.f1_before, e.f1) for e in ends), strict=True))
        print(
            f"worth {worth}: F1 {before:.3f} -> {after:.3f}, "
            f"within a factor of two {near:.2f} of {many}, "
            f"alarms {sum(one.alarms for one in ends)} of {sum(one.expected for one in ends):.0f} promised"
        )


if __name__ == "__main__":
    main()
