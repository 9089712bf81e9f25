from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from earmark.errors import InvalidField, TrackerNotFound, VersionMismatch
from earmark.services import tracker_files, tracker_versions, trackers
from earmark.services.deps import Deps
from earmark.services.trackers import merged
from earmark.trackerfile import TrackerEntry, plan
from earmark.types import AccountId, Tracker


@pytest.mark.parametrize(
    ("new", "old", "merge"),
    [
        # The one worked example of contract 2.7: three new phrases in front of four old ones.
        (["a", "b", "c"], ["d", "e", "f", "g"], ["a", "b", "c", "d", "e", "f", "g"]),
        (["B ", "c"], ["a", "b"], ["B ", "c", "a"]),
        (["STRASSE"], ["straße", "x"], ["STRASSE", "x"]),
        (["cafe\u0301"], ["caf\u00e9", "x"], ["cafe\u0301", "x"]),
        ([], ["a"], ["a"]),
        (["a"], [], ["a"]),
    ],
)
def test_merge_puts_new_phrases_first_and_repeats_none(
    new: Sequence[str], old: Sequence[str], merge: Sequence[str]
) -> None:
    assert list(merged(new, old)) == merge


async def test_version_rises_with_a_change_and_only_then(deps: Deps, account_id: AccountId) -> None:
    (created,) = await trackers.create(deps, account_id, [Tracker("X", ["x"])])
    same = await trackers.edit(deps, account_id, created.id, lambda tracker: replace(tracker))
    changed = await trackers.edit(deps, account_id, created.id, lambda tracker: replace(tracker, name="Y"))
    assert (created.version, same.version, changed.version) == (1, 1, 2)
    assert await trackers.get(deps, account_id, created.id) == changed


async def test_edit_that_raises_changes_nothing(deps: Deps, account_id: AccountId) -> None:
    (created,) = await trackers.create(deps, account_id, [Tracker("X", ["x"])])

    def refuse(_: Tracker) -> Tracker:
        raise InvalidField("name", "is wrong")

    with pytest.raises(InvalidField):
        await trackers.edit(deps, account_id, created.id, refuse)
    assert await trackers.get(deps, account_id, created.id) == created


async def test_a_plan_is_carried_out_whole_and_kept_as_versions(deps: Deps, account_id: AccountId) -> None:
    old, kept = await trackers.create(deps, account_id, [Tracker("Old", ["x"]), Tracker("Kept", ["y"], paused=True)])
    want = [TrackerEntry(Tracker("Kept", ["y", "z"])), TrackerEntry(Tracker("New", ["n"]))]
    await tracker_files.apply(deps, account_id, plan([old, kept], want, prune=True), author="me")
    stored = await trackers.list_all(deps, account_id)
    assert [(one.name, one.phrases, one.version, one.paused) for one in stored] == [
        ("Kept", ("y", "z"), 2, True),
        ("New", ("n",), 1, False),
    ]
    assert plan(stored, want, prune=True).is_empty
    newest, _ = await tracker_versions.page(deps, account_id, kept.id, limit=10)
    assert (newest.tracker.phrases, newest.author) == (("y", "z"), "me")


@pytest.mark.parametrize("prune", [True, False])
async def test_a_plan_that_somebody_overtook_changes_nothing(deps: Deps, account_id: AccountId, prune: bool) -> None:
    old, kept = await trackers.create(deps, account_id, [Tracker("Old", ["x"]), Tracker("Kept", ["y"])])
    want = [TrackerEntry(Tracker("New", ["n"])), TrackerEntry(Tracker("Kept", ["z"]))]
    planned = plan([old, kept], want, prune=prune)
    await trackers.edit(deps, account_id, kept.id, lambda tracker: replace(tracker, phrases=["theirs"]))
    before = await trackers.list_all(deps, account_id)
    with pytest.raises(VersionMismatch):
        await tracker_files.apply(deps, account_id, planned)
    await trackers.delete(deps, account_id, kept.id)
    with pytest.raises(TrackerNotFound):
        await tracker_files.apply(deps, account_id, planned)
    assert await trackers.list_all(deps, account_id) == [one for one in before if one.id != kept.id]
