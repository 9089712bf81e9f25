"""The formats of tracker files as one tree of values that know their line.

Only the shape of a format is judged here: what the values mean is up to `reading`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml

from earmark.errors import UnreadableFile

#: A tracker file needs five levels; more would only serve to exhaust a recursive reader.
_LEVELS: Final = 8
#: Python refuses to read integers of more than 4,300 digits, and no number here needs more than a few.
_INTEGER_CHARS: Final = 18
_YAML_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Node:
    """
    A value of a tracker file.

    Attributes:
        line: Where it begins, None when the format does not tell.
        is_null: Left empty; in YAML the value is then still its literal text.
    """

    value: str | int | float | bool | list[Node] | dict[str, Node] | None
    line: int | None = None
    is_null: bool = False


class _RepeatedKey(Exception):
    """One key twice in an object."""


def yaml_node(name: str, text: str) -> Node | None:
    """
    The one document of a YAML text, None when it is empty. Every scalar is its literal text.

    Raises:
        UnreadableFile: no YAML, several documents, a key twice, or an alias or tag, which no tracker needs.
    """
    parser = _YamlParser(name, text)
    try:
        return parser.document()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problem = f"holds the character U+{ord(text[error.position]):04X}, which YAML does not allow; remove it."
        raise UnreadableFile(name, problem, line) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(part for part in (error.context, error.problem) if part)
        fix = "if it is a text with punctuation, put quotes around it."
        raise UnreadableFile(name, f"is not YAML: {problem}; {fix}", mark.line + 1 if mark else None) from error
    except (ValueError, OverflowError) as error:
        # PyYAML lets these escape for numbers out of range, as in the escape "\\UFFFFFFFF".
        problem = "is not YAML: a number here, or soon after, is out of range."
        raise UnreadableFile(name, problem, parser.line) from error


def json_node(name: str, text: str) -> Node:
    """
    A JSON text. Its values do not know their line.

    Raises:
        UnreadableFile: no JSON, or a key twice.
    """
    return _json_node(name, text, None)


def jsonl_node(name: str, text: str) -> Node:
    """
    A list of the JSON values that stand one on a line.

    Raises:
        UnreadableFile: a line that is no JSON, or a key twice.
    """
    lines = enumerate(text.split("\n"), start=1)
    return Node([_json_node(name, line, number) for number, line in lines if line.strip()])


def _json_node(name: str, text: str, line: int | None) -> Node:
    try:
        return _node_from_json(name, _DECODER.decode(text), line, 0)
    except json.JSONDecodeError as error:
        problem = f"is not JSON: {error.msg} at column {error.colno}."
        raise UnreadableFile(name, problem, line or error.lineno) from error
    except _RepeatedKey as error:
        raise UnreadableFile(name, f"holds the key {error} twice in one object; remove one.", line) from error
    except RecursionError as error:
        raise UnreadableFile(name, "is nested too deeply.", line) from error


def _node_from_json(name: str, value: Any, line: int | None, level: int) -> Node:
    if level > _LEVELS:
        raise UnreadableFile(name, "is nested too deeply.", line)
    if isinstance(value, list):
        return Node([_node_from_json(name, item, line, level + 1) for item in value], line)
    if isinstance(value, dict):
        return Node({key: _node_from_json(name, item, line, level + 1) for key, item in value.items()}, line)
    return Node(value, line, is_null=value is None)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _RepeatedKey(repr(key))
        found[key] = value
    return found


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _INTEGER_CHARS else float(digits)


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer)


class _YamlParser:
    """Builds nodes from PyYAML's events, which keep the literal text that its documents lose."""

    def __init__(self, name: str, text: str) -> None:
        self.line = 1
        self._name = name
        self._events = yaml.parse(text, Loader=yaml.SafeLoader)

    def document(self) -> Node | None:
        self._next()  # the stream begins
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        node = self._value(self._next(), 0)
        self._next()  # the document ends
        if not isinstance(self._next(), yaml.StreamEndEvent):
            raise self._error('holds a second document; keep one, without "---" between trackers.')
        return None if node.is_null else node

    def _next(self) -> yaml.Event:
        event = next(self._events)
        if event.start_mark is not None:
            self.line = event.start_mark.line + 1
        return event

    def _value(self, event: yaml.Event, level: int) -> Node:
        line = self.line
        if isinstance(event, yaml.AliasEvent):
            raise self._error(f"holds the alias *{event.anchor}; write its value out.")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            raise self._error(f"holds the tag {event.tag!r}; remove it.")
        if isinstance(event, yaml.ScalarEvent):
            return Node(event.value, line, is_null=not event.style and event.value in _YAML_NULLS)
        if level == _LEVELS:
            raise self._error("is nested too deeply.")
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(list(self._items(level + 1)), line)
        return Node(self._mapping(level + 1), line)

    def _items(self, level: int) -> Iterator[Node]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._value(event, level)

    def _mapping(self, level: int) -> dict[str, Node]:
        mapping: dict[str, Node] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._value(event, level).value
            if not isinstance(key, str):
                raise self._error("holds a list or mapping as a key; write the key as plain text.")
            if key in mapping:
                raise self._error(f"holds the key {key!r} twice in one mapping; remove one.")
            mapping[key] = self._value(self._next(), level)
        return mapping

    def _error(self, problem: str) -> UnreadableFile:
        return UnreadableFile(self._name, problem, self.line)
