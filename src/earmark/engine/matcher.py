"""Trackers and messages in, matches out: composes the rest of the engine.

A matcher is compiled once from a set of trackers and can then be used by many threads at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import Final

import numpy as np

from earmark.engine import background, calibration, judgement, language, phrases
from earmark.engine.blas import single_threaded
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE, Encoder
from earmark.engine.judgement import VETOED, Reading, TrackerRules
from earmark.engine.literal import LiteralIndex
from earmark.engine.phrases import PhraseMatrix, SpaceView
from earmark.engine.scoring import Scores
from earmark.engine.stretch import SpaceVectors
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

    def match(self, messages: Sequence[Message], read: Mapping[str, SpaceVectors] | None = None) -> list[Match]:
        """
        All matches in the messages of one conversation, in message order, then tracker, then phrase order.

        Args:
            read: As for `examine`.
        """
        return self.examine(messages, read=read).matches

    @single_threaded
    def examine(
        self, messages: Sequence[Message], floor: float = 1.0, read: Mapping[str, SpaceVectors] | None = None
    ) -> Examination:
        """
        Matches and scores of the messages of one conversation.

        Args:
            messages: In order; a message without a language is read in the conversation's.
            floor: Scores from here on have passed the vetoes too, whether they fire or not.
            read: By space, the vectors of the messages from `stretch.read`. Each has its language then.
        """
        scores = np.full((len(messages), len(self.trackers)), VETOED, np.float32)
        matches: list[list[Match]] = [[] for _ in messages]
        if not self.trackers:
            return Examination([], scores)
        tongues = language.of_conversation([one.text for one in messages], [one.language for one in messages])
        for spaces, places in self._routed(tongues):
            for first in range(0, len(places), _BATCH_MESSAGES):
                batch = places[first : first + _BATCH_MESSAGES]
                readings = [self._read(messages[place], tongues[place]) for place in batch]
                given = None if read is None else [read[space.encoder.space].of(batch) for space in spaces]
                judged = self._judge(readings, spaces, floor, given)
                for place, (found, row) in zip(batch, judged, strict=True):
                    matches[place], scores[place] = found, row
        return Examination(list(chain.from_iterable(matches)), scores)

    def alone(self, tracker: int, threshold: float | None = None) -> CompiledMatcher:
        """
        The matcher of one tracker alone, which finds the same as among the others.

        Args:
            tracker: Its place in `trackers`.
            threshold: Where it fires by meaning, instead of its own threshold.
        """
        rules = self._rules[tracker]
        one = rules.tracker
        spaces = {name: space.alone(tracker) for name, space in self._spaces.items()}
        return CompiledMatcher(
            trackers=(one,),
            fresh={},
            _rules=(rules if threshold is None else TrackerRules(one, threshold),),
            _literal=LiteralIndex([(one.phrases, one.counter_examples)]),
            _spaces={name: space for name, space in spaces.items() if space is not None},
        )

    @property
    def spaces(self) -> Mapping[str, PhraseMatrix]:
        """The matrix of each space that serves a tracker."""
        return self._spaces

    def threshold(self, tracker: int) -> float:
        """Where the tracker at a place in `trackers` begins to fire by meaning."""
        return self._rules[tracker].threshold

    def _routed(self, tongues: Sequence[str]) -> Iterator[tuple[list[PhraseMatrix], list[int]]]:
        """Places of the messages that the same spaces judge, with those spaces."""
        for english in (True, False):
            places = [place for place, tongue in enumerate(tongues) if (tongue == language.ENGLISH) is english]
            names = (ENGLISH_SPACE, MULTILINGUAL_SPACE) if english else (MULTILINGUAL_SPACE,)
            yield [self._spaces[name] for name in names if name in self._spaces], places

    def _read(self, message: Message, tongue: str) -> Reading:
        folded = fold(message.text)
        spoken = tokens(folded)
        return Reading(
            message=message,
            language=tongue,
            spans=windows(spoken, len(message.text)),
            spoken=spoken,
            found=self._literal.find(folded, spoken, tongue),
        )

    def _judge(
        self,
        readings: Sequence[Reading],
        spaces: Sequence[PhraseMatrix],
        floor: float,
        given: Sequence[Vectors] | None,
    ) -> Iterator[tuple[list[Match], Scores]]:
        """Matches of each reading, and its score for every tracker. *given* are its vectors before whitening."""
        if given is None:
            texts = [text for reading in readings for text in reading.texts]
            seen = [space.read(texts) for space in spaces]
        else:
            seen = [space.whitening.apply(vectors) for space, vectors in zip(spaces, given, strict=True)]
        scores = self._mean_scores(spaces, seen)
        levels = np.array([min(rules.threshold, floor) for rules in self._rules], np.float32)
        views: dict[int, list[SpaceView]] = {}  # made once for all messages, since what is found is often found again
        ends = accumulate((len(reading.spans) for reading in readings), initial=0)
        for reading, (first, end) in zip(readings, pairwise(ends), strict=True):
            row = scores[first:end].max(axis=0) if reading.has_words else np.full(len(self.trackers), VETOED)
            matches: list[Match] = []
            for tracker in sorted({*np.flatnonzero(row >= levels).tolist(), *reading.found}):
                if tracker not in views:
                    said = (space.view(tracker, vectors) for space, vectors in zip(spaces, seen, strict=True))
                    views[tracker] = [view for view in said if view is not None]
                found, row[tracker] = judgement.judge(
                    reading,
                    self._rules[tracker],
                    [view.of(first, end) for view in views[tracker]],
                    reading.found.get(tracker, ()),
                    floor,
                )
                matches.extend(found)
            yield matches, row

    def _mean_scores(self, spaces: Sequence[PhraseMatrix], seen: Sequence[Vectors]) -> Scores:
        """Every text's score for every tracker: the mean of what the spaces that serve the tracker say."""
        total = np.zeros((len(seen[0]), len(self.trackers)), np.float32)
        counted = np.zeros(len(self.trackers), np.float32)
        for space, vectors in zip(spaces, seen, strict=True):
            total[:, space.members] += space.score(vectors)
            counted[space.members] += 1
        return total / counted


@single_threaded
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
    tongues = [language.of_tracker(tracker.phrases, tracker.languages) for tracker in trackers]
    served = {
        MULTILINGUAL_SPACE: list(range(len(trackers))),
        ENGLISH_SPACE: [place for place, tongue in enumerate(tongues) if tongue in ("", language.ENGLISH)],
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
        _rules=tuple(
            TrackerRules(tracker, calibration.threshold(tracker.sensitivity, len(tracker.phrases)))
            for tracker in trackers
        ),
        _literal=LiteralIndex([(tracker.phrases, tracker.counter_examples) for tracker in trackers]),
        _spaces=spaces,
    )
