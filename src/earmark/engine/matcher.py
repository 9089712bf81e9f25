"""Trackers and messages in, matches out: composes the rest of the engine.

A matcher is compiled once from a set of trackers and can then be used by many threads at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, chain, pairwise
from typing import Final

import numpy as np

from earmark.engine import background, block, calibration, judgement, language, phrases, scan
from earmark.engine import fits as whitening_fits
from earmark.engine.blas import single_threaded
from earmark.engine.block import Block, Known, Placed
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE, Encoder
from earmark.engine.fits import Fit
from earmark.engine.judgement import VETOED, TrackerRules
from earmark.engine.literal import Found, Heard
from earmark.engine.phrases import PhraseMatrix, SpaceView
from earmark.engine.reading import Reading
from earmark.engine.scoring import Scores
from earmark.engine.stretch import SpaceVectors, encoded
from earmark.engine.weighing import Weighed
from earmark.engine.whitening import Vectors
from earmark.types import Match, MatchKind, Message, Tracker, Versions

#: Messages judged in one product: large enough to feed the cores, small enough for the cache.
_BATCH_MESSAGES: Final = 64
#: Texts compared with all phrases at a time: with 25,000 phrases their cosines take 25 MB.
_TEXTS_AT_A_TIME: Final = 256

#: Characters of a model's digest that tell it from others.
_SHORT_DIGEST: Final = 12

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
        fits: The whitening of each space that serves a tracker.
        fresh: By space, the vectors of texts that were not known and had to be encoded: worth storing.
    """

    trackers: tuple[Tracker, ...]
    fits: Mapping[str, Fit]
    fresh: KnownVectors
    _encoders: Mapping[str, Encoder]
    # Those of the trackers, then of their rivals in exclusive groups: these are judged and not reported.
    _rules: tuple[TrackerRules, ...]
    _order: tuple[int, ...]  # of them where all stood together: of equals in a group the first is told of
    _blocks: tuple[Placed, ...]
    _where: Mapping[int, tuple[Block, int]] = field(repr=False)

    @single_threaded
    def match(self, messages: Sequence[Message], read: Mapping[str, SpaceVectors] | None = None) -> list[Match]:
        """
        All matches in the messages of one conversation, in message order, then tracker, then phrase order.

        Args:
            read: As for `examine`.
        """
        return self._examined(messages, 1.0, read, thorough=False).matches

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
        return self._examined(messages, floor, read, thorough=True)

    def _examined(
        self,
        messages: Sequence[Message],
        floor: float,
        read: Mapping[str, SpaceVectors] | None,
        *,
        thorough: bool,
    ) -> Examination:
        """As `examine`; where it need not be *thorough*, scores below a threshold and below *floor* are not exact."""
        scores = np.full((len(messages), len(self._rules)), VETOED, np.float32)
        matches: list[list[Match]] = [[] for _ in messages]
        if not self.trackers:
            return Examination([], scores)
        tongues = language.of_conversation([one.text for one in messages], [one.language for one in messages])
        for spaces, places in self._routed(tongues):
            for first in range(0, len(places), _BATCH_MESSAGES):
                batch = places[first : first + _BATCH_MESSAGES]
                readings = [self._read(messages[place], tongues[place]) for place in batch]
                judged = self._judge(readings, self._seen(spaces, readings, batch, read), floor, thorough=thorough)
                for place, (found, row) in zip(batch, judged, strict=True):
                    matches[place], scores[place] = found, row
        return Examination(list(chain.from_iterable(matches)), scores[:, : len(self.trackers)])

    def alone(self, tracker: int, threshold: float | None = None) -> CompiledMatcher:
        """
        The matcher of one tracker alone, which finds the same as among the others.

        Args:
            tracker: Its place in `trackers`.
            threshold: Where it fires by meaning, instead of its own threshold.
        """
        rules = self._rules[tracker]
        lone = rules if threshold is None else replace(rules, threshold=threshold)
        group = rules.tracker.exclusive_group
        rivals = [
            place
            for place, one in enumerate(self._rules)
            if group and place != tracker and one.tracker.exclusive_group == group
        ]
        blocks = [self._where[place][0].alone(self._where[place][1]) for place in (tracker, *rivals)]
        return _matcher(
            (rules.tracker,),
            self.fits,
            {},
            self._encoders,
            (lone, *(self._rules[place] for place in rivals)),
            tuple(self._order[place] for place in (tracker, *rivals)),
            tuple(Placed(one, np.array([place], np.intp)) for place, one in enumerate(blocks)),
        )

    def matrices(self, tracker: int) -> Mapping[str, PhraseMatrix]:
        """What each space that serves the tracker at a place in `trackers` knows of it."""
        known, local = self._where[tracker]
        found = ((space, matrix.alone(local)) for space, matrix in known.spaces.items())
        return {space: matrix for space, matrix in found if matrix is not None}

    def rules(self, tracker: int) -> TrackerRules:
        """What was worked out of the tracker at a place in `trackers`."""
        return self._rules[tracker]

    @single_threaded
    def weighed(self, tracker: int, message: Message) -> tuple[Reading, Weighed]:
        """
        A message as it is read, and what the spaces say of the tracker at a place in `trackers` in its windows.

        Args:
            message: With its language.
        """
        reading = self._read(message, language.primary(message.language))
        ((spaces, _),) = [routed for routed in self._routed([reading.language]) if routed[1]]
        views = self._views(tracker, self._seen(spaces, [reading], [0], None))
        return reading, Weighed.of(views, np.full(len(reading.spans), reading.has_words))

    @property
    def has_rivals(self) -> bool:
        """Whether a tracker of an exclusive group may keep one of `trackers` from being found that is none of them."""
        return len(self._rules) > len(self.trackers)

    @property
    def versions(self) -> Versions:
        """Of what its scores depend on."""
        return self._rules[0].versions

    def threshold(self, tracker: int) -> float:
        """Where the tracker at a place in `trackers` begins to fire by meaning."""
        return self._rules[tracker].threshold

    def scores(self, seen: Mapping[str, Vectors], texts: int) -> Scores:
        """
        How strongly some texts mean each of `trackers`, counter-examples and vetoes aside.

        Args:
            seen: By space, whitened vectors of the texts.
            texts: How many there are.

        Returns:
            Shape ``(texts, trackers)``.
        """
        return self._mean_scores(seen, texts)[:, : len(self.trackers)]

    def known(self, fits: Mapping[str, Fit] | None) -> Known:
        """What of this matcher another one with these fits need not make anew."""
        same = fits is not None and {space: one.version for space, one in self.fits.items()} == {
            space: one.version for space, one in fits.items()
        }
        return Known([one.block for one in self._blocks] if same else ())

    def _routed(self, tongues: Sequence[str]) -> Iterator[tuple[list[str], list[int]]]:
        """Places of the messages that the same spaces judge, with those spaces."""
        for english in (True, False):
            places = [place for place, tongue in enumerate(tongues) if (tongue == language.ENGLISH) is english]
            names = (ENGLISH_SPACE, MULTILINGUAL_SPACE) if english else (MULTILINGUAL_SPACE,)
            yield [name for name in names if name in self.fits], places

    def _read(self, message: Message, tongue: str) -> Reading:
        return Reading.of(message, tongue, self._found)

    def _found(self, heard: Heard) -> dict[int, Sequence[Found]]:
        """By tracker, the phrases and counter-examples that are found by their words."""
        found: dict[int, Sequence[Found]] = {}
        for placed in self._blocks:
            for local, of_tracker in placed.block.literal.find(heard).items():
                found[int(placed.places[local])] = of_tracker
        return found

    def _seen(
        self,
        spaces: Sequence[str],
        readings: Sequence[Reading],
        places: Sequence[int],
        read: Mapping[str, SpaceVectors] | None,
    ) -> dict[str, Vectors]:
        """The whitened vectors of the windows of all *readings*, by space."""
        if read is not None:
            return {space: self.fits[space].whitening.apply(read[space].of(places)) for space in spaces}
        texts = [text for reading in readings for text in reading.texts]
        return {
            space: self.fits[space].whitening.apply(encoded(texts, self._encoders[space]).astype(np.float32))
            for space in spaces
        }

    def _judge(
        self, readings: Sequence[Reading], seen: Mapping[str, Vectors], floor: float, *, thorough: bool
    ) -> Iterator[tuple[list[Match], Scores]]:
        """Matches of each reading, and its score for every tracker.

        Args:
            seen: By space, the whitened vectors of the windows of all readings.
        """
        ends = list(accumulate((len(reading.spans) for reading in readings), initial=0))
        levels = np.array([min(rules.threshold, floor) for rules in self._rules], np.float32)
        scores = self._mean_scores(seen, ends[-1]) if thorough else self._scores_from(levels, seen, ends[-1])
        deaf = {
            tongue: [place for place, rules in enumerate(self._rules) if not rules.hears(tongue)]
            for tongue in {reading.language for reading in readings}
        }
        views: dict[int, list[SpaceView]] = {}  # made once for all messages, since what is found is often found again
        for reading, (first, end) in zip(readings, pairwise(ends), strict=True):
            row = scores[first:end].max(axis=0) if reading.has_words else np.full(len(self._rules), VETOED)
            row[deaf[reading.language]] = VETOED
            matches: dict[int, list[Match]] = {}
            for tracker in sorted({*np.flatnonzero(row >= levels).tolist(), *reading.found}):
                if tracker not in views:
                    views[tracker] = self._views(tracker, seen)
                matches[tracker], row[tracker] = judgement.judge(
                    reading,
                    self._rules[tracker],
                    [view.of(first, end) for view in views[tracker]],
                    reading.found.get(tracker, ()),
                    floor,
                )
            yield self._reported(matches), row

    def _views(self, tracker: int, seen: Mapping[str, Vectors]) -> list[SpaceView]:
        known, local = self._where[tracker]
        found = (known.spaces[space].view(local, vectors) for space, vectors in seen.items() if space in known.spaces)
        return [view for view in found if view is not None]

    def _scores_from(self, levels: Scores, seen: Mapping[str, Vectors], texts: int) -> Scores:
        """As `_mean_scores`, but exact only from each tracker's level on."""
        scores = np.full((texts, len(self._rules)), VETOED, np.float32)
        for placed in self._blocks:
            matrices = [(placed.block.spaces[space], seen[space]) for space in seen if space in placed.block.spaces]
            if matrices:
                scores[:, placed.places] = scan.scores_from(levels[placed.places], matrices)
        return scores

    def _mean_scores(self, seen: Mapping[str, Vectors], texts: int) -> Scores:
        """Every text's score for every tracker: the mean of what the spaces that serve the tracker say."""
        scores = np.full((texts, len(self._rules)), VETOED, np.float32)
        for placed in self._blocks:
            matrices = [(placed.block.spaces[space], seen[space]) for space in seen if space in placed.block.spaces]
            counted = np.zeros(len(placed.places), np.float32)
            for matrix, _ in matrices:
                counted[matrix.members] += 1
            served = np.flatnonzero(counted)
            for first in range(0, texts, _TEXTS_AT_A_TIME):
                rows = slice(first, first + _TEXTS_AT_A_TIME)
                total = np.zeros((min(texts - first, _TEXTS_AT_A_TIME), len(placed.places)), np.float32)
                for matrix, vectors in matrices:
                    total[:, matrix.members] += matrix.score(vectors[rows])
                scores[rows, placed.places[served]] = total[:, served] / counted[served]
        return scores

    def _reported(self, matches: Mapping[int, Sequence[Match]]) -> list[Match]:
        """The matches of one message that are told of: of each exclusive group only those of its best tracker."""
        groups: dict[str, list[int]] = defaultdict(list)
        for tracker, found in matches.items():
            if found and self._rules[tracker].tracker.exclusive_group:
                groups[self._rules[tracker].tracker.exclusive_group].append(tracker)
        beaten = {
            tracker
            for group in groups.values()
            for tracker in group
            if tracker != max(group, key=lambda one: (_strength(matches[one]), -self._order[one]))
        }
        return [
            match
            for tracker, found in matches.items()
            if tracker < len(self.trackers) and tracker not in beaten
            for match in found
        ]


def _strength(found: Sequence[Match]) -> float:
    """How well a tracker is found in a message; nothing is surer than its very words."""
    return max(1.0 if match.kind is MatchKind.EXACT else match.score for match in found)


@single_threaded
def compile_matcher(
    trackers: Sequence[Tracker],
    encoders: Mapping[str, Encoder],
    known: KnownVectors | None = None,
    backgrounds: Mapping[str, Vectors] | None = None,
    *,
    fits: Mapping[str, Fit] | None = None,
    base: CompiledMatcher | None = None,
    thresholds: Sequence[float | None] | None = None,
) -> CompiledMatcher:
    """
    Compile trackers into a matcher.

    Args:
        trackers: Each with at least one phrase.
        encoders: By space: `ENGLISH_SPACE` and `MULTILINGUAL_SPACE`.
        known: By space, vectors of phrases that were encoded before with the same model.
        backgrounds: By space, vectors of generic sentences; the shipped ones by default.
        fits: By space, the whitening to be used; one of these very trackers by default.
        base: A matcher of much the same trackers: what it has in the same fits is not made anew.
        thresholds: Where each tracker fires by meaning, where judgements say so: `belief`.

    Raises:
        ValueError: a tracker has no phrase.
    """
    for tracker in trackers:
        if not tracker.phrases:
            raise ValueError(f"tracker {tracker.name!r} has no phrase")
    members = served(trackers)
    have = base.known(fits) if base is not None else Known()
    fresh: dict[str, dict[str, Vectors]] = {}
    vector_of: dict[str, Mapping[str, Vectors]] = {}
    used: dict[str, Fit] = {}
    for space, places in members.items():
        encoder = encoders[space]
        of_space = (known or {}).get(space, {})
        fit = (fits or {}).get(space)
        wanted = [trackers[place] for place in places if trackers[place] not in have]
        texts = phrases.texts_of(wanted)
        fresh[space] = phrases.encode_missing(texts, encoder, of_space)
        vector_of[space] = {**of_space, **fresh[space]}
        if fit is None:
            generic = backgrounds[space] if backgrounds else background.vectors(encoder)
            fit = whitening_fits.of_texts(encoder, texts, vector_of[space], generic)
        used[space] = fit
    versions = Versions(
        {space: encoders[space].model[:_SHORT_DIGEST] for space in used},
        "+".join(fit.version for fit in used.values()),
        calibration.VERSION,
    )
    rules = (
        TrackerRules(
            tracker,
            calibration.threshold(tracker.sensitivity, len(phrases.plain_texts(tracker.phrases)))
            if given is None
            else given,
            phrases.ordered(tracker.phrases),
            versions if given is None else replace(versions, calibration=calibration.FITTED_VERSION),
            language.meant_for(tuple(phrases.plain_texts(tracker.phrases)), tuple(tracker.languages)),
        )
        for tracker, given in zip(trackers, thresholds or [None] * len(trackers), strict=True)
    )
    blocks = block.build(trackers, members, encoders, used, vector_of, have)
    return _matcher(tuple(trackers), used, fresh, encoders, tuple(rules), tuple(range(len(trackers))), blocks)


def served(trackers: Sequence[Tracker]) -> dict[str, list[int]]:
    """By space, the places of the trackers whose phrases it judges; a space that serves none is left out."""
    multilingual: list[int] = []
    english: list[int] = []
    for place, tracker in enumerate(trackers):
        texts = phrases.plain_texts(tracker.phrases)
        if texts:
            multilingual.append(place)
            if language.of_tracker(texts, tracker.languages) in ("", language.ENGLISH):
                english.append(place)
    found = {ENGLISH_SPACE: english, MULTILINGUAL_SPACE: multilingual}
    return {space: places for space, places in found.items() if places}


def _matcher(
    trackers: tuple[Tracker, ...],
    fits: Mapping[str, Fit],
    fresh: KnownVectors,
    encoders: Mapping[str, Encoder],
    rules: tuple[TrackerRules, ...],
    order: tuple[int, ...],
    blocks: tuple[Placed, ...],
) -> CompiledMatcher:
    where = {int(place): (one.block, local) for one in blocks for local, place in enumerate(one.places)}
    return CompiledMatcher(trackers, fits, fresh, encoders, rules, order, blocks, where)
