"""Names and product words as a recognizer misspells them: found by their sound, "cooper netties" for "Kubernetes".

A word becomes a string of coarse sounds by rules of spelling; strings are compared by an edit distance in which sounds
that are often taken for each other are near. Only words that are no ordinary ones are looked for.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Final, NamedTuple

from earmark.engine import stop_words
from earmark.engine.text import fold

ORDINARY_FILE: Final = "ordinary_words.txt"
#: Languages whose spelling is known here.
TONGUES: Final = ("en", "es")

#: Words of a phrase that is looked for by its sound, and how many more it may be heard as.
LONGEST_PHRASE: Final = 3
MORE_WORDS: Final = 2
#: Letters that a word without a capital must have to count as a name.
_NAME_LETTERS: Final = 5
_SHORTEST: Final = 4
#: Sounds of a phrase; "Ed" is in too many words.
_FEWEST_SOUNDS: Final = 4
#: Consonants from which on one may be missing, added or another.
_FORGIVING: Final = 4
#: How far heard words may be from the phrase, as a share of its sounds; less where all are ordinary words, and still
#: less where few sounds must tell.
NEAR: Final = 0.2
NEAR_ORDINARY: Final = 0.14
NEAR_FEW: Final = 0.08
FEW_SOUNDS: Final = 5

_VOWELS: Final = frozenset("aeiou")
# What a change of sounds costs: of a vowel, of a sound that is hardly heard, between like consonants, of any other.
_VOWEL_COST: Final = 0.4
_FAINT_COST: Final = 0.35
_LIKE_COST: Final = 0.5
_FAINT: Final = frozenset("hwy") | _VOWELS
_CLASSES: Final[Mapping[str, str]] = {
    **dict.fromkeys("pb", "P"),
    **dict.fromkeys("tdT", "T"),
    **dict.fromkeys("kg", "K"),
    **dict.fromkeys("fv", "F"),
    **dict.fromkeys("szSCJ", "S"),
    **dict.fromkeys("mn", "N"),
    "l": "L",
    "r": "R",
}

_ENGLISH: Final = """
^kn n|^gn n|^wr r|^ps s|^pt t|^ng n|^x(?=[aeiouy]) z|^x eks|^rh r|^gh g|mb$ m|tch C|schr Sr|sch S|chr kr|ch C|sh S|ph f|
th T|wh w|dge J|dg(?=[iy]) J|gh |ck k|cc(?=[eiy]) ks|c(?=[eiy]) s|cz C|c k|qu kw|q k|x ks|tion Sun|sion Sun|cia Sa|
tz z|ge$ J|g(?=i[aou]) J|gy$ Ji|j J|^y y|y(?=[aeou]) y|augh af|aigh e|eigh e|igh ai|
oo u|ou u|ow o|au o|aw o|ai e|ay e|eu u|ew u|ea i|ee i|ei e|ey i|ie i|oa o|oe o|ue u|ui u|
(?<=[^aeiou])e$ |y i
"""
_SPANISH: Final = """
ch C|ll y|h |v b|z s|c(?=[ei]) s|c k|qu k|q k|gu(?=[ei]) g|g(?=[ei]) h|j h|x ks|tx C|tz s|y$ i|ou u
"""


def _spelling(listed: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern that reads a word from left to right, and the sounds of what each of its groups found."""
    rules = [rule.strip().partition(" ") for rule in listed.replace("\n", "").split("|")]
    pattern = "|".join(f"(?P<r{number}>{spelled})" for number, (spelled, _, _) in enumerate(rules))
    return re.compile(f"{pattern}|."), {f"r{number}": sounds for number, (_, _, sounds) in enumerate(rules)}


_SPELLINGS: Final = {"en": _spelling(_ENGLISH), "es": _spelling(_SPANISH)}
_DOUBLED: Final = re.compile(r"(.)\1+")
_LETTERS: Final = re.compile("[a-z]+")


class Heard(NamedTuple):
    """A phrase heard: its number, and the first and last of the words that sound like it."""

    number: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Name:
    number: int
    sounds: str
    rare: frozenset[str]  # its words that are no ordinary ones


class PhoneticIndex:
    """
    Finds names in what was said by their sound.

    Args:
        phrases: By number, as they are written.
        tongue: Of `TONGUES`: whose spelling both phrases and messages are read by.
    """

    def __init__(self, phrases: Mapping[int, str], tongue: str) -> None:
        self._tongue = tongue
        self._aside = stop_words.of(tongue)
        self._names: dict[str, list[_Name]] = defaultdict(list)
        self._longest = 0
        self._begins: set[str] = set()
        self._sizes = range(0)
        for number, phrase in phrases.items():
            words = names_in(phrase, tongue)
            if words is None:
                continue
            name = _Name(number, "".join(sounds(word, tongue) for word in words), frozenset(filter(_is_rare, words)))
            if len(name.sounds) < _FEWEST_SOUNDS:
                continue
            self._longest = max(self._longest, len(words) + MORE_WORDS)
            core = skeleton(name.sounds)
            self._begins.update(core[:2] or [""])
            self._sizes = range(
                min(len(core) - 1, self._sizes.start) if self._names else len(core) - 1,
                max(len(core) + 2, self._sizes.stop),
            )
            for key in _keys(core):
                self._names[key].append(name)

    def __bool__(self) -> bool:
        return bool(self._names)

    def find(self, spoken: Sequence[str]) -> list[Heard]:
        """
        The names that were heard, each where it sounds best, in the order of their numbers.

        Args:
            spoken: The words of a message, folded.
        """
        best: dict[int, tuple[float, int, Heard]] = {}
        said = [sounds(word, self._tongue) for word in spoken]
        for first, last, core in self._stretches(said):
            names = [name for key in _keys(core) for name in self._names.get(key, ())]
            if not names:
                continue
            words = list(spoken[first : last + 1])
            if self._aside.issuperset(words):
                continue
            heard = "".join(said[first : last + 1])
            for name in names:
                distance = cost(name.sounds, heard) / len(name.sounds)
                found = distance, last - first, Heard(name.number, first, last)
                # Spelled right it is found by its words.
                if (
                    distance <= _reach(name, words)
                    and not name.rare <= set(words)
                    and (name.number not in best or found < best[name.number])
                ):
                    best[name.number] = found
        return [best[number][-1] for number in sorted(best)]

    def _stretches(self, said: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """First and last word of what may be heard as one name, with its skeleton."""
        cores = [skeleton(one) for one in said]
        for first in range(len(said)):
            core = ""
            for last in range(first, min(first + self._longest, len(said))):
                more = cores[last]
                core += more[1:] if core[-1:] == more[:1] else more
                if len(core) >= self._sizes.stop or (core[:1] not in self._begins and core):
                    break
                if len(core) >= self._sizes.start:
                    yield first, last, core


def names_in(phrase: str, tongue: str) -> list[str] | None:
    """
    The words of a phrase of up to `LONGEST_PHRASE`, one of which is a name; None for any other phrase.

    A name is no ordinary word. Too few ordinary words of Spanish are known, so there a name has a capital, too, and one
    that does more than begin a sentence.
    """
    written = phrase.split()
    words = [_LETTERS.findall(fold(word).text) for word in written]
    if not 1 <= len(written) <= LONGEST_PHRASE or any(len(parts) != 1 for parts in words):
        return None
    if tongue == "es" and not (written[-1][:1].isupper() or any(map(str.isupper, phrase[1:]))):
        return None
    if not any(_is_name(word, parts[0]) for word, parts in zip(written, words, strict=True)):
        return None
    return [parts[0] for parts in words]


def _is_name(written: str, word: str) -> bool:
    least = _SHORTEST if written != written.lower() else _NAME_LETTERS
    return len(word) >= least and _is_rare(word)


def _is_rare(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in ordinary_words()


@functools.cache
def ordinary_words() -> frozenset[str]:
    """Words of everyday talk: those that are frequent in public talk and requests, and words of business of our own."""
    text = resources.files(__package__).joinpath(ORDINARY_FILE).read_text(encoding="utf-8")
    return frozenset(text.split())


@functools.lru_cache(maxsize=65_536)
def sounds(word: str, tongue: str) -> str:
    """
    The coarse sounds of a folded word, a letter each; vowels are as they are written in most words.

    Source: the order of rules is that of Metaphone (Philips, Hanging on the Metaphone, 1990); ours keep the vowels,
    since names are short.
    """
    pattern, heard = _SPELLINGS[tongue]
    read = [found.group() if found.lastgroup is None else heard[found.lastgroup] for found in pattern.finditer(word)]
    return _DOUBLED.sub(r"\1", "".join(read)).replace("'", "")


@functools.lru_cache(maxsize=65_536)
def skeleton(heard: str) -> str:
    """The consonants of a string of sounds, each by its class."""
    return _DOUBLED.sub(r"\1", "".join(_CLASSES.get(sound, "") for sound in heard))


@functools.lru_cache(maxsize=65_536)
def _keys(core: str) -> Collection[str]:
    """By what a skeleton is looked up: the whole and, if it is long, all but each of its consonants."""
    if len(core) < _FORGIVING - 1:
        return (core,)
    return {core, *(core[:place] + core[place + 1 :] for place in range(len(core)))}


def _reach(name: _Name, words: Sequence[str]) -> float:
    """How far words may be from a name whose sound they have."""
    if not ordinary_words().issuperset(word for word in words if len(word) >= _SHORTEST):
        return NEAR
    return NEAR_FEW if len(name.sounds) <= FEW_SOUNDS else NEAR_ORDINARY


@functools.lru_cache(maxsize=65_536)
def cost(name: str, heard: str) -> float:
    """
    How far two strings of sounds are from each other: an edit distance in which like sounds are near.

    Source: Levenshtein, Binary codes capable of correcting deletions, insertions and reversals, 1966.
    """
    row = [0.0]
    for sound in heard:
        row.append(row[-1] + _gap(sound))
    for wanted in name:
        above, row = row, [row[0] + _gap(wanted)]
        for place, sound in enumerate(heard):
            row.append(
                min(above[place] + _change(wanted, sound), above[place + 1] + _gap(wanted), row[place] + _gap(sound))
            )
    return row[-1]


def _gap(sound: str) -> float:
    return _FAINT_COST if sound in _FAINT else 1.0


def _change(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in _VOWELS and other in _VOWELS:
        return _VOWEL_COST
    return _LIKE_COST if one in _CLASSES and _CLASSES[one] == _CLASSES.get(other) else 1.0
