"""Thresholds that are fitted to what people said of a tracker's hits: nothing is kept, all follows from judgements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from earmark.engine import belief, calibration, phrases
from earmark.engine.belief import Belief, Judged
from earmark.services.deps import Deps
from earmark.store import judgements, tracker_versions
from earmark.store.db import Connection
from earmark.types import BALANCED, AccountId, MatchKind, Tracker, TrackerId

#: Older versions of a tracker that are looked at for judgements which still hold.
_VERSIONS: Final = 50


async def thresholds(deps: Deps, account_id: AccountId, trackers: Sequence[Tracker]) -> dict[TrackerId, float]:
    """
    Where those trackers fire by meaning of which enough hits were judged; for all others the usual threshold holds.

    Args:
        trackers: As they are asked for: one that looks for something else than the stored tracker with its id has no
            judgements yet.
    """
    async with deps.db.read() as db:
        counts = await judgements.counts(db, account_id)
        often = {tracker_id for tracker_id, count in counts.items() if count >= belief.MIN_JUDGED}
        judged = {one.id: await of_tracker(db, account_id, one) for one in trackers if one.id in often}
    enough = [one for one in trackers if len(judged.get(one.id, ())) >= belief.MIN_JUDGED]
    return {one.id: await deps.in_thread(threshold, one, judged[one.id]) for one in enough}


async def of_tracker(db: Connection, account_id: AccountId, tracker: Tracker) -> list[Judged]:
    """What people said of hits of the tracker as it is: of any version that looks for the same."""
    since = None
    for version in await tracker_versions.page(db, account_id, tracker.id, limit=_VERSIONS):
        if not _looks_for_the_same(version.tracker, tracker):
            break
        since = version.tracker.version
    if since is None:
        return []
    said: dict[str, Judged] = {}
    for one in await judgements.of_hits(db, account_id, tracker.id, since):
        before = said.get(one.message_id)
        said[one.message_id] = Judged(
            score=one.score if before is None else max(one.score, before.score),
            worded=one.kind is not MatchKind.MEANING or (before is not None and before.worded),
            right=one.is_right,
        )
    return list(said.values())


def belief_in(tracker: Tracker, judged: Sequence[Judged]) -> Belief:
    """What is believed of a tracker after judgements."""
    return Belief.of(calibration.threshold(BALANCED, _meanings(tracker)), judged)


def threshold(tracker: Tracker, judged: Sequence[Judged]) -> float:
    """Where the tracker fires by meaning, at its sensitivity and after judgements."""
    return calibration.threshold(tracker.sensitivity, _meanings(tracker), belief_in(tracker, judged).factor())


def _meanings(tracker: Tracker) -> int:
    return len(phrases.plain_texts(tracker.phrases))


def _looks_for_the_same(one: Tracker, other: Tracker) -> bool:
    return (one.phrases, one.counter_examples, one.languages) == (
        other.phrases,
        other.counter_examples,
        other.languages,
    )
