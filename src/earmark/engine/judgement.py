"""One tracker against one message: vetoes, counter-examples, and which phrases fire on which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from earmark.engine import polarity
from earmark.engine.literal import Found
from earmark.engine.scoring import Scores, blend
from earmark.types import Match, MatchKind, Message, Tracker

#: The score of what must not fire, below every cosine.
VETOED: Final = -1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One message as the engine reads it: its language, the spans to encode, the phrases found by their words."""

    message: Message
    language: str
    spans: list[tuple[int, int]]
    found: list[Found]

    def window(self, number: int) -> tuple[int, int]:
        """Characters of one of `spans`, without white space around them."""
        start, end = self.spans[number]
        text = self.message.text[start:end]
        return start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))


@dataclass(frozen=True, slots=True)
class TrackerRules:
    """A tracker with what was worked out once: its language (empty if unknown) and where it begins to fire."""

    tracker: Tracker
    language: str
    threshold: float


@dataclass(frozen=True, slots=True)
class SpaceView:
    """What one space says of one tracker in one message.

    Attributes:
        phrases: Cosines, shape ``(windows, phrases)``.
        counters: Cosine with the nearest counter-example, shape ``(windows,)``.
        centroids: Shape ``(windows,)``.
    """

    phrases: Scores
    counters: Scores
    centroids: Scores


def judge(
    reading: Reading, rules: TrackerRules, views: Sequence[SpaceView], literal: Sequence[Found], floor: float
) -> tuple[list[Match], float]:
    """
    Matches of one tracker in one message, and its score there.

    Args:
        views: One for each space that knows both the tracker and the message's language; their mean counts.
        literal: Phrases and counter-examples of this tracker found by their words.
        floor: Scores from here on pass the vetoes even if they do not fire.
    """
    cosines = np.mean([view.phrases for view in views], axis=0)
    leads = cosines - np.mean([view.counters for view in views], axis=0)[:, None]
    own = blend(cosines, np.mean([view.centroids for view in views], axis=0)[:, None])
    allowed = leads > 0
    window, column, score = _best_standing(reading, rules, views, cosines, allowed, min(floor, rules.threshold))
    by_words = {found.column: found for found in literal if _stands(found, literal, reading, rules)}
    matches = []
    for number in range(len(rules.tracker.phrases)):
        found = by_words.get(number)
        if found is not None:
            place = int(own[:, number].argmax())
            matches.append(_match(reading, rules, found, float(own[place, number]), float(leads[place, number])))
            continue
        # The best phrase carries the tracker's score; others fire on their own.
        place = int(np.where(allowed[:, number], own[:, number], VETOED).argmax())
        reached = float(own[place, number]) if allowed[place, number] else VETOED
        if number == column:
            place, reached = window, score
        fires = reached >= rules.threshold
        if fires and (number == column or not _contradicts(rules, number, reading, place)):
            span = Found(number, MatchKind.MEANING, *reading.window(place))
            matches.append(_match(reading, rules, span, reached, float(leads[place, number])))
    return matches, score


def _best_standing(
    reading: Reading,
    rules: TrackerRules,
    views: Sequence[SpaceView],
    cosines: Scores,
    allowed: NDArray[np.bool_],
    level: float,
) -> tuple[int, int, float]:
    """
    Window, phrase and score of the best reason to fire that no veto takes away.

    Phrases that contradict what is said are struck out of *allowed* until the best one stands or falls below *level*.
    """
    while True:
        scores = np.mean(
            [blend(np.where(allowed, view.phrases, VETOED).max(axis=1), view.centroids) for view in views], axis=0
        )
        scores = np.where(allowed.any(axis=1), scores, VETOED)
        window = int(scores.argmax())
        column = int(np.where(allowed[window], cosines[window], VETOED).argmax())
        if scores[window] < level or not _contradicts(rules, column, reading, window):
            return window, column, float(scores[window])
        allowed[window, column] = False


def _contradicts(rules: TrackerRules, column: int, reading: Reading, window: int) -> bool:
    start, end = reading.window(window)
    return _says_the_opposite(rules, column, reading, reading.message.text[start:end])


def _says_the_opposite(rules: TrackerRules, column: int, reading: Reading, text: str) -> bool:
    tongue = reading.language
    if rules.language not in ("", tongue):
        return False
    phrase = rules.tracker.phrases[column]
    return polarity.contradicts(polarity.stance(phrase, tongue), polarity.stance(text, tongue), tongue)


def _stands(found: Found, literal: Sequence[Found], reading: Reading, rules: TrackerRules) -> bool:
    """Whether words found in a message may fire: not inside a counter-example's words, not turned around."""
    if found.is_counter:
        return False
    if any(other.is_counter and other.start <= found.start and found.end <= other.end for other in literal):
        return False
    inflected = found.kind is MatchKind.INFLECTED
    return not (inflected and _says_the_opposite(rules, found.column, reading, reading.message.text))


def _match(reading: Reading, rules: TrackerRules, found: Found, score: float, lead: float) -> Match:
    return Match(
        tracker=rules.tracker,
        message=reading.message,
        phrase=rules.tracker.phrases[found.column],
        kind=found.kind,
        score=round(score, 4),
        threshold=round(rules.threshold, 4),
        start=found.start,
        end=found.end,
        margin=round(lead, 4) if rules.tracker.counter_examples else None,
    )
