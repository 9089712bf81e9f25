"""Lists, page by page: each page names where the next one begins.

A cursor holds the list that it belongs to and the values by which the last row is ordered, so that rows that come or
go in between shift nothing.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field

from earmark import limits
from earmark.api.native.problems import PREFIX
from earmark.errors import InvalidCursor
from earmark.listings import RowPlace

T = TypeVar("T")

_CURSOR_CHARS: Final = 512  # ours have some 60
_KEY_CHARS: Final = 128
_LARGEST: Final = 2**63 - 1


def encode_cursor(name: str, place: RowPlace) -> str:
    """*place* in the list *name* as a word that may stand in a URL."""
    return urlsafe_b64encode(json.dumps((name, *place), separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(name: str, cursor: str, kinds: Sequence[type[int] | type[str]]) -> RowPlace:
    """
    The place that `encode_cursor` wrote down.

    Args:
        name: Of the list that is asked for.
        kinds: The types of the values by which it is ordered.

    Raises:
        InvalidCursor: none of ours, or one of another list.
    """
    if len(cursor) > _CURSOR_CHARS:
        raise InvalidCursor
    try:
        values = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError) as error:
        raise InvalidCursor from error
    if not isinstance(values, list) or values[:1] != [name]:
        raise InvalidCursor
    place = values[1:]
    if len(place) != len(kinds) or not all(map(_fits, place, kinds)):
        raise InvalidCursor
    return tuple(place)


def _fits(value: Any, kind: type[int] | type[str]) -> bool:
    if type(value) is not kind:  # true and false are whole numbers to isinstance
        return False
    if isinstance(value, str):
        return len(value) <= _KEY_CHARS and value.isascii() and (value.isprintable() or not value)
    return abs(value) <= _LARGEST


class PageAnswer(BaseModel):
    """What the answer of every list has beside its rows."""

    next_cursor: str | None = Field(description="Sent as cursor, it gives the next page; null on the last one.")


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for.

    Attributes:
        name: Of the list; no two lists have the same.
        limit: The most rows to answer with. Fetch `fetch` of them, one more, to see whether others follow.
    """

    name: str
    limit: int
    cursor: str | None = None

    @property
    def fetch(self) -> int:
        return self.limit + 1

    def after(self, *kinds: type[int] | type[str]) -> RowPlace | None:
        """
        Where the page before ended; None on the first page.

        Args:
            kinds: The types of the values by which the list is ordered.

        Raises:
            InvalidCursor: the cursor is none of this list.
        """
        return None if self.cursor is None else decode_cursor(self.name, self.cursor, kinds)

    def cut(self, rows: Sequence[T], place_of: Callable[[T], RowPlace]) -> tuple[Sequence[T], str | None]:
        """
        The rows to answer with, and the cursor of the next page if there is one.

        Args:
            rows: Up to `fetch` of them.
            place_of: The values by which a row is ordered.
        """
        shown = rows[: self.limit]
        return shown, encode_cursor(self.name, place_of(shown[-1])) if len(rows) > self.limit else None


def page_of(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=limits.PAGE_ROWS, description="The most rows of a page.")] = (
        limits.PAGE_ROWS_BY_DEFAULT
    ),
    cursor: Annotated[str | None, Query(description="The next_cursor of the page before; the first page without.")] = (
        None
    ),
) -> Page:
    return Page(_list_name(request), limit, cursor)


def _list_name(request: Request) -> str:
    """Its path without what differs from one request to the next; of a list within a thing, both their words."""
    path: str = request.scope["route"].path
    return "/".join(part for part in path.removeprefix(PREFIX).split("/") if part and not part.startswith("{"))


#: What every list takes.
Paging = Annotated[Page, Depends(page_of)]
