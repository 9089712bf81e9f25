"""One tracker against messages: vetoes, counter-examples, and which phrases fire on which words.

Very many messages are judged as arrays; words are looked at one by one only where something may fire.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from earmark import compound
from earmark.engine import polarity, polarity_words, reasons
from earmark.engine.language import LANGUAGES
from earmark.engine.literal import Found
from earmark.engine.phrases import SpaceView
from earmark.engine.reading import WHOLE, Reading, Said
from earmark.engine.spans import carrying
from earmark.engine.text import fold
from earmark.engine.weighing import VETOED as VETOED
from earmark.engine.weighing import Weighed, best_columns, further, tops, tracker_scores
from earmark.types import Match, MatchKind, Tracker, Versions

#: The highest score that anybody is told of. A phrase in its own words may come to more, which says nothing more.
HIGHEST: Final = 1.0
#: The score of a compound phrase, which is found by its words or not at all.
BY_WORDS: Final = HIGHEST
#: How near a phrase must come itself to fire beside the best one, as a share of the threshold: the centroid, which all
#: phrases share, says nothing of a single one.
FURTHER_SHARE: Final = 0.5
#: How near a phrase must come in a window where another one is struck out, as a share of that one's nearness.
STRUCK_SHARE: Final = 0.5

#: Of a compound phrase, which no window means.
NO_WINDOW: Final = -1


@dataclass(frozen=True, slots=True)
class TrackerRules:
    """A tracker with what was worked out once.

    Attributes:
        threshold: Where it begins to fire by meaning.
        phrases: In the order in which columns and `Found.column` count them: see `phrases.ordered`.
        versions: Of what decides.
        tongues: Languages in whose talk it fires by meaning, as primary subtags; empty for all.
    """

    tracker: Tracker
    threshold: float
    phrases: Sequence[str]
    versions: Versions
    tongues: frozenset[str] = frozenset()

    def hears(self, tongue: str) -> bool:
        """Whether it fires by meaning in talk of a language; in talk of one that the engine does not know it does."""
        return not self.tongues or tongue in self.tongues or tongue not in LANGUAGES


class Firing(NamedTuple):
    """A phrase that fires: the window that means it most, how strongly, and its words where they were said."""

    column: int
    window: int
    score: float
    literal: Found | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    What one message says of a tracker.

    Attributes:
        score: The tracker's.
        firing: Phrases that fire, in their order.
        first: Where the message's windows begin in *weighed*.
    """

    score: float
    firing: Sequence[Firing]
    weighed: Weighed
    first: int


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
    (verdict,) = judge_all([reading], rules, views, [literal], floor)
    return matches(reading, rules, verdict), verdict.score


def judge_all(
    readings: Sequence[Said],
    rules: TrackerRules,
    views: Sequence[SpaceView],
    literal: Sequence[Sequence[Found]],
    floor: float,
) -> list[Verdict]:
    """
    As `judge`, of messages that the same spaces know: at least one, whose windows follow each other in *views*.

    Call `matches` where more is wanted of a verdict than which phrases fire.
    """
    counts = [reading.windows for reading in readings]
    firsts = np.cumsum([0, *counts[:-1]], dtype=np.intp)
    may_mean = [
        reading.has_words and rules.hears(reading.language) and not _is_barred(rules, found)
        for reading, found in zip(readings, literal, strict=True)
    ]
    weighed = Weighed.of(views, np.repeat(may_mean, counts))
    best_windows = tops(weighed.scores, firsts)
    best = weighed.scores[best_windows].tolist()
    columns = best_columns(weighed.cosines[best_windows], weighed.allowed[best_windows]).tolist()
    near = weighed.cosines >= FURTHER_SHARE * rules.threshold
    more = further(np.where(weighed.allowed & near, weighed.own, VETOED), firsts, rules.threshold)
    level = min(floor, rules.threshold)
    verdicts = []
    for place, (reading, first, top) in enumerate(zip(readings, firsts.tolist(), best_windows.tolist(), strict=True)):
        case = _Case(reading, rules, weighed, slice(first, first + counts[place]))
        reason = Firing(columns[place], top - first, best[place])
        barred: dict[int, float] = {}
        if reason.score >= level and case.falls(reason):
            reason, barred = case.best_standing(reason, level)
        verdicts.append(case.verdict(reason, more.get(place, ()), literal[place], barred))
    return verdicts


def _is_barred(rules: TrackerRules, literal: Sequence[Found]) -> bool:
    """Whether a compound counter-example stands in a message, which then means nothing that the tracker looks for."""
    return any(one.is_counter and compound.is_compound(rules.tracker.counter_examples[one.column]) for one in literal)


def matches(reading: Reading, rules: TrackerRules, verdict: Verdict) -> list[Match]:
    """The matches that a verdict on a message tells of."""
    return [_match(reading, rules, verdict, firing) for firing in verdict.firing]


def _match(reading: Reading, rules: TrackerRules, verdict: Verdict, firing: Firing) -> Match:
    said = firing.literal
    phrase = rules.phrases[firing.column]
    if said is None:
        span = carrying(reading.speech, reading.spans[firing.window], rules.phrases, phrase, reading.language)
    else:
        span = said.start, said.end
    margin = None
    if rules.tracker.counter_examples and firing.window != NO_WINDOW:
        margin = round(float(verdict.weighed.leads[verdict.first + firing.window, firing.column]), 4)
    why = None
    if firing.window != NO_WINDOW:
        row = verdict.first + firing.window
        why = reasons.of(
            rules.tracker,
            rules.phrases,
            rules.versions,
            reading.language,
            reading.spans[firing.window],
            verdict.weighed,
            row,
            firing.column,
            {one.column for one in verdict.firing},
            lambda column: veto(reading, rules, firing.window, column),
        )
    return Match(
        tracker=rules.tracker,
        message=reading.message,
        phrase=phrase,
        kind=MatchKind.MEANING if said is None else said.kind,
        score=round(min(firing.score, HIGHEST), 4),
        threshold=round(rules.threshold, 4),
        start=span[0],
        end=span[1],
        margin=margin,
        why=why,
    )


def veto(reading: Said, rules: TrackerRules, window: int, column: int) -> str:
    """The code of what turns a phrase around in a window; empty where nothing does."""
    phrase = polarity.stance_of_phrase(compound.shown(rules.phrases[column]), reading.language)
    # Seldom: what is meant is mostly said in other words than the phrase's, and mostly said straight.
    if not polarity.may_contradict(phrase, reading.outline()):
        return ""
    return polarity.contradiction(phrase, reading.stance(window), reading.language) or ""


class _Case(NamedTuple):
    """One message before its tracker; *rows* are its windows in *weighed*."""

    reading: Said
    rules: TrackerRules
    weighed: Weighed
    rows: slice

    def verdict(
        self, best: Firing, columns: Sequence[int], literal: Sequence[Found], barred: Mapping[int, float]
    ) -> Verdict:
        """
        Args:
            best: The best reason to fire that no veto takes away.
            columns: Phrases that fire on their own unless a veto takes them away.
            literal: Phrases and counter-examples found by their words.
            barred: From `best_standing`.
        """
        score = best.score
        firing: dict[int, Firing] = {}
        for found in literal:
            if found.column not in firing and self._stands(found, literal):
                firing[found.column] = self._by_words(found)
                # What is said word for word is meant, even if a veto took it from the phrases that are meant.
                score = max(score, firing[found.column].score)
        # The best phrase carries the tracker's score; others fire on their own.
        if best.score >= self.rules.threshold:
            firing.setdefault(best.column, best)
        for column in columns:
            if column not in firing and (reason := self._standing(column, barred)) is not None:
                firing[column] = reason
        return Verdict(score, [firing[column] for column in sorted(firing)], self.weighed, self.rows.start)

    def contradicts(self, column: int, window: int) -> bool:
        """Whether a window says the opposite of a phrase."""
        return bool(veto(self.reading, self.rules, window, column))

    def best_standing(self, struck: Firing, level: float) -> tuple[Firing, dict[int, float]]:
        """
        The best reason to fire that no veto takes away, where one took *struck* away.

        Phrases that contradict what is said are struck out until the best one stands or falls below *level*. With each
        fall those that are much further away: the centroid would carry them, and it means what was struck out.

        Returns:
            The reason, and by window how near another phrase must come.
        """
        barred: dict[int, float] = {}
        views = [view.of(self.rows.start, self.rows.stop) for view in self.weighed.views]
        cosines = self.weighed.cosines[self.rows]
        allowed = self.weighed.allowed[self.rows].copy()
        scores = self.weighed.scores[self.rows].copy()
        while True:
            bar = STRUCK_SHARE * float(cosines[struck.window, struck.column])
            barred[struck.window] = max(bar, barred.get(struck.window, bar))
            allowed[struck.window] &= cosines[struck.window] > bar
            allowed[struck.window, struck.column] = False
            changed = slice(struck.window, struck.window + 1)
            scores[changed] = tracker_scores(views, allowed, changed)
            window = int(scores.argmax())
            column = int(best_columns(cosines[window : window + 1], allowed[window : window + 1])[0])
            struck = Firing(column, window, float(scores[window]))
            if struck.score < level or not self.falls(struck):
                return struck, barred

    def falls(self, reason: Firing) -> bool:
        """Whether a veto takes a reason away."""
        return reason.score > VETOED and self.contradicts(reason.column, reason.window)

    def _standing(self, column: int, barred: Mapping[int, float]) -> Firing | None:
        """A phrase that may fire on its own, with the best window that does not contradict it."""
        if self.rows.stop - self.rows.start == 1:
            own = float(self.weighed.own[self.rows.start, column])
            return None if self._falls_with(column, WHOLE, barred) else Firing(column, WHOLE, own)
        allowed = self.weighed.allowed[self.rows, column]
        reach = np.where(allowed, self.weighed.own[self.rows, column], VETOED)
        for window in np.argsort(-reach, kind="stable").tolist():
            score = float(reach[window])
            if score < self.rules.threshold:
                break
            if not self._falls_with(column, window, barred):
                return Firing(column, window, score)
        return None

    def _falls_with(self, column: int, window: int, barred: Mapping[int, float]) -> bool:
        """Whether a phrase contradicts what a window says, or is far away where another one does."""
        near = float(self.weighed.cosines[self.rows.start + window, column])
        return (window in barred and near <= barred[window]) or self.contradicts(column, window)

    def _by_words(self, found: Found) -> Firing:
        """A phrase that was found by its words; how near it is in meaning says the window that is nearest."""
        if found.column >= self.weighed.own.shape[1]:
            return Firing(found.column, NO_WINDOW, BY_WORDS, found)
        own = self.weighed.own[self.rows, found.column]
        window = int(own.argmax())
        return Firing(found.column, window, float(own[window]), found)

    def _stands(self, found: Found, literal: Sequence[Found]) -> bool:
        """Whether words found in a message may fire: not inside a counter-example's words, not turned around."""
        if found.is_counter or any(other.is_counter and found.lies_in(other) for other in literal):
            return False
        if found.kind is MatchKind.EXACT:
            return not self._is_denied(found)
        return not self.contradicts(found.column, WHOLE)

    def _is_denied(self, found: Found) -> bool:
        """
        Whether a negation stands directly before a phrase's own words and turns them around.

        Spanish leaves out who speaks, so "no quiero cancelar" holds "quiero cancelar". One word alone may be looked for
        in whatever is said of it.
        """
        phrase = compound.shown(self.rules.phrases[found.column])
        before = self.reading.message.text[: found.start].split()[-1:]
        if not before or len(phrase.split()) == 1 or found.column >= self.weighed.own.shape[1]:
            return False
        negates = polarity_words.of(self.reading.language).is_negation
        return negates(fold(before[0]).text) and self.contradicts(found.column, WHOLE)
