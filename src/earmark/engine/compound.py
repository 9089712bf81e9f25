"""Compound phrases found in what was said: wildcards, quoted words, nearness.

How they are written is the matter of `earmark.compound`. A word of a compound stands for its other forms too, by the
stems of the language that is spoken; a quoted one and one with a wildcard do not. Words of one part follow each other
directly. Case and accents never matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from earmark.compound import Compound, Plain, is_compound, parse, plain, read, shown
from earmark.engine.occurrences import Said, forms_in
from earmark.engine.patterns import Pattern, Talk, pattern_of, word_places
from earmark.engine.stretch import PART
from earmark.engine.text import Folded, has_stemmer

__all__ = ["Compound", "CompoundIndex", "Plain", "is_compound", "parse", "plain", "read", "shown"]


class CompoundIndex:
    """
    Finds which of many compounds stand in a text.

    Args:
        compounds: By a number of the caller's.
    """

    def __init__(self, compounds: Mapping[int, Compound]) -> None:
        self._compounds = compounds
        self._by_language: dict[str, _Patterns] = {}

    def find(self, folded: Folded, said: Said, language: str) -> Iterator[tuple[int, int, int]]:
        """
        The number of each compound that stands in a message, with the characters of each of its places, in order.

        Args:
            folded: The message.
            said: Its words, contractions expanded, with their stems.
            language: Its primary subtag; it decides which forms of a word are alike.
        """
        if not self._compounds:
            return
        patterns = self._patterns(language)
        candidates = patterns.candidates(folded, said)
        if not candidates:
            return
        talk = Talk(folded, said, word_places(said))
        for number in candidates:
            for start, end in patterns.by_number[number].spans(talk):
                yield number, start, end

    def pieces(self, languages: Iterable[str]) -> set[tuple[str, ...]]:
        """As `literal.LiteralIndex.pieces`."""
        if not self._compounds:
            return set()
        return {
            tuple(piece for part in pattern.parts for piece in part.pieces() if piece) or (PART,)
            for language in languages
            for pattern in self._patterns(language).by_number.values()
        }

    def _patterns(self, language: str) -> _Patterns:
        # Two threads may both make them at first: they make the same.
        key = language if has_stemmer(language) else ""
        if key not in self._by_language:
            patterns = {number: pattern_of(compound, key) for number, compound in self._compounds.items()}
            # A part without any word, such as a lone accent, can be found nowhere.
            self._by_language[key] = _Patterns.of({number: one for number, one in patterns.items() if one.is_sayable})
        return self._by_language[key]


@dataclass(frozen=True, slots=True)
class _Patterns:
    """All compounds as one language reads them, by what of theirs fewest others have."""

    by_number: Mapping[int, Pattern]
    forms: Mapping[str, Sequence[int]]
    stems: Mapping[str, Sequence[int]]
    prefixes: Mapping[str, Sequence[int]]
    lengths: Sequence[int]

    @classmethod
    def of(cls, by_number: Mapping[int, Pattern]) -> _Patterns:
        keys_of = {number: pattern.keys() for number, pattern in by_number.items()}
        having = Counter(keys for all_keys in keys_of.values() for keys in set(all_keys))
        forms, stems, prefixes = (defaultdict[str, list[int]](list) for _ in range(3))
        for number, all_keys in keys_of.items():
            rarest = min(all_keys, key=lambda keys: (having[keys], keys.prefixes, keys.forms))
            for index, keys in ((forms, rarest.forms), (stems, rarest.stems), (prefixes, rarest.prefixes)):
                for key in keys:
                    index[key].append(number)
        return cls(by_number, dict(forms), dict(stems), dict(prefixes), sorted({len(prefix) for prefix in prefixes}))

    def candidates(self, folded: Folded, said: Said) -> list[int]:
        """Those that may stand in a message."""
        forms = {form for _, token in said for form in forms_in(token.word)}
        found: set[int] = set()
        for form in forms:
            for length in self.lengths:
                if length > len(form):
                    break
                found.update(self.prefixes.get(form[:length], ()))
        for index, keys in ((self.forms, forms.union(folded.text)), (self.stems, {one for one, _ in said})):
            for key in index.keys() & keys:
                found.update(index[key])
        return sorted(found)
