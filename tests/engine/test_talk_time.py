"""Contract 5.6, on examples that can be added up by hand."""

from __future__ import annotations

import pytest

from earmark import limits
from earmark.engine.talk_time import WORD_MS, MemberTalk, TalkTime, spans, talk_time
from earmark.types import MemberId, Message

ANA, BO = MemberId("ana"), MemberId("bo")
T0 = 1_714_557_600_000


def said(member: str, start_s: float | None, end_s: float | None, words: int = 4) -> Message:
    def ms(seconds: float | None) -> int | None:
        return None if seconds is None else T0 + round(seconds * 1000)

    return Message(" ".join(["word"] * words), member_id=MemberId(member), start_ms=ms(start_s), end_ms=ms(end_s))


def seconds(messages: list[Message]) -> list[tuple[float, float]]:
    return [((start - T0) / 1000, (end - T0) / 1000) for start, end in spans(messages, T0)]


def test_two_who_speak_in_turn_share_the_minute() -> None:
    found = talk_time([said(ANA, 0, 36, 72), said(BO, 36, 60, 48)], T0)
    assert found == TalkTime(
        talk_ms=60_000,
        overlap_ms=0,
        silence_ms=0,
        members={
            ANA: MemberTalk(120, 36_000, 24_000, 0, {}),
            BO: MemberTalk(120, 24_000, 36_000, 0, {}),
        },
    )


def test_who_speaks_over_another_is_counted_once_in_the_talk_and_once_in_the_overlap() -> None:
    found = talk_time([said(ANA, 0, 10), said(BO, 6, 12), said("cy", 20, 21), said(ANA, 20.5, 21)], T0)
    assert (found.talk_ms, found.overlap_ms, found.silence_ms) == (13_000, 4_500, 8_000)
    assert found.members[ANA] == MemberTalk(46, 10_500, 2_500, 4_500, {BO: 4_000, MemberId("cy"): 500})
    assert found.members[BO].overlap_ms_with == {ANA: 4_000}
    assert found.members[MemberId("cy")].overlap_ms == 500


def test_sentences_of_one_speaker_never_overlap_each_other() -> None:
    found = talk_time([said(ANA, 0, 10), said(ANA, 5, 8)], T0)
    assert (found.talk_ms, found.overlap_ms, found.members[ANA].overlap_ms) == (10_000, 0, 0)


@pytest.mark.parametrize(("speaker", "begins_s", "silence_ms"), [(ANA, 10.5, 0), (ANA, 12, 2_000), (BO, 10.5, 500)])
def test_space_between_two_sentences_of_a_turn_is_no_silence(speaker: str, begins_s: float, silence_ms: int) -> None:
    sentence = said(ANA, 0, 10)  # 19 characters, so that one has about half a second
    assert talk_time([sentence, said(speaker, begins_s, 20)], T0).silence_ms == silence_ms


def test_who_is_not_known_counts_in_the_totals_alone() -> None:
    found = talk_time([said("", 0, 10), said(ANA, 5, 15)], T0)
    assert (found.talk_ms, found.overlap_ms, list(found.members)) == (15_000, 5_000, [ANA])
    assert found.members[ANA] == MemberTalk(24, 10_000, 5_000, 5_000, {})


def test_messages_without_times_take_the_time_of_their_words_one_after_another() -> None:
    messages = [said(ANA, None, None, 5), said(BO, None, None, 10), said(ANA, None, None, 5)]
    assert seconds(messages) == [(0, 2), (2, 6), (6, 8)]
    found = talk_time(messages, T0)
    assert (found.talk_ms, found.overlap_ms, found.silence_ms) == (8_000, 0, 0)
    assert found.members[ANA].words_per_minute == 60_000 / WORD_MS == 150


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        # All at the moment of the submission.
        ([said(ANA, 0, 0, 5), said(BO, 0, 0, 5)], [(0, 2), (2, 4)]),
        # Only starts are known: an estimate does not run into the next turn.
        ([said(ANA, 0, None, 5), said(BO, 1, None, 5), said(ANA, 9, None, 5)], [(0, 1), (1, 3), (9, 11)]),
        # Two sentences of a turn of which only the start is known.
        ([said(ANA, 0, 0, 5), said(ANA, 0, 0, 5), said(BO, 3, 4)], [(0, 2), (2, 3), (3, 4)]),
        # What was appended later may have been said earlier.
        ([said(ANA, 3_600, 3_610), said(BO, 0, None, 5)], [(3_600, 3_610), (0, 2)]),
        # Appended while the estimate of what was there is not over.
        ([said(ANA, 0, 0, 50), said(ANA, 0, 0, 50), said(BO, 5, 5, 5)], [(0, 20), (20, 40), (40, 42)]),
        ([said(ANA, 0, 10), said(BO, 5, None, 5)], [(0, 10), (10, 12)]),
    ],
)
def test_estimates_fill_the_gaps_between_what_is_known(
    messages: list[Message], expected: list[tuple[float, float]]
) -> None:
    assert seconds(messages) == expected


def test_nothing_said_is_no_time_at_all() -> None:
    assert talk_time([], T0) == TalkTime(0, 0, 0, {})


def test_overlaps_of_very_many_speakers_are_told_in_sum_only() -> None:
    crowd = [said(f"m{place}", 0, 10) for place in range(limits.OVERLAPPING_MEMBERS + 1)]
    found = talk_time(crowd, T0)
    assert found.members[MemberId("m0")] == MemberTalk(24, 10_000, 0, 10_000, {})
    assert len(talk_time(crowd[1:], T0).members[MemberId("m1")].overlap_ms_with) == limits.OVERLAPPING_MEMBERS - 1
