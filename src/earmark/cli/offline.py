"""A server's database, opened by a command: no models, no jobs, no claim to be alone; nothing is made or migrated."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from earmark.errors import Unavailable

if TYPE_CHECKING:
    from earmark.config import Settings
    from earmark.services.deps import StoreDeps
    from earmark.types import AccountId

T = TypeVar("T")

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        help="Data folder of a server, which may be running.  [default: what EARMARK_DATABASE_URL or EARMARK_DATA say]",
        show_default=False,
    ),
]


def settings_of(data: Path | None) -> Settings:
    """The settings, where a folder that the command line names counts for more than a database in the environment."""
    from earmark.config import load_settings

    return load_settings() if data is None else load_settings(data=data, database_url="")


def run(settings: Settings, work: Callable[[StoreDeps, AccountId], Awaitable[T]]) -> T:
    """
    What *work* gives, with the database of *settings* open and for its first account.

    Raises:
        Unavailable: no server has started there yet, or the database has another schema.
    """

    async def with_database() -> T:
        async with _opened(settings) as (deps, account_id):
            return await work(deps, account_id)

    return asyncio.run(with_database())


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[tuple[StoreDeps, AccountId]]:
    from earmark.clock import now_ms
    from earmark.services import accounts
    from earmark.services.deps import Options, StoreDeps
    from earmark.store.db import Database

    url = settings.earmark_database_url
    file = Database.file_of(url)
    if file is not None and not file.exists():
        raise _nothing_there(str(file))
    database = await Database.connect(url)
    try:
        found, latest = await database.schema_version(), database.latest_version()
        if found is None:
            raise _nothing_there(database.place)
        if found != latest:
            raise Unavailable(
                f"The database {database.place} has schema {found}, this earmark works with {latest}. Start its "
                "server: it migrates an older schema. If the schema is newer, update earmark."
            )
        existing = await accounts.existing(database)
        if existing is None:
            raise _nothing_there(database.place)
        account, keys = existing
        # What else there is among the options concerns routes.
        options = Options(tracker_limit=settings.tracker_limit)
        yield StoreDeps(db=database, now_ms=now_ms, keys=keys, options=options), account.id
    finally:
        await database.close()


def _nothing_there(place: str) -> Unavailable:
    return Unavailable(
        f"No earmark has started with the database {place} yet. Start `earmark serve` once, or name another folder "
        "with --data."
    )
