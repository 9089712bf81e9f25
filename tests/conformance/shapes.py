"""What bodies have to look like.

An object has at least the members that a shape names, since clients ignore more (`Only` allows no others); an array has
exactly the entries of a list; a text may name what a row kept, ``<name>``; anything else is equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Kept = dict[str, Any]

_NAME: Final = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Text:
    """A string of this pattern that holds these words."""

    pattern: str = r"(?s).*"
    holds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Number:
    least: float
    most: float
    whole: bool = False


@dataclass(frozen=True)
class Keep:
    """*shape*; what was there is known as ``<name>`` from then on."""

    name: str
    shape: Any


@dataclass(frozen=True)
class Each:
    """An array, not empty, whose entries all have this shape."""

    shape: Any


class InAnyOrder:
    """An array of exactly these entries."""

    def __init__(self, *shapes: Any) -> None:
        self.shapes = shapes


@dataclass(frozen=True)
class Without:
    """*shape*, and none of these members."""

    shape: Any
    members: tuple[str, ...]


@dataclass(frozen=True)
class That:
    """Whatever a function finds right."""

    says: str
    holds: Callable[[Any], bool]


class Only:
    """An object of exactly these members."""

    def __init__(self, members: Mapping[str, Any] | None = None, /, **more: Any) -> None:
        self.members = {**(members or {}), **more}


ANYTHING: Final = That("anything", lambda _: True)
STRING: Final = Text()
ID: Final = Text(r"[1-9]\d{15}")
UUID: Final = Text(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIME: Final = Text(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def filled(value: Any, kept: Kept) -> Any:
    """*value* with what was kept in the place of its names."""
    if isinstance(value, str):
        whole = _NAME.fullmatch(value)
        if whole and whole[1] in kept:
            return kept[whole[1]]
        return _NAME.sub(lambda found: str(kept.get(found[1], found[0])), value)
    if isinstance(value, Mapping):
        return {key: filled(one, kept) for key, one in value.items()}
    return [filled(one, kept) for one in value] if isinstance(value, list | tuple) else value


def problems(shape: Any, found: Any, kept: Kept, place: str = "body") -> Iterator[str]:
    """All that is not as it should be; fills *kept* on the way."""
    match shape:
        case That():
            yield from _wrong(shape.holds(found), place, shape.says, found)
        case Keep():
            yield from problems(shape.shape, found, kept, place)
            kept[shape.name] = found
        case Text():
            fits = isinstance(found, str) and re.fullmatch(shape.pattern, found) is not None
            said = fits and all(words in found for words in filled(list(shape.holds), kept))
            yield from _wrong(said, place, shape, found)
        case Number():
            number = isinstance(found, int if shape.whole else int | float) and not isinstance(found, bool)
            yield from _wrong(number and shape.least <= found <= shape.most, place, shape, found)
        case Each():
            yield from _wrong(isinstance(found, list) and found, place, "an array with entries", found)
            for index, one in enumerate(found if isinstance(found, list) else []):
                yield from problems(shape.shape, one, kept, f"{place}[{index}]")
        case InAnyOrder():
            left = list(found) if isinstance(found, list) else []
            for one in shape.shapes:
                fitting = [entry for entry in left if not [*problems(one, entry, dict(kept))]]
                yield from _wrong(fitting, place, f"an array with {one}", found)
                left = [entry for entry in left if entry not in fitting[:1]]
            yield from _wrong(not left, place, "an array of no more", left)
        case Without():
            yield from problems(shape.shape, found, kept, place)
            for name in shape.members:
                yield from _wrong(name not in found, f"{place}.{name}", "absent", found)
        case Only():
            yield from _members(shape.members, found, kept, place)
            extra = sorted(set(found) - set(shape.members)) if isinstance(found, dict) else []
            yield from _wrong(not extra, place, f"no other members than {sorted(shape.members)}", extra)
        case Mapping():
            yield from _members(shape, found, kept, place)
        case list() | tuple():
            same = isinstance(found, list) and len(found) == len(shape)
            yield from _wrong(same, place, f"an array of {len(shape)}", found)
            for index, (one, entry) in enumerate(zip(shape, found if same else [], strict=False)):
                yield from problems(one, entry, kept, f"{place}[{index}]")
        case _:
            wanted = filled(shape, kept)
            yield from _wrong(type(found) is type(wanted) and found == wanted, place, repr(wanted), found)


def _members(shape: Mapping[str, Any], found: Any, kept: Kept, place: str) -> Iterator[str]:
    yield from _wrong(isinstance(found, dict), place, "an object", found)
    for name, one in shape.items() if isinstance(found, dict) else ():
        if name in found:
            yield from problems(one, found[name], kept, f"{place}.{name}")
        else:
            yield f"{place}.{name} is missing"


def _wrong(holds: object, place: str, wanted: object, found: object) -> Iterator[str]:
    if not holds:
        yield f"{place} should be {wanted}, is {found!r}"
