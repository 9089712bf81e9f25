"""Changes to a tracker in JSON-Patch style: contract 2.8. Pure.

Lists are changed by elements, as the Go SDK does it (``{"op": "remove", "path": "/vocabulary", "value": "..."}``),
or by place, as JSON Patch does (``/vocabulary/0``, ``/vocabulary/-``). A string stands for a list of one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from earmark import limits
from earmark.api.symbl.bodies import PatchOperation
from earmark.checks import text_key
from earmark.errors import Invalid, InvalidField
from earmark.types import BALANCED, Tracker, sensitivity_from

_LISTS: Final = {
    "vocabulary": "phrases",
    "excludeVocabulary": "counter_examples",
    "categories": "categories",
    "languages": "languages",
}
_PLAIN: Final = {"name": "name", "description": "description", "sensitivity": "sensitivity"}
_PATHS: Final = ", ".join(f"/{name}" for name in (*_PLAIN, *_LISTS))
_AT_END: Final = "-"
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,5}")


def patched(tracker: Tracker, operations: Sequence[PatchOperation]) -> Tracker:
    """
    *tracker* after all *operations*, in their order; its version and times are not touched.

    Args:
        tracker: With phrases as the Symbl paths show them.

    Raises:
        Invalid: too many operations.
        InvalidField: one that makes no sense, named by its place in the list.
    """
    if len(operations) > limits.PATCH_OPERATIONS:
        raise Invalid(f"The body has {len(operations):,} operations; at most {limits.PATCH_OPERATIONS:,} are allowed.")
    for index, operation in enumerate(operations):
        name, _, place = operation.path.removeprefix("/").partition("/")
        if not operation.path.startswith("/") or not (name in _LISTS or (name in _PLAIN and not place)):
            raise InvalidField(f"[{index}].path", f"must be one of {_PATHS}; lists take an index or - behind it")
        if name in _LISTS:
            field = _LISTS[name]
            changed: Any = _list_after(operation, getattr(tracker, field), place, f"[{index}]")
        else:
            field = _PLAIN[name]
            changed = _plain_after(operation, name, f"[{index}]")
        tracker = replace(tracker, **{field: changed})
    return tracker


def _plain_after(operation: PatchOperation, name: str, here: str) -> str | float:
    if operation.op == "remove":
        if name == "name":
            raise InvalidField(f"{here}.op", "cannot remove the name; replace it")
        return BALANCED if name == "sensitivity" else ""
    if name != "sensitivity":
        return _text(operation.value, f"{here}.value")
    try:
        return sensitivity_from(operation.value)
    except ValueError as error:
        raise InvalidField(f"{here}.value", str(error)) from error


def _list_after(operation: PatchOperation, old: Sequence[str], place: str, here: str) -> list[str]:
    if place:
        return _list_after_at(operation, list(old), place, here)
    if operation.op == "remove" and operation.value is None:
        return []
    given = _texts(operation.value, f"{here}.value")
    if operation.op == "replace":
        return given
    if operation.op == "add":
        return [*old, *given]
    known = {text_key(text) for text in old}
    for text in given:
        if text_key(text) not in known:
            raise InvalidField(f"{here}.value", f"names {text!r}, which is not in the list")
    gone = {text_key(text) for text in given}
    return [text for text in old if text_key(text) not in gone]


def _list_after_at(operation: PatchOperation, items: list[str], place: str, here: str) -> list[str]:
    adds = operation.op == "add"
    if place == _AT_END and adds:
        return [*items, *_texts(operation.value, f"{here}.value")]
    at = int(place) if _INDEX.fullmatch(place) else len(items) + 1
    if at >= len(items) + adds:
        raise InvalidField(f"{here}.path", f"ends in {place!r}, but the list has {len(items)} entries, counted from 0")
    items[at : at + (not adds)] = [] if operation.op == "remove" else _texts(operation.value, f"{here}.value")
    return items


def _texts(value: Any, field: str) -> list[str]:
    if isinstance(value, list):
        return [_text(one, f"{field}[{at}]") for at, one in enumerate(value)]
    return [_text(value, field)]


def _text(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise InvalidField(field, "must be a string")
    return value.strip()
