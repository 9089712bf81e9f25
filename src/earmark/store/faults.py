"""What a database driver raises, told as one of our errors, where waiting or an administrator can mend it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from earmark.errors import Busy, EarmarkError, Unavailable
from earmark.store.engines import WAIT_S, place_of

# Primary result codes, https://www.sqlite.org/rescode.html. Extended ones begin with the same word.
_SQLITE_BUSY: Final = ("SQLITE_BUSY", "SQLITE_LOCKED")
_SQLITE_DOWN: Final = (
    "SQLITE_CANTOPEN",
    "SQLITE_CORRUPT",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_NOTADB",
    "SQLITE_PERM",
    "SQLITE_READONLY",
)
# SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html: serialization failure, deadlock and
# lock not available; then connection, authorization, catalog name, resources, operator intervention, system.
_POSTGRES_BUSY: Final = ("40001", "40P01", "55P03")
_POSTGRES_DOWN: Final = ("08", "28", "3D", "53", "57P", "58")


# Another process made the same id in the same millisecond (`ids.new_id`); the next attempt makes another.
_SQLITE_ID_TAKEN: Final = "SQLITE_CONSTRAINT_PRIMARYKEY"
_POSTGRES_UNIQUE: Final = "23505"
_PRIMARY_KEY_PREFIX: Final = "pk_"  # of constraint names: tables.py


@contextmanager
def told_plainly(url: URL) -> Iterator[None]:
    """
    Let a fault of the database at *url* leave as `Busy` or `Unavailable`; anything else passes unchanged.

    The new error's text holds no password, no statement and no parameter.
    """
    try:
        yield
    except PoolTimeoutError:
        raise _busy(url) from None
    except DBAPIError as error:
        told = _told(error, url)
        if told is None:
            raise
        raise told from None


def _told(error: DBAPIError, url: URL) -> EarmarkError | None:
    if _is_id_taken(error):
        return Busy("Another process took the same id at the same moment. Try again.")
    code = getattr(error.orig, "sqlite_errorname", None)
    if code is not None:
        busy, down = code.startswith(_SQLITE_BUSY), code.startswith(_SQLITE_DOWN)
    else:
        code = getattr(error.orig, "sqlstate", None)
        # Without a code the server did not answer at all.
        lost = code is None and type(error.orig).__name__ == "OperationalError"
        busy, down = (code or "").startswith(_POSTGRES_BUSY), lost or (code or "").startswith(_POSTGRES_DOWN)
    if busy:
        return _busy(url)
    return Unavailable(f"The database {place_of(url)} cannot be used: {_reason(error, url)}.") if down else None


def _is_id_taken(error: DBAPIError) -> bool:
    if getattr(error.orig, "sqlite_errorname", None) == _SQLITE_ID_TAKEN:
        return True
    constraint = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or ""
    return getattr(error.orig, "sqlstate", None) == _POSTGRES_UNIQUE and constraint.startswith(_PRIMARY_KEY_PREFIX)


def _busy(url: URL) -> Busy:
    return Busy(f"The database {place_of(url)} had no free turn within {WAIT_S} seconds. Try again later.")


def _reason(error: DBAPIError, url: URL) -> str:
    """The last line of what the driver says: libpq puts the addresses it tried first."""
    lines = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
    reason = lines[-1].strip().rstrip(".")
    for secret in (url.password, url.query.get("password")):
        if isinstance(secret, str) and secret:
            reason = reason.replace(secret, "***")
    return reason
