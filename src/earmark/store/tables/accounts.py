"""Who uses the server."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, LargeBinary, Table, Text, text

from earmark.store.tables.base import account, metadata

accounts: Final = Table(
    "accounts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    # Grows with every change of the account's trackers; writing it first lets nobody else change them meanwhile.
    Column("tracker_set_version", Integer, nullable=False),
)

credentials: Final = Table(
    "credentials",
    metadata,
    Column("app_id", Text, primary_key=True),
    account(),
    Column("name", Text, nullable=False, server_default=text("''")),
    Column("secret_hash", LargeBinary, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    # Tokens that were made before are not honored: the secret was rotated then.
    Column("tokens_from_ms", BigInteger, nullable=False, server_default="0"),
    Index(None, "account_id"),
)

server_keys: Final = Table(
    "server_keys",
    metadata,
    Column("kid", Text, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
)

idempotency_keys: Final = Table(
    "idempotency_keys",
    metadata,
    account(primary_key=True),
    Column("key", Text, primary_key=True),
    Column("digest", Text, nullable=False),  # SHA-256 of the request, so that another request is noticed
    Column("answer", JSON, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Index(None, "created_ms"),
)
