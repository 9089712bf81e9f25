"""Searching an account's stored talk for one tracker: what backtests and runs share, so that they agree."""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from earmark.engine import judgement, language
from earmark.engine import stretch as stretches
from earmark.engine.judgement import TrackerRules
from earmark.engine.matcher import CompiledMatcher
from earmark.engine.sieve import Judged, Sieve
from earmark.engine.stretch import Stretch, language_of
from earmark.services import matching
from earmark.services.deps import Deps
from earmark.services.readings import models, stretch_of
from earmark.store import conversations, readings, trackers
from earmark.store.readings import Reading, Span
from earmark.types import AccountId, ConversationId, Match, Message, MessageId, SubmissionId, Tracker

#: Readings searched at a time: some 16,000 messages, or 30 MB of vectors.
READINGS_PER_PAGE: Final = 256
#: Pages searched at the same time; more would only wait for the engine's threads.
_PAGES_AT_ONCE: Final = 2
#: A near miss reaches at least this share of the threshold.
NEAR_SHARE: Final = 0.75
#: What the same score may differ by between the sieve and the matcher.
_ROUNDING: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Search:
    """One tracker, compiled among the account's others as new talk is matched with it.

    Attributes:
        matcher: Of that tracker alone.
        rules: Of the tracker as it was given.
    """

    tracker: Tracker
    matcher: CompiledMatcher
    sieve: Sieve
    rules: TrackerRules

    @property
    def threshold(self) -> float:
        """Where the tracker begins to fire by meaning."""
        return self.rules.threshold


@dataclass(frozen=True, slots=True)
class Moment:
    """
    A message in which a tracker is found.

    Attributes:
        hits: How many phrases are found.
    """

    conversation_id: ConversationId
    submission_id: SubmissionId
    message_id: MessageId
    hits: int
    _judged: Judged
    _rules: TrackerRules

    @property
    def score(self) -> float:
        """Of the phrase that is nearest."""
        return max(firing.score for firing in self._judged.verdict.firing)

    @property
    def is_meant(self) -> bool:
        """Whether a phrase is found by its meaning, and not all by their words."""
        return any(firing.literal is None for firing in self._judged.verdict.firing)

    @property
    def phrases(self) -> list[str]:
        """Those that are found, as they are written."""
        return [self._rules.phrases[firing.column] for firing in self._judged.verdict.firing]

    def matches(self) -> list[Match]:
        """What is found, in the order of the tracker's phrases; the messages have no speaker. Work for a thread."""
        return judgement.matches(self._judged.sketch.read(), self._rules, self._judged.verdict)


@dataclass(frozen=True, slots=True)
class NearPlace:
    """A message that stays below the threshold, not yet judged."""

    score: float
    reading: Reading
    place: int


@dataclass(frozen=True, slots=True)
class SearchedPage:
    """Readings, and what was found in them: see `find`. Near misses come with the highest scores first."""

    readings: Sequence[Reading]
    moments: Sequence[Moment]
    nearest: Sequence[NearPlace]


async def prepare(deps: Deps, account_id: AccountId, tracker: Tracker) -> Search:
    """
    Make ready to search for a tracker, stored or not.

    It takes the place of the stored tracker with its id; all others that are not paused stand beside it, since what
    they look for sharpens what each of them means.
    """
    async with deps.db.read() as db:
        stored = await trackers.list_all(db, account_id)
    # In its own place among them, since of equals in a group the first one is told of.
    there = [one for one in stored if one.id == tracker.id or not one.paused]
    place = next((place for place, one in enumerate(there) if one.id == tracker.id), len(there))
    matcher = await matching.compiled(deps, account_id, [*there[:place], tracker, *there[place + 1 :]])
    lone = matcher.alone(place)
    return Search(tracker, lone, await deps.compute(Sieve, lone), replace(lone.rules(0), tracker=tracker))


@asynccontextmanager
async def pages(deps: Deps, account_id: AccountId, span: Span) -> AsyncIterator[AsyncIterator[list[Reading]]]:
    """The readings of a span, page by page, the oldest first; while one is searched the next is fetched."""
    of_space = list(models(deps).values())

    async def fetch(after: Span) -> list[Reading]:
        async with deps.db.read() as db:
            return await readings.page(db, account_id, of_space, after, READINGS_PER_PAGE)

    upcoming = asyncio.ensure_future(fetch(span))

    async def walk() -> AsyncIterator[list[Reading]]:
        nonlocal upcoming
        while page := await upcoming:
            upcoming = asyncio.ensure_future(fetch(replace(span, after=page[-1].id)))
            yield page

    try:
        yield walk()
    finally:
        upcoming.cancel()
        with suppress(asyncio.CancelledError):
            await upcoming


@asynccontextmanager
async def searched(
    deps: Deps, account_id: AccountId, search: Search, span: Span, near: int = 0
) -> AsyncIterator[AsyncIterator[SearchedPage]]:
    """
    The pages of a span with what `find` finds in each, the oldest first.

    Some are searched at the same time, so that one is judged while another is sifted.

    Args:
        near: How many of the messages that come nearest to the threshold from below are wanted, of all pages together.
    """
    nearest: list[float] = []

    def near_from() -> float:
        """Where a message begins to be one of the nearest."""
        return nearest[-1] if near and len(nearest) == near else search.threshold * (NEAR_SHARE if near else 1.0)

    async def walk(fetched: AsyncIterator[list[Reading]]) -> AsyncGenerator[SearchedPage, None]:
        nonlocal nearest
        going: deque[asyncio.Task[SearchedPage]] = deque()
        try:
            async for page in fetched:
                going.append(asyncio.create_task(find(deps, account_id, search, page, near_from())))
                if len(going) == _PAGES_AT_ONCE:
                    done = await going[0]
                    nearest = heapq.nlargest(near, [*nearest, *(one.score for one in done.nearest)])
                    yield done
                    going.popleft()
            while going:
                yield await going[0]
                going.popleft()
        finally:
            for task in going:
                task.cancel()
            await asyncio.gather(*going, return_exceptions=True)

    async with pages(deps, account_id, span) as fetched, aclosing(walk(fetched)) as walked:
        yield walked


async def find(
    deps: Deps, account_id: AccountId, search: Search, page: Sequence[Reading], near_from: float
) -> SearchedPage:
    """
    Where the tracker is found in a page of readings.

    Args:
        near_from: The score from which on a message below the threshold is a near miss.
    """
    # What a submission declared decides as it does when that is processed: contract 11.
    served = [one for one in page if language.serves(search.tracker.languages, one.language)]
    if not served:
        return SearchedPage(page, [], [])
    of_space = models(deps)
    read = [stretch_of(one, of_space) for one in served]
    sifted = await deps.compute(search.sieve.sift, read, near_from)
    spots = [(owner, place) for owner, one in enumerate(served) for place in range(len(one.words))]
    close = sifted.scores >= search.threshold - _ROUNDING
    likely = np.flatnonzero(close | sifted.worded).tolist()
    id_of = {number: served[spots[number][0]].message_ids[spots[number][1]] for number in likely}
    async with deps.db.read() as db:
        texts = await conversations.texts_by_id(db, account_id, list(id_of.values()))
    # One may have been deleted since.
    said = {
        number: Message(texts[one], id=one, language=language_of(sifted.lines[number]))
        for number, one in id_of.items()
        if one in texts
    }
    judged = await deps.compute(search.sieve.judge, sifted, said) if said else []
    if judged and search.matcher.has_rivals:
        judged = await deps.compute(_won, search.matcher, judged, read, spots)
    hit = {one.number for one in judged}
    below = np.flatnonzero((sifted.scores >= near_from) & ~close)
    nearest = [
        NearPlace(float(sifted.scores[number]), served[spots[number][0]], spots[number][1])
        for number in below[np.argsort(-sifted.scores[below], kind="stable")].tolist()
        if number not in hit
    ]
    moments = [
        Moment(
            served[spots[one.number][0]].conversation_id,
            served[spots[one.number][0]].submission_id,
            id_of[one.number],
            len(one.verdict.firing),
            one,
            search.rules,
        )
        for one in judged
    ]
    return SearchedPage(page, moments, nearest)


async def near_misses(
    deps: Deps, account_id: AccountId, search: Search, places: Sequence[NearPlace]
) -> list[tuple[ConversationId, list[Match]]]:
    """
    What would be found at *places* if the threshold were lower; a place where a veto stands has nothing.

    Returns:
        The conversation and the matches of each message.
    """
    of_space = models(deps)
    id_at = [one.reading.message_ids[one.place] for one in places]
    async with deps.db.read() as db:
        said = await conversations.messages_by_id(db, account_id, id_at)
    there = [number for number, one in enumerate(id_at) if one in said]
    if not there:
        return []
    read = [stretch_of(one.reading, of_space) for one in places]
    spots = [(number, places[number].place) for number in there]
    messages = [replace(said[id_at[number]], language=read[number].language(place)) for number, place in spots]
    lenient = search.matcher.alone(0, threshold=search.threshold * NEAR_SHARE)
    matches = await deps.compute(lenient.match, messages, stretches.picked(read, spots))
    found: dict[MessageId, list[Match]] = {}
    for match in matches:
        found.setdefault(match.message.id, []).append(replace(match, tracker=search.tracker))
    return [
        (places[number].reading.conversation_id, found[id_at[number]]) for number in there if id_at[number] in found
    ]


def _won(
    matcher: CompiledMatcher, judged: Sequence[Judged], read: Sequence[Stretch], spots: Sequence[tuple[int, int]]
) -> list[Judged]:
    """Those messages that no rival of the tracker takes from it."""
    messages = [one.sketch.message for one in judged]
    vectors = stretches.picked(read, [spots[one.number] for one in judged])
    kept = {match.message.id for match in matcher.match(messages, vectors)}
    return [one for one in judged if one.sketch.message.id in kept]
