"""Conversations, who speaks in them, what is said, and what the engine made of it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from earmark.store.tables.base import account, metadata, of_conversation

conversations: Final = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    account(),
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
    of_conversation(),
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
    Column("options", JSON),  # none where a release before this column took the submission
    Column("webhook_url", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("failure", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    Column("split_ms", BigInteger),  # when its messages were stored
    Column("matched_ms", BigInteger),  # when its hits were stored
    of_conversation(),
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
    of_conversation(),
    ForeignKeyConstraint(["conversation_id", "member_id"], ["members.conversation_id", "members.id"]),
    UniqueConstraint("conversation_id", "position"),
    Index(None, "submission_id"),
    Index(None, "conversation_id", "member_id"),
)

# A reading is a stretch of a submission's messages as the engine read them: what history is searched by.
readings: Final = Table(
    "readings",
    metadata,
    Column("id", Text, primary_key=True),  # grows with time, so that a later search begins where one ended
    Column("account_id", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("submission_id", Text, ForeignKey("submissions.id", ondelete="CASCADE"), nullable=False),
    Column("first", Integer, nullable=False),  # position of its first message
    Column("messages", Integer, nullable=False),  # how many, one after another
    Column("message_ids", Text, nullable=False),  # theirs, one a line
    Column("language", Text, nullable=False),  # as the submission declared it
    Column("words", Text, nullable=False),  # a line for each message: its language, folded text and stems
    of_conversation(),
    UniqueConstraint("conversation_id", "first"),
    Index(None, "account_id", "id"),
    Index(None, "submission_id"),
)

message_vectors: Final = Table(
    "message_vectors",
    metadata,
    Column("reading_id", Text, ForeignKey("readings.id", ondelete="CASCADE"), primary_key=True),
    Column("model", Text, primary_key=True),  # SHA-256 of its file, a slash, the version of the reading
    Column("dim", Integer, nullable=False),
    Column("counts", LargeBinary, nullable=False),  # vectors of each message: uint16, little-endian
    Column("vectors", LargeBinary, nullable=False),  # float16, little-endian, one message after another
)
