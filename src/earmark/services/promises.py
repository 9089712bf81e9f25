"""Promises: how many false alarms a tracker is expected to raise, told before anybody hears them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from earmark.engine import language, promise
from earmark.engine.belief import Judged
from earmark.engine.phrases import plain_texts
from earmark.engine.promise import Met
from earmark.services import fitted, history
from earmark.services.deps import Deps
from earmark.services.history import Search
from earmark.services.readings import models
from earmark.store import readings
from earmark.store.readings import Reading
from earmark.types import AccountId, Basis, Promise, Tracker

#: Readings of stored talk that are looked at: some 8,000 messages, a third of a second.
_READINGS: Final = 128
#: Readings that are fetched and looked at together.
_AT_A_TIME: Final = 32


@dataclass(slots=True)
class _Talk:
    """What a tracker meets in stored talk.

    Attributes:
        missed: The scores of messages that come near it, without being hits.
        meant, worded: The best scores of hits by meaning, and how many are by words alone, below the usual threshold.
    """

    messages: int = 0
    missed: list[float] = field(default_factory=list)
    meant: list[float] = field(default_factory=list)
    worded: int = 0


async def of_stored(deps: Deps, account_id: AccountId, tracker: Tracker) -> Promise:
    """
    What the account's tracker, or a draft of one, is expected to cost at its threshold.

    Args:
        tracker: With the id of a stored one, judgements of that one's hits count, if it looks for the same.
    """
    return await of_search(deps, account_id, await history.prepare(deps, account_id, tracker))


async def of_search(deps: Deps, account_id: AccountId, search: Search) -> Promise:
    """As `of_stored`, of a tracker that is ready to be searched for."""
    tracker = search.tracker
    async with deps.db.read() as db:
        judged = await fitted.of_tracker(db, account_id, tracker) if tracker.id else []
    talk = await _talk(deps, account_id, search, fitted.belief_in(tracker, ()).usual)
    return await deps.compute(_promise, search, judged, talk)


def _promise(search: Search, judged: Sequence[Judged], talk: _Talk) -> Promise:
    tracker, threshold = search.tracker, search.threshold
    generic = promise.background_scores(search.matcher.matrices(0).values())
    phrases = len(plain_texts(tracker.phrases))
    met = Met.of(talk.messages, len(talk.meant) + talk.worded, np.array(talk.missed, np.float32), threshold)
    basis, rate = Basis.BACKGROUND, promise.from_background(generic, threshold, phrases)
    if met.messages >= promise.MIN_MESSAGES:
        basis, rate = Basis.TALK, promise.from_talk(met, generic, threshold, phrases)
    belief = fitted.belief_in(tracker, judged)
    if judged and met.messages:
        basis = Basis.JUDGEMENTS
        rate = promise.from_judgements(rate, belief, np.array(talk.meant), talk.worded, met.messages)
    return Promise(
        threshold=threshold,
        value=rate.value,
        low=rate.low,
        high=rate.high,
        basis=basis,
        messages=0 if basis is Basis.BACKGROUND else met.messages,
        judgements=len(judged),
        is_estimate=not belief.is_fitted,
        is_fitted=belief.is_fitted,
    )


async def _talk(deps: Deps, account_id: AccountId, search: Search, usual: float) -> _Talk:
    of_space = models(deps)
    async with deps.db.read() as db:
        ids = await readings.spread(db, account_id, list(of_space.values()), _READINGS)
    talk = _Talk()
    for first in range(0, len(ids), _AT_A_TIME):
        async with deps.db.read() as db:
            page = await readings.those(db, account_id, list(of_space.values()), ids[first : first + _AT_A_TIME])
        served = [one for one in page if language.serves(search.tracker.languages, one.language)]
        if served:
            await _meet(deps, account_id, search, served, talk, usual)
    return talk


async def _meet(
    deps: Deps, account_id: AccountId, search: Search, page: Sequence[Reading], talk: _Talk, usual: float
) -> None:
    searched = await history.find(deps, account_id, search, page, search.threshold * promise.NEAR_SHARES[0])
    talk.messages += sum(len(one.words) for one in page)
    talk.missed += [one.score for one in searched.nearest]
    for moment in searched.moments:
        if moment.is_meant or moment.score >= usual:
            talk.meant.append(moment.score)
        else:
            talk.worded += 1
