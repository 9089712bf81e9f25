"""Phrases found by their words: exactly, or inflected in the same order.

An index keyed by each phrase's rarest word keeps the cost of one sentence flat as phrases grow.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from earmark.engine.text import (
    Folded,
    Token,
    expanded,
    fold,
    has_stemmer,
    is_unspaced,
    is_word_end,
    is_word_start,
    stem,
    words_of,
)
from earmark.types import MatchKind

#: Words that may stand between two words of an inflected phrase: "run sale" in "running a sale".
MAX_GAP_WORDS: Final = 1
#: Places where one phrase is found in one message; who repeats it more often has said it.
_MOST_PLACES: Final = 32

# Punctuation around a phrase is not looked for, but the signs in "C++", "#1" and "100%" are.
_AROUND: Final = " .,;:!?¡¿…'\"`()[]{}<>«»“”„‹›。、「」『』・-—"


@dataclass(frozen=True, slots=True)
class Found:
    """Words found in a message at the characters *start* to *end*.

    Attributes:
        column: Which of its tracker's phrases (or counter-examples, if `is_counter`) it is.
    """

    column: int
    kind: MatchKind
    start: int
    end: int
    is_counter: bool = False

    def lies_in(self, other: Found) -> bool:
        """Whether all its words belong to *other*'s."""
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class _Row:
    """A phrase or counter-example, with its folded text and words."""

    tracker: int
    column: int
    is_counter: bool
    core: str
    words: tuple[str, ...]

    @property
    def is_spaced(self) -> bool:
        """Whether it can be looked up by its words: a script without spaces has none, nor has an emoji."""
        return bool(self.words) and not is_unspaced(self.core)

    @property
    def is_inflected(self) -> bool:
        """Whether other forms of its words are the same phrase: not where a sign belongs to it, as in "C++"."""
        return self.is_spaced and self.core.startswith(self.words[0]) and self.core.endswith(self.words[-1])


class LiteralIndex:
    """Finds which of many phrases stand in a text by their words.

    Args:
        trackers: For each its phrases and its counter-examples.
    """

    def __init__(self, trackers: Sequence[tuple[Sequence[str], Sequence[str]]]) -> None:
        self._rows = [
            _row(tracker, column, is_counter, text)
            for tracker, (phrases, counters) in enumerate(trackers)
            for is_counter, texts in ((False, phrases), (True, counters))
            for column, text in enumerate(texts)
        ]
        self._exact = _by_rarest([row.words if row.is_spaced else row.core for row in self._rows])
        self._inflected: dict[str, _Inflections] = {}

    def find(self, folded: Folded, spoken: Sequence[Token], language: str) -> dict[int, list[Found]]:
        """
        Every phrase that stands in a message, by tracker.

        A phrase that stands there exactly is found at each of its first places, in order; one that is only inflected
        at its very first.

        Args:
            folded: The message, folded.
            spoken: Its words.
            language: Its primary subtag; it decides which forms of a word are alike.
        """
        found: dict[int, list[Found]] = defaultdict(list)
        exact: set[int] = set()
        spoken_forms = {form for token in spoken for form in _forms_in(token.word)}
        for number in _candidates(self._exact, spoken_forms | set(folded.text)):
            row = self._rows[number]
            for place in islice(literal_places(row.core, folded.text), _MOST_PLACES):
                exact.add(number)
                span = folded.span(place, place + len(row.core))
                found[row.tracker].append(Found(row.column, MatchKind.EXACT, *span, row.is_counter))
        inflections = self._inflections(language)
        # A contraction is one word of the message, but may be two of the phrase.
        said = [(stem(word, language), token) for token in spoken for word in expanded(token.word, language)]
        stems = [one for one, _ in said]
        for number in _candidates(inflections.index, set(stems)):
            words = None if number in exact else in_order(inflections.stems[number], stems)
            if words is not None and _is_whole(said, *words):
                row = self._rows[number]
                span = said[words[0]][1].start, said[words[1]][1].end
                found[row.tracker].append(Found(row.column, MatchKind.INFLECTED, *span, row.is_counter))
        return found

    def pieces(self, languages: Iterable[str]) -> set[tuple[str, ...]]:
        """
        What a line of `stretch.line_of` holds, all pieces of one of these, wherever a phrase is to be found.

        Args:
            languages: Primary subtags in which the lines were read.
        """
        wanted: set[tuple[str, ...]] = {(row.core,) for row in self._rows if row.core}
        for language in languages:
            for stems in self._inflections(language).stems:
                if stems:
                    wanted.add(tuple(f" {stem} " for stem in stems))
        return wanted

    def _inflections(self, language: str) -> _Inflections:
        # Two threads may both make them at first: they make the same.
        key = language if has_stemmer(language) else ""
        if key not in self._inflected:
            stems = [
                [stem(word, key) for whole in row.words for word in expanded(whole, key)] if row.is_inflected else []
                for row in self._rows
            ]
            self._inflected[key] = _Inflections(stems, _by_rarest(stems))
        return self._inflected[key]


@dataclass(frozen=True, slots=True)
class _Inflections:
    """The stems of all phrases as one language makes them, and the phrases by their rarest stem."""

    stems: Sequence[Sequence[str]]
    index: Mapping[str, Sequence[int]]


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


def _is_whole(said: Sequence[tuple[str, Token]], first: int, last: int) -> bool:
    """Whether a piece of what was said begins and ends at words as they are written: "can" is no part of "can't"."""
    begins = first == 0 or said[first - 1][1] is not said[first][1]
    return begins and (last + 1 == len(said) or said[last + 1][1] is not said[last][1])


def _row(tracker: int, column: int, is_counter: bool, text: str) -> _Row:
    core = fold(text).text.strip(_AROUND)
    return _Row(tracker, column, is_counter, core, words_of(core))


def _forms_in(word: str) -> Iterable[str]:
    """A word, and what of it may stand alone: "argent" of "l'argent", "client" of "client's"."""
    if "'" not in word:
        return (word,)
    parts = word.removesuffix("'s").split("'")
    return (word, *("'".join(parts[first:]) for first in range(len(parts))))


def _candidates(index: Mapping[str, Sequence[int]], keys: Iterable[str]) -> list[int]:
    return sorted(number for key in keys for number in index.get(key, ()))


def _by_rarest(phrases: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """Phrases by the word of theirs (or the character) that fewest have."""
    phrases_with = Counter(word for phrase in phrases for word in set(phrase))
    index: dict[str, list[int]] = defaultdict(list)
    for number, phrase in enumerate(phrases):
        if phrase:
            index[min(phrase, key=lambda word: (phrases_with[word], word))].append(number)
    return dict(index)
