"""What is odd about the phrases of a tracker that is to be saved; the save succeeds all the same."""

from __future__ import annotations

from collections import Counter
from typing import Final

from earmark.engine import language, warnings
from earmark.engine.phrases import plain_texts
from earmark.engine.warnings import PhraseWarning
from earmark.services import history, matching
from earmark.services.deps import Deps
from earmark.services.readings import models
from earmark.store import readings, trackers
from earmark.types import AccountId, Tracker

#: Readings of stored talk that are looked at: some 2,000 messages, spread over all of it.
_READINGS: Final = 32


async def of_tracker(deps: Deps, account_id: AccountId, tracker: Tracker) -> list[PhraseWarning]:
    """
    What is odd about the phrases of a tracker, stored or not.

    It takes the place of the stored tracker with its id. Of one with very many phrases only the words of the first are
    looked at, since whoever saves it waits.
    """
    found = await deps.compute(warnings.of_words, tracker)
    texts = plain_texts(tracker.phrases)
    if len(texts) > warnings.PHRASES:
        return found
    async with deps.db.read() as db:
        stored = await trackers.list_all(db, account_id)
    if texts:
        # Beside these it is searched for, too.
        others = [one for one in stored if one.id != tracker.id and not one.paused]
        matcher = await matching.compiled(deps, account_id, [*others, tracker])
        names = [one.name for one in (*others, tracker)]
        found += await deps.compute(warnings.of_meaning, matcher, len(others), names)
    generic = {one.phrase for one in found if one.code is warnings.WarningCode.GENERIC}
    return [*found, *(one for one in await _of_talk(deps, account_id, tracker) if one.phrase not in generic)]


async def _of_talk(deps: Deps, account_id: AccountId, tracker: Tracker) -> list[PhraseWarning]:
    of_space = list(models(deps).values())
    async with deps.db.read() as db:
        ids = await readings.spread(db, account_id, of_space, _READINGS)
        page = await readings.those(db, account_id, of_space, ids)
    served = [one for one in page if language.serves(tracker.languages, one.language)]
    messages = sum(len(one.words) for one in served)
    if messages < warnings.MIN_MESSAGES:
        return []
    search = await history.prepare(deps, account_id, tracker)
    searched = await history.find(deps, account_id, search, served, search.threshold)
    found = Counter(phrase for moment in searched.moments for phrase in moment.phrases)
    return warnings.of_talk(found, messages)
