"""From the values of a tracker file to trackers, or to an error that names file, line, field and fix."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, ParamSpec, TypeVar

from earmark import limits
from earmark.checks import check_text, tracker_problems
from earmark.errors import InvalidField, UnreadableFile
from earmark.textfile import decode
from earmark.trackerfile.entries import FileFormat, TrackerEntry
from earmark.trackerfile.nodes import Node, json_node, jsonl_node, yaml_node
from earmark.trackerfile.rows import csv_node
from earmark.types import BALANCED, Tracker, sensitivity_from

P = ParamSpec("P")
T = TypeVar("T")

_PARSERS: Final[Mapping[FileFormat, Callable[[str, str], Node | None]]] = {
    FileFormat.YAML: yaml_node,
    FileFormat.JSON: json_node,
    FileFormat.JSONL: jsonl_node,
    FileFormat.CSV: csv_node,
}

_NUMBER: Final = re.compile(r"[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?")
_WIRE_EXCLUDE: Final = "excludeVocabulary"
_KEYS: Final = (
    "name", "vocabulary", "exclude", _WIRE_EXCLUDE, "description", "categories", "languages", "sensitivity",
    "exclusive_group", "tests",
)  # fmt: skip
_TEST_KEYS: Final = ("must_match", "must_not_match")
#: What the tracker API answers beside: contract 2.2.
_IGNORED_KEYS: Final = frozenset({"id", "type", "createdOn", "updatedOn"})
#: What people write for a key that no likeness of letters would suggest.
_MEANT: Final[Mapping[str, str]] = {
    "phrases": "vocabulary",
    "keywords": "vocabulary",
    "examples": "vocabulary",
    "counter_examples": "exclude",
    "threshold": "sensitivity",
    "exclusiveGroup": "exclusive_group",
    "group": "exclusive_group",
    "must_match": "tests",
    "must_not_match": "tests",
}


def read(name: str, data: bytes) -> list[TrackerEntry]:
    """
    Read and check a tracker file; the package's text describes the schema.

    Args:
        name: A path, whose extension tells the format.
        data: The whole file.

    Raises:
        UnreadableFile: names the file, the line where the format tells it, the field and the fix.
    """
    entries, problems = examine(name, data)
    if problems:
        raise problems[0]
    return entries


def examine(name: str, data: bytes) -> tuple[list[TrackerEntry], list[UnreadableFile]]:
    """
    The trackers of a file that are right, and all that is wrong with it.

    What is not even the format that the extension tells has one problem, the first; the rest of it means nothing.
    The arguments are those of `read`.
    """
    try:
        parse = _PARSERS[FileFormat.of(name)]
        text = decode(name, data)
        root = parse(name, text) if text.strip() else None
        nodes = _trackers(name, root)
    except UnreadableFile as problem:
        return [], [problem]
    if not nodes:
        return [], [UnreadableFile(name, "holds no tracker.")]
    entries: list[TrackerEntry] = []
    problems: list[UnreadableFile] = []
    numbers: dict[str, int] = {}
    for number, node in enumerate(nodes, start=1):
        place = _Place(name, _title(number, node), node)
        entry = _entry(place, own := [])
        if entry is not None:
            first = numbers.setdefault(entry.tracker.name, number)
            if first != number:
                own.append(place.error("name", f"is the name of tracker {first} as well; give each tracker its own."))
            if not own:
                entries.append(entry)
        problems += own
    return entries, problems


@dataclass(frozen=True, slots=True)
class _Place:
    """A tracker within its file."""

    file: str
    title: str
    node: Node

    def error(self, field: str, problem: str) -> UnreadableFile:
        return UnreadableFile(self.file, f'{self.title}: "{field}" {problem}', _line_of(self.node, field))


def _trackers(name: str, root: Node | None) -> Sequence[Node]:
    trackers = root
    if root is not None and isinstance(root.value, dict):
        for problem in _unknown_keys(_Place(name, "the file", root), root.value, ("trackers",)):
            raise problem
        trackers = root.value.get("trackers")
    if trackers is None or trackers.is_null:
        return []
    if not isinstance(trackers.value, list):
        raise UnreadableFile(name, 'must hold a list of trackers, alone or under "trackers".', trackers.line)
    return trackers.value


def _title(number: int, node: Node) -> str:
    name = node.value.get("name") if isinstance(node.value, dict) else None
    return f"tracker {name.value!r}" if name is not None and isinstance(name.value, str) else f"tracker {number}"


def _entry(place: _Place, problems: list[UnreadableFile]) -> TrackerEntry | None:
    """The tracker at *place*, None when there is none to speak of; what is wrong with it is added to *problems*."""
    if not isinstance(place.node.value, dict):
        problem = f'{place.title} must be a mapping with "name" and "vocabulary".'
        problems.append(UnreadableFile(place.file, problem, place.node.line))
        return None
    problems += _unknown_keys(place, place.node.value, _KEYS)
    fields = {key: node for key, node in place.node.value.items() if not node.is_null}
    missing = [field for field in ("name", "vocabulary") if field not in fields]
    problems += [place.error(field, "is missing.") for field in missing]
    if "exclude" in fields and _WIRE_EXCLUDE in fields:
        problems.append(place.error(_WIRE_EXCLUDE, 'says the same as "exclude"; keep one of them.'))
    exclude = _WIRE_EXCLUDE if _WIRE_EXCLUDE in fields else "exclude"
    shape: list[UnreadableFile] = []
    name, description, group = (
        _noted(shape, "", _text, place, field, fields[field]) if field in fields else ""
        for field in ("name", "description", "exclusive_group")
    )
    phrases, counter_examples, categories, languages = (
        _noted(shape, (), _texts, place, field, fields) for field in ("vocabulary", exclude, "categories", "languages")
    )
    sensitivity = _noted(shape, BALANCED, _sensitivity, place, fields.get("sensitivity"))
    problems += shape
    tracker = None
    if not missing and not shape:
        tracker = Tracker(
            name, phrases, counter_examples, sensitivity, description, categories, languages, exclusive_group=group
        )
        problems += [place.error(one.field, one.problem) for one in tracker_problems(tracker, exclude_field=exclude)]
    tests = _tests(place, fields.get("tests"), problems)
    return TrackerEntry(tracker, *tests) if tracker else None


def _tests(
    place: _Place, tests: Node | None, problems: list[UnreadableFile]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if tests is None:
        return (), ()
    if not isinstance(tests.value, dict):
        problems.append(place.error("tests", f"must be a mapping with {' and '.join(_TEST_KEYS)}."))
        return (), ()
    problems += _unknown_keys(place, tests.value, _TEST_KEYS, "tests.")
    fields = {f"tests.{key}": node for key, node in tests.value.items() if not node.is_null}
    must, must_not = (_noted(problems, (), _texts, place, f"tests.{key}", fields) for key in _TEST_KEYS)
    for key, sentences in zip(_TEST_KEYS, (must, must_not), strict=True):
        for index, sentence in enumerate(sentences):
            try:
                check_text(f"tests.{key}[{index}]", sentence, max_chars=limits.MESSAGE_CHARS)
            except InvalidField as error:
                problems.append(place.error(error.field, error.problem))
    for index, sentence in enumerate(must_not):
        if sentence in must:
            field = f"tests.must_not_match[{index}]"
            problems.append(place.error(field, 'also stands in "must_match"; keep one of them.'))
    return must, must_not


def _noted(problems: list[UnreadableFile], default: T, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What *read* gives, or *default* where it raises, which is added to *problems*."""
    try:
        return read(*args, **kwargs)
    except UnreadableFile as problem:
        problems.append(problem)
        return default


def _unknown_keys(
    place: _Place, fields: Mapping[str, Node], known: Sequence[str], prefix: str = ""
) -> Iterator[UnreadableFile]:
    for key, node in fields.items():
        if key in known or (known is _KEYS and key in _IGNORED_KEYS):
            continue
        near = difflib.get_close_matches(key.lower(), known, n=1)
        meant = _MEANT[key] if _MEANT.get(key) in known else near[0] if near else None
        fix = f"did you mean {meant!r}?" if meant else f"known are {', '.join(known)}."
        yield UnreadableFile(place.file, f"{place.title}: unknown key {prefix + key!r}; {fix}", node.line)


def _text(place: _Place, field: str, node: Node) -> str:
    if not isinstance(node.value, str):
        raise place.error(field, f"must be text, not {_kind(node)}.")
    return node.value.strip()


def _texts(place: _Place, field: str, fields: Mapping[str, Node]) -> tuple[str, ...]:
    node = fields.get(field)
    if node is None:
        return ()
    if not isinstance(node.value, list):
        raise place.error(field, f"must be a list of texts, not {_kind(node)}.")
    return tuple(_text(place, f"{field}[{index}]", item) for index, item in enumerate(node.value))


def _sensitivity(place: _Place, node: Node | None) -> float:
    if node is None:
        return BALANCED
    given = node.value
    try:
        if isinstance(given, list | dict) or given is None:
            raise ValueError
        return sensitivity_from(_number_or_name(given) if isinstance(given, str) else given)
    except ValueError:
        raise place.error("sensitivity", "must be strict, balanced, broad or a number from 0 to 1.") from None


def _number_or_name(text: str) -> float | str:
    # YAML and CSV write a number as any other text.
    return float(text) if _NUMBER.fullmatch(text) else text


def _kind(node: Node) -> str:
    match node.value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return "a number; put quotes around it"
        case str():
            return "a text"
        case list():
            return "a list"
        case dict():
            return "a mapping; put quotes around a text that holds a colon"


def _line_of(node: Node, field: str) -> int | None:
    """The line of *field*, such as ``tests.must_match[2]``, or of the nearest value around it that knows its line."""
    line = node.line
    for step in re.findall(r"\w+", field):
        inner: Node | None = None
        if isinstance(node.value, dict):
            inner = node.value.get(step)
        elif isinstance(node.value, list):
            inner = node.value[int(step)]
        if inner is None:
            break
        node, line = inner, inner.line or line
    return line
