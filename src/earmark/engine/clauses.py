"""Where clauses begin in talk without marks: told by the words that clauses begin with, without a parser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from earmark.engine import clause_words
from earmark.engine.clause_words import ClauseWords
from earmark.engine.text import Token

# Not letters: words that were left out may stand between two words.
_MARK: Final = re.compile(r"[^\w\s'’\-/&]")


def clauses(text: str, words: Sequence[Token], tongue: str) -> list[tuple[int, int]]:
    """
    The clauses of some words of *text*, each as its first word's place and the place after its last.

    What says hello or okay before a clause is one of its own. In a language without a list of words only marks part.
    """
    if not words:
        return []
    known = clause_words.of(tongue)
    opening = 0
    while opening < len(words) and words[opening].word in known.openings:
        opening += 1
    apart = [_MARK.search(text, one.end, other.start) is not None for one, other in pairwise(words)]
    begins = [False] * len(words)
    for place in range(1, len(words)):
        begins[place] = (
            place == opening
            or apart[place - 1]
            or _begins(words, place, _behind(words, place, apart), known, begun=place == 1 or begins[place - 1])
        )
    starts = [0, *(place for place, begun in enumerate(begins) if begun), len(words)]
    return list(pairwise(starts))


def _behind(words: Sequence[Token], place: int, apart: Sequence[bool]) -> tuple[str, str]:
    """The two words behind one, as far as no mark parts them from it."""
    if place + 1 == len(words) or apart[place]:
        return "", ""
    if place + 2 == len(words) or apart[place + 1]:
        return words[place + 1].word, ""
    return words[place + 1].word, words[place + 2].word


def _begins(words: Sequence[Token], place: int, behind: tuple[str, str], known: ClauseWords, *, begun: bool) -> bool:
    """Whether a clause begins at *place*, before the words *behind*; *begun* if one does at the word before."""
    before, word = words[place - 1].word, words[place].word
    if (
        before in known.subordinate
        or before in known.inverted
        or before in known.questions
        or before in known.tentative
        or (begun and (before in known.joining or before in known.courtesies))
        or (place > 1 and (words[place - 2].word, before) in known.asides)
    ):
        return False  # the words before began this clause
    after = behind[0]
    if word in known.joining:
        return after in known.beginnings
    follows = begun and before in known.before_verbs
    led = follows or before in known.subjects
    return (
        word in known.subordinate
        or word in known.questions
        or (word in known.subjects and before not in known.before_verbs)
        or (word in known.before_verbs and not follows and after in known.verbs and not _is_inverted(*behind, known))
        or (_is_inverted(word, after, known) and not led)
        or (word in known.courtesies and not led and not begun)
        or (word in known.tentative and after in known.beginnings)
    )


def _is_inverted(word: str, after: str, known: ClauseWords) -> bool:
    return word in known.inverted and after in known.persons
