"""What each account's whitenings were fitted on, so that every process whitens alike and edits move no other scores."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete as delete_from
from sqlalchemy import select, update

from earmark.store import tables
from earmark.store.db import Connection, insert_into
from earmark.types import AccountId

_TABLE: Final = tables.whitening_fits
_DIGEST_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class KeptFit:
    """
    Attributes:
        version: Of the fit: it follows from the model and the texts.
        tracker_set_version: Of the account, up to which it was looked whether the fit still stands for its phrases.
    """

    space: str
    model: str
    version: str
    tracker_set_version: int


async def of_account(db: Connection, account_id: AccountId) -> list[KeptFit]:
    """The account's fits, one for each space."""
    columns = (_TABLE.c.space, _TABLE.c.model, _TABLE.c.version, _TABLE.c.tracker_set_version)
    rows = await db.execute(select(*columns).where(_TABLE.c.account_id == account_id).order_by(_TABLE.c.space))
    return [KeptFit(*row) for row in rows]


async def texts(db: Connection, account_id: AccountId, space: str) -> frozenset[bytes]:
    """SHA-256 of each text that the account's fit of a space was made from."""
    query = select(_TABLE.c.texts).where(_TABLE.c.account_id == account_id, _TABLE.c.space == space)
    joined: bytes = (await db.execute(query)).scalar_one_or_none() or b""
    return frozenset(joined[start : start + _DIGEST_BYTES] for start in range(0, len(joined), _DIGEST_BYTES))


async def put(db: Connection, account_id: AccountId, fit: KeptFit, digests: Iterable[bytes], now_ms: int) -> None:
    """Keep a fit in the place of the one before."""
    values = {
        "model": fit.model,
        "version": fit.version,
        "texts": b"".join(sorted(digests)),
        "tracker_set_version": fit.tracker_set_version,
        "created_ms": now_ms,
    }
    insert = insert_into(db, _TABLE).values(account_id=account_id, space=fit.space, **values)
    await db.execute(insert.on_conflict_do_update(index_elements=["account_id", "space"], set_=values))


async def confirm(db: Connection, account_id: AccountId, spaces: Collection[str], tracker_set_version: int) -> None:
    """Note that the fits of *spaces* still stand; those of others go."""
    of_account = _TABLE.c.account_id == account_id
    await db.execute(delete_from(_TABLE).where(of_account, _TABLE.c.space.not_in(spaces)))
    await db.execute(update(_TABLE).where(of_account).values(tracker_set_version=tracker_set_version))
