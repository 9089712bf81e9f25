"""Backtests: what a tracker, stored or not, would find in stored talk, against what it has found. Nothing is saved."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from earmark.services import history
from earmark.services.deps import Deps
from earmark.services.history import Moment, NearPlace, Place, Search
from earmark.services.readings import models
from earmark.store import readings, tracker_hits
from earmark.store.readings import Reading, Span
from earmark.types import AccountId, Hit, MatchKind, Message, Tracker

#: Near misses are judged three times as often as asked for, since vetoes strike some of them out.
_NEAR_SPARE: Final = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A message in which the tracker is found, was found, or nearly is.

    Attributes:
        score, kind, phrase, start, end: Of the match that says most of why.
    """

    place: Place
    message: Message
    phrase: str
    kind: MatchKind
    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How much a tracker finds: phrases in messages, messages, and conversations."""

    hits: int
    messages: int
    conversations: int


@dataclass(frozen=True, slots=True)
class Backtest:
    """
    What a tracker would find, against what is stored of it.

    Attributes:
        messages, conversations: How much was searched.
        unread: Messages that could not be searched, since the present models have not read them yet.
        threshold: Where the tracker begins to fire by meaning.
        now, then: What is stored, and what there would be.
        added, lost, unchanged: Messages, by what would become of them.
        near_misses: Messages that stay below the threshold, the nearest first.
    """

    messages: int
    conversations: int
    unread: int
    threshold: float
    now: Reach
    then: Reach
    added: Sequence[Place]
    lost: Sequence[Place]
    unchanged: Sequence[Place]
    near_misses: Sequence[Example]
    examples: Mapping[Place, Example]


async def run(
    deps: Deps,
    account_id: AccountId,
    tracker: Tracker,
    *,
    examples: int,
    from_ms: int | None = None,
    to_ms: int | None = None,
) -> Backtest:
    """
    Search stored talk for a tracker as a run of it would.

    Args:
        tracker: With the id of a stored one, it is compared with that one's hits; without, with none.
        examples: How many messages of each kind are told in full.
        from_ms, to_ms: Only talk that began from here on, and before there.
    """
    search = await history.prepare(deps, account_id, tracker)
    of_space = list(models(deps).values())
    moments: list[Moment] = []
    nearest: list[NearPlace] = []
    searched: dict[str, list[range]] = {}
    messages = 0
    async with history.pages(deps, account_id, Span(from_ms=from_ms, to_ms=to_ms)) as pages:
        async for page in pages:
            found, near = await history.find(deps, account_id, search, page, examples * _NEAR_SPARE)
            moments += found
            nearest = heapq.nlargest(examples * _NEAR_SPARE, [*nearest, *near], key=lambda one: one.score)
            messages += sum(len(one.words) for one in page)
            _note(page, searched)
    async with deps.db.read() as db:
        stored = await tracker_hits.everywhere(db, account_id, tracker.id) if tracker.id else []
        unread = await readings.unread_messages(db, account_id, of_space)
    was = _by_place(stored, searched)
    will = {moment.place: moment for moment in moments}
    added = [place for place in will if place not in was]
    lost = [place for place in was if place not in will]
    told = await _told(deps, account_id, search, will, was, [*added[:examples], *lost[:examples]])
    close = await history.near_misses(deps, account_id, search, nearest)
    close = sorted(close, key=lambda moment: -moment.best.score)[:examples]
    return Backtest(
        messages=messages,
        conversations=len(searched),
        unread=unread,
        threshold=search.threshold,
        now=_reach(was, (len(hits) for hits in was.values())),
        then=_reach(will, (len(moment.matches) for moment in moments)),
        added=added,
        lost=lost,
        unchanged=[place for place in will if place in was],
        near_misses=[_example_of_moment(moment) for moment in close],
        examples=told,
    )


def _note(page: Sequence[Reading], searched: dict[str, list[range]]) -> None:
    for one in page:
        searched.setdefault(one.conversation_id, []).append(range(one.first, one.first + len(one.words)))


def _by_place(stored: Iterable[tuple[Hit, int]], searched: Mapping[str, Sequence[range]]) -> dict[Place, list[Hit]]:
    """Hits by message, of those messages that were searched."""
    found: dict[Place, list[Hit]] = {}
    for hit, position in stored:
        if any(position in part for part in searched.get(hit.conversation_id, ())):
            found.setdefault((hit.conversation_id, position), []).append(hit)
    return found


def _reach(places: Iterable[Place], hits: Iterable[int]) -> Reach:
    at = list(places)
    return Reach(hits=sum(hits), messages=len(at), conversations=len({conversation for conversation, _ in at}))


async def _told(
    deps: Deps,
    account_id: AccountId,
    search: Search,
    will: Mapping[Place, Moment],
    was: Mapping[Place, Sequence[Hit]],
    places: Sequence[Place],
) -> dict[Place, Example]:
    gone = [place for place in places if place not in will]
    async with deps.db.read() as db:
        said = await readings.messages_at(db, account_id, gone)
    told = {place: _example_of_moment(will[place]) for place in places if place in will}
    for place in gone:
        if place in said:
            told[place] = _example_of_hit(place, max(was[place], key=_weight), said[place])
    return told


def _weight(hit: Hit) -> tuple[bool, float]:
    return hit.kind is MatchKind.EXACT, hit.score


def _example_of_moment(moment: Moment) -> Example:
    match = moment.best
    return Example(moment.place, match.message, match.phrase, match.kind, match.score, match.start, match.end)


def _example_of_hit(place: Place, hit: Hit, message: Message) -> Example:
    return Example(place, message, hit.phrase, hit.kind, hit.score, hit.start, hit.end)
