"""Which conversations a listing keeps, as its `filter` says in RSQL: comparisons that must all hold.

::

    conversation.metadata.agentId==johndoe
    conversation.name=="Renewal*";conversation.startTime>=2024-05-01T00:00:00Z
    conversation.metadata.team=in=(north,'far west') and conversation.metadata.score>4.5

`;` and `and` join comparisons, parentheses may group them. `*` stands for any characters in `==` and `!=`. Values with
spaces or reserved characters are quoted, with a backslash before a quote inside. There is no OR, and there are two
different fields at most: contract 5.1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from earmark import limits
from earmark.checks import check_text
from earmark.clock import ms_from_iso
from earmark.errors import InvalidField

WILDCARD: Final = "*"

_MOST_FIELDS: Final = 2  # contract 5.1
_METADATA: Final = "conversation.metadata."

_SELECTOR: Final = re.compile(r"[^\"'();,=!~<>\s\\]+")
_OPERATOR: Final = re.compile(r"\s*(==|!=|<=|>=|<|>|=(?:lt|le|gt|ge|in|out)=)\s*")
_VALUE: Final = re.compile(
    r"""(?P<bare>[^"'();,=!~<>\s]+)|"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'""", re.DOTALL
)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_OPEN: Final = re.compile(r"\(\s*")
_CLOSE: Final = re.compile(r"\s*\)")
_NEXT_VALUE: Final = re.compile(r"\s*,\s*")
_AND: Final = re.compile(r"\s*;\s*|\s+and\s+|(?<=\))\s*and\s+")
_OR: Final = re.compile(r"\s*,|\s*\bor\b")


class Operator(StrEnum):
    EQUAL = "=="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    ONE_OF = "=in="
    NONE_OF = "=out="


class Field(StrEnum):
    """What is compared, by the name of our own field."""

    ID = "id"
    NAME = "name"
    KIND = "kind"
    START = "start_ms"
    END = "end_ms"
    METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Attributes:
        values: One, or several for `Operator.ONE_OF` and `Operator.NONE_OF`. Milliseconds where *field* is a time.
        key: Where in the metadata, from the outside in; empty for other fields.
    """

    field: Field
    operator: Operator
    values: tuple[str | int, ...]
    key: tuple[str, ...] = ()


#: Comparisons that must all hold.
Filter: TypeAlias = tuple[Comparison, ...]

#: Fields by what the wire calls them: contract 5.1.
FIELDS: Final[Mapping[str, Field]] = {
    "conversation.id": Field.ID,
    "conversation.name": Field.NAME,
    "conversation.type": Field.KIND,
    "conversation.startTime": Field.START,
    "conversation.endTime": Field.END,
}
_TIMES: Final = (Field.START, Field.END)
_SPELLINGS: Final[Mapping[str, Operator]] = {
    **{operator.value: operator for operator in Operator},
    "=lt=": Operator.LESS,
    "=le=": Operator.AT_MOST,
    "=gt=": Operator.MORE,
    "=ge=": Operator.AT_LEAST,
}
_MANY: Final = (Operator.ONE_OF, Operator.NONE_OF)


def parse(text: str, name: str = "filter") -> Filter:
    """
    The comparisons that *text* asks for.

    Args:
        name: What the user calls *text*, for the error.

    Raises:
        InvalidField: no RSQL, an OR, an unknown field, more than two different ones, or a time that is none.
    """
    text = check_text(name, text, max_chars=limits.FILTER_CHARS, allow_newlines=True)
    return _Reader(text, name).filter()


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name
        self._at = 0

    def filter(self) -> Filter:
        found: list[Comparison] = []
        depth = 0  # since nothing but AND joins comparisons, groups need no tree
        while True:
            while self._take(_OPEN):
                depth += 1
            found.append(self._comparison())
            if len({(one.field, one.key) for one in found}) > _MOST_FIELDS:
                raise InvalidField(self._name, f"compares more than {_MOST_FIELDS} different fields; leave some out.")
            while depth and self._take(_CLOSE):
                depth -= 1
            if self._at == len(self._text):
                if depth:
                    raise self._error("misses a closing parenthesis")
                return tuple(found)
            if not self._take(_AND):
                if _OR.match(self._text, self._at):
                    raise self._error("has an OR, which is not supported")
                raise self._error("must have ; or the end")

    def _comparison(self) -> Comparison:
        began = self._at
        selector = self._take(_SELECTOR)
        if not selector:
            raise self._error("must have the name of a field")
        field, key = self._field(selector.group(), began)
        operator = self._take(_OPERATOR)
        if not operator:
            raise self._error("must have an operator, such as ==")
        meant = _SPELLINGS[operator[1]]
        values = self._values() if meant in _MANY else [self._value()]
        if field in _TIMES:
            return Comparison(field, meant, tuple(self._ms(value) for value in values))
        return Comparison(field, meant, tuple(values), key)

    def _field(self, selector: str, began: int) -> tuple[Field, tuple[str, ...]]:
        if selector in FIELDS:
            return FIELDS[selector], ()
        key = tuple(selector.removeprefix(_METADATA).split("."))
        if not selector.startswith(_METADATA) or not all(key):
            raise InvalidField(
                self._name,
                f"names {selector!r} at character {began}; the fields are {', '.join(FIELDS)} and {_METADATA}<key>.",
            )
        return Field.METADATA, key

    def _values(self) -> list[str]:
        if not self._take(_OPEN):
            return [self._value()]
        values = [self._value()]
        while self._take(_NEXT_VALUE):
            values.append(self._value())
        if not self._take(_CLOSE):
            raise self._error("must have , or ) in its list of values")
        return values

    def _value(self) -> str:
        found = self._take(_VALUE)
        if not found:
            raise self._error("must have a value")
        bare: str | None = found["bare"]
        if bare is not None:
            return bare
        quoted: str = found["double"] if found["double"] is not None else found["single"]
        return _ESCAPED.sub(r"\1", quoted)

    def _ms(self, value: str) -> int:
        try:
            return ms_from_iso(value)
        except ValueError as error:
            raise InvalidField(
                self._name, f"compares a time with {value!r}; write it in ISO 8601, such as 2024-05-01T10:00:00.000Z"
            ) from error

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self._at)
        if found:
            self._at = found.end()
        return found

    def _error(self, problem: str) -> InvalidField:
        return InvalidField(
            self._name, f"{problem} at character {self._at}; an example is conversation.metadata.agentId==johndoe"
        )
