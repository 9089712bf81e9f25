"""Every table. The migrations make the same schema; a test compares the two.

Only types that SQLite and Postgres share. Times are integer milliseconds in UTC, ids are text. What belongs to
a conversation refers to it by account and id together, so that no row can hang on another account's conversation.
"""

from __future__ import annotations

from earmark.store.tables.accounts import accounts, credentials, idempotency_keys, server_keys
from earmark.store.tables.base import metadata
from earmark.store.tables.findings import (
    hits,
    judgements,
    phrase_vectors,
    tracker_runs,
    tracker_versions,
    trackers,
    whitening_fits,
)
from earmark.store.tables.talk import conversations, members, message_vectors, messages, readings, submissions
from earmark.store.tables.webhooks import webhook_attempts, webhook_deliveries, webhook_receivers, webhook_secrets

__all__ = [
    "accounts",
    "conversations",
    "credentials",
    "hits",
    "idempotency_keys",
    "judgements",
    "members",
    "message_vectors",
    "messages",
    "metadata",
    "phrase_vectors",
    "readings",
    "server_keys",
    "submissions",
    "tracker_runs",
    "tracker_versions",
    "trackers",
    "webhook_attempts",
    "webhook_deliveries",
    "webhook_receivers",
    "webhook_secrets",
    "whitening_fits",
]
