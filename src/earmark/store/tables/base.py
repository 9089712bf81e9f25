"""What every table is made with."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, MetaData, Text

# Fixed names for every constraint, so that a later migration can name the one it changes on both databases.
metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def account(*, primary_key: bool = False) -> Column[str]:
    """The account that a row belongs to, and with which it goes."""
    owner = ForeignKey("accounts.id", ondelete="CASCADE")
    return Column("account_id", Text, owner, nullable=False, primary_key=primary_key)


def of_conversation() -> ForeignKeyConstraint:
    """Ties a row to a conversation of its own account, so that none can hang on another account's."""
    return ForeignKeyConstraint(
        ["account_id", "conversation_id"], ["conversations.account_id", "conversations.id"], ondelete="CASCADE"
    )
