"""Why a tracker fires on a sentence, or why not: everything that was weighed, and what would have to change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from earmark import compound
from earmark.engine import calibration, judgement, language, reasons
from earmark.engine.judgement import HIGHEST, TrackerRules
from earmark.engine.matcher import CompiledMatcher
from earmark.engine.phrases import plain_texts
from earmark.engine.reading import Reading
from earmark.engine.weighing import VETOED, Weighed, mean
from earmark.types import Match, MatchKind, Message, Tracker

#: Steps in which the sensitivity is looked for that a score needs.
_STEP: Final = 0.01


@dataclass(frozen=True, slots=True)
class PhraseSays:
    """
    What one phrase has to do with a sentence.

    Attributes:
        phrase: As it is shown where every phrase is plain text.
        nearness: How near it comes in the window that means it most, as counter-examples are compared with; None for a
            compound, which has no meaning.
        said: The words of that window.
        kind: How its words were found; None where they were not.
        veto: The code of what takes it away there; empty where nothing does.
    """

    phrase: str
    nearness: float | None
    said: str
    kind: MatchKind | None
    veto: str


@dataclass(frozen=True, slots=True)
class CounterSays:
    """A counter-example, and how near it is to the window that means the tracker most."""

    phrase: str
    nearness: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    One tracker against one sentence.

    Attributes:
        matches: What fires; empty where nothing does.
        score: The tracker's, after vetoes and counter-examples; None where no phrase is left.
        threshold: Where it fires by meaning.
        needed: The least sensitivity at which it would fire by meaning; None where none is high enough.
        phrases: The nearest first.
        counter_examples: The nearest first.
        hears: Whether it fires by meaning in the sentence's language.
        worded: Whether there is a word in it: only words mean something.
    """

    tracker: Tracker
    language: str
    matches: Sequence[Match]
    score: float | None
    threshold: float
    needed: float | None
    phrases: Sequence[PhraseSays]
    counter_examples: Sequence[CounterSays]
    hears: bool
    worded: bool

    @property
    def fires(self) -> bool:
        return bool(self.matches)


def explain(matcher: CompiledMatcher, message: Message) -> list[Explanation]:
    """Every tracker of *matcher* against one message: those that fire first, then by how near they come."""
    tongue = language.of_conversation([message.text], [message.language])[0]
    said = [Message(message.text, language=tongue)]
    examined = matcher.examine(said, floor=VETOED)
    fired: dict[int, list[Match]] = {place: [] for place in range(len(matcher.trackers))}
    places = {id(tracker): place for place, tracker in enumerate(matcher.trackers)}
    for match in examined.matches:
        fired[places[id(match.tracker)]].append(match)
    found = [
        _one(matcher, place, said[0], fired[place], float(examined.scores[0, place]))
        for place in range(len(matcher.trackers))
    ]
    return sorted(found, key=lambda one: (one.fires, _nearness(one)), reverse=True)


def _one(matcher: CompiledMatcher, place: int, message: Message, fired: Sequence[Match], score: float) -> Explanation:
    rules = matcher.rules(place)
    reading, weighed = matcher.weighed(place, message)
    literal = {found.column: found.kind for found in reversed(reading.found.get(place, ())) if not found.is_counter}
    phrases = []
    for column, phrase in enumerate(rules.phrases):
        if column >= weighed.own.shape[1]:
            phrases.append(PhraseSays(compound.shown(phrase), None, "", literal.get(column), ""))
            continue
        window = int(weighed.cosines[:, column].argmax())
        start, end = reading.spans[window]
        veto = _veto(reading, rules, weighed, window, column)
        nearness = round(float(weighed.cosines[window, column]), 4)
        phrases.append(PhraseSays(compound.shown(phrase), nearness, message.text[start:end], literal.get(column), veto))
    best = int(weighed.scores.argmax()) if len(weighed.scores) else 0
    counters = plain_texts(rules.tracker.counter_examples) if weighed.views else []
    near = mean([view.counters[best] for view in weighed.views]) if counters else np.zeros(0)
    return Explanation(
        tracker=rules.tracker,
        language=message.language,
        matches=fired,
        score=None if score <= VETOED else round(min(score, HIGHEST), 4),
        threshold=round(rules.threshold, 4),
        needed=_needed(score, len(plain_texts(rules.tracker.phrases))),
        phrases=sorted(phrases, key=lambda one: (one.kind is not None, one.nearness or 0.0), reverse=True),
        counter_examples=sorted(
            (CounterSays(text, round(float(one), 4)) for text, one in zip(counters, near, strict=True)),
            key=lambda counter: -counter.nearness,
        ),
        hears=rules.hears(message.language),
        worded=reading.has_words,
    )


def _veto(reading: Reading, rules: TrackerRules, weighed: Weighed, window: int, column: int) -> str:
    if weighed.leads[window, column] <= 0:
        return reasons.NEARER_COUNTER
    return judgement.veto(reading, rules, window, column)


def _needed(score: float, phrases: int) -> float | None:
    """The least sensitivity at which a score fires."""
    steps = np.arange(0, 1 + _STEP / 2, _STEP)
    return next((round(float(one), 2) for one in steps if calibration.threshold(float(one), phrases) <= score), None)


def _nearness(one: Explanation) -> float:
    return VETOED if one.score is None else one.score - one.threshold
