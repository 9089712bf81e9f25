from __future__ import annotations

from earmark.store import keys
from earmark.store.db import Database
from earmark.types import ServerKey


async def test_keys_come_newest_first_and_by_purpose(database: Database) -> None:
    async with database.begin() as db:
        await keys.add(db, "old", "token", b"\x00\xff" * 16, 1)
        await keys.add(db, "new", "token", b"n" * 32, 2)
        await keys.add(db, "salt", "pepper", b"p" * 32, 3)
    async with database.read() as db:
        assert await keys.all(db, "token") == [
            ServerKey("new", "token", b"n" * 32, 2),
            ServerKey("old", "token", b"\x00\xff" * 16, 1),
        ]
        assert [key.kid for key in await keys.all(db, "pepper")] == ["salt"]


def test_a_key_does_not_show_itself_when_printed() -> None:
    assert "n" * 32 not in repr(ServerKey("new", "token", b"n" * 32, 2))
