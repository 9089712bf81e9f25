"""The mood of a sentence, counted from word lists of English and Spanish. No language model reads it.

Words of mood are added up; a negation before one turns it around, "very" makes it more and "a bit" less, and what comes
after a "but" counts more. Irony, context and other languages are not seen: a text of another language scores 0.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from earmark.engine import polarity_words, sentiment_words, tongues
from earmark.engine.polarity_words import Lexicon
from earmark.engine.sentiment_words import Moods
from earmark.engine.text import Token, stem, words

Suggestion = Literal["positive", "negative", "neutral"]

#: From here on a mood is called by its name; what lies between is neutral.
SUGGESTED_FROM: Final = 0.3
#: Words over which a negation reaches: "I don't think that this is good".
_REACH: Final = 5
#: "not good" is not as bad as "bad", and "not bad" not as good as "good".
_NEGATED: Final = -0.7
#: What a turn takes from the words before it.
_BEFORE_TURN: Final = 0.5
#: The sum at which the score is 0.7: one strong word or two common ones.
_HALFWAY: Final = 2.5
_CLAUSE_END: Final = re.compile(r"[,;:.!?]")


def score(text: str, language: str = "") -> float:
    """
    How good or bad the mood of *text* is.

    Args:
        language: A BCP-47 tag; empty lets the text itself tell whether English or Spanish words are to be looked up.

    Returns:
        From -1 to 1; 0 where no word of mood stands in it, and in other languages.
    """
    spoken = words(text)
    tongue = tongues.of(text, spoken, language)
    if not tongue:
        return 0.0
    total = sum(_weights(text, spoken, tongue))
    return round(total / math.hypot(total, _HALFWAY), 4)


def suggested(score: float) -> Suggestion:
    """The name of a mood: positive from 0.3, negative down from -0.3, else neutral."""
    if score >= SUGGESTED_FROM:
        return "positive"
    return "negative" if score <= -SUGGESTED_FROM else "neutral"


def _weights(text: str, spoken: Sequence[Token], tongue: str) -> Iterator[float]:
    """The weight of every word or phrase of mood."""
    moods, lexicon = sentiment_words.of(tongue), polarity_words.of(tongue)
    last_turn = max((place for place, token in enumerate(spoken) if token.word in moods.turns), default=0)
    negated_until = -1
    degree, degree_until = 1.0, -1
    place = 0
    while place < len(spoken):
        word = spoken[place].word
        if place and _CLAUSE_END.search(text, spoken[place - 1].end, spoken[place].start):
            negated_until = degree_until = -1
        weight, taken = _mood(spoken, place, moods, tongue)
        if taken:
            if weight:
                factor = degree if place <= degree_until else 1.0
                factor *= _NEGATED if place <= negated_until else 1.0
                yield weight * factor * (_BEFORE_TURN if place < last_turn else 1.0)
                negated_until = degree_until = -1
        elif word in moods.turns:
            negated_until = degree_until = -1
        elif word in moods.degrees:
            degree, degree_until = moods.degrees[word], place + 2
        elif _negates(spoken, place, lexicon):
            negated_until = place + _REACH
        place += max(1, taken)


def _mood(spoken: Sequence[Token], place: int, moods: Moods, tongue: str) -> tuple[int, int]:
    """The weight of what begins at *place*, and how many words it takes; no words where it is none of mood."""
    word = spoken[place].word
    if word in moods.first_words:
        ahead = tuple(token.word for token in spoken[place : place + sentiment_words.LONGEST_PHRASE])
        for count in range(len(ahead), 1, -1):
            if ahead[:count] in moods.phrases:
                return moods.phrases[ahead[:count]], count
    weight = moods.forms.get(word, moods.stems.get(stem(word, tongue)))
    return (0, 0) if weight is None else (weight, 1)


def _negates(spoken: Sequence[Token], place: int, lexicon: Lexicon) -> bool:
    """Whether a word negates what follows: the "no" of "no I am happy" only answers."""
    word = spoken[place].word
    follows = spoken[place + 1].word if place + 1 < len(spoken) else ""
    return lexicon.is_negation(word) and not (word == "no" and follows in lexicon.subjects)
