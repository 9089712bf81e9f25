"""Conversations as a filter keeps them, sorted and counted off."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from functools import partial
from operator import ge, gt, le, lt
from typing import Any, Final, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Numeric, Select, Text, and_, case, cast, false, func, not_, or_, select

from earmark.listings import ConversationListing
from earmark.rsql import WILDCARD, Comparison, Field, Operator
from earmark.store import tables
from earmark.store.conversation_pages import members_of
from earmark.store.db import Connection
from earmark.store.engines import POSTGRES
from earmark.types import AccountId, Conversation, ConversationId, Member

_TABLE: Final = tables.conversations
_COLUMNS: Final = [_TABLE.c[field.name] for field in fields(Conversation)]
# Below the number of parameters of one statement.
_IDS_PER_QUERY: Final = 10_000
_TEXTS: Final = (Field.ID, Field.NAME, Field.KIND)
_BYTEWISE: Final = "C"  # Postgres compares texts by its locale, SQLite by their bytes
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_INDEX: Final = re.compile(r"[+-]?\d+", re.ASCII)  # as Postgres reads one in a path
_WHOLE: Final = re.compile(r"-?\d{1,18}", re.ASCII)

_ORDERS: Final[Mapping[Operator, Callable[[Any, Any], Any]]] = {
    Operator.LESS: lt,
    Operator.AT_MOST: le,
    Operator.MORE: gt,
    Operator.AT_LEAST: ge,
}

Rule: TypeAlias = ColumnElement[bool]


class _Value(NamedTuple):
    """What stands under a key of the metadata: as text, as a number if it is one, and whether it is a text."""

    text: ColumnElement[Any]
    number: ColumnElement[Any]
    is_text: Rule


async def listed(
    db: Connection, account_id: AccountId, wanted: ConversationListing
) -> list[tuple[Conversation, Sequence[Member]]]:
    """The conversations that *wanted* keeps, and who speaks in each in the order in which they came in."""
    page = _page(account_id, wanted, postgres=db.dialect.name == POSTGRES)
    found = [Conversation(**row) for row in (await db.execute(page)).mappings()]
    # By their ids, not by the page as a subquery: a filter on metadata looks at every conversation, once is enough.
    members: dict[ConversationId, Sequence[Member]] = {}
    for first in range(0, len(found), _IDS_PER_QUERY):
        chunk = [one.id for one in found[first : first + _IDS_PER_QUERY]]
        members |= await members_of(db, account_id, chunk)
    return [(one, members[one.id]) for one in found]


def _page(account_id: AccountId, wanted: ConversationListing, *, postgres: bool) -> Select[Any]:
    query = select(*_COLUMNS).where(_TABLE.c.account_id == account_id)
    if wanted.from_ms is not None:
        query = query.where(_TABLE.c.start_ms >= wanted.from_ms)
    if wanted.until_ms is not None:
        # The first follows from the second, and can be looked up in the index.
        query = query.where(_TABLE.c.start_ms <= wanted.until_ms, _TABLE.c.end_ms <= wanted.until_ms)
    query = query.where(*(_rule(comparison, postgres=postgres) for comparison in wanted.where))
    for field in (*wanted.sort, Field.ID):  # the id makes the order total, so that pages do not overlap
        column = _column(field, postgres=postgres)
        query = query.order_by(column.desc() if wanted.descending else column)
    return query.limit(wanted.limit).offset(wanted.offset)


def _column(field: Field, *, postgres: bool) -> ColumnElement[Any]:
    column: ColumnElement[Any] = _TABLE.c[field.value]
    return column.collate(_BYTEWISE) if postgres and field in _TEXTS else column


def _rule(comparison: Comparison, *, postgres: bool) -> Rule:
    if comparison.field is Field.METADATA:
        return _metadata_rule(comparison, postgres=postgres)
    column = _column(comparison.field, postgres=postgres)
    values = comparison.values
    matches = partial(_matches, column, postgres=postgres)
    match comparison.operator:
        case Operator.EQUAL:
            return matches(values[0])
        case Operator.NOT_EQUAL:
            return not_(matches(values[0]))
        case Operator.ONE_OF:
            return column.in_(values)
        case Operator.NONE_OF:
            return column.not_in(values)
    return _ordered(column, comparison.operator, values[0])


def _metadata_rule(comparison: Comparison, *, postgres: bool) -> Rule:
    """Numbers are compared as numbers, all else as text; what has no such key differs from every value."""
    found = (_on_postgres if postgres else _on_sqlite)(comparison.key)
    values = [str(value) for value in comparison.values]
    numbers = [_number(value, postgres=postgres) for value in values if _is_number(value)]
    operator = comparison.operator
    if operator in _ORDERS:
        rule = found.is_text & _ordered(found.text, operator, values[0])
        return or_(rule, _ordered(found.number, operator, numbers[0])) if numbers else rule
    if operator in (Operator.EQUAL, Operator.NOT_EQUAL):
        same = _matches(found.text, values[0], postgres=postgres)
    else:
        same = found.text.in_(values)
    equal = or_(same, found.number.in_(numbers)) if numbers else same
    if operator in (Operator.NOT_EQUAL, Operator.NONE_OF):
        return not_(func.coalesce(equal, false()))
    return equal


def _on_sqlite(key: tuple[str, ...]) -> _Value:
    path = "$" + "".join(f'."{part}"' for part in key)  # a filter's keys hold no quotes
    kind = func.json_type(_TABLE.c.metadata, path)
    value = func.json_extract(_TABLE.c.metadata, path)
    return _Value(
        text=case((kind.in_(("true", "false")), kind), else_=cast(value, Text)),
        number=case((kind.in_(("integer", "real")), value)),
        is_text=kind == "text",
    )


def _on_postgres(key: tuple[str, ...]) -> _Value:
    kind = _kind_on_postgres(key)
    text: ColumnElement[Any] = func.json_extract_path_text(_TABLE.c.metadata, *key, type_=Text)
    # A number in the path is the name of a member, never a place in a list; as it is on SQLite.
    holders = [key[:at] for at, part in enumerate(key) if at and _INDEX.fullmatch(part)]
    if holders:
        by_name = and_(*(_kind_on_postgres(holder) == "object" for holder in holders))
        kind, text = case((by_name, kind)), case((by_name, text))
    return _Value(
        text=text.collate(_BYTEWISE), number=case((kind == "number", cast(text, Numeric))), is_text=kind == "string"
    )


def _kind_on_postgres(key: tuple[str, ...]) -> ColumnElement[Any]:
    return func.json_typeof(func.json_extract_path(_TABLE.c.metadata, *key))


def _matches(column: ColumnElement[Any], value: str | int, *, postgres: bool) -> Rule:
    if not isinstance(value, str) or WILDCARD not in value:
        return column == value
    if postgres:
        escaped = re.sub(r"([%_\\])", r"\\\1", value)
        return column.like(escaped.replace(WILDCARD, "%"), escape="\\")
    # LIKE would take upper and lower case for alike here, and not there.
    return column.bool_op("GLOB")(re.sub(r"([?\[])", r"[\1]", value))


def _ordered(column: ColumnElement[Any], operator: Operator, value: Any) -> Rule:
    rule: Rule = _ORDERS[operator](column, value)
    return rule


def _is_number(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None and math.isfinite(float(value))


def _number(value: str, *, postgres: bool) -> int | float | Decimal:
    if postgres:
        return Decimal(value)
    return int(value) if _WHOLE.fullmatch(value) else float(value)
