"""Linear algebra on one thread: the engine spreads its work over texts and callers instead."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from threadpoolctl import ThreadpoolController

P = ParamSpec("P")
R = TypeVar("R")


def single_threaded(function: Callable[P, R]) -> Callable[P, R]:
    """
    Keep NumPy's products on one thread while *function* runs.

    Where runs in several threads overlap, the setting may stay at one: that is what all of them want.

    Source: measured; on two busy cores two threads that wait for each other take three times as long as one, and
    eigenvectors up to eighty times.
    """

    @functools.wraps(function)
    def limited(*args: P.args, **kwargs: P.kwargs) -> R:
        with _controller().limit(limits=1, user_api="blas"):
            return function(*args, **kwargs)

    return limited


@functools.cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()
