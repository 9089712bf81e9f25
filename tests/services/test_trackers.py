from __future__ import annotations

import asyncio
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


async def test_edits_at_the_same_time_all_count(deps: Deps, account_id: AccountId) -> None:
    (created,) = await trackers.create(deps, account_id, [Tracker("X", ["x"])])

    async def add_phrase(number: int) -> None:
        await trackers.edit(
            deps, account_id, created.id, lambda one: replace(one, phrases=[*one.phrases, f"phrase {number}"])
        )

    await asyncio.gather(*(add_phrase(number) for number in range(12)))
    edited = await trackers.get(deps, account_id, created.id)
    assert edited.version == 13
    assert set(edited.phrases) == {"x", *(f"phrase {number}" for number in range(12))}
    kept = await tracker_versions.page(deps, account_id, created.id, limit=20)
    assert [one.tracker.version for one in kept] == list(range(13, 0, -1))
    assert kept[0].tracker == edited


async def test_of_edits_for_one_version_one_wins_and_the_others_see_it(deps: Deps, account_id: AccountId) -> None:
    (created,) = await trackers.create(deps, account_id, [Tracker("X", ["x"])])

    async def rename(number: int) -> Tracker:
        return await trackers.edit(
            deps, account_id, created.id, lambda one: replace(one, name=f"X{number}"), expected={created.version}
        )

    ends = await asyncio.gather(*(rename(number) for number in range(8)), return_exceptions=True)
    (winner,) = [end for end in ends if isinstance(end, Tracker)]
    losers = [end for end in ends if isinstance(end, VersionMismatch)]
    assert [loser.current for loser in losers] == [winner] * 7
    assert await trackers.get(deps, account_id, created.id) == winner


async def test_delete_for_another_version_deletes_nothing(deps: Deps, account_id: AccountId) -> None:
    (created,) = await trackers.create(deps, account_id, [Tracker("X", ["x"])])
    with pytest.raises(VersionMismatch):
        await trackers.delete(deps, account_id, created.id, expected={2, 3})
    await trackers.delete(deps, account_id, created.id, expected={1})
    with pytest.raises(TrackerNotFound):
        await trackers.get(deps, account_id, created.id)


async def test_every_change_is_kept_with_its_author(deps: Deps, account_id: AccountId) -> None:
    (created,) = await trackers.create(deps, account_id, [Tracker("X", ["x"])], author="ann")
    await trackers.edit(deps, account_id, created.id, lambda one: replace(one, paused=True), author="bob")
    await trackers.edit(deps, account_id, created.id, lambda one: one, author="nobody")
    kept = await tracker_versions.page(deps, account_id, created.id, limit=9)
    assert [(one.author, one.tracker.paused) for one in kept] == [("bob", True), ("ann", False)]
    assert [one.created_ms for one in kept] == [one.tracker.updated_ms for one in kept]


@pytest.mark.parametrize("category", ["Sales", 'a "quoted" one', "مبيعات"])
async def test_category_is_found_exactly(deps: Deps, account_id: AccountId, category: str) -> None:
    drafts = [Tracker("A", ["x"], categories=["b", category]), Tracker("B", ["x"], categories=[category + "s"])]
    await trackers.create(deps, account_id, [*drafts, Tracker("C", ["x"])])
    found = await trackers.page(deps, account_id, limit=9, category=category)
    assert [one.name for one in found] == ["A"]


async def test_pages_follow_each_other(deps: Deps, account_id: AccountId) -> None:
    # Made together, so that ids alone tell their order.
    created = await trackers.create(deps, account_id, [Tracker(name, ["x"]) for name in "ABCDE"])
    first = await trackers.page(deps, account_id, limit=3)
    after = (first[-1].created_ms, first[-1].id)
    assert [*first, *await trackers.page(deps, account_id, limit=3, after=after)] == created
