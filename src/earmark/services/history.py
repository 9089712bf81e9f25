"""Searching an account's stored talk for one tracker: what backtests and runs share, so that they agree."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from earmark.engine import language
from earmark.engine import stretch as stretches
from earmark.engine.matcher import CompiledMatcher
from earmark.engine.sieve import Sieve
from earmark.engine.stretch import SpaceVectors, Stretch
from earmark.services import matching
from earmark.services.deps import Deps
from earmark.services.readings import models, stretch_of
from earmark.store import conversations, readings, trackers
from earmark.store.readings import Reading, Span
from earmark.types import AccountId, ConversationId, Match, Message, SubmissionId, Tracker

#: Readings searched at a time: some 16,000 messages, or 30 MB of vectors.
READINGS_PER_PAGE: Final = 256
#: Pages searched at the same time; more would only wait for the engine's threads.
_PAGES_AT_ONCE: Final = 2
#: A near miss reaches at least this share of the threshold.
NEAR_SHARE: Final = 0.75
#: What the same score may differ by between the sieve and the matcher.
_ROUNDING: Final = 1e-4
#: Messages matched in a thread at a time.
_PART_MESSAGES: Final = 256


@dataclass(frozen=True, slots=True)
class Search:
    """One tracker, compiled among the account's others as new talk is matched with it.

    Attributes:
        matcher: Of that tracker alone.
    """

    tracker: Tracker
    matcher: CompiledMatcher
    sieve: Sieve

    @property
    def threshold(self) -> float:
        """Where the tracker begins to fire by meaning."""
        return self.matcher.threshold(0)


@dataclass(frozen=True, slots=True)
class Moment:
    """A message in which a tracker is found, or nearly.

    Attributes:
        matches: At least one, in the order of the tracker's phrases.
    """

    conversation_id: ConversationId
    submission_id: SubmissionId
    matches: Sequence[Match]

    @property
    def message(self) -> Message:
        return self.matches[0].message

    @property
    def best(self) -> Match:
        """The match that says most of why: word for word before all others, then by score."""
        return max(self.matches, key=lambda match: (match.offset >= 0, match.score))


@dataclass(frozen=True, slots=True)
class NearPlace:
    """A message that stays below the threshold, not yet judged."""

    score: float
    reading: Reading
    place: int


@dataclass(frozen=True, slots=True)
class SearchedPage:
    """Readings, and what was found in them: see `find`."""

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
    others = [one for one in stored if one.id != tracker.id and not one.paused]
    matcher = await matching.compiled(deps, account_id, [*others, tracker])
    lone = matcher.alone(len(others))
    return Search(tracker, lone, await deps.compute(Sieve, lone))


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
    """

    async def walk(fetched: AsyncIterator[list[Reading]]) -> AsyncGenerator[SearchedPage, None]:
        going: deque[tuple[list[Reading], asyncio.Task[tuple[list[Moment], list[NearPlace]]]]] = deque()
        try:
            async for page in fetched:
                going.append((page, asyncio.create_task(find(deps, account_id, search, page, near))))
                if len(going) == _PAGES_AT_ONCE:
                    yield SearchedPage(going[0][0], *await going[0][1])
                    going.popleft()
            while going:
                yield SearchedPage(going[0][0], *await going[0][1])
                going.popleft()
        finally:
            for _, task in going:
                task.cancel()
            await asyncio.gather(*(task for _, task in going), return_exceptions=True)

    async with pages(deps, account_id, span) as fetched, aclosing(walk(fetched)) as walked:
        yield walked


async def find(
    deps: Deps, account_id: AccountId, search: Search, page: Sequence[Reading], near: int = 0
) -> tuple[list[Moment], list[NearPlace]]:
    """
    Where the tracker is found in a page of readings.

    Args:
        near: How many of the messages that come nearest to the threshold from below are wanted.

    Returns:
        The moments, and the places of near misses with the highest scores first.
    """
    # What a submission declared decides as it does when that is processed: contract 11.
    served = [one for one in page if language.serves(search.tracker.languages, one.language)]
    if not served:
        return [], []
    of_space = models(deps)
    read = [stretch_of(one, of_space) for one in served]
    level = search.threshold * (NEAR_SHARE if near else 1.0)
    sifted = await deps.compute(search.sieve.sift, read, level)
    spots = [(owner, place) for owner, one in enumerate(served) for place in range(len(one.words))]
    close = sifted.scores >= search.threshold - _ROUNDING
    likely = [spots[number] for number in np.flatnonzero(close | sifted.worded).tolist()]
    moments = await _match(deps, account_id, search.tracker, search.matcher, served, read, likely)
    hit = {moment.message.id for moment in moments}
    below = np.flatnonzero((sifted.scores >= level) & ~close)
    nearest: list[NearPlace] = []
    for number in below[np.argsort(-sifted.scores[below], kind="stable")].tolist():
        if len(nearest) == near:
            break
        one, place = served[spots[number][0]], spots[number][1]
        if one.message_ids[place] not in hit:
            nearest.append(NearPlace(float(sifted.scores[number]), one, place))
    return moments, nearest


async def near_misses(deps: Deps, account_id: AccountId, search: Search, places: Sequence[NearPlace]) -> list[Moment]:
    """What would be found at *places* if the threshold were lower; a place where a veto stands has nothing."""
    if not places:
        return []
    of_space = models(deps)
    lenient = search.matcher.alone(0, threshold=search.threshold * NEAR_SHARE)
    pages = [one.reading for one in places]
    read = [stretch_of(one, of_space) for one in pages]
    spots = [(number, one.place) for number, one in enumerate(places)]
    return await _match(deps, account_id, search.tracker, lenient, pages, read, spots)


async def _match(
    deps: Deps,
    account_id: AccountId,
    tracker: Tracker,
    matcher: CompiledMatcher,
    kept: Sequence[Reading],
    read: Sequence[Stretch],
    places: Sequence[tuple[int, int]],
) -> list[Moment]:
    """The moments among some messages, given by reading and place in it."""
    moments: list[Moment] = []
    for start in range(0, len(places), _PART_MESSAGES):
        part = places[start : start + _PART_MESSAGES]
        id_at = {spot: kept[spot[0]].message_ids[spot[1]] for spot in part}
        async with deps.db.read() as db:
            said = await conversations.messages_by_id(db, account_id, list(id_at.values()))
        # One may have been deleted since.
        there = [spot for spot in part if id_at[spot] in said]
        if not there:
            continue
        messages = [replace(said[id_at[spot]], language=read[spot[0]].language(spot[1])) for spot in there]
        vectors = stretches.picked(read, there)
        for number, matches in await deps.compute(_by_message, matcher, messages, vectors):
            reading = kept[there[number][0]]
            found = [replace(match, tracker=tracker) for match in matches]
            moments.append(Moment(reading.conversation_id, reading.submission_id, found))
    return moments


def _by_message(
    matcher: CompiledMatcher, messages: Sequence[Message], vectors: Mapping[str, SpaceVectors]
) -> list[tuple[int, list[Match]]]:
    place_of = {message.id: place for place, message in enumerate(messages)}
    found: dict[int, list[Match]] = {}
    for match in matcher.match(messages, vectors):
        found.setdefault(place_of[match.message.id], []).append(match)
    return sorted(found.items())
