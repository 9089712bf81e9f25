"""The shapes refuse what they should: without this, a table of them would prove nothing."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.shapes import Each, InAnyOrder, Keep, Kept, Number, Only, Text, That, Without, filled, problems


@pytest.mark.parametrize(
    ("shape", "right", "wrong"),
    [
        (Text("a+"), "aa", "b"),
        (Text(holds=("x", "<known>")), "x and kept", "x"),
        (Number(0, 1), 0.5, 2),
        (Number(0, 1), 1, True),
        (Number(0, 9, whole=True), 9, 0.5),
        (Each(1), [1, 1], []),
        (Each(1), [1], [1, 2]),
        (InAnyOrder({"a": 1}, {"b": 2}), [{"b": 2}, {"a": 1}], [{"a": 1}, {"a": 1}]),
        (InAnyOrder(1, 2), [2, 1], [2, 1, 3]),
        (Without({}, ("a",)), {"b": 1}, {"a": 1}),
        (Only(a=1), {"a": 1}, {"a": 1, "b": 2}),
        (Only(a=1), {"a": 1}, {}),
        ({"a": 1}, {"a": 1, "b": 2}, {"a": 2}),
        ({"a": 1}, {"a": 1}, []),
        ([1], [1], [1, 1]),
        ([1], [1], "1"),
        (That("even", lambda found: found % 2 == 0), 2, 1),
        ("<known>", "kept", "other"),
        (0.0, 0.0, 0),
        (True, True, 1),
        (None, None, 0),
    ],
)
def test_shape_takes_what_is_right_and_names_what_is_wrong(shape: Any, right: Any, wrong: Any) -> None:
    assert list(problems(shape, right, {"known": "kept"})) == []
    assert "".join(problems(shape, wrong, {"known": "kept"})).startswith("body")


def test_what_is_kept_fills_names_in_later_requests_with_its_own_type() -> None:
    kept: Kept = {}
    assert list(problems({"id": Keep("id", Text())}, {"id": "7"}, kept)) == []
    assert list(problems(Keep("whole", {}), {"a": [1]}, kept)) == []
    assert filled({"path": "/x/<id>/<other>", "body": ["<whole>", 5]}, kept) == {
        "path": "/x/7/<other>",
        "body": [{"a": [1]}, 5],
    }
