"""A compound phrase as one language reads it, and where it stands in a message."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, takewhile
from typing import Final, NamedTuple

from earmark.compound import Compound, Exact, Words
from earmark.engine.occurrences import AROUND, Said, begins_word, forms_in, is_whole, literal_places
from earmark.engine.text import Folded, expanded, fold, is_unspaced, stem, words_of

#: Places where one part is looked at in one message; who repeats it more often has said it.
_MOST_PLACES: Final = 256


class Span(NamedTuple):
    """Characters of a message, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Talk:
    """A message, ready to be searched.

    Attributes:
        words: Where each word begins; a character of a script without spaces counts as a word.
    """

    folded: Folded
    said: Said
    words: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Text:
    """Characters that stand in a message as they are, in whole words."""

    core: str

    def keys(self) -> Iterator[Keys]:
        words = () if is_unspaced(self.core) else words_of(self.core)
        for key in words or self.core.replace(" ", ""):
            yield Keys(forms=(key,))

    def pieces(self) -> Iterator[str]:
        yield self.core

    def spans(self, talk: Talk) -> Iterator[Span]:
        for place in literal_places(self.core, talk.folded.text):
            yield Span(*talk.folded.span(place, place + len(self.core)))


@dataclass(frozen=True, slots=True)
class _Form:
    """A word in any of its forms, as one language makes them."""

    word: str
    stem: str

    def key(self) -> Keys:
        return Keys(forms=(self.word,), stems=(self.stem,))

    def piece(self) -> str:
        # A line holds the stem, or the word itself behind an elision.
        same = takewhile(lambda pair: pair[0] == pair[1], zip(self.word, self.stem, strict=False))
        return "".join(character for character, _ in same)

    def reach(self, said: Said, place: int) -> int | None:
        """The place behind the word, if it is said at *place*."""
        if said[place][0] == self.stem:
            return place + 1
        if begins_word(said, place) and self.word in forms_in(said[place][1].word):
            return _next_word(said, place)
        return None


@dataclass(frozen=True, slots=True)
class _Beginning:
    """Every word that begins so."""

    prefix: str

    def key(self) -> Keys:
        return Keys(prefixes=(self.prefix,))

    def piece(self) -> str:
        return self.prefix

    def reach(self, said: Said, place: int) -> int | None:
        """As `_Form.reach`."""
        if begins_word(said, place) and any(form.startswith(self.prefix) for form in forms_in(said[place][1].word)):
            return _next_word(said, place)
        return None


@dataclass(frozen=True, slots=True)
class _Sequence:
    """Words that follow each other directly."""

    items: tuple[_Form | _Beginning, ...]

    def keys(self) -> Iterator[Keys]:
        return (item.key() for item in self.items)

    def pieces(self) -> Iterator[str]:
        return (item.piece() for item in self.items)

    def spans(self, talk: Talk) -> Iterator[Span]:
        for first in range(len(talk.said)):
            end = self._reach(talk.said, first)
            if end is not None and is_whole(talk.said, first, end - 1):
                yield Span(talk.said[first][1].start, talk.said[end - 1][1].end)

    def _reach(self, said: Said, place: int) -> int | None:
        for item in self.items:
            behind = item.reach(said, place) if place < len(said) else None
            if behind is None:
                return None
            place = behind
        return place


@dataclass(frozen=True, slots=True)
class Keys:
    """A message that holds an item has one of these: a word or character, a stem, a word that begins so."""

    forms: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compound as one language reads it."""

    parts: tuple[_Text | _Sequence, ...]
    gaps: tuple[int, ...]

    def keys(self) -> list[Keys]:
        return list(chain.from_iterable(part.keys() for part in self.parts))

    @property
    def is_sayable(self) -> bool:
        """Whether there is something to look for in each part."""
        return all(any(part.keys()) for part in self.parts)

    def spans(self, talk: Talk) -> list[Span]:
        """Where it stands, in order: for each place of its last part the shortest piece of text that holds all."""
        found = [_placed(part, talk) for part in self.parts]
        chains = [_Chain(span, span) for span in found[0]]
        for spans, gap in zip(found[1:], self.gaps, strict=True):
            chains = _joined(chains, spans, gap, talk)
        return sorted({chain.whole for chain in chains})


class _Chain(NamedTuple):
    """Parts found near each other: the last one of them, and all of them."""

    last: Span
    whole: Span


def _placed(part: _Text | _Sequence, talk: Talk) -> list[Span]:
    return list(islice(part.spans(talk), _MOST_PLACES))


def _joined(chains: Sequence[_Chain], spans: Sequence[Span], gap: int, talk: Talk) -> list[_Chain]:
    """Each of *spans* that stands near the end of a chain, with the chain that makes the shortest whole."""
    starts = [chain.last.start for chain in chains]
    longest = max((chain.last.end - chain.last.start for chain in chains), default=0)
    joined: list[_Chain] = []
    for span in spans:
        # Only these may be near: a look at each would take the square of a long message.
        before = bisect_left(talk.words, span.start) - gap - 1
        behind = bisect_left(talk.words, span.end) + gap
        first = bisect_left(starts, talk.words[before] - longest) if before >= 0 else 0
        end = bisect_right(starts, talk.words[behind]) if behind < len(talk.words) else len(chains)
        near = [one.whole for one in chains[first:end] if 0 <= _words_between(one.last, span, talk) <= gap]
        if near:
            wholes = (Span(min(one.start, span.start), max(one.end, span.end)) for one in near)
            joined.append(_Chain(span, min(wholes, key=lambda whole: (whole.end - whole.start, whole))))
    return joined


def _words_between(one: Span, other: Span, talk: Talk) -> int:
    """How many words stand between two pieces of a message; below 0 if they share characters."""
    first, second = sorted((one, other))
    if second.start < first.end:
        return -1
    return bisect_left(talk.words, second.start) - bisect_left(talk.words, first.end)


def pattern_of(compound: Compound, language: str) -> Pattern:
    return Pattern(tuple(_part(part, language) for part in compound.parts), compound.gaps)


def _part(part: Words | Exact, language: str) -> _Text | _Sequence:
    if isinstance(part, Exact):
        core = fold(part.text).text
        return _Text(core.strip(AROUND) or core)
    text = fold(" ".join(item.text for item in part.items)).text
    if is_unspaced(text):
        # Such words are found within longer ones anyway, which is all that a wildcard asks for.
        return _Text(text.strip(AROUND))
    items: list[_Form | _Beginning] = []
    for item in part.items:
        words = words_of(fold(item.text).text)
        whole = words[:-1] if item.is_prefix else words
        items += [_Form(one, stem(one, language)) for word in whole for one in expanded(word, language)]
        items += [_Beginning(word) for word in words[len(whole) :]]
    return _Sequence(tuple(items))


def _next_word(said: Said, place: int) -> int:
    place += 1
    while place < len(said) and not begins_word(said, place):
        place += 1
    return place


def word_places(said: Said) -> list[int]:
    places: list[int] = []
    for place, (_, token) in enumerate(said):
        if is_unspaced(token.word):
            places += range(token.start, token.end)
        elif begins_word(said, place):
            places.append(token.start)
    return places
