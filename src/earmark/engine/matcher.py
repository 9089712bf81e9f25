"""Trackers and messages in, matches out: composes the rest of the engine.

A matcher is compiled once from a set of trackers and can then be used by many threads at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from earmark.engine import background, calibration, judgement, language, phrases
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE, Encoder
from earmark.engine.judgement import Reading, SpaceView, TrackerRules
from earmark.engine.literal import Found, LiteralIndex
from earmark.engine.phrases import PhraseMatrix, SpaceScores
from earmark.engine.scoring import Rows, Scores, best_per_tracker, blend
from earmark.engine.text import fold, tokens
from earmark.engine.whitening import Vectors
from earmark.engine.windows import windows
from earmark.types import Match, Message, Tracker

#: Messages judged in one product: large enough to feed the cores, small enough for the cache.
_BATCH_MESSAGES: Final = 64

KnownVectors = Mapping[str, Mapping[str, Vectors]]


@dataclass(frozen=True, slots=True)
class Examination:
    """What a matcher found in a list of messages.

    Attributes:
        matches: In message order, then tracker order, then phrase order.
        scores: How strongly each message means each tracker, shape ``(messages, trackers)``.
    """

    matches: list[Match]
    scores: Scores


@dataclass(frozen=True, slots=True)
class CompiledMatcher:
    """
    A set of trackers, ready to match.

    Attributes:
        trackers: As given to `compile_matcher`.
        fresh: By space, the vectors of texts that were not known and had to be encoded: worth storing.
    """

    trackers: tuple[Tracker, ...]
    fresh: KnownVectors
    _rules: tuple[TrackerRules, ...]
    _literal: LiteralIndex
    _spaces: Mapping[str, PhraseMatrix]

    def match(self, messages: Sequence[Message]) -> list[Match]:
        """All matches in the messages of one conversation, in message order, then tracker, then phrase order."""
        return self.examine(messages).matches

    def examine(self, messages: Sequence[Message], floor: float = 1.0) -> Examination:
        """
        Matches and scores of the messages of one conversation.

        Args:
            messages: In order; a message without a language is read in the conversation's.
            floor: Scores from here on have passed the vetoes too, whether they fire or not.
        """
        if not self.trackers:
            return Examination([], np.zeros((len(messages), 0), np.float32))
        tongues = language.of_conversation([one.text for one in messages], [one.language for one in messages])
        matches: list[Match] = []
        scores = np.empty((len(messages), len(self.trackers)), np.float32)
        for first in range(0, len(messages), _BATCH_MESSAGES):
            batch = slice(first, first + _BATCH_MESSAGES)
            readings = [self._read(*pair) for pair in zip(messages[batch], tongues[batch], strict=True)]
            for place, (found, row) in enumerate(self._judge(readings, floor), start=first):
                matches.extend(found)
                scores[place] = row
        return Examination(matches, scores)

    def _read(self, message: Message, tongue: str) -> Reading:
        folded = fold(message.text)
        spoken = tokens(folded)
        spans = windows(spoken, len(message.text))
        return Reading(message, tongue, spans, self._literal.find(folded, spoken, tongue))

    def _judge(self, readings: Sequence[Reading], floor: float) -> Iterator[tuple[list[Match], Scores]]:
        """Matches of each reading, and its score for every tracker."""
        texts = [reading.message.text[start:end] for reading in readings for start, end in reading.spans]
        owners = np.repeat(np.arange(len(readings)), [len(reading.spans) for reading in readings])
        english = np.array([reading.language == language.ENGLISH for reading in readings], dtype=bool)[owners]
        rows_of = {MULTILINGUAL_SPACE: np.arange(len(texts)), ENGLISH_SPACE: np.flatnonzero(english)}
        said = {
            space: matrix.score([texts[row] for row in rows_of[space]])
            for space, matrix in self._spaces.items()
            if rows_of[space].size
        }
        scores = self._mean_of_spaces(said, rows_of, len(texts))
        thresholds = np.array([rules.threshold for rules in self._rules], np.float32)
        for place, reading in enumerate(readings):
            windows_of = np.flatnonzero(owners == place)
            row = scores[windows_of].max(axis=0)
            literal: dict[int, list[Found]] = defaultdict(list)
            for found in reading.found:
                literal[self._literal.owner(found)].append(found)
            matches: list[Match] = []
            for tracker in sorted({*np.flatnonzero(row >= np.minimum(thresholds, floor)).tolist(), *literal}):
                rules = self._rules[tracker]
                views = self._views(tracker, said, rows_of, windows_of)
                found_here, row[tracker] = judgement.judge(reading, rules, views, literal.get(tracker, ()), floor)
                matches.extend(found_here)
            yield matches, row

    def _mean_of_spaces(self, said: Mapping[str, SpaceScores], rows_of: Mapping[str, Rows], count: int) -> Scores:
        """Every window's score for every tracker: the mean of what the spaces that know it say."""
        total = np.zeros((count, len(self.trackers)), np.float32)
        spaces = np.zeros((count, len(self.trackers)), np.float32)
        for space, scores in said.items():
            matrix = self._spaces[space]
            cells = np.ix_(rows_of[space], matrix.members)
            total[cells] += blend(best_per_tracker(scores.phrases, matrix.starts), scores.centroids)
            spaces[cells] += 1
        return total / spaces

    def _views(
        self,
        tracker: int,
        said: Mapping[str, SpaceScores],
        rows_of: Mapping[str, Rows],
        windows_of: Rows,
    ) -> list[SpaceView]:
        """What each space that knows a tracker says of it, cut down to some windows."""
        views = []
        for space, scores in said.items():
            matrix = self._spaces[space]
            member = int(np.searchsorted(matrix.members, tracker))
            rows = np.searchsorted(rows_of[space], windows_of)
            serves = member < len(matrix.members) and matrix.members[member] == tracker
            if not serves or rows[-1] >= len(rows_of[space]) or rows_of[space][rows[0]] != windows_of[0]:
                continue
            first = matrix.starts[member]
            columns = slice(first, first + len(self.trackers[tracker].phrases))
            views.append(
                SpaceView(scores.phrases[rows, columns], scores.counters[rows, member], scores.centroids[rows, member])
            )
        return views


def compile_matcher(
    trackers: Sequence[Tracker],
    encoders: Mapping[str, Encoder],
    known: KnownVectors | None = None,
    backgrounds: Mapping[str, Vectors] | None = None,
) -> CompiledMatcher:
    """
    Compile trackers into a matcher.

    Args:
        trackers: Each with at least one phrase.
        encoders: By space: `ENGLISH_SPACE` and `MULTILINGUAL_SPACE`.
        known: By space, vectors of phrases that were encoded before with the same model.
        backgrounds: By space, vectors of generic sentences; the shipped ones by default.

    Raises:
        ValueError: a tracker has no phrase.
    """
    for tracker in trackers:
        if not tracker.phrases:
            raise ValueError(f"tracker {tracker.name!r} has no phrase")
    rules = tuple(
        TrackerRules(
            tracker,
            language.of_tracker(tracker.phrases, tracker.languages),
            calibration.threshold(tracker.sensitivity, len(tracker.phrases)),
        )
        for tracker in trackers
    )
    served = {
        MULTILINGUAL_SPACE: list(range(len(rules))),
        ENGLISH_SPACE: [place for place, one in enumerate(rules) if one.language in ("", language.ENGLISH)],
    }
    fresh: dict[str, dict[str, Vectors]] = {}
    spaces: dict[str, PhraseMatrix] = {}
    for space, members in served.items():
        if not members:
            continue
        have = (known or {}).get(space, {})
        fresh[space] = phrases.encode_missing(
            phrases.texts_of(trackers[place] for place in members), encoders[space], have
        )
        generic = backgrounds[space] if backgrounds else background.vectors(encoders[space])
        spaces[space] = phrases.build(trackers, members, encoders[space], {**have, **fresh[space]}, generic)
    return CompiledMatcher(
        trackers=tuple(trackers),
        fresh=fresh,
        _rules=rules,
        _literal=LiteralIndex([(one.tracker.phrases, one.tracker.counter_examples, one.language) for one in rules]),
        _spaces=spaces,
    )
