"""Phrases found by their words: exactly, inflected in the same order, as a compound says, or names by their sound.

An index keyed by each phrase's rarest word keeps the cost of one sentence flat as phrases grow.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from earmark.engine import compound, phonetic
from earmark.engine.compound import Compound, CompoundIndex
from earmark.engine.occurrences import AROUND, forms_in, is_whole, literal_places
from earmark.engine.phonetic import PhoneticIndex
from earmark.engine.text import Folded, Token, expanded, fold, has_stemmer, is_unspaced, stem, words_of
from earmark.types import MatchKind

#: Words that may stand between two words of an inflected phrase: "run sale" in "running a sale".
MAX_GAP_WORDS: Final = 1
#: Places where one phrase is found in one message; who repeats it more often has said it.
_MOST_PLACES: Final = 32


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
class Heard:
    """The words of one message, made ready to be looked up in any number of indexes.

    Attributes:
        language: A primary subtag; it decides which forms of a word are alike.
        forms: The words, what of them may stand alone, and every character.
        said: The stem of each word with the word; a contraction is one word of the message, but may be two of a phrase.
        meant: The same without what `spoken.speech` leaves out.
    """

    folded: Folded
    language: str
    forms: frozenset[str]
    said: Sequence[tuple[str, Token]]
    meant: Sequence[tuple[str, Token]]

    @classmethod
    def of(cls, folded: Folded, spoken: Sequence[Token], language: str, meant: Sequence[Token] | None = None) -> Heard:
        """
        Args:
            spoken: The words of *folded*.
            meant: Those of them that were meant; all by default.
        """
        forms = {form for token in spoken for form in forms_in(token.word)}
        said = [(stem(word, language), token) for token in spoken for word in expanded(token.word, language)]
        kept = said if meant is None or meant is spoken else _only(said, meant)
        return cls(folded, language, frozenset(forms.union(folded.text)), said, kept)

    @property
    def ways(self) -> Sequence[Sequence[tuple[str, Token]]]:
        """The words as they were said and, where they are others, as they were meant."""
        return (self.said,) if self.meant is self.said else (self.said, self.meant)


@dataclass(frozen=True, slots=True)
class _Row:
    """A phrase or counter-example, with its folded text, its words and how it is written; a compound has none."""

    tracker: int
    column: int
    is_counter: bool
    core: str
    words: tuple[str, ...]
    compound: Compound | None = None
    written: str = ""

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
        looked_up = [row.words if row.is_spaced else row.core for row in self._rows]
        self._distinct = [frozenset(one) for one in looked_up]
        self._exact = _by_rarest(looked_up)
        self._inflected: dict[str, _Inflections] = {}
        self._names: dict[str, PhoneticIndex] = {}
        compounds = ((number, row.compound) for number, row in enumerate(self._rows))
        self._compounds = CompoundIndex({number: one for number, one in compounds if one is not None})

    def find(self, heard: Heard) -> dict[int, list[Found]]:
        """
        Every phrase that stands in a message, by tracker.

        A phrase that stands there exactly is found at each of its first places, in order; one that is only inflected
        at its very first. Fillers, broken words and repeats do not stand between its words.
        """
        found: dict[int, list[Found]] = defaultdict(list)
        exact: set[int] = set()
        for number in _candidates(self._exact, heard.forms):
            row = self._rows[number]
            if not self._distinct[number] <= heard.forms:
                continue
            for place in islice(literal_places(row.core, heard.folded.text), _MOST_PLACES):
                exact.add(number)
                span = heard.folded.span(place, place + len(row.core))
                found[row.tracker].append(Found(row.column, MatchKind.EXACT, *span, row.is_counter))
        inflections = self._inflections(heard.language)
        inflected: set[int] = set()
        ways = [(said, [one for one, _ in said]) for said in heard.ways]
        heard_stems = set(ways[0][1])
        for number in _candidates(inflections.index, heard_stems):
            if number in exact or not inflections.distinct[number] <= heard_stems:
                continue
            for said, stems in ways:
                words = in_order(inflections.stems[number], stems)
                if words is not None and is_whole(said, *words):
                    row = self._rows[number]
                    span = said[words[0]][1].start, said[words[1]][1].end
                    inflected.add(number)
                    found[row.tracker].append(Found(row.column, MatchKind.INFLECTED, *span, row.is_counter))
                    break
        if names := self.names(heard.language):
            spoken = list(dict.fromkeys(token for _, token in heard.said))
            by_words = exact.union(inflected)
            for one in names.find([token.word for token in spoken]):
                if one.number not in by_words:
                    row = self._rows[one.number]
                    span = spoken[one.first].start, spoken[one.last].end
                    found[row.tracker].append(Found(row.column, MatchKind.PHONETIC, *span, row.is_counter))
        for number, start, end in self._compounds.find(heard.folded, heard.said, heard.language):
            row = self._rows[number]
            found[row.tracker].append(Found(row.column, MatchKind.EXACT, start, end, row.is_counter))
        return found

    def pieces(self, languages: Collection[str]) -> set[tuple[str, ...]]:
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
        return wanted | self._compounds.pieces(languages)

    def names(self, language: str) -> PhoneticIndex | None:
        """The phrases that are looked for by their sound in talk of a language; None where there are none."""
        if language not in phonetic.TONGUES:
            return None
        if language not in self._names:
            rows = ((number, row) for number, row in enumerate(self._rows) if not (row.is_counter or row.compound))
            self._names[language] = PhoneticIndex({number: row.written for number, row in rows}, language)
        return self._names[language] or None

    def _inflections(self, language: str) -> _Inflections:
        # Two threads may both make them at first: they make the same.
        key = language if has_stemmer(language) else ""
        if key not in self._inflected:
            stems = [
                [stem(word, key) for whole in row.words for word in expanded(whole, key)] if row.is_inflected else []
                for row in self._rows
            ]
            self._inflected[key] = _Inflections(stems, [frozenset(one) for one in stems], _by_rarest(stems))
        return self._inflected[key]


@dataclass(frozen=True, slots=True)
class _Inflections:
    """The stems of all phrases as one language makes them, and the phrases by their rarest stem."""

    stems: Sequence[Sequence[str]]
    distinct: Sequence[frozenset[str]]
    index: Mapping[str, Sequence[int]]


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


def _row(tracker: int, column: int, is_counter: bool, phrase: str) -> _Row:
    return _Row(tracker, column, is_counter, *_looked_for(phrase), written=phrase)


# An edit makes a block anew, and most of its phrases were there before.
@functools.lru_cache(maxsize=32_768)
def _looked_for(phrase: str) -> tuple[str, tuple[str, ...], Compound | None]:
    """A phrase's folded text and its words, or the compound that it is."""
    said = compound.read(phrase)
    if isinstance(said, Compound):
        return "", (), said
    core = fold(said.text).text.strip(AROUND)
    return core, words_of(core), None


def _only(said: Sequence[tuple[str, Token]], meant: Sequence[Token]) -> list[tuple[str, Token]]:
    starts = {token.start for token in meant}
    return [one for one in said if one[1].start in starts]


def _candidates(index: Mapping[str, Sequence[int]], keys: Set[str]) -> list[int]:
    return sorted(chain.from_iterable(index[key] for key in index.keys() & keys))


def _by_rarest(phrases: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """Phrases by the word of theirs (or the character) that fewest have."""
    phrases_with = Counter(word for phrase in phrases for word in set(phrase))
    index: dict[str, list[int]] = defaultdict(list)
    for number, phrase in enumerate(phrases):
        if phrase:
            index[min(phrase, key=lambda word: (phrases_with[word], word))].append(number)
    return dict(index)
