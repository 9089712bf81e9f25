"""Who spoke for how long, over whom, and how fast, from the times of messages."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from earmark import limits
from earmark.engine.timeline import Span, Timeline, merged
from earmark.types import MemberId, Message

#: What a word takes where no times are known: 150 words a minute, the pace of a calm conversation.
WORD_MS: Final = 400

_MINUTE_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class MemberTalk:
    """
    Attributes:
        words_per_minute: While speaking; 0 for somebody who said nothing.
        listening_ms: While somebody else spoke and this member did not.
        overlap_ms: While somebody else spoke as well.
        overlap_ms_with: By whom; only members with whom there is an overlap.
    """

    words_per_minute: int
    talk_ms: int
    listening_ms: int
    overlap_ms: int
    overlap_ms_with: Mapping[MemberId, int]


@dataclass(frozen=True, slots=True)
class TalkTime:
    """
    Attributes:
        talk_ms: While at least one spoke.
        overlap_ms: While at least two spoke.
        silence_ms: From the first word to the last, while nobody spoke.
        members: Everybody who said something and is known.
    """

    talk_ms: int
    overlap_ms: int
    silence_ms: int
    members: Mapping[MemberId, MemberTalk]


def spans(messages: Sequence[Message], origin_ms: int) -> list[Span]:
    """
    When each message was said, in the order of *messages*.

    A message without an extent of its own takes `WORD_MS` for every word. It begins when it says, or behind the message
    before it where that one is not over; and it ends at the latest when the next one says that it begins.

    Args:
        origin_ms: Where a message without any time begins.
    """
    own = [_own_span(message, origin_ms) for message in messages]
    found: list[Span] = []
    before = earlier_ms = origin_ms
    for place, (start_ms, end_ms) in enumerate(own):
        if end_ms <= start_ms:
            begin_ms = max(start_ms, earlier_ms) if start_ms >= before else start_ms
            end_ms = begin_ms + WORD_MS * _words(messages[place])
            next_ms = own[place + 1][0] if place + 1 < len(own) else begin_ms
            before, start_ms = start_ms, begin_ms
            end_ms = min(end_ms, next_ms) if next_ms > begin_ms else end_ms
        else:
            before = start_ms
        earlier_ms = end_ms
        found.append((start_ms, end_ms))
    return found


def talk_time(messages: Sequence[Message], origin_ms: int) -> TalkTime:
    """
    Add up who spoke when. Times are those of `spans`.

    With more than `limits.OVERLAPPING_MEMBERS` speakers `MemberTalk.overlap_ms_with` stays empty.

    Source: contract 5.6.
    """
    said = _without_spaces(messages, spans(messages, origin_ms))
    by_member: dict[MemberId, list[Span]] = {}
    words: dict[MemberId, int] = {}
    for message, span in zip(messages, said, strict=True):
        by_member.setdefault(message.member_id, []).append(span)
        words[message.member_id] = words.get(message.member_id, 0) + _words(message)
    theirs = {member: merged(spoken) for member, spoken in by_member.items()}
    anybody = Timeline.of(said)
    several = Timeline.of([span for spoken in theirs.values() for span in spoken], at_least=2)
    # All members at once: there may be as many as messages.
    overlap_ms = iter(several.within(*_edges(span for spoken in theirs.values() for span in spoken)).tolist())
    overlaps_ms = {member: sum(itertools.islice(overlap_ms, len(spoken))) for member, spoken in theirs.items()}
    talk_ms = {member: sum(end - start for start, end in spoken) for member, spoken in theirs.items()}
    pairs = _pairs({member: spoken for member, spoken in theirs.items() if member})
    return TalkTime(
        talk_ms=anybody.total_ms,
        overlap_ms=several.total_ms,
        silence_ms=_extent_ms(said) - anybody.total_ms,
        members={
            member: MemberTalk(
                words_per_minute=round(words[member] * _MINUTE_MS / talk_ms[member]) if talk_ms[member] else 0,
                talk_ms=talk_ms[member],
                listening_ms=anybody.total_ms - talk_ms[member],
                overlap_ms=overlaps_ms[member],
                overlap_ms_with=pairs.get(member, {}),
            )
            for member in theirs
            if member
        },
    )


def _without_spaces(messages: Sequence[Message], said: Sequence[Span]) -> list[Span]:
    """*said*, in which a sentence lasts to the next one of its turn.

    A turn's time is shared out by characters, so the space between two sentences has a share as well: no silence.
    """
    lasting = list(said)
    for place, (message, following) in enumerate(itertools.pairwise(messages)):
        (start_ms, end_ms), next_ms = said[place], said[place + 1][0]
        space_ms = 2 * (end_ms - start_ms) / max(1, len(message.text))
        if message.member_id == following.member_id and end_ms < next_ms <= end_ms + space_ms:
            lasting[place] = start_ms, next_ms
    return lasting


def _pairs(theirs: Mapping[MemberId, Sequence[Span]]) -> dict[MemberId, dict[MemberId, int]]:
    """How long each member and each other one spoke at once, where they did."""
    if len(theirs) > limits.OVERLAPPING_MEMBERS:
        return {}
    lines = {member: Timeline.of(spoken) for member, spoken in theirs.items()}
    common = {
        member: {other: line.common_ms(lines[other]) for other in lines if other != member}
        for member, line in lines.items()
    }
    return {member: {other: ms for other, ms in others.items() if ms} for member, others in common.items()}


def _edges(spoken: Iterable[Span]) -> tuple[list[int], list[int]]:
    starts, ends = [], []
    for start_ms, end_ms in spoken:
        starts.append(start_ms)
        ends.append(end_ms)
    return starts, ends


def _extent_ms(said: Sequence[Span]) -> int:
    return max(end for _, end in said) - min(start for start, _ in said) if said else 0


def _own_span(message: Message, origin_ms: int) -> Span:
    start_ms = origin_ms if message.start_ms is None else message.start_ms
    return start_ms, start_ms if message.end_ms is None else message.end_ms


def _words(message: Message) -> int:
    return len(message.text.split())
