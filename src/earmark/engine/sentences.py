"""A turn of talk -> sentences, as character spans."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Final

import sentencex

from earmark.engine.language import primary
from earmark.engine.text import legible, trimmed
from earmark.types import Message

#: What the segmenter is told when nobody knows the language.
_DEFAULT_LANGUAGE: Final = "en"


def split(text: str, language: str = "") -> list[tuple[int, int]]:
    """
    Sentences of *text* as (start, end) characters, trimmed of white space, in order, none empty.

    Unpunctuated talk stays in one piece: the engine cuts long pieces into windows itself.

    Args:
        text: What was said, of any length.
        language: BCP-47 tag; abbreviations differ by language.

    Source: sentencex (Wikimedia), which rather keeps two sentences together than cuts one in two.
    """
    read = legible(text)
    pieces = sentencex.segment(primary(language) or _DEFAULT_LANGUAGE, read)
    if "".join(pieces) != read:
        # The segmenter changed a character, so its lengths say nothing about places.
        pieces = [read]
    ends = itertools.accumulate(len(piece) for piece in pieces)
    spans = (trimmed(text, start, end) for start, end in itertools.pairwise([0, *ends]))
    return _without_stubs(text, [(start, end) for start, end in spans if start < end])


def cut(turn: Message) -> list[Message]:
    """
    The sentences of a turn, each a message of the same speaker with its share of the turn's time.

    A sentence's time follows from its place among the characters; a time that the turn lacks, they lack.
    """
    said = []
    for start, end in split(turn.text, turn.language):
        start_ms, end_ms = turn.start_ms, turn.end_ms
        if start_ms is not None and end_ms is not None:
            ms_per_char = (end_ms - start_ms) / len(turn.text)
            start_ms, end_ms = start_ms + round(start * ms_per_char), start_ms + round(end * ms_per_char)
        said.append(replace(turn, text=turn.text[start:end], start_ms=start_ms, end_ms=end_ms))
    return said


def _without_stubs(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join a piece without any letter or digit ("...", ":)") to its neighbor: it is no sentence."""
    joined: list[tuple[int, int]] = []
    pending: int | None = None
    for start, end in spans:
        if any(character.isalnum() for character in text[start:end]):
            joined.append((start if pending is None else pending, end))
            pending = None
        elif joined:
            joined[-1] = (joined[-1][0], end)
        elif pending is None:
            pending = start
    if pending is not None:
        joined.append((pending, spans[-1][1]))
    return joined
