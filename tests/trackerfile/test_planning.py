"""A plan leads from what is stored to what a file says, and from there to nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark import starter
from earmark.checks import check_tracker
from earmark.errors import InvalidField
from earmark.trackerfile import FileFormat, Plan, TrackerEntry, plan, read, write
from earmark.types import Tracker, TrackerId

CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"))
WORDS = st.builds("{}{}".format, st.sampled_from("aZ1é"), st.text(CHARACTERS, max_size=6))
#: As they come out of a database: some in the decomposed form, some with space around them.
TEXTS = st.builds("{}{}{}".format, st.sampled_from(["", " "]), WORDS, st.sampled_from(["", " ", "\u0301"]))


def is_valid(tracker: Tracker) -> bool:
    try:
        check_tracker(tracker)
    except InvalidField:
        return False
    return True


TRACKERS = st.builds(
    Tracker,
    name=st.sampled_from(["A", "a", "Ñandú", "Budget; sales", "1"]),
    phrases=st.lists(TEXTS, min_size=1, max_size=3),
    counter_examples=st.lists(TEXTS, max_size=2),
    sensitivity=st.floats(0, 1),
    description=st.just("") | TEXTS | TEXTS.map(lambda text: f"{text}\r\n\n{text}\n"),
    categories=st.lists(TEXTS, max_size=2),
    languages=st.lists(st.sampled_from(["en-US", "no", "es"]), max_size=2),
    paused=st.booleans(),
    version=st.integers(1, 9),
).filter(is_valid)


def with_ids(trackers: Sequence[Tracker]) -> list[Tracker]:
    return [replace(tracker, id=TrackerId(str(place))) for place, tracker in enumerate(trackers)]


HAVE = st.lists(TRACKERS, max_size=4, unique_by=lambda tracker: tracker.name).map(with_ids)
WANT = HAVE.map(lambda trackers: [TrackerEntry(replace(one, id=TrackerId(""), paused=False)) for one in trackers])


def applied(have: Sequence[Tracker], planned: Plan) -> list[Tracker]:
    """What is stored after a plan was carried out."""
    after = {update.before.id: update.after for update in planned.update}
    gone = {tracker.id for tracker in planned.delete}
    return [*(after.get(one.id, one) for one in have if one.id not in gone), *planned.create]


@given(HAVE.filter(bool), st.sampled_from(FileFormat), st.booleans())
def test_what_was_exported_plans_no_change(have: list[Tracker], file_format: FileFormat, prune: bool) -> None:
    exported = write([TrackerEntry(tracker) for tracker in have], file_format)
    planned = plan(have, read(f"t.{file_format}", exported.encode()), prune=prune)
    assert planned.is_empty, planned
    assert list(planned.unchanged) == have


@given(HAVE, WANT, st.booleans())
def test_a_plan_that_was_applied_plans_no_change(have: list[Tracker], want: list[TrackerEntry], prune: bool) -> None:
    planned = plan(have, want, prune=prune)
    stored = applied(have, planned)
    assert plan(stored, want, prune=prune).is_empty
    wanted = {entry.tracker.name for entry in want}
    others = {tracker.name for tracker in have} - wanted
    assert {tracker.name for tracker in stored} == (wanted if prune else wanted | others)


def test_a_file_is_the_whole_truth_about_content_and_only_the_pause_stays() -> None:
    full = Tracker("A", ["a"], ["b"], 0.8, description="d", categories=["c"], languages=["es"], paused=True, version=2)
    (update,) = plan([full], [TrackerEntry(Tracker("A", ["a"]))]).update
    assert update.after == Tracker("A", ["a"], paused=True, version=2)
    assert [change.field for change in update.changes] == [
        "counter_examples", "sensitivity", "description", "categories", "languages",
    ]  # fmt: skip


@given(HAVE, WANT)
def test_id_version_and_pause_are_in_no_file_and_stay(have: list[Tracker], want: list[TrackerEntry]) -> None:
    for update in plan(have, want).update:
        assert (update.after.id, update.after.version) == (update.before.id, update.before.version)
        assert update.after.paused == update.before.paused


@pytest.mark.parametrize("file_format", FileFormat)
def test_the_starter_trackers_plan_no_change_once_they_are_stored(file_format: FileFormat) -> None:
    entries = read(starter.TRACKERS, starter.trackers())
    stored = with_ids([entry.tracker for entry in entries])
    assert plan(stored, entries, prune=True).is_empty
    text = write([TrackerEntry(tracker) for tracker in stored], file_format)
    assert plan(stored, read(f"t.{file_format}", text.encode()), prune=True).is_empty


STORED = with_ids([Tracker("Budget", ["no money"], version=4), Tracker("Old", ["x"]), Tracker("Same", ["y"])])
FILE = [
    TrackerEntry(Tracker("Budget", ["no money", "too dear"], sensitivity=0.8)),
    TrackerEntry(Tracker("Same", ["y"]), must_match=("why",)),
    TrackerEntry(Tracker("budget", ["z"])),
]


def test_trackers_are_matched_by_name_upper_and_lower_case_apart() -> None:
    planned = plan(STORED, FILE)
    assert [tracker.name for tracker in planned.create] == ["budget"]
    assert [update.before.name for update in planned.update] == ["Budget"]
    assert [tracker.name for tracker in planned.unchanged] == ["Same"]


def test_only_pruning_deletes() -> None:
    assert plan(STORED, FILE).delete == ()
    assert [tracker.name for tracker in plan(STORED, FILE, prune=True).delete] == ["Old"]


def test_a_plan_as_json_names_ids_versions_and_changes_by_field() -> None:
    planned = plan(STORED, FILE, prune=True)
    assert planned.summary == "Plan: 1 to create, 1 to change, 1 to delete."
    assert json.loads(json.dumps(planned.as_record())) == {
        "create": [
            {
                "name": "budget",
                "phrases": ["z"],
                "counter_examples": [],
                "sensitivity": 0.5,
                "description": "",
                "categories": [],
                "languages": [],
                "exclusive_group": "",
                "paused": False,
            }
        ],
        "update": [
            {
                "id": "0",
                "name": "Budget",
                "version": 4,
                "changes": [
                    {"field": "phrases", "added": ["too dear"], "removed": []},
                    {"field": "sensitivity", "before": 0.5, "after": 0.8},
                ],
            }
        ],
        "delete": [{"id": "1", "name": "Old", "version": 1}],
        "unchanged": [{"id": "2", "name": "Same", "version": 1}],
    }
