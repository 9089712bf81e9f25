"""The way back to an earlier version of a tracker."""

from __future__ import annotations

from dataclasses import replace

import pytest

from earmark.errors import TrackerVersionNotFound, VersionMismatch
from earmark.services import tracker_versions, trackers
from earmark.services.deps import Deps
from earmark.types import AccountId, Tracker


async def test_restore_brings_back_the_content_as_a_new_version(deps: Deps, account_id: AccountId) -> None:
    (created,) = await trackers.create(deps, account_id, [Tracker("X", ["a", "b"], categories=["d"])])
    await trackers.edit(deps, account_id, created.id, lambda one: replace(one, name="Y", phrases=["z"], paused=True))
    with pytest.raises(VersionMismatch):
        await tracker_versions.restore(deps, account_id, created.id, 1, expected={1})
    restored = await tracker_versions.restore(deps, account_id, created.id, 1, author="ann", expected={2})
    assert restored == replace(created, version=3, updated_ms=restored.updated_ms)
    assert await trackers.get(deps, account_id, created.id) == restored
    assert (await tracker_versions.get(deps, account_id, created.id, 3)).author == "ann"
    assert await tracker_versions.diff(deps, account_id, created.id, 1, 3) == ()
    with pytest.raises(TrackerVersionNotFound):
        await tracker_versions.restore(deps, account_id, created.id, 4)
