"""A text as polarity reads it: words with their stems, clauses and sentences."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from earmark.engine.polarity.cues import Cues
from earmark.engine.text import Token, stem

_CLAUSE_END: Final = re.compile(r"[,;:.!?…¿¡()]")
_SENTENCE_END: Final = re.compile(r"[.!?…¿;]")


@dataclass(frozen=True)
class Sentence:
    """The words of a text.

    Attributes:
        clauses: For every word the number of its clause.
        sentences: For every word the number of its sentence.
        asked: Numbers of the sentences that a question mark ends or begins.
    """

    words: Sequence[str]
    stems: Sequence[str]
    clauses: Sequence[int]
    sentences: Sequence[int]
    asked: frozenset[int]

    @functools.cached_property
    def clause_ends(self) -> Sequence[int]:
        """For every clause the place behind it."""
        return _run_ends(self.clauses)

    @functools.cached_property
    def sentence_ends(self) -> Sequence[int]:
        """For every sentence the place behind it."""
        return _run_ends(self.sentences)

    def clause_start(self, place: int) -> int:
        """The first place of the clause of a word."""
        number = self.clauses[place]
        return self.clause_ends[number - 1] if number else 0

    def clause_end(self, place: int) -> int:
        """The place behind the clause of a word."""
        return self.clause_ends[self.clauses[place]]

    def sentence_end(self, place: int) -> int:
        """The place behind the sentence of a word."""
        return self.sentence_ends[self.sentences[place]]

    def begins_clause(self, place: int) -> bool:
        return place == 0 or self.clauses[place] != self.clauses[place - 1]


def cut(text: str, spoken: Sequence[Token], language: str, cues: Cues) -> Sentence:
    """The words of *text* in clauses: a mark, a conjunction and a new subject each begin one."""
    words = [token.word for token in spoken]
    clauses: list[int] = []
    sentences: list[int] = []
    asked: set[int] = set()
    clause = sentence = end = 0
    for place, token in enumerate(spoken):
        marks = text[end : token.start]
        if clauses:
            joined = words[place] in cues.joints and words[place + 1 : place + 2] and words[place + 1] in cues.subjects
            if _CLAUSE_END.search(marks) or words[place] in cues.breaks or joined:
                clause += 1
            if "?" in marks:
                asked.add(sentence)
            if _SENTENCE_END.search(marks):
                sentence += 1
        if "¿" in marks:
            asked.add(sentence)
        clauses.append(clause)
        sentences.append(sentence)
        end = token.end
    if "?" in text[end:]:
        asked.add(sentence)
    return Sentence(words, [stem(word, language) for word in words], clauses, sentences, frozenset(asked))


def _run_ends(numbers: Sequence[int]) -> list[int]:
    """Where each run of one number ends, in numbers that rise by at most one."""
    ends = [0] * (numbers[-1] + 1 if numbers else 0)
    for place, number in enumerate(numbers):
        ends[number] = place + 1
    return ends
