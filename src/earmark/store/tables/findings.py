"""Trackers, and what they found."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from earmark.store.tables.base import account, metadata, of_conversation

trackers: Final = Table(
    "trackers",
    metadata,
    Column("id", Text, primary_key=True),
    account(),
    Column("name", Text, nullable=False),
    Column("phrases", JSON, nullable=False),
    Column("counter_examples", JSON, nullable=False),
    Column("sensitivity", Float, nullable=False),
    Column("description", Text, nullable=False),
    Column("categories", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("paused", Boolean, nullable=False, server_default=false()),
    Column("exclusive_group", Text, nullable=False, server_default=text("''")),
    Column("version", Integer, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    UniqueConstraint("account_id", "name"),
)

hits: Final = Table(
    "hits",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account_id", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("message_id", Text, ForeignKey("messages.id", ondelete="CASCADE"), nullable=False),
    Column("submission_id", Text, ForeignKey("submissions.id", ondelete="CASCADE"), nullable=False),
    Column("tracker_id", Text, nullable=False),  # no foreign key: a hit outlives its tracker
    Column("tracker_name", Text, nullable=False),
    Column("tracker_version", Integer, nullable=False),
    Column("phrase", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("margin", Float),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("why", JSON(none_as_null=True)),
    of_conversation(),
    Index(None, "conversation_id"),
    Index(None, "message_id"),
    Index(None, "submission_id"),
    # Down to the conversation: a search of history asks again and again for one tracker in some of them.
    Index(None, "account_id", "tracker_id", "conversation_id"),
    Index(None, "account_id", "created_ms", "id"),
)

phrase_vectors: Final = Table(
    "phrase_vectors",
    metadata,
    account(primary_key=True),
    Column("model", Text, primary_key=True),  # SHA-256 of the model's file
    Column("text_hash", Text, primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # float16, little-endian
    Column("dim", Integer, nullable=False),
)

whitening_fits: Final = Table(
    "whitening_fits",
    metadata,
    account(primary_key=True),
    Column("space", Text, primary_key=True),
    Column("model", Text, nullable=False),  # SHA-256 of the model's file
    Column("version", Text, nullable=False),
    Column("texts", LargeBinary, nullable=False),  # SHA-256 of each phrase that it was fitted on
    Column("tracker_set_version", Integer, nullable=False),  # up to which it was looked whether it still fits
    Column("created_ms", BigInteger, nullable=False),
)

tracker_versions: Final = Table(
    "tracker_versions",
    metadata,
    Column("tracker_id", Text, ForeignKey("trackers.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    account(),
    Column("tracker", JSON, nullable=False),  # every field as it was
    Column("author", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
)

judgements: Final = Table(
    "judgements",
    metadata,
    Column("message_id", Text, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("tracker_id", Text, primary_key=True),  # no foreign key: it may judge a tracker that is gone
    Column("account_id", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("hit_id", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    of_conversation(),
    Index(None, "account_id", "tracker_id"),
    Index(None, "hit_id"),
)

tracker_runs: Final = Table(
    "tracker_runs",
    metadata,
    Column("id", Text, primary_key=True),
    account(),
    Column("tracker_id", Text, ForeignKey("trackers.id", ondelete="CASCADE"), nullable=False),
    Column("tracker_version", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("failure", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("after", Text, nullable=False),  # the reading behind which it begins; empty for all of history
    Column("until", Text, nullable=False),  # the last reading that it takes
    Column("reached", Text, nullable=False),  # the reading up to which it is done
    Column("messages_total", Integer, nullable=False),
    Column("messages_done", Integer, nullable=False),
    Column("hits_added", Integer, nullable=False),
    Column("hits_lost", Integer, nullable=False),
    Column("hits_kept", Integer, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    Index(None, "tracker_id"),
    Index(None, "account_id", "id"),
    Index(None, "status"),
)
