"""What a word means, as far as its opposite goes: signed concepts that words of like meaning share.

``+`` and a stem stand for the word itself, ``-`` and a stem for its opposite; the sides of a group of opposites are
``+`` and ``-`` with the group's number. So "unhappy" is ``-happi`` and all that "happy" is, turned around.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from earmark.engine.polarity import english_cues, english_deeds, english_qualities, spanish_cues, spanish_opposites
from earmark.engine.polarity.cues import listed
from earmark.engine.text import stem

Meanings = frozenset[str]

#: Beginnings of words that only look as if they had a prefix that turns them around.
_WHOLE_ENGLISH: Final = listed(
    """discha discip discl disco discu disea dish dismi dispa displ dispo dispu dista distr district ill image imme
    immi impa impl impor impos impre impro inbox inclu inco incor inde indiv infan infe inflam infor ingr inhab
    init inju inner inno innov input inqu inse insi inside inspe inspi insta instr insu inten inter intr invalua
    inve invi invo irri miss mission miste mister nonst uncle under uni unread unt"""
)
_WHOLE_SPANISH: Final = listed(
    """desarr desay descans descri descub descuen desd desde dese despac despe despi despu desti disco discu disfr
    dispo distan disti iba ida ide iglesia igual ima imag imp impor impri impu inclu inco indica indivi indus
    infan inform ingre ini insis insta inte intent interes inver invi"""
)
#: Letters that must be left of a word without its prefix.
_SHORTEST_BASE: Final = 4


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The opposites of one language.

    Attributes:
        groups: By stem, the sides of groups that a word stands on.
        bases: Irregular forms with their verbs.
        prefixes: That turn a word around.
        whole: Beginnings of words that have no such prefix.
    """

    groups: Mapping[str, Meanings]
    bases: Mapping[str, str]
    prefixes: tuple[str, ...]
    whole: tuple[str, ...]


@functools.lru_cache(maxsize=65_536)
def meanings(word: str, language: str) -> Meanings:
    """The concepts of a folded word."""
    known = _VOCABULARIES.get(language)
    if known is None:
        return itself(stem(word, language))
    plain = _plain(word, known, language)
    return plain.union(*map(turned, _bases_turned(word, known, language)))


@functools.lru_cache(maxsize=8_192)
def itself(stemmed: str) -> Meanings:
    """The one concept of a word that says nothing but itself."""
    return frozenset({"+" + stemmed})


@functools.lru_cache(maxsize=65_536)
def turned(meant: Meanings) -> Meanings:
    """The opposite of each of some concepts."""
    return frozenset(("-" if one[0] == "+" else "+") + one[1:] for one in meant)


def _plain(word: str, known: _Vocabulary, language: str) -> Meanings:
    """What a word means without a look at its prefixes."""
    word = known.bases.get(word, word)
    own = stem(word, language)
    groups = known.groups.get(own, frozenset())
    # "lower" is a verb as well as a comparative; "likely" is no adverb of "like".
    if language == "en" and not (groups and word.endswith("ly")):
        base = next((one for one in map(_stem_english, _positives(word)) if one in known.groups), "")
        if base:
            return groups | known.groups[base] | {"+" + (own if groups else base)}
    return groups | {"+" + own}


def _stem_english(word: str) -> str:
    return stem(word, "en")


def _bases_turned(word: str, known: _Vocabulary, language: str) -> Iterator[Meanings]:
    """What the words mean that a prefix or an ending turned into this one."""
    if not word.startswith(known.whole):
        for prefix in known.prefixes:
            base = word.removeprefix(prefix)
            if base != word and len(base) >= _SHORTEST_BASE:
                yield _plain(base, known, language)
    if language == "en":
        base = word.removesuffix("less")
        if base != word and len(base) >= _SHORTEST_BASE - 1:
            yield _plain(base, known, language)
        for prefix in ("under", "over"):
            base = word.removeprefix(prefix)
            if base != word and len(base) >= _SHORTEST_BASE:
                yield frozenset({("+" if prefix == "under" else "-") + "over:" + stem(base, "en")})


def _positives(word: str) -> Iterator[str]:
    """The adjectives that a comparative, superlative or adverb may come from: "cheap" of "cheaper"."""
    for ending in ("er", "est", "ly"):
        base = word.removesuffix(ending)
        if base != word and len(base) >= 3:
            yield base
            if ending != "ly":
                yield base + "e"
                if base[-1] == base[-2]:
                    yield base[:-1]
            if base.endswith("i"):
                yield base[:-1] + "y"


def _groups(text: str, language: str) -> dict[str, Meanings]:
    found: dict[str, set[str]] = defaultdict(set)
    joined = text.replace("\n    /", " /").strip()
    for number, line in enumerate(joined.splitlines()):
        for sign, side in zip("+-", line.split("/"), strict=True):
            for word in side.split():
                found[stem(word, language)].add(f"{sign}#{number}")
    return {one: frozenset(sides) for one, sides in found.items()}


def _forms(text: str) -> dict[str, str]:
    lists = [verb.split() for line in text.splitlines() for verb in line.split(",")]
    return {form: verb[0] for verb in lists for form in verb[1:]}


_VOCABULARIES: Final = {
    "en": _Vocabulary(
        groups=_groups(english_qualities.QUALITIES.rstrip() + english_deeds.DEEDS, "en"),
        bases=_forms(english_cues.IRREGULAR),
        prefixes=("un", "in", "im", "il", "ir", "dis", "non", "mis"),
        whole=tuple(_WHOLE_ENGLISH),
    ),
    "es": _Vocabulary(
        groups=_groups(spanish_opposites.OPPOSITES, "es"),
        bases=_forms(spanish_cues.IRREGULAR),
        prefixes=("in", "im", "ir", "des", "dis", "i"),
        whole=tuple(_WHOLE_SPANISH),
    ),
}
