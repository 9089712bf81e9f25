"""History, versions, judgements, runs, webhooks; a hit is known by what was found and no longer by the version too."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_NEW_TABLES = (
    "webhook_attempts",
    "webhook_deliveries",
    "webhook_secrets",
    "webhook_receivers",
    "tracker_runs",
    "tracker_versions",
    "judgements",
    "message_vectors",
    "readings",
    "idempotency_keys",
)
_ROWS_AT_A_TIME = 1_000


def upgrade() -> None:
    op.add_column("credentials", sa.Column("name", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("credentials", sa.Column("tokens_from_ms", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("trackers", sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("submissions", sa.Column("options", sa.JSON(), nullable=True))
    op.create_index(op.f("ix_hits_account_id_created_ms_id"), "hits", ["account_id", "created_ms", "id"], unique=False)
    op.drop_index(op.f("ix_hits_account_id_tracker_id"), table_name="hits")
    op.create_index(
        op.f("ix_hits_account_id_tracker_id_conversation_id"),
        "hits",
        ["account_id", "tracker_id", "conversation_id"],
        unique=False,
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_idempotency_keys_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_index(op.f("ix_idempotency_keys_created_ms"), "idempotency_keys", ["created_ms"], unique=False)
    op.create_table(
        "webhook_receivers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("disabled_ms", sa.BigInteger(), nullable=True),
        sa.Column("disabled_why", sa.Text(), nullable=False),
        sa.Column("asked_ms", sa.BigInteger(), nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_webhook_receivers_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_receivers")),
    )
    op.create_index(op.f("ix_webhook_receivers_account_id"), "webhook_receivers", ["account_id"], unique=False)
    op.create_table(
        "webhook_secrets",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("receiver_id", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_webhook_secrets_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "receiver_id", "created_ms", name=op.f("pk_webhook_secrets")),
    )
    op.create_table(
        "tracker_runs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("tracker_id", sa.Text(), nullable=False),
        sa.Column("tracker_version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("reached", sa.Text(), nullable=False),
        sa.Column("messages_total", sa.Integer(), nullable=False),
        sa.Column("messages_done", sa.Integer(), nullable=False),
        sa.Column("hits_added", sa.Integer(), nullable=False),
        sa.Column("hits_lost", sa.Integer(), nullable=False),
        sa.Column("hits_kept", sa.Integer(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_tracker_runs_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["tracker_id"], ["trackers.id"], name=op.f("fk_tracker_runs_tracker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracker_runs")),
    )
    op.create_index(op.f("ix_tracker_runs_account_id_id"), "tracker_runs", ["account_id", "id"], unique=False)
    op.create_index(op.f("ix_tracker_runs_status"), "tracker_runs", ["status"], unique=False)
    op.create_index(op.f("ix_tracker_runs_tracker_id"), "tracker_runs", ["tracker_id"], unique=False)
    op.create_table(
        "tracker_versions",
        sa.Column("tracker_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("tracker", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_tracker_versions_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["tracker_id"], ["trackers.id"], name=op.f("fk_tracker_versions_tracker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tracker_id", "version", name=op.f("pk_tracker_versions")),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("receiver_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("next_ms", sa.BigInteger(), nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "conversation_id"],
            ["conversations.account_id", "conversations.id"],
            name=op.f("fk_webhook_deliveries_account_id_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["receiver_id"],
            ["webhook_receivers.id"],
            name=op.f("fk_webhook_deliveries_receiver_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
    )
    op.create_index(
        op.f("ix_webhook_deliveries_account_id_place"), "webhook_deliveries", ["account_id", "place"], unique=False
    )
    op.create_index(
        op.f("ix_webhook_deliveries_conversation_id_status_place"),
        "webhook_deliveries",
        ["conversation_id", "status", "place"],
        unique=False,
    )
    op.create_index(
        op.f("ix_webhook_deliveries_receiver_id_place"), "webhook_deliveries", ["receiver_id", "place"], unique=False
    )
    op.create_index(
        op.f("ix_webhook_deliveries_status_next_ms"), "webhook_deliveries", ["status", "next_ms"], unique=False
    )
    op.create_table(
        "readings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("message_ids", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "conversation_id"],
            ["conversations.account_id", "conversations.id"],
            name=op.f("fk_readings_account_id_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_readings_submission_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readings")),
        sa.UniqueConstraint("conversation_id", "first", name=op.f("uq_readings_conversation_id_first")),
    )
    op.create_index(op.f("ix_readings_account_id_id"), "readings", ["account_id", "id"], unique=False)
    op.create_index(op.f("ix_readings_submission_id"), "readings", ["submission_id"], unique=False)
    op.create_table(
        "webhook_attempts",
        sa.Column("delivery_id", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["webhook_deliveries.id"], name=op.f("fk_webhook_attempts_delivery_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("delivery_id", "attempt", name=op.f("pk_webhook_attempts")),
    )
    op.create_table(
        "judgements",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("tracker_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("hit_id", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id", "conversation_id"],
            ["conversations.account_id", "conversations.id"],
            name=op.f("fk_judgements_account_id_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_judgements_message_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("message_id", "tracker_id", name=op.f("pk_judgements")),
    )
    op.create_index(
        op.f("ix_judgements_account_id_tracker_id"), "judgements", ["account_id", "tracker_id"], unique=False
    )
    op.create_index(op.f("ix_judgements_hit_id"), "judgements", ["hit_id"], unique=False)
    op.create_table(
        "message_vectors",
        sa.Column("reading_id", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("dim", sa.Integer(), nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["readings.id"], name=op.f("fk_message_vectors_reading_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reading_id", "model", name=op.f("pk_message_vectors")),
    )
    _rename_hits()
    _keep_versions()


def downgrade() -> None:
    for table in _NEW_TABLES:
        op.drop_table(table)
    op.create_index(op.f("ix_hits_account_id_tracker_id"), "hits", ["account_id", "tracker_id"], unique=False)
    op.drop_index(op.f("ix_hits_account_id_tracker_id_conversation_id"), table_name="hits")
    op.drop_index(op.f("ix_hits_account_id_created_ms_id"), table_name="hits")
    for table, column in (
        ("submissions", "options"),
        ("trackers", "paused"),
        ("credentials", "tokens_from_ms"),
        ("credentials", "name"),
    ):
        op.drop_column(table, column)


def _rename_hits() -> None:
    """Give every hit the id of its message, tracker and phrase; of several versions' hits the newest stays."""
    db = op.get_bind()
    names = ("id", "message_id", "tracker_id", "tracker_version", "phrase")
    hits = sa.table("hits", *map(sa.column, names))
    after = ""
    while True:
        page = sa.select(hits).where(hits.c.id > after).order_by(hits.c.id).limit(_ROWS_AT_A_TIME)
        rows = db.execute(page).all()
        if not rows:
            return
        after = rows[-1].id
        for row in rows:
            same = [getattr(hits.c, name) == getattr(row, name) for name in ("message_id", "tracker_id", "phrase")]
            newest = sa.select(hits.c.id).where(*same).order_by(hits.c.tracker_version.desc(), hits.c.id)
            if db.execute(newest).scalars().first() == row.id:
                db.execute(hits.delete().where(*same, hits.c.id != row.id))
                db.execute(
                    hits.update()
                    .where(hits.c.id == row.id)
                    .values(id=_hit_id(row.message_id, row.tracker_id, row.phrase))
                )


def _hit_id(message_id: str, tracker_id: str, phrase: str) -> str:
    return hashlib.sha256(f"hit\0{message_id}\0{tracker_id}\0{phrase}".encode()).hexdigest()[:32]


def _keep_versions() -> None:
    """The present version of every tracker is the first that its history tells of."""
    db = op.get_bind()
    texts = ("id", "account_id", "name", "description")
    lists = ("phrases", "counter_examples", "categories", "languages")
    trackers = sa.table(
        "trackers",
        *(sa.column(name, sa.Text()) for name in texts),
        *(sa.column(name, sa.JSON()) for name in lists),
        sa.column("sensitivity", sa.Float()),
        sa.column("paused", sa.Boolean()),
        *(sa.column(name, sa.BigInteger()) for name in ("version", "created_ms", "updated_ms")),
    )
    versions = sa.table(
        "tracker_versions",
        *(sa.column(name, sa.Text()) for name in ("tracker_id", "account_id", "author")),
        sa.column("version", sa.Integer()),
        sa.column("tracker", sa.JSON()),
        sa.column("created_ms", sa.BigInteger()),
    )
    for row in db.execute(sa.select(trackers)).mappings().all():
        db.execute(
            versions.insert().values(
                tracker_id=row["id"],
                account_id=row["account_id"],
                author="",
                version=row["version"],
                tracker={name: value for name, value in row.items() if name != "account_id"},
                created_ms=row["updated_ms"],
            )
        )
