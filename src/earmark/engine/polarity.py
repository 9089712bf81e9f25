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
from earmark.engine.polarity_words import Lexicon
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
        words: Stem and word place of every word that is no negation, in order.
        stems: The stems of `words`.
        content: Those that say something; all of them where only function words are left ("We can do it").
        negations: Word places of negation cues.
        clauses: For every word the number of its clause.
    """

    words: tuple[tuple[str, int], ...]
    stems: frozenset[str]
    content: frozenset[str]
    negations: tuple[int, ...]
    clauses: tuple[int, ...]


def stance(text: str, language: str, spoken: Sequence[Token] | None = None) -> Stance:
    """
    Read a text's words and negations.

    Args:
        language: A primary subtag.
        spoken: The text's words where they are known.
    """
    known = lexicon.of(language)
    spoken = words(text) if spoken is None else spoken
    clauses = _clauses(text, spoken)
    stems: list[tuple[str, int]] = []
    content: set[str] = set()
    negations: list[int] = []
    negated_clauses: set[int] = set()
    for place, token in enumerate(spoken):
        if not known.is_negation(token.word):
            stems.append((stem(token.word, language), place))
            if token.word not in known.function_words:
                content.add(stems[-1][0])
        elif not _is_answer(place, spoken, clauses, known):
            in_concord = token.word in known.concord
            if not (in_concord and clauses[place] in negated_clauses):
                negations.append(place)
            if in_concord:
                negated_clauses.add(clauses[place])
    every = frozenset(one for one, _ in stems)
    return Stance(tuple(stems), every, frozenset(content) or every, tuple(negations), tuple(clauses))


@functools.lru_cache(maxsize=65_536)
def stance_of_phrase(phrase: str, language: str) -> Stance:
    """`stance` of a text that is asked for again and again."""
    return stance(phrase, language)


def contradicts(phrase: Stance, text: Stance, language: str) -> bool:
    """Whether *text* says the opposite of *phrase*; *language* is the primary subtag of both."""
    shared = phrase.content & text.stems
    opposed = {one: lexicon.antonyms(one, language) & text.stems for one in phrase.content - shared}
    swapped = {one: others for one, others in opposed.items() if others}
    if len(shared) + len(swapped) < max(1, _COVERAGE * len(phrase.content)):
        return False
    negations = _negations_about(phrase, shared.union(swapped)), _negations_about(text, shared.union(*swapped.values()))
    return (sum(negations) + len(swapped)) % 2 == 1


def _negations_about(text: Stance, stems: frozenset[str]) -> int:
    """Negation cues within reach of those words of a text that another one shares or turns around, in their clauses."""
    places = [place for one, place in text.words if one in stems]
    first, last = places[0], places[-1]
    clauses = {text.clauses[place] for place in places}
    return sum(
        first - _REACH_BEFORE <= place <= last + _REACH_AFTER and text.clauses[place] in clauses
        for place in text.negations
    )


def _clauses(text: str, spoken: Sequence[Token]) -> list[int]:
    """For every word the number of its clause."""
    numbers: list[int] = []
    number = 0
    end = 0
    for token in spoken:
        if numbers and _CLAUSE_END.search(text, end, token.start):
            number += 1
        numbers.append(number)
        end = token.end
    return numbers


def _is_answer(place: int, spoken: Sequence[Token], clauses: Sequence[int], known: Lexicon) -> bool:
    """Whether a "no" answers and negates nothing: who is spoken of follows it, or it is a clause of its own."""
    if spoken[place].word != "no" or len(spoken) == 1:
        return False
    before, after = place - 1, place + 1
    if after < len(spoken) and spoken[after].word in known.subjects:
        return True
    begins = before < 0 or clauses[before] != clauses[place]
    ends = after == len(spoken) or clauses[after] != clauses[place]
    return begins and ends
