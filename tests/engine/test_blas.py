"""Products run on one thread while the engine works, and as before afterwards."""

from __future__ import annotations

import numpy as np
import pytest
from threadpoolctl import ThreadpoolController

from earmark.engine.blas import single_threaded


def threads() -> list[int]:
    return [library["num_threads"] for library in ThreadpoolController().info() if library["user_api"] == "blas"]


def test_products_run_on_one_thread_only_meanwhile() -> None:
    assert np.ones((2, 2)).sum() == 4  # NumPy, and so its library, is loaded
    with ThreadpoolController().limit(limits=2, user_api="blas"):
        before = threads()

        assert set(single_threaded(threads)()) <= {1}
        assert threads() == before


def test_an_error_gives_the_threads_back() -> None:
    before = threads()

    with pytest.raises(ZeroDivisionError):
        single_threaded(lambda: 1 // 0)()

    assert threads() == before


def test_a_function_keeps_its_name_arguments_and_answer() -> None:
    @single_threaded
    def product(one: int, *, other: int) -> int:
        return one * other

    assert (product.__name__, product(2, other=3)) == ("product", 6)
