"""Why a hit was found, exclusive groups, whitening fits that are kept; phrases that are no compound say so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ROWS_AT_A_TIME = 1_000
_NEAR = re.compile(r"~[0-9]|\S\s+~(?=\s+\S)")


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
    _keep_plain()


def _keep_plain() -> None:
    """Every phrase so far is plain text: one that would be read as a compound from now on gets a backslash."""
    db = op.get_bind()
    lists = [sa.column(name, sa.JSON()) for name in ("phrases", "counter_examples")]
    trackers = sa.table("trackers", sa.column("id", sa.Text()), *lists)
    for row in _pages(trackers, [trackers.c.id]):
        plain = _tracker(row)
        if plain != row:
            db.execute(trackers.update().where(trackers.c.id == row["id"]).values(plain))
    versions = sa.table(
        "tracker_versions",
        sa.column("tracker_id", sa.Text()),
        sa.column("version", sa.Integer()),
        sa.column("tracker", sa.JSON()),
    )
    for row in _pages(versions, [versions.c.tracker_id, versions.c.version]):
        _update(versions, row, ["tracker_id", "version"], "tracker", _tracker)
    submissions = sa.table("submissions", sa.column("id", sa.Text()), sa.column("choice", sa.JSON()))
    for row in _pages(submissions, [submissions.c.id]):
        _update(submissions, row, ["id"], "choice", _choice)
    hits = sa.table("hits", sa.column("id", sa.Text()), sa.column("phrase", sa.Text()))
    signed = [hits.c.phrase.contains(sign, autoescape=True) for sign in ("*", "~", '"', "\\")]
    for row in _pages(hits, [hits.c.id], sa.or_(*signed)):
        _update(hits, row, ["id"], "phrase", _plain)


def _pages(
    table: sa.TableClause, key: list[sa.ColumnClause[Any]], where: sa.ColumnElement[bool] | None = None
) -> Iterator[dict[str, Any]]:
    """Every row of a table, ordered by *key*."""
    after: sa.ColumnElement[bool] = sa.true()
    while True:
        query = sa.select(table).where(after, sa.true() if where is None else where).order_by(*key)
        rows = op.get_bind().execute(query.limit(_ROWS_AT_A_TIME)).mappings().all()
        yield from map(dict, rows)
        if len(rows) < _ROWS_AT_A_TIME:
            return
        after = sa.tuple_(*key) > sa.tuple_(*(sa.literal(rows[-1][column.name]) for column in key))


def _update(
    table: sa.TableClause, row: Mapping[str, Any], key: list[str], column: str, changed: Callable[[Any], Any]
) -> None:
    value = changed(row[column])
    if value != row[column]:
        same = [table.c[name] == row[name] for name in key]
        op.get_bind().execute(table.update().where(*same).values({column: value}))


def _tracker(stored: Mapping[str, Any]) -> dict[str, Any]:
    lists = {name: [_plain(phrase) for phrase in stored.get(name, ())] for name in ("phrases", "counter_examples")}
    return {**stored, **lists}


def _choice(stored: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**stored, "inline": [_tracker(one) for one in stored["inline"]]} if stored.get("inline") else stored


def _plain(phrase: str) -> str:
    return f"\\{phrase}" if phrase.startswith("\\") or _looks_compound(phrase) else phrase


def _looks_compound(phrase: str) -> bool:
    if phrase.lstrip().startswith('"') or _NEAR.search(phrase):
        return True
    stars = (place for place, character in enumerate(phrase) if character == "*")
    return any(_is_letter(phrase[place - 1 : place]) or _is_letter(phrase[place + 1 : place + 2]) for place in stars)


def _is_letter(character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] in "LMN"
