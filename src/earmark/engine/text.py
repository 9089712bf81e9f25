"""Text as the literal rules see it: folded characters, words with their places, stems."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import snowballstemmer

#: Primary subtag -> name of the Snowball algorithm. Languages without one keep their words as they are.
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

# Typographic apostrophes and dashes are spelling, not meaning: a phone types one, a keyboard the other. Turkish
# writes a dotless i, whose upper case is the common I.
_SPELLINGS: Final = str.maketrans(
    {
        "\u00b4": "'",
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
        "\u0131": "i",
    }
)
# Scripts that put no space between words: a boundary may fall between any two characters.
_UNSPACED_RANGES: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
)
_UNSPACED: Final = re.compile(f"[{_UNSPACED_RANGES}]")
# Letters of any other script, and the vowel signs of India's, which Python does not count among the letters.
_LETTER: Final = rf"[^\W_{_UNSPACED_RANGES}]|[\u0900-\u0963\u0971-\u0dff]"
_WORD: Final = re.compile(f"[{_UNSPACED_RANGES}]+|(?:{_LETTER})+(?:'(?:{_LETTER})+)*")
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_ONE_SPACE: Final = re.compile(r"\s")
_SPACES: Final = re.compile(r"\s\s")
# What may be one letter together with the character before it: marks of kana, vowels and finals of Hangul.
_CONTINUES_LETTER: Final = re.compile("[\u3099\u309a\u1161-\u1175\u11a8-\u11c2]")
# Where the rest of a contraction begins; a possessive is none.
_CONTRACTION: Final = re.compile(rf"'(?!s(?!{_LETTER}))(?:{_LETTER})")
# They tell how the character before them is drawn.
_VARIATION_SELECTORS: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))


_CLOSING_MARKS: Final = " .,;:!…。"
# "'s" may be "is", "has" or a possessive and "'d" may be "had" or "would": they stay.
_CONTRACTED: Final = {"n't": "not", "'m": "am", "'re": "are", "'ve": "have", "'ll": "will"}
_WHOLE_CONTRACTIONS: Final = {"can't": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not")}


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without case, diacritics, invisible characters and runs of white space.

    Attributes:
        text: The folded characters.
        places: For every folded character the index of the character it came from, and one entry more:
            the length of the original.
    """

    text: str
    places: Sequence[int]

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


def legible(text: str) -> str:
    """*text* with a replacement character for every lone surrogate, which no encoder reads; places stay as they are."""
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def as_read(text: str) -> str:
    """
    What an encoder reads of a sentence: without what writing adds to its start and its end.

    A capital or a full stop more or less moves a short sentence by a tenth of the way to the threshold; a question mark
    says something.
    """
    read = legible(text).strip()
    read = read.rstrip(_CLOSING_MARKS) or read
    return read[0].lower() + read[1:] if read[1:2].islower() else read


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The characters *start* to *end* of *text* without the white space around them."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def fold(text: str) -> Folded:
    """Drop case, diacritics, invisible characters and repeated white space, and remember where each one came from."""
    if text.isascii() and not _SPACES.search(text):
        return Folded(_ONE_SPACE.sub(" ", text).lower(), range(len(text) + 1))
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in _folded_character(character):
            before = folded[-1] if folded else ""
            if part == " " == before:
                continue
            if before and _CONTINUES_LETTER.match(part):
                letter = unicodedata.normalize("NFC", before + part)
                if len(letter) == 1:
                    folded[-1] = letter
                    continue
            folded.append(part)
            places.append(place)
    return Folded("".join(folded), (*places, len(text)))


def tokens(folded: Folded) -> list[Token]:
    """The words of a folded text; a contraction is one word, and so is a run of a script without spaces."""
    if isinstance(folded.places, range):  # every character came from the one at its own place
        return [Token(found.group(), *found.span()) for found in _WORD.finditer(folded.text)]
    return [Token(found.group(), *folded.span(*found.span())) for found in _WORD.finditer(folded.text)]


def words_of(folded: str) -> tuple[str, ...]:
    """The words of a folded text, without their places."""
    return tuple(_WORD.findall(folded))


def words(text: str) -> list[Token]:
    """The words of *text*, folded, with their places in it."""
    return tokens(fold(text))


def expanded(word: str, language: str) -> tuple[str, ...]:
    """The words that an English contraction stands for: "I am" of "I'm"; any other word alone, "'s" and "'d" too."""
    if language != "en" or "'" not in word:
        return (word,)
    if word in _WHOLE_CONTRACTIONS:
        return _WHOLE_CONTRACTIONS[word]
    for ending, second in _CONTRACTED.items():
        if word.endswith(ending) and len(word) > len(ending):
            return word.removesuffix(ending), second
    return (word,)


def is_unspaced(text: str) -> bool:
    """Whether *text* has a script that writes words without spaces between them."""
    return _UNSPACED.search(text) is not None


def is_word_start(text: str, place: int) -> bool:
    """Whether a word may begin at *place* of a folded text."""
    return not _inside_word(text, place)


def is_word_end(text: str, place: int) -> bool:
    """Whether a word may end before *place* of a folded text: "client" in "client's", but not "can" in "can't"."""
    return not _inside_word(text, place) and not _CONTRACTION.match(text, place)


def _inside_word(text: str, place: int) -> bool:
    if not 0 < place < len(text):
        return False
    sides = text[place - 1 : place + 1]
    return not is_unspaced(sides) and all(map(_is_letter, sides))


def _is_letter(character: str) -> bool:
    # A mark that was not folded away spells the letter before it.
    return character.isalnum() or unicodedata.category(character).startswith("M")


@functools.lru_cache(maxsize=8_192)
def _folded_character(character: str) -> str:
    folded = character
    # Twice, because the parts of a character may have a case of their own: "№" is "No".
    for _ in range(2):
        folded = unicodedata.normalize("NFKD", folded.translate(_SPELLINGS).casefold())
    kept = "".join(" " if part.isspace() else part for part in folded if not _is_dropped(part))
    return unicodedata.normalize("NFC", kept)


def _is_dropped(part: str) -> bool:
    """Whether a character is an accent, a vowel point of Hebrew, Arabic or Syriac, or cannot be seen at all.

    Marks of other classes stay: they make another letter in kana and in the scripts of India and Thailand.
    """
    if unicodedata.category(part) == "Cf" or part in _VARIATION_SELECTORS:
        return True
    kind = unicodedata.combining(part)
    return kind == 1 or 10 <= kind <= 36 or kind >= 200


def has_stemmer(language: str) -> bool:
    """Whether forms of a word are told apart from other words in a language, a primary subtag."""
    return language in _STEMMERS


@functools.lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    """The stem of a folded word, by Snowball (snowballstem.org); the word itself where no stemmer is known."""
    algorithm = _STEMMERS.get(language)
    if algorithm is None:
        return word
    # A stemmer of its own for each call: one keeps the word it works on, and threads would mix theirs up.
    # A possessive is the same word: "the client's" fires on "client".
    return str(snowballstemmer.stemmer(algorithm).stemWord(word.removesuffix("'s")))
