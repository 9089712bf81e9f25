"""Phrases found by their words: exactly, or inflected in the same order.

An index keyed by each phrase's rarest word keeps the cost of one sentence flat as phrases grow.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from earmark.engine.language import ENGLISH
from earmark.engine.text import Folded, Token, fold, is_boundary, is_unspaced, stem, tokens
from earmark.types import MatchKind

#: Words that may stand between two words of an inflected phrase: "run sale" in "running a sale".
MAX_GAP_WORDS: Final = 1


@dataclass(frozen=True, slots=True)
class Found:
    """Words found in a message at the characters *start* to *end*.

    Attributes:
        column: Which of its tracker's phrases (or counter-examples, if `is_counter`) it is.
        row: Which of all phrases that were searched together; -1 where nothing was searched.
    """

    column: int
    kind: MatchKind
    start: int
    end: int
    is_counter: bool = False
    row: int = -1


class LiteralIndex:
    """Finds which of many phrases stand in a text by their words.

    Args:
        trackers: For each its phrases, its counter-examples and their language, a primary subtag or empty.
    """

    def __init__(self, trackers: Sequence[tuple[Sequence[str], Sequence[str], str]]) -> None:
        # A row each: tracker, column among the tracker's phrases or counter-examples, which of the two.
        self._rows = [
            (tracker, column, is_counter)
            for tracker, (phrases, counters, _) in enumerate(trackers)
            for is_counter, texts in ((False, phrases), (True, counters))
            for column in range(len(texts))
        ]
        texts = [text for phrases, counters, _ in trackers for text in (*phrases, *counters)]
        self._cores = [_core(fold(text).text) for text in texts]
        spoken = [[token.word for token in tokens(fold(core))] for core in self._cores]
        self._stems = [
            [stem(word, trackers[tracker][2] or ENGLISH) for word in row]
            for row, (tracker, _, _) in zip(spoken, self._rows, strict=True)
        ]
        # A script without spaces has no words to look up: those phrases are searched for one by one.
        unspaced = [is_unspaced(core) for core in self._cores]
        self._unspaced = [row for row, flag in enumerate(unspaced) if flag]
        self._by_word = _by_rarest([[] if flag else row for flag, row in zip(unspaced, spoken, strict=True)])
        self._by_stem = _by_rarest([[] if flag else row for flag, row in zip(unspaced, self._stems, strict=True)])

    def owner(self, found: Found) -> int:
        """The tracker whose phrase or counter-example was found."""
        return self._rows[found.row][0]

    def find(self, folded: Folded, spoken: Sequence[Token], language: str) -> list[Found]:
        """
        Every phrase that stands in a message, each once, at its first place; exact wins over inflected.

        Args:
            folded: The message, folded.
            spoken: Its words.
            language: Its primary subtag.
        """
        exact: dict[int, tuple[int, int]] = {}
        for row in self._candidates(self._by_word, {token.word for token in spoken}, self._unspaced):
            place = literal_place(self._cores[row], folded.text)
            if place >= 0:
                exact[row] = folded.span(place, place + len(self._cores[row]))
        stems = [stem(token.word, language) for token in spoken]
        inflected: dict[int, tuple[int, int]] = {}
        for row in self._candidates(self._by_stem, set(stems), ()):
            words = None if row in exact else in_order(self._stems[row], stems)
            if words is not None:
                inflected[row] = (spoken[words[0]].start, spoken[words[1]].end)
        found = [self._found(row, MatchKind.EXACT, *span) for row, span in exact.items()]
        found += [self._found(row, MatchKind.INFLECTED, *span) for row, span in inflected.items()]
        return sorted(found, key=lambda one: one.row)

    def _found(self, row: int, kind: MatchKind, start: int, end: int) -> Found:
        _, column, is_counter = self._rows[row]
        return Found(column, kind, start, end, is_counter, row)

    @staticmethod
    def _candidates(index: Mapping[str, Sequence[int]], keys: set[str], always: Sequence[int]) -> list[int]:
        return [row for key in keys for row in index.get(key, ())] + list(always)


def literal_place(phrase: str, text: str) -> int:
    """
    Index of the first whole-word occurrence of a folded phrase in a folded text, or -1.

    Source: contract section 12; word boundaries are its recommendation, so "sale" is not in "wholesale".
    """
    if not phrase:
        return -1
    place = text.find(phrase)
    while place >= 0:
        if is_boundary(text, place) and is_boundary(text, place + len(phrase)):
            return place
        place = text.find(phrase, place + 1)
    return -1


def in_order(phrase: Sequence[str], spoken: Sequence[str]) -> tuple[int, int] | None:
    """
    First and last word of the earliest place where all stems of a phrase are spoken in order.

    Between two neighbors at most `MAX_GAP_WORDS` other words may stand.
    """
    if not phrase:
        return None
    ends = {place: place for place, word in enumerate(spoken) if word == phrase[0]}
    for wanted in phrase[1:]:
        longer: dict[int, int] = {}
        for end, start in ends.items():
            for place in range(end + 1, min(end + 2 + MAX_GAP_WORDS, len(spoken))):
                if spoken[place] == wanted:
                    longer.setdefault(place, start)
        ends = longer
    if not ends:
        return None
    end, start = min(ends.items(), key=lambda item: (item[1], item[0]))
    return start, end


def _core(folded: str) -> str:
    """A folded phrase without the punctuation around it: "How much?" is looked for as "how much"."""
    places = [place for place, character in enumerate(folded) if character.isalnum()]
    return folded[places[0] : places[-1] + 1] if places else ""


def _by_rarest(phrases: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """Rows by their word that fewest phrases have."""
    phrases_with = Counter(word for phrase in phrases for word in set(phrase))
    index: dict[str, list[int]] = defaultdict(list)
    for row, phrase in enumerate(phrases):
        if phrase:
            index[min(phrase, key=lambda word: (phrases_with[word], word))].append(row)
    return dict(index)
