"""Where words stand in a folded text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from earmark.engine.text import Token, is_word_end, is_word_start

#: Punctuation around a phrase is not looked for, but the signs in "C++", "#1" and "100%" are.
AROUND: Final = " .,;:!?¡¿…'\"`()[]{}<>«»“”„‹›。、「」『』・-—"

#: What was said, word by word: a stem, and the word that it is of. A contraction has several.
Said = Sequence[tuple[str, Token]]


def literal_places(phrase: str, text: str) -> Iterator[int]:
    """
    Indices of the whole-word occurrences of a folded phrase in a folded text, in order.

    Source: contract section 12; word boundaries are its recommendation, so "sale" is not in "wholesale".
    """
    place = text.find(phrase) if phrase else -1
    while place >= 0:
        if is_word_start(text, place) and is_word_end(text, place + len(phrase)):
            yield place
        place = text.find(phrase, place + 1)


def forms_in(word: str) -> tuple[str, ...]:
    """A word, and what of it may stand alone: "argent" of "l'argent", "client" of "client's"."""
    if "'" not in word:
        return (word,)
    parts = word.removesuffix("'s").split("'")
    return (word, *("'".join(parts[first:]) for first in range(len(parts))))


def begins_word(said: Said, place: int) -> bool:
    """Whether a word as it is written begins at a place: the "not" of "can't" does not."""
    return place == 0 or said[place - 1][1] is not said[place][1]


def is_whole(said: Said, first: int, last: int) -> bool:
    """Whether a piece of what was said begins and ends at words as they are written: "can" is no part of "can't"."""
    return begins_word(said, first) and (last + 1 == len(said) or begins_word(said, last + 1))
