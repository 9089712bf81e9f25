r"""How phrases are written: plain text, or a compound that is found by its words alone. Pure.

==================  ==============================================================================
written             is found where
==================  ==============================================================================
``refund*``         a word begins so
``"as is"``         these very words stand, one after the other
``cancel ~5 sale``  both are said, in either order, with at most five words between them
``\refund*``        plain text: what follows the backslash is taken as it is
==================  ==============================================================================

They combine: ``cancel* my contract``, ``"as is" ~3 sold ~8 house*``. What looks like none of it is plain text, such as
``2 * 3``, ``he said "no"`` or ``~ish``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from earmark import limits

ESCAPE: Final = "\\"
WILDCARD: Final = "*"
QUOTE: Final = '"'

_PLAINLY: Final = "or begin the phrase with a backslash to take all of it as plain text"
_NEAR_SIGN: Final = re.compile(r"~[0-9]|\S\s+~(?=\s+\S)")
_NEAR: Final = re.compile(r"~([0-9]+)(?!\S)")
_PART_END: Final = re.compile(r"(?<!\S)~(?:[0-9]|(?!\S))")
_TOKEN: Final = re.compile(r"\S+")
_LARGEST_NUMBER_CHARS: Final = 6


@dataclass(frozen=True, slots=True)
class Plain:
    """A phrase that is found by its words and by its meaning."""

    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two spaces: one word mostly. With a wildcard it stands for every word that begins so."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Words that follow each other, in any of their forms."""

    items: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Exact:
    """The very words, as they stand between quotation marks."""

    text: str


@dataclass(frozen=True, slots=True)
class Compound:
    """
    A phrase that is found by its words alone.

    Attributes:
        parts: In the order in which they are written; they may be said in another.
        gaps: How many words may stand between each part and the next one: one fewer than parts.
    """

    parts: tuple[Words | Exact, ...]
    gaps: tuple[int, ...] = ()


class Malformed(ValueError):
    """
    A phrase that looks like a compound and is none.

    Its text begins with a verb, as the problem of `errors.InvalidField` does, and names phrase, place and fix.
    """

    def __init__(self, phrase: str, place: int, problem: str) -> None:
        super().__init__(f"is {phrase!r}: at character {place} {problem}.")


@lru_cache(maxsize=65_536)
def parse(phrase: str) -> Plain | Compound:
    """
    What a phrase as it is stored and written says.

    Raises:
        Malformed: it looks like a compound and is none.
    """
    if phrase.startswith(ESCAPE):
        return Plain(phrase.removeprefix(ESCAPE))
    return Compound(*_Parser(phrase).read()) if _looks_compound(phrase) else Plain(phrase)


def read(phrase: str) -> Plain | Compound:
    """As `parse`, where a malformed phrase is plain text: whoever stores phrases has refused it."""
    try:
        return parse(phrase)
    except Malformed:
        return Plain(phrase)


def is_compound(phrase: str) -> bool:
    """Whether a phrase is found by its words alone."""
    return isinstance(read(phrase), Compound)


def plain(text: str) -> str:
    """The phrase that says *text* and nothing else, whatever signs are in it."""
    return ESCAPE + text if text.startswith(ESCAPE) or _looks_compound(text) else text


def shown(phrase: str) -> str:
    """A phrase as it reads where every phrase is plain text: without the backslash that says so."""
    return phrase.removeprefix(ESCAPE)


def _looks_compound(phrase: str) -> bool:
    if phrase.lstrip().startswith(QUOTE) or _NEAR_SIGN.search(phrase):
        return True
    stars = (place for place, character in enumerate(phrase) if character == WILDCARD)
    return any(_is_letter(phrase[place - 1 : place]) or _is_letter(phrase[place + 1 : place + 2]) for place in stars)


def _is_letter(character: str) -> bool:
    """Whether a word may hold it; an empty string is none."""
    return bool(character) and unicodedata.category(character)[0] in "LMN"


class _Parser:
    """Reads one phrase that looks like a compound."""

    def __init__(self, phrase: str) -> None:
        self._phrase = phrase
        self._place = 0

    def read(self) -> tuple[tuple[Words | Exact, ...], tuple[int, ...]]:
        parts = [self._part()]
        gaps: list[int] = []
        while self._skip_spaces():
            if len(parts) == limits.COMPOUND_PARTS:
                raise self._error(self._place, f"a part too many begins; join at most {limits.COMPOUND_PARTS} with ~")
            gaps.append(self._gap())
            parts.append(self._part())
        return tuple(parts), tuple(gaps)

    def _skip_spaces(self) -> bool:
        """Whether anything is left behind them."""
        while self._phrase[self._place : self._place + 1].isspace():
            self._place += 1
        return self._place < len(self._phrase)

    def _gap(self) -> int:
        found = _NEAR.match(self._phrase, self._place)
        if found is None and self._phrase[self._place] == "~":
            raise self._error(self._place, '"~" needs a number and a space right behind it, as in ~5; add them')
        if found is None:
            raise self._error(
                self._place,
                "text goes on behind a part in quotation marks; put ~ and a number between the two, as in "
                '"as is" ~3 sold',
            )
        digits = found.group(1)
        words = int(digits) if len(digits) <= _LARGEST_NUMBER_CHARS else 0
        if not 1 <= words <= limits.NEARNESS_WORDS:
            raise self._error(self._place, f"~{digits} is out of range; write ~1 to ~{limits.NEARNESS_WORDS}")
        self._place = found.end()
        return words

    def _part(self) -> Words | Exact:
        if not self._skip_spaces() or _PART_END.match(self._phrase, self._place):
            raise self._error(
                self._place,
                "words are missing, which must stand before and behind ~, as in cancel ~5 contract; add them",
            )
        return self._exact() if self._phrase[self._place] == QUOTE else self._words()

    def _exact(self) -> Exact:
        begin = self._place
        end = self._phrase.find(QUOTE, begin + 1)
        if end < 0:
            raise self._error(begin, "a quotation mark opens that is never closed; close it")
        text = self._phrase[begin + 1 : end]
        if all(unicodedata.category(character)[0] not in "LNS" for character in text):
            raise self._error(begin, "no word stands between the quotation marks; write one")
        for place, character in enumerate(text):
            if character == WILDCARD and _is_letter(text[place - 1 : place]):
                raise self._error(
                    begin + 1 + place,
                    "a wildcard stands between quotation marks, where every sign counts as it is; drop one of them",
                )
        self._place = end + 1
        return Exact(text.strip())

    def _words(self) -> Words:
        found = _PART_END.search(self._phrase, self._place)
        end = found.start() if found else len(self._phrase)
        items = tuple(self._items(end))
        if not any(_is_letter(character) for item in items for character in item.text):
            raise self._error(self._place, "a part holds no word; write one")
        self._place = end
        return Words(items)

    def _items(self, end: int) -> Iterator[Word]:
        for token in _TOKEN.finditer(self._phrase, self._place, end):
            text, place = token.group(), token.start()
            if "~" in text and _NEAR_SIGN.search(text):
                raise self._error(place + text.index("~"), '"~" and its number touch a word; put a space on both sides')
            if QUOTE in text:
                raise self._error(
                    place + text.index(QUOTE),
                    "a quotation mark stands within a part; quote the whole part",
                )
            word = text.removesuffix(WILDCARD)
            if WILDCARD in word:
                raise self._error(
                    place + text.index(WILDCARD),
                    "a wildcard stands elsewhere than once at the end of a word, as in refund*; move it",
                )
            if word != text:
                self._check_prefix(word, place)
            yield Word(word, is_prefix=word != text)

    def _check_prefix(self, word: str, place: int) -> None:
        tail = word[-limits.WILDCARD_CHARS :]
        if len(tail) < limits.WILDCARD_CHARS or not all(map(_is_letter, tail)):
            raise self._error(
                place + len(word),
                f"a wildcard has fewer than {limits.WILDCARD_CHARS} letters or digits before it; write more",
            )

    def _error(self, place: int, problem: str) -> Malformed:
        return Malformed(self._phrase, place, f"{problem}, {_PLAINLY}")
