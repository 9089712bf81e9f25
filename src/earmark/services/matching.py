"""Matching messages against trackers, with compiled matchers and stored vectors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from time import perf_counter
from typing import Final

from earmark import ids, telemetry
from earmark.compound import shown
from earmark.engine import language
from earmark.engine.block import Known
from earmark.engine.encoder import Encoder
from earmark.engine.fits import Fit
from earmark.engine.matcher import CompiledMatcher, compile_matcher
from earmark.engine.phrases import texts_of
from earmark.engine.stretch import SpaceVectors, Stretch
from earmark.services import fits, fitted
from earmark.services.deps import Deps
from earmark.store import vectors
from earmark.types import AccountId, ConversationId, Hit, HitId, Match, Message, SubmissionId, Tracker, TrackerId

#: Messages matched in a thread before another conversation may have its turn.
_PART_MESSAGES: Final = 256


async def match_messages(
    deps: Deps, account_id: AccountId, trackers: Sequence[Tracker], messages: Sequence[Message]
) -> list[Match]:
    """The matches of *trackers* in *messages*, which belong to one conversation and stand in its order."""
    said = await deps.compute(language.assigned, messages)
    return await _match(deps, account_id, trackers, [(part, None) for part in _parts(said)])


async def match_read(
    deps: Deps,
    account_id: AccountId,
    trackers: Sequence[Tracker],
    messages: Sequence[Message],
    read: Sequence[Stretch],
) -> list[Match]:
    """
    As `match_messages`, of messages that were read before.

    Args:
        read: What the engine read in *messages*, in their order.
    """
    parts: list[tuple[Sequence[Message], Mapping[str, SpaceVectors] | None]] = []
    first = 0
    for stretch in read:
        parts.append((messages[first : first + len(stretch.words)], stretch.spaces))
        first += len(stretch.words)
    return await _match(deps, account_id, trackers, parts)


async def _match(
    deps: Deps,
    account_id: AccountId,
    trackers: Sequence[Tracker],
    parts: Sequence[tuple[Sequence[Message], Mapping[str, SpaceVectors] | None]],
) -> list[Match]:
    if not trackers or not parts:
        return []
    matcher = await compiled(deps, account_id, trackers)
    began = perf_counter()
    matches: list[Match] = []
    # In parts, so that a long conversation neither keeps a thread from the others nor the server from ending.
    for said, read in parts:
        matches += await deps.compute(matcher.match, said, read)
    telemetry.MATCH_SECONDS.observe(perf_counter() - began)
    telemetry.MESSAGES.inc(sum(len(said) for said, _ in parts))
    return [as_asked(match, trackers) for match in matches]


def as_asked(match: Match, trackers: Sequence[Tracker]) -> Match:
    """A match of `compiled` with its tracker as it was given: the matcher knows of trackers only what they match by."""
    return replace(match, tracker=trackers[int(match.tracker.id)])


def hit_from_match(match: Match, conversation_id: ConversationId, submission_id: SubmissionId, now_ms: int) -> Hit:
    """The hit that stores *match*: its id is the same whenever the same match is found again."""
    tracker, message = match.tracker, match.message
    return Hit(
        id=HitId(ids.hit_id(message.id, tracker.id, shown(match.phrase))),
        conversation_id=conversation_id,
        message_id=message.id,
        submission_id=submission_id,
        tracker_id=tracker.id,
        tracker_name=tracker.name,
        tracker_version=tracker.version,
        phrase=match.phrase,
        kind=match.kind,
        score=match.score,
        threshold=match.threshold,
        margin=match.margin,
        start=match.start,
        end=match.end,
        created_ms=now_ms,
        why=None if match.why is None else asdict(match.why),
    )


def _parts(messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
    for first in range(0, len(messages), _PART_MESSAGES):
        yield messages[first : first + _PART_MESSAGES]


def warm_up(encoders: Mapping[str, Encoder]) -> None:
    """Run one detection, so that what is loaded at its first use is there when the server says that it is ready."""
    compile_matcher([Tracker("Greeting", ["good morning"])], encoders).match([Message("Hello everybody.")])


async def compiled(deps: Deps, account_id: AccountId, trackers: Sequence[Tracker]) -> CompiledMatcher:
    """The matcher of *trackers*, kept from an earlier use where there was one. Its matches go through `as_asked`."""
    # All that matching depends on, and each tracker's place instead of its id.
    bare = [
        Tracker(
            name="",
            phrases=tracker.phrases,
            counter_examples=tracker.counter_examples,
            sensitivity=tracker.sensitivity,
            languages=tracker.languages,
            exclusive_group=tracker.exclusive_group,
            id=TrackerId(str(place)),
        )
        for place, tracker in enumerate(trackers)
    ]
    kept = await fits.serving(deps, account_id, trackers)
    judged = await fitted.thresholds(deps, account_id, trackers)
    levels = [judged.get(tracker.id) for tracker in trackers]
    content: list[object] = [
        [one.phrases, one.counter_examples, one.sensitivity, one.languages, one.exclusive_group, level]
        for one, level in zip(bare, levels, strict=True)
    ]
    content += sorted(fit.version for fit in kept.values())
    # Accounts with the same trackers share one, since nothing else is in it.
    key = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    size = sum(len(one.phrases) + len(one.counter_examples) for one in bare)
    base = deps.matchers.latest(account_id)
    return await deps.matchers.get(key, size, lambda: _compiled(deps, account_id, bare, levels, kept, base), account_id)


async def _compiled(
    deps: Deps,
    account_id: AccountId,
    trackers: Sequence[Tracker],
    levels: Sequence[float | None],
    kept: Mapping[str, Fit],
    base: CompiledMatcher | None,
) -> CompiledMatcher:
    known_to_base = await deps.in_thread(base.known, kept) if base is not None else Known()
    texts = texts_of(one for one in trackers if one not in known_to_base)
    async with deps.db.read() as db:
        known = {
            space: await vectors.get(db, account_id, encoder.model, texts) for space, encoder in deps.encoders.items()
        }
    matcher = await deps.compute(
        compile_matcher, trackers, deps.encoders, known, fits=kept, base=base, thresholds=levels
    )
    if any(matcher.fresh.values()):
        async with deps.db.begin() as db:
            for space, fresh in matcher.fresh.items():
                encoder = deps.encoders[space]
                await vectors.put(db, account_id, encoder.model, encoder.dim, fresh)
    return matcher
