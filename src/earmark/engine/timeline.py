"""Stretches of time as one set: how much they cover, and how much of something else lies in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self, TypeAlias

import numpy as np
import numpy.typing as npt

#: From one millisecond to another, not before it.
Span: TypeAlias = tuple[int, int]
Times: TypeAlias = npt.NDArray[np.int64]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in rising stretches that do not touch each other; quicker than a `Timeline` for a few of them."""
    apart: list[Span] = []
    for start_ms, end_ms in sorted(spans):
        if apart and start_ms <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(end_ms, apart[-1][1])
        else:
            apart.append((start_ms, end_ms))
    return apart


class Timeline:
    """
    Stretches of time, each moment counted once however many of them cover it.

    Args:
        starts, ends: Shape ``(stretches,)``; rising, and none begins before the one before it ends.
    """

    def __init__(self, starts: Times, ends: Times) -> None:
        self._starts = starts
        self._ends = ends
        self._edges = np.stack([starts, ends], axis=1).ravel()
        lengths = np.stack([np.zeros_like(starts), ends - starts], axis=1).ravel()
        self._covered = np.cumsum(lengths)

    @classmethod
    def of(cls, spans: Iterable[Span], *, at_least: int = 1) -> Self:
        """What *at_least* so many of *spans* cover at once."""
        edges = np.array([span for span in spans if span[0] < span[1]], dtype=np.int64).reshape(-1, 2)
        times = np.concatenate([edges[:, 0], edges[:, 1]])
        changes = np.repeat(np.array([1, -1], dtype=np.int64), len(edges))
        order = np.argsort(times, kind="stable")
        times, depth = times[order], np.cumsum(changes[order])
        taken = np.flatnonzero((depth[:-1] >= at_least) & (times[:-1] < times[1:]))
        return cls(times[taken], times[taken + 1])

    @property
    def total_ms(self) -> int:
        return int((self._ends - self._starts).sum())

    def within(self, starts: Times | Sequence[int], ends: Times | Sequence[int]) -> Times:
        """How many milliseconds of each span from *starts* to *ends* lie in the timeline, shape ``(spans,)``."""
        if not self._edges.size:
            return np.zeros(len(starts), dtype=np.int64)
        passed = [np.interp(np.asarray(moments), self._edges, self._covered) for moments in (starts, ends)]
        lasting: Times = np.rint(passed[1] - passed[0]).astype(np.int64)
        return lasting

    def common_ms(self, other: Timeline) -> int:
        """How many milliseconds both cover."""
        return int(self.within(other._starts, other._ends).sum())
