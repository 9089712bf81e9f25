"""Accounts and their credentials."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Final

from sqlalchemy import case, delete, select, text, update

from earmark.errors import Conflict
from earmark.store import tables
from earmark.store.db import Connection, insert_into
from earmark.store.engines import POSTGRES
from earmark.types import Account, AccountId, Credential

_ACCOUNT: Final = [tables.accounts.c[field.name] for field in fields(Account)]
_CREDENTIAL: Final = [tables.credentials.c[field.name] for field in fields(Credential)]


async def add(db: Connection, account: Account) -> None:
    await db.execute(tables.accounts.insert().values(**asdict(account), tracker_set_version=0))


async def put_credential(db: Connection, credential: Credential) -> None:
    """
    Store a credential, or replace the secret of one that its account has already.

    Where the secret is another than before, tokens count from the credential's `tokens_from_ms` on.

    Raises:
        Conflict: the app id belongs to another account.
    """
    table = tables.credentials
    upsert = insert_into(db, table).values(**asdict(credential))
    upsert = upsert.on_conflict_do_update(
        index_elements=["app_id"],
        set_={
            "secret_hash": upsert.excluded.secret_hash,
            "tokens_from_ms": case(
                (table.c.secret_hash == upsert.excluded.secret_hash, table.c.tokens_from_ms),
                else_=upsert.excluded.tokens_from_ms,
            ),
        },
        where=table.c.account_id == upsert.excluded.account_id,
    )
    if (await db.execute(upsert.returning(table.c.app_id))).first() is None:
        raise Conflict(f"The app id {credential.app_id!r} belongs to another account.")


async def credential(db: Connection, app_id: str) -> Credential | None:
    """The credential of *app_id*. Not scoped: it is how a caller's account is found."""
    row = (await db.execute(select(*_CREDENTIAL).where(tables.credentials.c.app_id == app_id))).mappings().first()
    return Credential(**row) if row else None


async def credentials(db: Connection, account_id: AccountId) -> list[Credential]:
    """Every credential of the account, the oldest first."""
    table = tables.credentials
    query = select(*_CREDENTIAL).where(table.c.account_id == account_id).order_by(table.c.created_ms, table.c.app_id)
    return [Credential(**row) for row in (await db.execute(query)).mappings()]


async def rotate_credential(
    db: Connection, account_id: AccountId, app_id: str, *, secret_hash: bytes, tokens_from_ms: int
) -> bool:
    """Replace the secret of a credential; False when the account has none with this id."""
    table = tables.credentials
    where = table.c.account_id == account_id, table.c.app_id == app_id
    rotated = update(table).where(*where).values(secret_hash=secret_hash, tokens_from_ms=tokens_from_ms)
    return (await db.execute(rotated)).rowcount > 0


async def remove_credential(db: Connection, account_id: AccountId, app_id: str) -> bool:
    """Delete a credential; False when the account has none with this id."""
    table = tables.credentials
    where = table.c.account_id == account_id, table.c.app_id == app_id
    return (await db.execute(delete(table).where(*where))).rowcount > 0


async def first(db: Connection) -> Account | None:
    """The account that was made first; None on a fresh server."""
    order = tables.accounts.c.created_ms, tables.accounts.c.id
    row = (await db.execute(select(*_ACCOUNT).order_by(*order).limit(1))).mappings().first()
    return Account(**row) if row else None


async def hold_all(db: Connection) -> None:
    """Let no other transaction make or change an account until this one ends."""
    # SQLite has no such statement and needs none: a transaction that writes is alone anyway.
    if db.dialect.name == POSTGRES:
        await db.execute(text("LOCK TABLE accounts IN SHARE ROW EXCLUSIVE MODE"))


async def hold(db: Connection, account_id: AccountId) -> None:
    """Let no other transaction change the account's trackers until this one ends."""
    # SQLite needs no lock here and renders none: a transaction that writes is alone anyway.
    held = select(tables.accounts.c.id).where(tables.accounts.c.id == account_id).with_for_update(key_share=True)
    await db.execute(held)


async def tracker_set_version(db: Connection, account_id: AccountId) -> int:
    """A number that grows with every change of the account's trackers; 0 while nothing was ever stored."""
    column = tables.accounts.c.tracker_set_version
    return (await db.execute(select(column).where(tables.accounts.c.id == account_id))).scalar_one_or_none() or 0


async def bump_tracker_set(db: Connection, account_id: AccountId) -> None:
    """Raise `tracker_set_version`. Holds the account as `hold` does."""
    table = tables.accounts
    raised = update(table).where(table.c.id == account_id).values(tracker_set_version=table.c.tracker_set_version + 1)
    await db.execute(raised)
