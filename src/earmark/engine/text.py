"""Text as the literal rules see it: folded characters, words with their places, stems."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import snowballstemmer

#: Language tag -> name of the Snowball algorithm. Languages without one keep their words as they are.
_STEMMERS: Final = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "tr": "turkish",
}

# Typographic apostrophes and dashes are spelling, not meaning: a phone types one, a keyboard the other.
_SPELLINGS: Final = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-", "\u2013": "-"}
)
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# Scripts that put no space between words: a boundary may fall between any two characters.
_UNSPACED: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without case, diacritics and runs of white space.

    Attributes:
        text: The folded characters.
        places: For every folded character the index of the character it came from, and one entry more:
            the length of the original.
    """

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the original that the folded characters *start* to *end* came from."""
        last = self.places[end - 1]
        after = end
        while self.places[after] == last and after < len(self.text):
            after += 1
        return self.places[start], self.places[after] if after == end else last + 1


@dataclass(frozen=True, slots=True)
class Token:
    """One word: folded, with its characters in the original text."""

    word: str
    start: int
    end: int


def fold(text: str) -> Folded:
    """Drop case, diacritics and repeated white space, and remember where each character came from."""
    folded: list[str] = []
    places: list[int] = []
    in_space = False
    for place, character in enumerate(text.translate(_SPELLINGS)):
        if character.isspace():
            if not in_space:
                folded.append(" ")
                places.append(place)
            in_space = True
            continue
        in_space = False
        if character.isascii():
            folded.append(character.lower())
            places.append(place)
            continue
        for part in unicodedata.normalize("NFKD", character.casefold()):
            if not unicodedata.combining(part):
                folded.append(part)
                places.append(place)
    return Folded("".join(folded), (*places, len(text)))


def tokens(folded: Folded) -> list[Token]:
    """The words of a folded text; a contraction is one word."""
    return [Token(found.group(), *folded.span(*found.span())) for found in _WORD.finditer(folded.text)]


def words(text: str) -> list[Token]:
    """The words of *text*, folded, with their places in it."""
    return tokens(fold(text))


def is_unspaced(text: str) -> bool:
    """Whether *text* has a script that writes words without spaces between them."""
    return _UNSPACED.search(text) is not None


def is_boundary(text: str, place: int) -> bool:
    """Whether a word may begin or end at *place* of a folded text."""
    if place <= 0 or place >= len(text):
        return True
    before, after = text[place - 1], text[place]
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return True
    return not (before.isalnum() and after.isalnum())


@functools.lru_cache(maxsize=16)
def _stemmer(language: str) -> snowballstemmer.stemmer | None:
    name = _STEMMERS.get(language)
    return snowballstemmer.stemmer(name) if name else None


@functools.lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    """The stem of a folded word, by Snowball (snowballstem.org); the word itself where no stemmer is known."""
    stemmer = _stemmer(language)
    if stemmer is None:
        return word
    # A possessive is the same word: "the client's" fires on "client".
    return str(stemmer.stemWord(word.removesuffix("'s")))
