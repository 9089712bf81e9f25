"""Run by Alembic: migrate over the connection that `earmark.store.migration` opened, within its transaction."""

from __future__ import annotations

from alembic import context

from earmark.store import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    render_as_batch=True,  # SQLite changes most of a table only by making it anew
)
with context.begin_transaction():
    context.run_migrations()
