"""What people are told when a tracker changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from earmark.trackerfile.changes import ListChange, ValueChange, changes
from earmark.types import Tracker, TrackerId

PRICING = Tracker(
    "Pricing",
    ["what does it cost", "how much is it"],
    counter_examples=["at any cost"],
    description="Cost\nquestions",
    categories=["sales"],
    languages=["en-US"],
    id=TrackerId("1"),
    version=3,
    updated_ms=5,
)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {"phrases": ["how much is it", "any discounts"]},
            ListChange("phrases", added=("any discounts",), removed=("what does it cost",)),
        ),
        ({"phrases": ["how much is it", "what does it cost"]}, ListChange("phrases", (), ())),
        ({"counter_examples": []}, ListChange("counter_examples", (), ("at any cost",))),
        ({"categories": ["sales", "sales"]}, ListChange("categories", ("sales",), ())),
        ({"languages": []}, ListChange("languages", (), ("en-US",))),
        ({"name": "pricing"}, ValueChange("name", "Pricing", "pricing")),
        ({"description": ""}, ValueChange("description", "Cost\nquestions", "")),
        ({"sensitivity": 0.8}, ValueChange("sensitivity", 0.5, 0.8)),
        ({"exclusive_group": "intent"}, ValueChange("exclusive_group", "", "intent")),
        ({"paused": True}, ValueChange("paused", False, True)),
    ],
)
def test_a_changed_field_is_told_with_what_came_and_went(
    changed: dict[str, Any], expected: ListChange | ValueChange
) -> None:
    assert changes(PRICING, replace(PRICING, **changed)) == (expected,)


@pytest.mark.parametrize(
    "same",
    [
        {"id": TrackerId("2"), "version": 9, "created_ms": 1, "updated_ms": 9},
        {"phrases": [" what does it cost ", "how much is it"]},
        {"description": " Cost\r\nquestions\n"},
        {"categories": ["sales "]},
    ],
)
def test_what_no_file_can_keep_is_no_change(same: dict[str, Any]) -> None:
    assert changes(PRICING, replace(PRICING, **same)) == ()


def test_letters_with_marks_are_the_same_in_either_form() -> None:
    composed = Tracker("A", ["a"], description="caf\u00e9", categories=["caf\u00e9"])
    assert changes(composed, replace(composed, description="cafe\u0301", categories=["cafe\u0301"])) == ()


def test_only_a_list_with_the_same_texts_counts_as_reordered() -> None:
    (change,) = changes(PRICING, replace(PRICING, phrases=list(reversed(PRICING.phrases))))
    assert isinstance(change, ListChange)
    assert change.is_reordered
    (change,) = changes(PRICING, replace(PRICING, phrases=PRICING.phrases[:1]))
    assert isinstance(change, ListChange)
    assert not change.is_reordered
