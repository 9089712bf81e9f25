"""Webhooks: who is told, with which secret, and how telling went."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
)

from earmark.store.tables.base import account, metadata, of_conversation

webhook_receivers: Final = Table(
    "webhook_receivers",
    metadata,
    Column("id", Text, primary_key=True),
    account(),
    Column("url", Text, nullable=False),  # empty for one that asks for its events instead of being called
    Column("events", JSON, nullable=False),
    Column("description", Text, nullable=False),
    Column("disabled_ms", BigInteger),
    Column("disabled_why", Text, nullable=False),
    Column("asked_ms", BigInteger),  # when one without an address asked last
    Column("created_ms", BigInteger, nullable=False),
    Index(None, "account_id"),
)

webhook_secrets: Final = Table(
    "webhook_secrets",
    metadata,
    account(primary_key=True),
    Column("receiver_id", Text, primary_key=True),  # empty for the addresses that submissions name
    Column("created_ms", BigInteger, primary_key=True),
    Column("secret", Text, nullable=False),
    Column("expires_ms", BigInteger),
)

webhook_deliveries: Final = Table(
    "webhook_deliveries",
    metadata,
    Column("id", Text, primary_key=True),  # the webhook-id that the receiver sees
    Column("account_id", Text, nullable=False),
    Column("receiver_id", Text, ForeignKey("webhook_receivers.id", ondelete="CASCADE")),
    Column("url", Text, nullable=False),  # of a submission's own receiver; else empty, and the receiver's counts
    Column("event", Text, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("conversation_id", Text),  # none for a test event
    Column("place", Text, nullable=False),  # grows with time: deliveries of one conversation keep this order
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False),  # ever begun
    Column("retries", Integer, nullable=False),  # failed ones since it was added or replayed
    Column("next_ms", BigInteger),  # when the next attempt is due; none while an earlier delivery is, and once settled
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    of_conversation(),
    Index(None, "status", "next_ms"),
    Index(None, "account_id", "place"),
    Index(None, "receiver_id", "place"),
    Index(None, "conversation_id", "status", "place"),
)

webhook_attempts: Final = Table(
    "webhook_attempts",
    metadata,
    Column("delivery_id", Text, ForeignKey("webhook_deliveries.id", ondelete="CASCADE"), primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("took_ms", Integer, nullable=False),
    Column("status", Integer),  # what the receiver answered, if it did
    Column("error", Text, nullable=False),
)
