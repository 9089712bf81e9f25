"""The veto of meaning: a sentence that says the opposite of a phrase is near it for every encoder.

A phrase is vetoed for a text when both speak of the same things and exactly one of two flips lies between them:
one is negated and the other is not, or a word of one stands as its antonym in the other. Phrases are vetoed,
never trackers, and never words that were found literally.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from earmark.engine import polarity_words as lexicon
from earmark.engine.language import ENGLISH
from earmark.engine.text import Token, stem, words

#: Share of a phrase's content that a text must hold before its polarity can contradict the phrase.
_COVERAGE: Final = 0.5
# How far from the shared words a negation still concerns them: mostly before ("not really that interested").
_REACH_BEFORE: Final = 5
_REACH_AFTER: Final = 2
_CLAUSE_END: Final = re.compile(r"[,;:.!?]")


@dataclass(frozen=True, slots=True)
class Stance:
    """What a text speaks of, and where it negates.

    Attributes:
        content: Stem and word place of every content word, in order.
        negations: Word places of negation cues.
        clauses: For every word the number of its clause.
    """

    content: tuple[tuple[str, int], ...]
    negations: tuple[int, ...]
    clauses: tuple[int, ...]

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(one for one, _ in self.content)


@functools.lru_cache(maxsize=65_536)
def stance(text: str, language: str) -> Stance:
    """Read a text's content words and negations; *language* is a primary subtag."""
    known = lexicon.of(language or ENGLISH)
    spoken = words(text)
    clauses = _clauses(text, spoken)
    content: list[tuple[str, int]] = []
    negations: list[int] = []
    for place, token in enumerate(spoken):
        if known.is_negation(token.word):
            if not _is_interjection(place, clauses, token.word):
                negations.append(place)
        elif token.word not in known.function_words:
            content.append((stem(token.word, language or ENGLISH), place))
    return Stance(tuple(content), tuple(negations), tuple(clauses))


def contradicts(phrase: Stance, text: Stance, language: str) -> bool:
    """Whether *text* says the opposite of *phrase*; *language* is the primary subtag of both."""
    wanted = phrase.stems
    if not wanted:
        return False
    held = text.stems
    shared = wanted & held
    swapped = {one for one in wanted - held if lexicon.of(language or ENGLISH).antonyms(one) & held}
    if len(shared | swapped) < _COVERAGE * len(wanted):
        return False
    about = shared | {other for one in swapped for other in lexicon.of(language or ENGLISH).antonyms(one) & held}
    negated_phrase = len(phrase.negations) % 2
    negated_text = _negations_about(text, about) % 2
    return (negated_phrase + negated_text + len(swapped)) % 2 == 1


def _negations_about(text: Stance, stems: frozenset[str] | set[str]) -> int:
    """Negation cues of *text* within reach of the words it shares with a phrase, in their clauses."""
    places = [place for one, place in text.content if one in stems]
    first, last = places[0], places[-1]
    clauses = {text.clauses[place] for place in places}
    return sum(
        first - _REACH_BEFORE <= place <= last + _REACH_AFTER and text.clauses[place] in clauses
        for place in text.negations
    )


def _clauses(text: str, spoken: Sequence[Token]) -> list[int]:
    numbers: list[int] = []
    number = 0
    end = 0
    for token in spoken:
        if numbers and _CLAUSE_END.search(text, end, token.start):
            number += 1
        numbers.append(number)
        end = token.end
    return numbers


def _is_interjection(place: int, clauses: Sequence[int], word: str) -> bool:
    """ "No, I am interested": a "no" that is a clause of its own answers, it does not negate what follows."""
    alone = clauses.count(clauses[place]) == 1
    return alone and word == "no" and len(clauses) > 1
