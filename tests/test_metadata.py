from __future__ import annotations

from typing import Any

import pytest

from earmark import limits
from earmark.errors import InvalidField
from earmark.metadata import check_metadata, merged


def nested(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(levels - 1):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"agent": "a17", "Größe": 1.5, "tags": ["x", None, True], "note": "line\nline", "": {"deep": 10**20}},
        nested(limits.METADATA_DEPTH),
        {"a": "x" * (limits.METADATA_BYTES - len('{"a": ""}'))},
    ],
)
def test_any_json_object_within_bounds_is_taken(metadata: dict[str, Any]) -> None:
    check_metadata("metadata", metadata)


@pytest.mark.parametrize(
    ("metadata", "field", "problem"),
    [
        ({"a": "x" * limits.METADATA_BYTES}, "metadata", "bytes"),
        ({"a": "ü" * (limits.METADATA_BYTES // 2)}, "metadata", "bytes"),
        (nested(limits.METADATA_DEPTH + 1), "metadata" + ".a" * limits.METADATA_DEPTH, "too deep"),
        ({"a": ["ok", "no\x00"]}, "metadata.a[1]", "U+0000"),
        ({"a": {"b\ud83d": 1}}, "metadata.a.b\ud83d", "U+D83D"),
        ({"a": float("inf")}, "metadata.a", "too large"),
    ],
)
def test_what_is_too_much_or_cannot_be_kept_is_refused_by_its_place(
    metadata: dict[str, Any], field: str, problem: str
) -> None:
    with pytest.raises(InvalidField, match=problem.replace("+", r"\+")) as refused:
        check_metadata("metadata", metadata)
    assert refused.value.field == field


@pytest.mark.parametrize(  # RFC 7396, appendix A, rows whose outcome is an object
    ("stored", "patch", "expected"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_merging_follows_the_standard(stored: dict[str, Any], patch: dict[str, Any], expected: dict[str, Any]) -> None:
    before = repr(stored)
    assert merged(stored, patch) == expected
    assert repr(stored) == before
