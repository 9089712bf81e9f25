from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.engine.timeline import Span, Timeline, merged

moments = st.integers(0, 30)
some_spans = st.lists(st.tuples(moments, moments).map(lambda pair: (min(pair), max(pair))), max_size=8)


def covered(spans: list[Span], at_least: int = 1) -> set[int]:
    """The milliseconds that so many of *spans* cover, counted one by one."""
    return {ms for ms in range(31) if sum(start <= ms < end for start, end in spans) >= at_least}


@pytest.mark.parametrize(
    ("spans", "at_least", "total_ms"),
    [
        ([], 1, 0),
        ([(5, 5)], 1, 0),
        ([(0, 10), (10, 20)], 1, 20),
        ([(0, 10), (10, 20)], 2, 0),
        ([(0, 10), (2, 8), (4, 20)], 1, 20),
        ([(0, 10), (2, 8), (4, 20)], 2, 8),
        ([(0, 10), (2, 8), (4, 20)], 3, 4),
        ([(1_714_557_600_000, 1_714_557_600_001)], 1, 1),
    ],
)
def test_every_moment_counts_once(spans: list[Span], at_least: int, total_ms: int) -> None:
    assert Timeline.of(spans, at_least=at_least).total_ms == total_ms


@given(some_spans, some_spans, st.integers(1, 3))
def test_timelines_equal_the_count_of_milliseconds(one: list[Span], other: list[Span], at_least: int) -> None:
    line, second = Timeline.of(one, at_least=at_least), Timeline.of(other)
    assert line.total_ms == len(covered(one, at_least))
    assert line.common_ms(second) == second.common_ms(line) == len(covered(one, at_least) & covered(other))
    shares = line.within([start for start, _ in other], [end for _, end in other])
    assert list(shares) == [len(covered(one, at_least) & covered([span])) for span in other]


@given(some_spans)
def test_merged_spans_cover_the_same_time_and_do_not_touch(spans: list[Span]) -> None:
    apart = merged(spans)
    assert covered(apart) == covered(spans)
    assert all(end < start for (_, end), (start, _) in pairwise(apart))
