"""One tracker against one message: vetoes, counter-examples, and which phrases fire on which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from earmark import compound
from earmark.engine import polarity
from earmark.engine.literal import Found
from earmark.engine.phrases import SpaceView
from earmark.engine.polarity import Stance
from earmark.engine.scoring import Scores, blend
from earmark.engine.spoken import Speech
from earmark.engine.text import Token, trimmed
from earmark.types import Match, MatchKind, Message, Tracker, Versions

#: The score of what must not fire, below every cosine.
VETOED: Final = -1.0

#: The score of a compound phrase, which is found by its words or not at all.
BY_WORDS: Final = 1.0

#: The window that is the whole message.
WHOLE: Final = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One message as the engine reads it.

    Attributes:
        language: A primary subtag.
        spans: Characters of each window; the first is the whole message.
        speech: Its words, and which of them were meant.
        found: By tracker, the phrases and counter-examples that were found by their words.
    """

    message: Message
    language: str
    spans: Sequence[tuple[int, int]]
    speech: Speech
    found: Mapping[int, Sequence[Found]]
    _stances: dict[int, Stance] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        """What was meant in each window."""
        return [self.speech.between(start, end) for start, end in self.spans]

    @property
    def spoken(self) -> Sequence[Token]:
        """Its words."""
        return self.speech.words

    @property
    def has_words(self) -> bool:
        """Not a smile or three dots: only words mean something."""
        return bool(self.spoken)

    def stance(self, window: int) -> Stance:
        if window not in self._stances:
            spoken = self.spoken if window == WHOLE and self.speech.meant is self.spoken else None
            said = self.speech.between(*self.spans[window])
            self._stances[window] = polarity.stance(said, self.language, spoken)
        return self._stances[window]


@dataclass(frozen=True, slots=True)
class TrackerRules:
    """A tracker with what was worked out once.

    Attributes:
        threshold: Where it begins to fire by meaning.
        phrases: In the order in which columns and `Found.column` count them: see `phrases.ordered`.
        versions: Of what decides.
    """

    tracker: Tracker
    threshold: float
    phrases: Sequence[str]
    versions: Versions


class _Reason(NamedTuple):
    """What speaks most for a tracker: a phrase, the window that means it, and how strongly."""

    column: int
    window: int
    score: float


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
    if not views:  # nothing but compound phrases
        standing = [one for one in literal if _stands(reading, rules, one, literal)]
        by_words = {one.column: _by_words(reading, rules, one) for one in reversed(standing)}
        return [by_words[column] for column in sorted(by_words)], BY_WORDS if by_words else VETOED
    cosines = _mean([view.phrases for view in views])
    leads = cosines - _mean([view.counters for view in views])[:, None]
    own = blend(cosines, _mean([view.centroids for view in views])[:, None])
    allowed = (leads > 0) & reading.has_words
    best = _best_standing(reading, rules, views, cosines, allowed, min(floor, rules.threshold))
    matches: dict[int, Match] = {}
    score = best.score
    for found in literal:
        if found.column not in matches and _stands(reading, rules, found, literal):
            if found.column >= own.shape[1]:
                matches[found.column], score = _by_words(reading, rules, found), BY_WORDS
                continue
            window = int(own[:, found.column].argmax())
            reason = _Reason(found.column, window, float(own[window, found.column]))
            matches[found.column] = _match(reading, rules, found, reason, leads)
            # What is said word for word is meant, even if a veto took it from the phrases that are meant.
            score = max(score, reason.score)
    # The best phrase carries the tracker's score; others fire on their own.
    reasons = [best] if best.score >= rules.threshold else []
    reasons += _further_reasons(reading, rules, np.where(allowed, own, VETOED))
    for reason in reasons:
        if reason.column not in matches:
            span = trimmed(reading.message.text, *reading.spans[reason.window])
            found = Found(reason.column, MatchKind.MEANING, *span)
            matches[reason.column] = _match(reading, rules, found, reason, leads)
    return [matches[column] for column in sorted(matches)], score


def _best_standing(
    reading: Reading,
    rules: TrackerRules,
    views: Sequence[SpaceView],
    cosines: Scores,
    allowed: NDArray[np.bool_],
    level: float,
) -> _Reason:
    """
    The best reason to fire that no veto takes away.

    Phrases that contradict what is said are struck out of *allowed* until the best one stands or falls below *level*.
    """
    scores = _tracker_scores(views, allowed, slice(None))
    while True:
        window = int(scores.argmax())
        score = float(scores[window])
        column = int(np.where(allowed[window], cosines[window], VETOED).argmax())
        if score <= VETOED or score < level or not _contradicts(reading, rules, column, window):
            return _Reason(column, window, score)
        allowed[window, column] = False
        changed = slice(window, window + 1)
        scores[changed] = _tracker_scores(views, allowed, changed)


def _tracker_scores(views: Sequence[SpaceView], allowed: NDArray[np.bool_], rows: slice) -> Scores:
    """The tracker's score in some windows, by the phrases that are still allowed there."""
    best = [
        blend(np.where(allowed[rows], view.phrases[rows], VETOED).max(axis=1), view.centroids[rows]) for view in views
    ]
    return np.where(allowed[rows].any(axis=1), _mean(best), VETOED)


def _mean(said: Sequence[Scores]) -> Scores:
    """What the spaces say in the mean; NumPy's own takes several times as long for two of them."""
    total: Scores = sum(said[1:], start=said[0])
    return total / np.float32(len(said))


def _further_reasons(reading: Reading, rules: TrackerRules, reach: Scores) -> list[_Reason]:
    """Every phrase that fires on its own, with the best window that does not contradict it."""
    reasons = []
    for column in np.flatnonzero(reach.max(axis=0) >= rules.threshold).tolist():
        for window in np.argsort(-reach[:, column], kind="stable").tolist():
            score = float(reach[window, column])
            if score < rules.threshold:
                break
            if not _contradicts(reading, rules, column, window):
                reasons.append(_Reason(column, window, score))
                break
    return reasons


def _contradicts(reading: Reading, rules: TrackerRules, column: int, window: int) -> bool:
    phrase = polarity.stance_of_phrase(compound.shown(rules.phrases[column]), reading.language)
    return polarity.contradicts(phrase, reading.stance(window), reading.language)


def _stands(reading: Reading, rules: TrackerRules, found: Found, literal: Sequence[Found]) -> bool:
    """Whether words found in a message may fire: not inside a counter-example's words, not turned around."""
    if found.is_counter or any(other.is_counter and found.lies_in(other) for other in literal):
        return False
    return found.kind is MatchKind.EXACT or not _contradicts(reading, rules, found.column, WHOLE)


def _by_words(reading: Reading, rules: TrackerRules, found: Found) -> Match:
    """The match of a compound phrase, which is not compared in meaning with anything."""
    return Match(
        tracker=rules.tracker,
        message=reading.message,
        phrase=rules.phrases[found.column],
        kind=found.kind,
        score=BY_WORDS,
        threshold=round(rules.threshold, 4),
        start=found.start,
        end=found.end,
    )


def _match(reading: Reading, rules: TrackerRules, found: Found, reason: _Reason, leads: Scores) -> Match:
    return Match(
        tracker=rules.tracker,
        message=reading.message,
        phrase=rules.phrases[found.column],
        kind=found.kind,
        score=round(reason.score, 4),
        threshold=round(rules.threshold, 4),
        start=found.start,
        end=found.end,
        margin=round(float(leads[reason.window, reason.column]), 4) if rules.tracker.counter_examples else None,
    )
