"""The database's schema: its version, and bringing it to this program's.

All of this blocks, so `Database` runs it in a thread.
"""

from __future__ import annotations

import threading
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, func, select
from sqlalchemy.engine import URL

from earmark.errors import Unavailable
from earmark.store.engines import POSTGRES, place_of, sync_engine
from earmark.store.faults import told_plainly

# Any number that no other program is likely to lock in the same Postgres database: "earmark" in ASCII.
_LOCK: Final = int.from_bytes(b"earmark")

# Alembic keeps its state in module globals.
_one_at_a_time: Final = threading.Lock()


def upgrade(url: URL) -> None:
    """
    Bring the schema to the newest version, in one transaction. Whoever comes second waits and finds it done.

    Raises:
        Unavailable: the database cannot be reached, or was made by a newer program.
    """
    engine = sync_engine(url)
    try:
        with _one_at_a_time, told_plainly(url), engine.begin() as connection:
            if connection.dialect.name == POSTGRES:
                connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
            command.upgrade(config_of(connection), "head")
    except CommandError:
        raise Unavailable(
            f"The database {place_of(url)} has a schema that this version of earmark does not know. "
            "Install the newer earmark that made it, or restore a backup."
        ) from None
    finally:
        engine.dispose()


def config_of(connection: Connection) -> Config:
    """What Alembic is told to migrate over *connection*, within its transaction."""
    config = _config()
    config.attributes["connection"] = connection
    return config


def version_of(connection: Connection) -> str | None:
    """The schema's version; None before the first migration."""
    return MigrationContext.configure(connection).get_current_revision()


def latest_version() -> str:
    """The version that `upgrade` leads to."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def _config() -> Config:
    config = Config()
    # A place inside the installed package; there is no alembic.ini.
    config.set_main_option("script_location", "earmark.store:migrations")
    config.set_main_option("path_separator", "os")
    return config
