"""Pages by keyset: each begins behind the last row of the one before, so that new rows shift nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, literal, tuple_

from earmark.listings import RowPlace


def newest_first(
    query: Select[Any], columns: tuple[ColumnElement[Any], ...], after: RowPlace | None, limit: int
) -> Select[Any]:
    """
    At most *limit* rows of *query*, the greatest first.

    Args:
        columns: Order the rows, and tell any two of them apart.
        after: The values of *columns* in the row before the first; None begins at the first.
    """
    ordered = query.order_by(*(column.desc() for column in columns)).limit(limit)
    return ordered if after is None else ordered.where(tuple_(*columns) < _values(after))


def oldest_first(
    query: Select[Any], columns: tuple[ColumnElement[Any], ...], after: RowPlace | None, limit: int
) -> Select[Any]:
    """As `newest_first`, the smallest first."""
    ordered = query.order_by(*columns).limit(limit)
    return ordered if after is None else ordered.where(tuple_(*columns) > _values(after))


def _values(place: RowPlace) -> Any:
    return tuple_(*(literal(value) for value in place))
