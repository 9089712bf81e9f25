from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from earmark.errors import InvalidField
from earmark.services import trackers
from earmark.services.deps import Deps
from earmark.services.trackers import merged
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
