from __future__ import annotations

import pytest

from earmark.engine.speakers import speakers
from earmark.engine.timeline import Span
from earmark.types import MemberId

ANA, BO = MemberId("ana"), MemberId("bo")


@pytest.mark.parametrize(
    ("said", "spoke", "expected"),
    [
        ([(0, 10), (10, 20)], {ANA: [(0, 10)], BO: [(10, 20)]}, [ANA, BO]),
        ([(0, 10)], {ANA: [(0, 4)], BO: [(4, 10)]}, [BO]),
        ([(0, 10)], {ANA: [(0, 3), (7, 10)], BO: [(3, 7)]}, [ANA]),
        ([(0, 10)], {ANA: [(0, 5)], BO: [(5, 10)]}, [ANA]),
        ([(0, 10)], {ANA: [(10, 20)]}, [None]),
        ([(5, 5), (9, 9), (10, 10)], {ANA: [(0, 5)], BO: [(5, 10)]}, [BO, BO, None]),
        ([(0, 10)], {ANA: [(3, 3)]}, [None]),
        ([(0, 10)], {}, [None]),
        ([], {ANA: [(0, 10)]}, []),
    ],
)
def test_message_belongs_to_who_spoke_during_the_most_of_it(
    said: list[Span], spoke: dict[MemberId, list[Span]], expected: list[MemberId | None]
) -> None:
    assert speakers(said, spoke) == expected
