from __future__ import annotations

from earmark.store import idempotency
from earmark.store.db import Database
from earmark.types import Account


async def test_answer_comes_back_with_the_digest_until_it_is_dropped(
    database: Database, account: Account, other_account: Account
) -> None:
    answer = {"status": 201, "body": {"name": "ä 💰", "empty": None, "list": [1.5, True]}}
    async with database.begin() as db:
        await idempotency.add(db, account.id, "key", "digest", answer, 1_000)
        await idempotency.add(db, other_account.id, "key", "other", {}, 1_000)
        await idempotency.add(db, account.id, "later", "digest", answer, 1_001)
    async with database.begin() as db:
        assert await idempotency.get(db, account.id, "key") == ("digest", answer)
        assert await idempotency.get(db, other_account.id, "key") == ("other", {})
        await idempotency.drop_before(db, account.id, 1_001)
        assert await idempotency.get(db, account.id, "key") is None
        assert await idempotency.get(db, account.id, "later") == ("digest", answer)
        assert await idempotency.get(db, other_account.id, "key") == ("other", {})
