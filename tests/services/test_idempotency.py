"""One request sent many times makes one thing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from earmark import ids, limits
from earmark.errors import Conflict, IdempotencyKeyReused
from earmark.services import idempotency, trackers
from earmark.services.deps import Deps
from earmark.services.idempotency import RequestKey
from earmark.store import accounts
from earmark.store.db import Connection
from earmark.types import Account, AccountId, Tracker

KEY = RequestKey("one", "digest")


async def create(deps: Deps, account_id: AccountId, key: RequestKey | None, name: str = "") -> Mapping[str, Any]:
    async def make(db: Connection) -> Mapping[str, Any]:
        draft = Tracker(name or ids.new_id(), ["x"])
        (tracker,) = await trackers.create(deps, account_id, [draft], db=db)
        return {"id": tracker.id, "list": [1, None, "ä"]}

    return await idempotency.once(deps, account_id, key, make)


async def count(deps: Deps, account_id: AccountId) -> int:
    return len(await trackers.list_all(deps, account_id))


async def test_repeat_gets_the_answer_of_the_first(deps: Deps, account_id: AccountId) -> None:
    first = await create(deps, account_id, KEY)
    assert await create(deps, account_id, KEY) == first
    assert await count(deps, account_id) == 1


async def test_twenty_equal_requests_at_once_make_one_thing(deps: Deps, account_id: AccountId) -> None:
    answers = await asyncio.gather(*(create(deps, account_id, KEY) for _ in range(20)))
    assert answers == [answers[0]] * 20
    assert await count(deps, account_id) == 1


async def test_without_a_key_each_request_makes_its_own(deps: Deps, account_id: AccountId) -> None:
    await create(deps, account_id, None)
    await create(deps, account_id, None)
    assert await count(deps, account_id) == 2


async def test_key_of_another_request_is_refused(deps: Deps, account_id: AccountId) -> None:
    await create(deps, account_id, KEY)
    with pytest.raises(IdempotencyKeyReused):
        await create(deps, account_id, replace(KEY, digest="other"))
    assert await count(deps, account_id) == 1


async def test_what_failed_is_undone_and_its_key_is_free(deps: Deps, account_id: AccountId) -> None:
    async def fail(db: Connection) -> Mapping[str, Any]:
        await trackers.create(deps, account_id, [Tracker("X", ["x"])], db=db)
        raise Conflict("No.")

    with pytest.raises(Conflict):
        await idempotency.once(deps, account_id, KEY, fail)
    assert await count(deps, account_id) == 0
    await create(deps, account_id, replace(KEY, digest="other"))
    assert await count(deps, account_id) == 1


async def test_key_is_free_again_after_a_day(deps: Deps, account_id: AccountId) -> None:
    first = await create(deps, account_id, KEY)
    kept_ms = limits.IDEMPOTENCY_KEPT_S * 1000
    began_ms = deps.now_ms()
    almost = replace(deps, now_ms=lambda: began_ms + kept_ms - 60_000)
    assert await create(almost, account_id, KEY) == first
    later = replace(deps, now_ms=lambda: began_ms + kept_ms + 1)
    assert await create(later, account_id, KEY) != first


async def test_accounts_have_their_own_keys(deps: Deps, account_id: AccountId) -> None:
    other = Account(AccountId(ids.new_id()), "other", deps.now_ms())
    async with deps.db.begin() as db:
        await accounts.add(db, other)
    mine = await create(deps, account_id, KEY)
    theirs = await create(deps, other.id, replace(KEY, digest="other"))
    assert mine["id"] != theirs["id"]
