"""Runs of words that name something: what stands between stop words and marks, as in RAKE (Rose and others, 2010).

No part of speech is known: a verb that no list holds passes for a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from earmark.engine import stop_words
from earmark.engine.insight_words import ENGLISH_ACTIONS, ENGLISH_WEAK_ACTIONS, SPANISH_ACTIONS
from earmark.engine.text import Token

#: Words of the longest name.
LONGEST_NAME: Final = 4
_BETWEEN_NAMES: Final = re.compile(r"[^\s'’\-/&]")
#: Words that join two names to one: "plan de precios".
INSIDE_SPANISH: Final = frozenset(("de", "del"))
# After these a verb's form is a name: "the call"; after those a name's form is a verb: "to call".
_ENGLISH_BEFORE_NAMES: Final = (
    "a an the this that these those my your our his her its their no any some of in on with by"
)
_SPANISH_BEFORE_NAMES: Final = "el la los las un una mi tu su nuestro nuestra este esta ese esa de del con sin por"
_ENGLISH_BEFORE_VERBS: Final = """to will can please i we you they let's should must would could i'll we'll you'll
they'll don't didn't i'd we'd and kindly might may"""
_BEFORE_NAMES: Final = {"en": frozenset(_ENGLISH_BEFORE_NAMES.split()), "es": frozenset(_SPANISH_BEFORE_NAMES.split())}
_BEFORE_VERBS: Final = {"en": frozenset(_ENGLISH_BEFORE_VERBS.split()), "es": frozenset[str]()}
_VERBS: Final = {"en": ENGLISH_ACTIONS | ENGLISH_WEAK_ACTIONS, "es": SPANISH_ACTIONS}
#: Words that may stand between a verb and the name of what it is done to: "send you the contract".
_LONGEST_GAP: Final = 3


@dataclass(frozen=True, slots=True)
class Run:
    """Words *first* to *last* of a text, both inside."""

    first: int
    last: int

    def text(self, whole: str, spoken: Sequence[Token]) -> str:
        """The run as it stands in *whole*."""
        return whole[spoken[self.first].start : spoken[self.last].end]


def names(text: str, spoken: Sequence[Token], tongue: str) -> list[Run]:
    """The names in a text, in order; none in a language without a stop list."""
    stopped = stop_words.of(tongue)
    if not stopped:
        return []
    found: list[Run] = []
    first = -1
    for place, token in enumerate(spoken):
        names_something = _names(token.word, stopped, tongue) and not _is_verb(spoken, place, tongue)
        joined = first >= 0 and not is_apart(text, spoken, place)
        if names_something and joined and place - first < LONGEST_NAME:
            found[-1] = Run(first, place)
        elif names_something:
            first = place
            found.append(Run(place, place))
        elif not (joined and tongue == "es" and token.word in INSIDE_SPANISH):
            first = -1
    return found


def actions(text: str, spoken: Sequence[Token], tongue: str) -> Iterator[Run]:
    """Verbs of doing, each with the name of what it is done to: "send you the contract"."""
    if not tongue:
        return
    runs = names(text, spoken, tongue)
    behind = -1
    for place, token in enumerate(spoken):
        before = spoken[place - 1].word if place else ""
        if place <= behind or token.word not in _VERBS[tongue] or before in _BEFORE_NAMES[tongue]:
            continue
        target = next((run for run in runs if run.last > place), None)
        if target is None or target.first - place > _LONGEST_GAP + 1:
            continue
        if not any(is_apart(text, spoken, at) for at in range(place + 1, target.last + 1)):
            behind = target.last
            yield Run(place, behind)


def is_apart(text: str, spoken: Sequence[Token], place: int) -> bool:
    """Whether a mark stands between a word and the one before it."""
    return place == 0 or _BETWEEN_NAMES.search(text, spoken[place - 1].end, spoken[place].start) is not None


def _is_verb(spoken: Sequence[Token], place: int, tongue: str) -> bool:
    before = spoken[place - 1].word if place else ""
    return before in _BEFORE_VERBS[tongue] and spoken[place].word in _VERBS[tongue]


def _names(word: str, stopped: frozenset[str], tongue: str) -> bool:
    plain = word.removesuffix("'s")
    if len(word) < 3 or plain in stopped or word in stopped or word[0].isdigit() or word.endswith("n't"):
        return False
    return not (word.endswith("ly") if tongue == "en" else word.endswith("mente"))
