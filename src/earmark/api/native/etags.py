"""Which version a client has in mind: ETag, If-Match and If-None-Match, RFC 9110."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from fastapi import Depends, Header

from earmark.errors import InvalidField
from earmark.types import Tracker

_TAG: Final = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_TAGS: Final = re.compile(rf"[ \t]*{_TAG}(?:[ \t]*,[ \t]*{_TAG})*[ \t]*")
_ANY: Final = "*"
_VERSION: Final = re.compile(r'"([1-9][0-9]{0,9})"')

#: For the description of an answer that has one.
ETAG_HEADER: Final[dict[str, Any]] = {
    "headers": {"ETag": {"description": "The version in quotes.", "schema": {"type": "string"}}}
}


def etag_of(tracker: Tracker) -> str:
    return f'"{tracker.version}"'


def versions_from(header: str) -> frozenset[int] | None:
    """
    The versions that an If-Match accepts; None for any.

    Raises:
        InvalidField: not a list of entity tags.
    """
    # A weak tag, or one that is none of ours, names no version: RFC 9110, 13.1.1.
    tags = _tags("If-Match", header)
    return None if tags is None else frozenset(int(found[1]) for tag in tags if (found := _VERSION.fullmatch(tag)))


def is_known(header: str, tracker: Tracker) -> bool:
    """
    Whether an If-None-Match names the version that *tracker* has.

    Raises:
        InvalidField: not a list of entity tags.
    """
    tags = _tags("If-None-Match", header)
    return tags is None or etag_of(tracker) in {tag.removeprefix("W/") for tag in tags}


def _tags(field: str, header: str) -> list[str] | None:
    if header.strip() == _ANY:
        return None
    if not _TAGS.fullmatch(header):
        raise InvalidField(field, f'is {header[:80]!r}; send an ETag as it came, quotes included: {field}: "3".')
    return re.findall(_TAG, header)


def _expected_of(
    if_match: Annotated[str | None, Header(description="An ETag: only if this is still the version.")] = None,
) -> frozenset[int] | None:
    return None if if_match is None else versions_from(if_match)


#: What every change of one tracker takes: the versions that it is meant for.
Expected = Annotated[frozenset[int] | None, Depends(_expected_of)]
IfNoneMatch = Annotated[str | None, Header(description="An ETag: 304 without a body if this is still the version.")]
