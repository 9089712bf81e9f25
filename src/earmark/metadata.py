"""What clients keep with a conversation: any JSON object, within bounds."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, Final

from earmark import limits
from earmark.errors import InvalidField

_KEY_CHARS_SHOWN: Final = 80
#: Half of a surrogate pair is no character, and Postgres keeps no NUL.
_NOT_KEPT: Final = re.compile("[\x00\ud800-\udfff]")


def check_metadata(field: str, metadata: Mapping[str, Any]) -> None:
    """
    Refuse what is too much, and what not every database can keep.

    Args:
        field: The field as the user knows it, for the error.

    Raises:
        InvalidField: too many bytes as JSON, nested too deep, a NUL, half of a surrogate pair, or a number too large.
    """
    _check_value(field, metadata, limits.METADATA_DEPTH)
    size_bytes = len(json.dumps(metadata, ensure_ascii=False).encode())
    if size_bytes > limits.METADATA_BYTES:
        raise InvalidField(field, f"has {size_bytes:,} bytes as JSON; shorten it to at most {limits.METADATA_BYTES:,}.")


def merged(stored: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """
    *stored* with *patch* in it: null removes a key, an object is merged, anything else replaces.

    Source: RFC 7396.
    """
    result = dict(stored)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, Mapping):
            inner = result.get(key)
            result[key] = merged(inner if isinstance(inner, Mapping) else {}, value)
        else:
            result[key] = value
    return result


def _check_value(field: str, value: Any, levels: int) -> None:
    if isinstance(value, str):
        _check_text(field, value)
    elif isinstance(value, float) and not math.isfinite(value):
        raise InvalidField(field, "is a number too large to keep; send a smaller one, or a text.")
    elif isinstance(value, Mapping | list) and levels == 0:
        raise InvalidField(field, f"is nested too deep; at most {limits.METADATA_DEPTH} levels are allowed.")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            shown = key if len(key) <= _KEY_CHARS_SHOWN else f"{key[:_KEY_CHARS_SHOWN]}..."
            _check_text(f"{field}.{shown}", key)
            _check_value(f"{field}.{shown}", inner, levels - 1)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _check_value(f"{field}[{place}]", inner, levels - 1)


def _check_text(field: str, text: str) -> None:
    wrong = _NOT_KEPT.search(text)
    if wrong:
        raise InvalidField(field, f"holds U+{ord(wrong.group()):04X}, which is not a character of text; remove it.")
