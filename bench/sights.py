"""Trackers in front of talk, scored once: what promises are fitted to and judged on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bench.data import read_jsonl, train_file
from bench.training import BACKGROUND_SOURCES, SEED, background_sentences
from earmark import compound
from earmark.engine import calibration, promise
from earmark.engine.encoder import Encoder
from earmark.engine.matcher import compile_matcher
from earmark.engine.promise import Coefficients, Met, Rate
from earmark.engine.scoring import Rows, Scores
from earmark.types import SENSITIVITY_NAMES, MatchKind, Message, Tracker

Flags = NDArray[np.bool_]

#: How many phrases the trackers have.
PHRASES: Final = (3, 10, 50)
#: Messages examined at a time.
_STEP: Final = 512
#: Of a training set at most so many labels become trackers; so many of its messages are talk, and as many of others.
_LABELS: Final = 16
_MESSAGES: Final = 1_800
#: Talk with which a rate is told, besides half of all.
_LITTLE: Final = 300


@dataclass(frozen=True, slots=True)
class Sight:
    """
    Trackers of one number of phrases, and the talk that they are shown; arrays ``(messages, trackers)``.

    Attributes:
        scores: After the vetoes, where the broadest sensitivity fires.
        worded: Whether a tracker is found by words.
        truth: Whether the message means the tracker; `judged` whether that is known.
        generic: Scores of generic sentences, shape ``(trackers, sentences)``.
        conversations: Shape ``(messages,)``, from 0.
        own: Shape ``(messages,)``: talk of the trackers' own source.
    """

    name: str
    phrases: int
    scores: Scores
    worded: Flags
    truth: Flags
    judged: Flags
    generic: Scores
    conversations: Rows
    own: Flags

    @property
    def trackers(self) -> range:
        return range(self.scores.shape[1])

    def threshold(self, sensitivity: float, factor: float = 1.0) -> float:
        return calibration.threshold(sensitivity, self.phrases, factor)

    def fires(self, tracker: int, threshold: float) -> Flags:
        """In which messages the tracker is found."""
        found: Flags = (self.scores[:, tracker] >= threshold) | self.worded[:, tracker]
        return found

    def met(self, tracker: int, threshold: float, talk: Rows) -> Met:
        found = self.fires(tracker, threshold)[talk]
        return Met.of(len(talk), int(found.sum()), self.scores[talk, tracker][~found], threshold)

    def promised(self, tracker: int, threshold: float, talk: Rows, fit: Coefficients) -> Rate:
        """What is promised of a tracker whose account has this talk, and no judgements."""
        told = self.generic[tracker], threshold, self.phrases, fit
        if len(talk) < promise.MIN_MESSAGES:
            return promise.from_background(*told)
        return promise.from_talk(self.met(tracker, threshold, talk), *told)

    def alarms(self, tracker: int, threshold: float, scored: Rows) -> tuple[int, int]:
        """False alarms in some messages, and how many of those do not mean the tracker."""
        negative = self.judged[scored, tracker] & ~self.truth[scored, tracker]
        return int((self.fires(tracker, threshold)[scored] & negative).sum()), int(negative.sum())


def look(
    name: str,
    phrases: Sequence[Sequence[str]],
    messages: Sequence[Message],
    truth: Flags,
    encoders: Mapping[str, Encoder],
    backgrounds: Mapping[str, Any] | None = None,
    *,
    languages: Sequence[str] = ("en",),
    judged: Flags | None = None,
    conversations: Rows | None = None,
    own: Flags | None = None,
) -> Sight:
    """Show trackers with these phrases these messages."""
    count = max(len(row) for row in phrases)
    trackers = [
        Tracker(str(number), row, languages=languages, sensitivity=SENSITIVITY_NAMES["broad"])
        for number, row in enumerate(phrases)
    ]
    compiled = compile_matcher(trackers, encoders, backgrounds=backgrounds)
    scores = np.empty((len(messages), len(trackers)), np.float32)
    worded = np.zeros(scores.shape, np.bool_)
    for first in range(0, len(messages), _STEP):
        part = messages[first : first + _STEP]
        examined = compiled.examine(part)
        scores[first : first + _STEP] = examined.scores
        row_of = {id(message): first + place for place, message in enumerate(part)}
        for match in examined.matches:
            if match.kind is not MatchKind.MEANING:
                worded[row_of[id(match.message)], int(match.tracker.name)] = True
    generic = [promise.background_scores(compiled.matrices(place).values()) for place in range(len(trackers))]
    return Sight(
        name,
        count,
        scores,
        worded,
        truth,
        np.ones_like(truth) if judged is None else judged,
        np.stack(generic),
        np.arange(len(messages)) if conversations is None else conversations,
        np.ones(len(messages), np.bool_) if own is None else own,
    )


def shuffled(source: str, row: Mapping[str, Any]) -> list[str]:
    """The texts of a label in the order in which ``bench/fit_engine.py`` takes phrases and messages from it."""
    texts = sorted(set(row["texts"]))
    random.Random(f"{SEED} {source} {row['label']}").shuffle(texts)
    return texts


def phrases_of(texts: Sequence[str], count: int) -> list[str]:
    """So many phrases; none of them is among `_said`."""
    return [compound.plain(text) for text in [*texts[:10], *texts[-40:]][:count]]


def training_sights(source: str, others: Sequence[str], encoders: Mapping[str, Encoder]) -> Iterator[Sight]:
    """Trackers of one training set before talk of its own, of all its labels, and talk of *others*."""
    rows = [row for row in read_jsonl(train_file(source)) if len(set(row["texts"])) >= 70]
    rows = random.Random(source).sample(rows, min(_LABELS, len(rows)))
    said = _said(source)[:_MESSAGES]
    elsewhere = [text for other in others for text, _ in _said(other)[: _MESSAGES // len(others)]]
    labels = [label for _, label in said] + [""] * len(elsewhere)
    messages = [Message(text, language="en") for text in [*(text for text, _ in said), *elsewhere]]
    truth = np.array([[label == row["label"] for row in rows] for label in labels])
    left = [one for one in BACKGROUND_SOURCES if one != source]
    unseen = {space: one.encode(background_sentences(left)) for space, one in encoders.items()}
    own = np.arange(len(messages)) < len(said)
    for count in PHRASES:
        phrases = [phrases_of(shuffled(source, row), count) for row in rows]
        yield look(source, phrases, messages, truth, encoders, unseen, own=own)


def _said(source: str) -> list[tuple[str, str]]:
    """Texts of a training set that are no phrases, with their labels, in random order."""
    rows = [row for row in read_jsonl(train_file(source)) if len(set(row["texts"])) >= 16]
    most = max(8, 3_000 // len(rows))
    found = []
    for row in rows:
        texts = shuffled(source, row)
        found += [(text, row["label"]) for text in (texts[10:-40] if len(texts) >= 60 + most else texts[10:])[:most]]
    random.Random(SEED).shuffle(found)
    return found


@dataclass(frozen=True, slots=True)
class Mix:
    """Talk that an account has stored, and talk to come: rows of a sight."""

    name: str
    stored: Rows
    to_come: Rows


def mixes(sight: Sight, seed: int = SEED) -> Iterator[Mix]:
    """Halves of talk that is all, in part, and not at all of the trackers' own source; once more with little stored."""
    drawn = np.random.default_rng(seed)
    own, other = (drawn.permutation(np.flatnonzero(one)) for one in (sight.own, ~sight.own))
    for name, inside, outside in (("own", 1.0, 0.0), ("both", 0.65, 1.0), ("other", 0.0, 1.0)):
        halves = [_half(own, inside, half).tolist() + _half(other, outside, half).tolist() for half in (0, 1)]
        stored, to_come = (np.array(half, np.intp) for half in halves)
        yield Mix(name, stored, to_come)
        yield Mix(f"{name}, little", drawn.permutation(stored)[:_LITTLE], to_come)


def _half(rows: Rows, share: float, half: int) -> Rows:
    middle = len(rows) // 2
    first = 0 if half == 0 else middle
    return rows[first : first + int(middle * share)]
