"""Why a hit was found, exclusive groups, and whitening fits that are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("trackers", sa.Column("exclusive_group", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("hits", sa.Column("why", sa.JSON(), nullable=True))
    op.create_table(
        "whitening_fits",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("space", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("texts", sa.LargeBinary(), nullable=False),
        sa.Column("tracker_set_version", sa.Integer(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_whitening_fits_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "space", name=op.f("pk_whitening_fits")),
    )
