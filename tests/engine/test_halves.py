"""Half precision, read as single precision."""

from __future__ import annotations

import numpy as np

from earmark.engine.halves import singles


def test_every_finite_number_stays_exactly_what_it_is() -> None:
    every = np.arange(2**16, dtype=np.uint16).view(np.float16)
    finite = every[np.isfinite(every)]

    converted = singles(finite)

    assert converted.dtype == np.float32
    assert (converted == finite.astype(np.float32)).all()
    assert (np.signbit(converted) == np.signbit(finite)).all()


def test_rows_keep_their_shape() -> None:
    rows = np.array([[0.5, -0.25], [1.0, 0.0], [2.0, -3.0]], np.float16)

    assert singles(rows[1:]).tolist() == [[1.0, 0.0], [2.0, -3.0]]
