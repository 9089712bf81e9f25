"""How an insight may be worded: one pattern, and all of a language. Patterns read folded text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

#: Who is to do it: who speaks, who is spoken to, somebody by name, or nobody told.
Owner = Literal["speaker", "hearer", "named", ""]


@dataclass(frozen=True, slots=True)
class Pattern:
    """
    One way to word an insight.

    Attributes:
        score: How sure it is; not a probability.
        definitive: Whether it is promised rather than wished for.
    """

    regex: re.Pattern[str]
    score: float
    owner: Owner = ""
    definitive: bool = False

    @property
    def has_verb(self) -> bool:
        """Whether one of the language's verbs of doing belongs to it."""
        return "verb" in self.regex.groupindex


@dataclass(frozen=True, slots=True)
class Patterns:
    """
    One language's patterns.

    Attributes:
        tags: Ends of sentences that ask for no more than a nod: "right?".
        small_talk: Whole messages that ask nothing.
        verbs: Verbs of doing; without one no pattern that has a verb can be found.
        weak_verbs: Those that name a task only together with what follows.
        negation: What denies an insight right before its words.
    """

    questions: Sequence[Pattern]
    tags: re.Pattern[str]
    small_talk: re.Pattern[str]
    actions: Sequence[Pattern]
    follow_ups: Sequence[Pattern]
    verbs: frozenset[str]
    weak_verbs: frozenset[str]
    negation: re.Pattern[str]


def pattern(score: float, regex: str, owner: Owner = "", *, definitive: bool = False) -> Pattern:
    return Pattern(re.compile(regex), score, owner, definitive)


def any_of(words: frozenset[str]) -> str:
    """An alternation that prefers the longest word."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))
