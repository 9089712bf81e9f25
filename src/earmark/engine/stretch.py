"""What the engine makes of messages before any tracker is asked: their words and vectors, made once and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from earmark.engine import language
from earmark.engine.blas import single_threaded
from earmark.engine.encoder import MULTILINGUAL_SPACE, Encoder
from earmark.engine.spoken import speech
from earmark.engine.text import Folded, Token, as_read, expanded, fold, stem, tokens, words_of
from earmark.engine.whitening import Vectors
from earmark.engine.windows import windows
from earmark.types import Message

Stored = NDArray[np.float16]

#: Which words of a message are encoded, and in which windows: vectors of another version belong to other texts.
VERSION: Final = "2"

#: Between the parts of a message's line of words; white space, so that no folded text holds it.
PART: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class SpaceVectors:
    """
    Vectors of a stretch's messages in one space.

    Attributes:
        counts: How many each message has, one for each window; none where the space does not read the message.
            Shape ``(messages,)``, uint16.
        vectors: Unit vectors before whitening, one message after another. Shape ``(windows, dim)``, float16: what is
            kept is what was matched with, so that a later search finds the same.
    """

    counts: NDArray[np.uint16]
    vectors: Stored

    def of(self, places: Sequence[int]) -> Vectors:
        """The vectors of some messages, in the order of *places*."""
        ends = np.cumsum(self.counts, dtype=np.intp)
        rows = [np.arange(ends[place] - self.counts[place], ends[place]) for place in places]
        chosen: Vectors = self.vectors[np.concatenate(rows)].astype(np.float32)
        return chosen


@dataclass(frozen=True, slots=True)
class Stretch:
    """
    Messages of one conversation that follow each other, as the engine read them.

    Attributes:
        words: For each message its language, its folded text and its stems: see `line_of`.
        spaces: Vectors by space.
    """

    words: Sequence[str]
    spaces: Mapping[str, SpaceVectors]

    def language(self, place: int) -> str:
        """The primary subtag that a message was read in."""
        return language_of(self.words[place])


@single_threaded
def read(messages: Sequence[Message], encoders: Mapping[str, Encoder]) -> Stretch:
    """
    Read messages, each of which has its language: see `language.assigned`.

    Args:
        encoders: By space.
    """
    lines: list[str] = []
    texts: list[list[str]] = []
    for message in messages:
        folded = fold(message.text)
        tongue = language.primary(message.language)
        heard = speech(message.text, tokens(folded), tongue)
        lines.append(line_of(folded, heard.words, tongue))
        texts.append([heard.between(start, end) for start, end in windows(heard.meant, len(message.text))])
    spaces = {}
    for space, encoder in encoders.items():
        counts = [
            len(of_message) if reads(space, message.language) else 0
            for of_message, message in zip(texts, messages, strict=True)
        ]
        said = [text for of_message, count in zip(texts, counts, strict=True) for text in of_message[:count]]
        spaces[space] = SpaceVectors(np.array(counts, np.uint16), encoded(said, encoder))
    return Stretch(tuple(lines), spaces)


def reads(space: str, tag: str) -> bool:
    """Whether a space judges talk of a language: the multilingual one all, the other English alone."""
    return space == MULTILINGUAL_SPACE or language.primary(tag) == language.ENGLISH


def encoded(texts: Sequence[str], encoder: Encoder) -> Stored:
    """Vectors of texts as they are kept, shape ``(texts, dim)``."""
    return encoder.encode([as_read(text) for text in texts]).astype(np.float16)


def line_of(folded: Folded, spoken: Sequence[Token], tongue: str) -> str:
    """A message's language, folded text and stems in one line, by which words are searched without reading it again."""
    stems = (stem(word, tongue) for token in spoken for word in expanded(token.word, tongue))
    return f"{tongue}{PART}{folded.text}{PART} {' '.join(stems)} "


def language_of(line: str) -> str:
    """The language in a line from `line_of`."""
    return line.partition(PART)[0]


def words_in(line: str) -> tuple[str, ...]:
    """The folded words in a line from `line_of`."""
    return words_of(line.split(PART, 2)[1])


def picked(stretches: Sequence[Stretch], places: Sequence[tuple[int, int]]) -> dict[str, SpaceVectors]:
    """
    The vectors of some messages of some stretches, for `CompiledMatcher.examine`.

    Args:
        places: A stretch, and a message in it.
    """
    spaces = stretches[0].spaces if stretches else {}
    return {
        space: SpaceVectors(
            np.array([stretches[number].spaces[space].counts[place] for number, place in places], np.uint16),
            np.concatenate([_rows(stretches[number].spaces[space], place) for number, place in places]),
        )
        for space in spaces
    }


def _rows(kept: SpaceVectors, place: int) -> Stored:
    first = int(kept.counts[:place].sum(dtype=np.intp))
    return kept.vectors[first : first + int(kept.counts[place])]
