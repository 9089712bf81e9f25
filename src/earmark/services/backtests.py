"""Backtests: what a tracker, stored or not, would find in stored talk, against what it has found. Nothing is saved."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from earmark.services import history
from earmark.services.deps import Deps
from earmark.services.history import Moment, NearPlace
from earmark.services.readings import models
from earmark.store import conversations, readings, tracker_hits
from earmark.store.readings import Span
from earmark.types import AccountId, ConversationId, Hit, MatchKind, Message, MessageId, Tracker

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
    will: dict[MessageId, Moment] = {}
    nearest: list[NearPlace] = []
    searched: set[MessageId] = set()
    talks: set[ConversationId] = set()
    spare = examples * _NEAR_SPARE
    async with history.searched(deps, account_id, search, Span(from_ms=from_ms, to_ms=to_ms), spare) as pages:
        async for page in pages:
            will |= {moment.message.id: moment for moment in page.moments}
            nearest = heapq.nlargest(spare, [*nearest, *page.nearest], key=lambda one: one.score)
            searched.update(message_id for one in page.readings for message_id in one.message_ids)
            talks.update(one.conversation_id for one in page.readings)
    async with deps.db.read() as db:
        stored = await tracker_hits.everywhere(db, account_id, tracker.id) if tracker.id else []
        unread = await readings.unread_messages(db, account_id, of_space)
    was: dict[MessageId, list[Hit]] = {}
    for hit in stored:
        if hit.message_id in searched:
            was.setdefault(hit.message_id, []).append(hit)
    added = [one for one in will if one not in was]
    lost = [one for one in was if one not in will]
    unchanged = [one for one in will if one in was]
    told = {one: _example_of_moment(will[one]) for kind in (added, unchanged) for one in kind[:examples]}
    told |= await _told_lost(deps, account_id, {one: was[one] for one in lost[:examples]})
    close = await history.near_misses(deps, account_id, search, nearest)
    close = sorted(close, key=lambda moment: -moment.best.score)[:examples]
    return Backtest(
        messages=len(searched),
        conversations=len(talks),
        unread=unread,
        threshold=search.threshold,
        now=_reach([hits[0].conversation_id for hits in was.values()], sum(map(len, was.values()))),
        then=_reach([one.conversation_id for one in will.values()], sum(len(one.matches) for one in will.values())),
        added=added,
        lost=lost,
        unchanged=unchanged,
        near_misses=[_example_of_moment(moment) for moment in close],
        examples=told,
    )


def _reach(conversations_of_messages: Sequence[ConversationId], hits: int) -> Reach:
    return Reach(hits, len(conversations_of_messages), len(set(conversations_of_messages)))


async def _told_lost(
    deps: Deps, account_id: AccountId, lost: Mapping[MessageId, Sequence[Hit]]
) -> dict[MessageId, Example]:
    async with deps.db.read() as db:
        said = await conversations.messages_by_id(db, account_id, list(lost))
    return {one: _example_of_hit(max(lost[one], key=_weight), message) for one, message in said.items()}


def _weight(hit: Hit) -> tuple[bool, float]:
    return hit.kind is MatchKind.EXACT, hit.score


def _example_of_moment(moment: Moment) -> Example:
    match = moment.best
    return Example(moment.conversation_id, match.message, match.phrase, match.kind, match.score, match.start, match.end)


def _example_of_hit(hit: Hit, message: Message) -> Example:
    return Example(hit.conversation_id, message, hit.phrase, hit.kind, hit.score, hit.start, hit.end)
