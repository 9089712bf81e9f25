"""Every table. The migrations make the same schema; a test compares the two.

Only types that SQLite and Postgres share. Times are integer milliseconds in UTC, ids are text. What belongs to
a conversation refers to it by account and id together, so that no row can hang on another account's conversation.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

# Fixed names for every constraint, so that a later migration can name the one it changes on both databases.
metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _account() -> Column[str]:
    return Column("account_id", Text, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)


def _of_conversation() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["account_id", "conversation_id"], ["conversations.account_id", "conversations.id"], ondelete="CASCADE"
    )


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
    _account(),
    Column("secret_hash", LargeBinary, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
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

trackers: Final = Table(
    "trackers",
    metadata,
    Column("id", Text, primary_key=True),
    _account(),
    Column("name", Text, nullable=False),
    Column("phrases", JSON, nullable=False),
    Column("counter_examples", JSON, nullable=False),
    Column("sensitivity", Float, nullable=False),
    Column("description", Text, nullable=False),
    Column("categories", JSON, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    UniqueConstraint("account_id", "name"),
)

conversations: Final = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    _account(),
    Column("name", Text, nullable=False),
    Column("start_ms", BigInteger, nullable=False),
    Column("end_ms", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("metadata", JSON, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    UniqueConstraint("account_id", "id"),
    Index(None, "account_id", "start_ms"),
)

members: Final = Table(
    "members",
    metadata,
    Column("conversation_id", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("account_id", Text, nullable=False),
    Column("position", Integer, nullable=False),  # the order in which they came in
    Column("name", Text, nullable=False),
    Column("user_id", Text, nullable=False),
    _of_conversation(),
)

submissions: Final = Table(
    "submissions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account_id", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("position", Integer, nullable=False),  # within the conversation: two may share a millisecond
    Column("messages", JSON, nullable=False),
    Column("choice", JSON, nullable=False),
    Column("webhook_url", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("failure", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    Column("split_ms", BigInteger),  # when its messages were stored
    Column("matched_ms", BigInteger),  # when its hits were stored
    _of_conversation(),
    UniqueConstraint("conversation_id", "position"),
    Index(None, "status", "created_ms"),
)

messages: Final = Table(
    "messages",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account_id", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("submission_id", Text, ForeignKey("submissions.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("member_id", Text),
    Column("start_ms", BigInteger),
    Column("end_ms", BigInteger),
    Column("language", Text, nullable=False),
    _of_conversation(),
    ForeignKeyConstraint(["conversation_id", "member_id"], ["members.conversation_id", "members.id"]),
    UniqueConstraint("conversation_id", "position"),
    Index(None, "submission_id"),
    Index(None, "conversation_id", "member_id"),
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
    _of_conversation(),
    Index(None, "conversation_id"),
    Index(None, "message_id"),
    Index(None, "submission_id"),
    Index(None, "account_id", "tracker_id"),
)

phrase_vectors: Final = Table(
    "phrase_vectors",
    metadata,
    Column("account_id", Text, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("model", Text, primary_key=True),  # SHA-256 of the model's file
    Column("text_hash", Text, primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # float16, little-endian
    Column("dim", Integer, nullable=False),
)
