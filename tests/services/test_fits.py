"""When an account's whitening is kept, and when another takes its place."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from earmark import workflows
from earmark.services import fits, matching, trackers
from earmark.services.deps import Deps
from earmark.services.fit_cache import FitCache
from earmark.store import trackers as tracker_rows
from earmark.store import whitening_fits
from earmark.types import AccountId, Message, Tracker

MANY = [Tracker(f"T{number}", [f"subject {number} of {place}" for place in range(5)]) for number in range(8)]
SAID = [Message("we speak of subject 3 of 2", language="en")]


async def versions(deps: Deps, account_id: AccountId) -> dict[str, str]:
    async with deps.db.read() as db:
        return {one.space: one.version for one in await whitening_fits.of_account(db, account_id)}


async def score(deps: Deps, account_id: AccountId, place: int) -> float:
    async with deps.db.read() as db:
        stored = await tracker_rows.list_all(db, account_id)
    matcher = await matching.compiled(deps, account_id, stored)
    return float(matcher.examine(SAID).scores[0, place])


@pytest.fixture
async def stored(deps: Deps, account_id: AccountId) -> list[Tracker]:
    created = await trackers.create(deps, account_id, MANY)
    await fits.refit(deps, account_id)
    return created


async def test_an_account_without_a_fit_gets_one_of_its_phrases(deps: Deps, account_id: AccountId) -> None:
    assert await fits.serving(deps, account_id, MANY) == {}
    await trackers.create(deps, account_id, MANY)
    assert await versions(deps, account_id) == {}

    await fits.refit(deps, account_id)

    assert set(await versions(deps, account_id)) == {"en", "multi"}


async def test_a_small_edit_keeps_the_fit_and_moves_no_other_score(
    deps: Deps, account_id: AccountId, stored: list[Tracker]
) -> None:
    before, other = await versions(deps, account_id), await score(deps, account_id, 3)

    await trackers.edit(deps, account_id, stored[0].id, lambda one: replace(one, phrases=[*one.phrases, "a new one"]))
    await fits.refit(deps, account_id)

    assert await versions(deps, account_id) == before
    assert await score(deps, account_id, 3) == other


async def test_a_large_edit_makes_another_fit(deps: Deps, account_id: AccountId, stored: list[Tracker]) -> None:
    before = await versions(deps, account_id)

    await trackers.create(deps, account_id, [Tracker("More", [f"another subject {number}" for number in range(9)])])
    await fits.refit(deps, account_id)

    after = await versions(deps, account_id)
    assert all(after[space] != before[space] for space in ("en", "multi"))


async def test_trackers_that_are_new_to_a_fit_are_matched_in_the_one_that_storing_them_will_bring(
    deps: Deps, account_id: AccountId, stored: list[Tracker]
) -> None:
    new = Tracker("New", [f"quite new {one}" for one in range(9)])
    foreseen = await fits.serving(deps, account_id, [new])
    assert {space: fit.version for space, fit in foreseen.items()} != await versions(deps, account_id)

    created = await trackers.create(deps, account_id, [new])
    before_the_job = await fits.serving(deps, account_id, created)
    await fits.refit(deps, account_id)

    assert {space: fit.version for space, fit in foreseen.items()} == await versions(deps, account_id)
    assert {space: fit.version for space, fit in before_the_job.items()} == await versions(deps, account_id)


async def test_some_of_an_accounts_trackers_are_matched_in_its_fit(
    deps: Deps, account_id: AccountId, stored: list[Tracker]
) -> None:
    some = await fits.serving(deps, account_id, stored[:1])

    assert {space: fit.version for space, fit in some.items()} == await versions(deps, account_id)


async def test_another_process_makes_the_same_fit_from_what_is_stored(
    deps: Deps, account_id: AccountId, stored: list[Tracker]
) -> None:
    here = await fits.serving(deps, account_id, stored)

    there = await fits.serving(replace(deps, fits=FitCache()), account_id, stored)

    assert {space: fit.version for space, fit in there.items()} == {space: fit.version for space, fit in here.items()}
    assert all((there[space].whitening.transform == here[space].whitening.transform).all() for space in here)


async def test_fits_go_with_the_last_tracker(deps: Deps, account_id: AccountId, stored: list[Tracker]) -> None:
    for tracker in stored:
        await trackers.delete(deps, account_id, tracker.id)

    await fits.refit(deps, account_id)

    assert await versions(deps, account_id) == {}


async def test_accounts_do_not_see_each_others_fits(deps: Deps, account_id: AccountId, stored: list[Tracker]) -> None:
    assert await fits.serving(deps, AccountId("another"), stored) == {}
    assert await versions(deps, AccountId("another")) == {}


@pytest.fixture
async def launched(deps: Deps) -> Deps:
    workflows.register(deps.jobs, deps)
    await deps.jobs.launch()
    return deps


async def test_matching_has_a_job_look_after_the_fits(launched: Deps, account_id: AccountId) -> None:
    await trackers.create(launched, account_id, MANY)

    await matching.match_messages(launched, account_id, MANY, SAID)

    async with asyncio.timeout(20):
        while set(await versions(launched, account_id)) != {"en", "multi"}:
            await asyncio.sleep(0.02)
