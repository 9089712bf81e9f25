"""Trying trackers on messages: what matches, and what nearly does. Neither is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from earmark.engine import language
from earmark.engine.matcher import CompiledMatcher
from earmark.errors import InvalidField
from earmark.services import matching
from earmark.services.deps import Deps
from earmark.services.history import NEAR_SHARE
from earmark.store import trackers
from earmark.types import AccountId, Match, Message, Tracker, TrackerId

#: Messages examined in a thread before others may have their turn.
_PART_MESSAGES: Final = 256


@dataclass(frozen=True, slots=True)
class Found:
    """A match, or what would be one if the tracker's threshold were lower.

    Attributes:
        place: The message's, counted from 0.
    """

    place: int
    match: Match


@dataclass(frozen=True, slots=True)
class Trial:
    """
    Attributes:
        matches: In the order of the messages, then of the trackers, then of their phrases.
        near_misses: At most one for a tracker and a message, in the same order; empty where nobody asked for them.
    """

    matches: Sequence[Found]
    near_misses: Sequence[Found] = ()


async def run(
    deps: Deps,
    account_id: AccountId,
    chosen: Sequence[Tracker | TrackerId] | None,
    messages: Sequence[Message],
    *,
    near_misses: bool = False,
) -> Trial:
    """
    Match messages, which are read as one conversation.

    Args:
        chosen: Trackers that are not stored, and ids of stored ones, which run even if they are paused; None for all
            of the account that are not.

    Raises:
        InvalidField: an id in *chosen* is none of the account's; the field is ``trackers[n].id``.
    """
    found = await _trackers(deps, account_id, chosen)
    if not found or not messages:
        return Trial([])
    matcher = await matching.compiled(deps, account_id, found)
    said = await deps.compute(language.assigned, messages)
    trial = Trial([])
    for first in range(0, len(said), _PART_MESSAGES):
        part = said[first : first + _PART_MESSAGES]
        examined = await deps.compute(_examine, matcher, part, first, near_misses=near_misses)
        trial = Trial([*trial.matches, *examined.matches], [*trial.near_misses, *examined.near_misses])
    return Trial(
        [Found(one.place, matching.as_asked(one.match, found)) for one in trial.matches],
        [Found(one.place, matching.as_asked(one.match, found)) for one in trial.near_misses],
    )


async def _trackers(
    deps: Deps, account_id: AccountId, chosen: Sequence[Tracker | TrackerId] | None
) -> Sequence[Tracker]:
    async with deps.db.read() as db:
        if chosen is None:
            return [one for one in await trackers.list_all(db, account_id) if not one.paused]
        wanted = [one for one in chosen if not isinstance(one, Tracker)]
        stored = {one.id: one for one in await trackers.by_ids(db, account_id, wanted)} if wanted else {}
    for place, one in enumerate(chosen):
        if not isinstance(one, Tracker) and one not in stored:
            raise InvalidField(f"trackers[{place}].id", f"is {one!r}, but this account has no such tracker.")
    return [one if isinstance(one, Tracker) else stored[one] for one in chosen]


def _examine(matcher: CompiledMatcher, messages: Sequence[Message], first: int, *, near_misses: bool) -> Trial:
    """
    Args:
        first: The place of the first of *messages*.
    """
    # A message's own place: two may be equal.
    placed = {id(message): first + place for place, message in enumerate(messages)}
    thresholds = np.array([matcher.threshold(place) for place in range(len(matcher.trackers))])
    levels = thresholds * NEAR_SHARE
    examined = matcher.examine(messages, floor=float(levels.min())) if near_misses else matcher.examine(messages)
    matches = [Found(placed[id(one.message)], one) for one in examined.matches]
    if not near_misses:
        return Trial(matches)
    known = {(one.place, int(one.match.tracker.id)) for one in matches}
    missed: list[Found] = []
    for tracker in np.flatnonzero((examined.scores >= levels).any(axis=0)).tolist():
        near = np.flatnonzero(examined.scores[:, tracker] >= levels[tracker]).tolist()
        candidates = [messages[place] for place in near if (first + place, tracker) not in known]
        best: dict[int, Match] = {}
        for match in matcher.alone(tracker, threshold=float(levels[tracker])).match(candidates):
            place = placed[id(match.message)]
            if place not in best or match.score > best[place].score:
                best[place] = replace(match, threshold=round(float(thresholds[tracker]), 4))
        missed += [Found(place, match) for place, match in best.items()]
    return Trial(matches, sorted(missed, key=lambda one: (one.place, int(one.match.tracker.id))))
