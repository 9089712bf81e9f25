"""What differs between two states of a tracker, field by field, as people read it. Pure."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from earmark.types import Tracker

#: What a tracker holds, beside what the store adds to it.
CONTENT: Final = (
    "name", "phrases", "counter_examples", "sensitivity", "description", "categories", "languages", "exclusive_group",
    "paused",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListChange:
    """A list that gained or lost texts; one that only changed its order has neither."""

    field: str
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_reordered(self) -> bool:
        return not self.added and not self.removed


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A field with another value."""

    field: str
    before: str | float | bool
    after: str | float | bool


FieldChange = ListChange | ValueChange


def changes(before: Tracker, after: Tracker) -> tuple[FieldChange, ...]:
    """
    What differs in the `CONTENT` of two trackers, in that order.

    Space around texts, line ends and Unicode's form are no difference, since no file keeps them; order is one.
    """
    found = (_change(field, getattr(before, field), getattr(after, field)) for field in CONTENT)
    return tuple(change for change in found if change is not None)


def _change(field: str, before: Any, after: Any) -> FieldChange | None:
    return (_list_change if isinstance(before, tuple) else _value_change)(field, before, after)


def _list_change(name: str, before: Sequence[str], after: Sequence[str]) -> ListChange | None:
    old, new = tuple(map(_plain, before)), tuple(map(_plain, after))
    if old == new:
        return None
    added, removed = Counter(new) - Counter(old), Counter(old) - Counter(new)
    return ListChange(name, tuple(added.elements()), tuple(removed.elements()))


def _value_change(name: str, before: Any, after: Any) -> ValueChange | None:
    if isinstance(before, str):
        before, after = _plain(before), _plain(after)
    return None if before == after else ValueChange(name, before, after)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").strip())
