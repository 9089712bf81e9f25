"""Backtests: what a tracker, stored or not, would find in stored talk, against what it has found. Nothing is saved."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from earmark.services import history, promises
from earmark.services.deps import Deps
from earmark.services.history import Moment, NearPlace
from earmark.services.readings import models
from earmark.store import conversations, readings, tracker_hits
from earmark.store.readings import Span
from earmark.types import AccountId, ConversationId, Hit, Match, MatchKind, Message, MessageId, Promise, Tracker

#: Near misses are judged three times as often as asked for, since vetoes strike some of them out.
_NEAR_SPARE: Final = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A message in which the tracker is found, was found, or nearly is.

    Attributes:
        score, kind, phrase, start, end: Of the match that says most of why.
    """

    conversation_id: ConversationId
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
        promise: How many false alarms the tracker is expected to raise, whatever part of the talk was searched.
        now, then: What is stored, and what there would be.
        added, lost, unchanged: Messages, by what would become of them.
        near_misses: Messages that stay below the threshold, the nearest first.
    """

    messages: int
    conversations: int
    unread: int
    promise: Promise
    now: Reach
    then: Reach
    added: Sequence[MessageId]
    lost: Sequence[MessageId]
    unchanged: Sequence[MessageId]
    near_misses: Sequence[Example]
    examples: Mapping[MessageId, Example]


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
    async with deps.db.read() as db:
        stored = await tracker_hits.everywhere(db, account_id, tracker.id) if tracker.id else []
        unread = await readings.unread_messages(db, account_id, of_space)
    was: dict[MessageId, list[Hit]] = {}
    for hit in stored:
        was.setdefault(hit.message_id, []).append(hit)
    will: dict[MessageId, ConversationId] = {}
    hits = 0
    added: list[MessageId] = []
    unchanged: list[MessageId] = []
    told: dict[MessageId, Example] = {}
    nearest: list[NearPlace] = []
    searched: set[MessageId] = set()
    talks: set[ConversationId] = set()
    spare = examples * _NEAR_SPARE
    async with history.searched(deps, account_id, search, Span(from_ms=from_ms, to_ms=to_ms), spare) as pages:
        async for page in pages:
            for moment in page.moments:
                will[moment.message_id] = moment.conversation_id
                hits += moment.hits
                kind = unchanged if moment.message_id in was else added
                kind.append(moment.message_id)
                if len(kind) <= examples:
                    told[moment.message_id] = await deps.compute(_example_of_moment, moment)
            nearest = heapq.nlargest(spare, [*nearest, *page.nearest], key=lambda one: one.score)
            searched.update(message_id for one in page.readings for message_id in one.message_ids)
            talks.update(one.conversation_id for one in page.readings)
    was = {one: found for one, found in was.items() if one in searched}
    lost = [one for one in was if one not in will]
    told |= {one: _example_of_hit(max(was[one], key=_weight)) for one in lost[:examples]}
    close = await history.near_misses(deps, account_id, search, nearest)
    near = sorted((_example_of(*one) for one in close), key=lambda one: -one.score)[:examples]
    return Backtest(
        messages=len(searched),
        conversations=len(talks),
        unread=unread,
        promise=await promises.of_search(deps, account_id, search),
        now=_reach([hits[0].conversation_id for hits in was.values()], sum(map(len, was.values()))),
        then=_reach(list(will.values()), hits),
        added=added,
        lost=lost,
        unchanged=unchanged,
        near_misses=near,
        examples=await _with_messages(deps, account_id, told),
    )


def _reach(conversations_of_messages: Sequence[ConversationId], hits: int) -> Reach:
    return Reach(hits, len(conversations_of_messages), len(set(conversations_of_messages)))


async def _with_messages(
    deps: Deps, account_id: AccountId, told: Mapping[MessageId, Example]
) -> dict[MessageId, Example]:
    """Examples with their whole messages; one whose message was deleted meanwhile is left out."""
    async with deps.db.read() as db:
        said = await conversations.messages_by_id(db, account_id, list(told))
    return {one: replace(example, message=said[one]) for one, example in told.items() if one in said}


def _weight(found: Hit | Match) -> tuple[bool, float]:
    """What says most of why: word for word before all others, then by score."""
    return found.kind is MatchKind.EXACT, found.score


def _example_of_moment(moment: Moment) -> Example:
    return _example_of(moment.conversation_id, moment.matches())


def _example_of(conversation_id: ConversationId, matches: Sequence[Match]) -> Example:
    match = max(matches, key=_weight)
    return Example(conversation_id, match.message, match.phrase, match.kind, match.score, match.start, match.end)


def _example_of_hit(hit: Hit) -> Example:
    message = Message("", id=hit.message_id)
    return Example(hit.conversation_id, message, hit.phrase, hit.kind, hit.score, hit.start, hit.end)
