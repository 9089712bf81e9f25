"""The phrases of many trackers in one space, as matrices that a batch of texts is multiplied with."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from earmark import compound
from earmark.engine import stretch
from earmark.engine.encoder import Encoder
from earmark.engine.scoring import Rows, Scores, best_per_tracker, blend, centroids, gain
from earmark.engine.text import as_read
from earmark.engine.whitening import Vectors, Whitening, unit_rows
from earmark.types import Tracker

#: Below every cosine: the similarity with a counter-example that does not exist.
NO_COUNTER: Final = -2.0

#: Texts compared with all phrases at a time: with 25,000 phrases their cosines take 25 MB.
_TEXTS_AT_A_TIME: Final = 256


@dataclass(frozen=True, slots=True)
class SpaceView:
    """What one space says of one tracker in some texts: cosines times the text's length and the tracker's gain.

    Attributes:
        phrases: Shape ``(texts, phrases)``.
        counters: Shape ``(texts, counter-examples)``.
        centroids: Of the tracker's centroid, shape ``(texts,)``.
    """

    phrases: Scores
    counters: Scores
    centroids: Scores

    def of(self, first: int, end: int) -> SpaceView:
        """The same of some of the texts, which follow each other."""
        return self.at(slice(first, end))

    @property
    def nearest_counter(self) -> Scores:
        """Of the nearest counter-example, shape ``(texts,)``; `NO_COUNTER` where there is none."""
        nearest: Scores = self.counters.max(axis=1, initial=NO_COUNTER)
        return nearest

    def at(self, rows: slice | NDArray[np.bool_]) -> SpaceView:
        """The same of some of the texts."""
        return SpaceView(self.phrases[rows], self.counters[rows], self.centroids[rows])


@dataclass(frozen=True, slots=True)
class Piece:
    """What one space knows of one tracker, whitened.

    Attributes:
        phrases: Unit vectors, shape ``(phrases, dim)``, in the order of `ordered`.
        lengths: Of the phrases where they are read as messages, shape ``(phrases,)``.
        counters: Unit vectors, shape ``(counter-examples, dim)``.
        gain: See `scoring.gain`.
    """

    phrases: Vectors
    lengths: Scores
    counters: Vectors
    gain: float


@dataclass(frozen=True, slots=True)
class PhraseMatrix:
    """Whitened vectors of the phrases and counter-examples of the trackers that one space serves.

    Attributes:
        members: The served trackers' places among all that are matched together, rising, shape ``(trackers,)``.
        starts: First column of each served tracker in `phrases`, shape ``(trackers,)``.
        phrases: Shape ``(dim, phrases)``, columns grouped by tracker, in C order: one text is compared with all of them
            in half the time that rows would take.
        lengths: Of the phrases where they are read as messages, shape ``(phrases,)``.
        gains: Of each served tracker, shape ``(trackers,)``.
        counter_starts: First row of each served tracker in `counters`, shape ``(trackers,)``.
        counters: Shape ``(counter-examples, dim)``, rows grouped by tracker; empty where there are none.
        centroids: Shape ``(trackers, dim)``.
    """

    encoder: Encoder
    whitening: Whitening
    members: Rows
    starts: Rows
    phrases: Vectors
    lengths: Scores
    gains: Scores
    counter_starts: Rows
    counters: Vectors
    centroids: Vectors

    def read(self, texts: Sequence[str]) -> Vectors:
        """Whitened vectors of texts, shape ``(texts, dim)``."""
        return self.whitening.apply(stretch.encoded(texts, self.encoder).astype(np.float32))

    def score(self, seen: Vectors) -> Scores:
        """
        How strongly each text means each served tracker, counter-examples aside.

        Args:
            seen: From `read`.

        Returns:
            Shape ``(texts, trackers)``.
        """
        best = [
            best_per_tracker(seen[first : first + _TEXTS_AT_A_TIME] @ self.phrases, self.starts)
            for first in range(0, len(seen), _TEXTS_AT_A_TIME)
        ]
        return blend(np.concatenate(best), seen @ self.centroids.T) * self.gains

    def alone(self, tracker: int) -> PhraseMatrix | None:
        """The matrix of the one tracker at a place among all, in the same whitening; None if it is not a member."""
        piece = self.piece(tracker)
        return None if piece is None else joined([piece], [0], self.encoder, self.whitening)

    def piece(self, tracker: int) -> Piece | None:
        """What is known of the tracker at a place among all; None if it is not a member."""
        member = self._member(tracker)
        if member is None:
            return None
        columns = _group(self.starts, member)
        return Piece(
            self.phrases[:, columns].T,
            self.lengths[columns],
            self.counters[_group(self.counter_starts, member)],
            float(self.gains[member]),
        )

    def view(self, tracker: int, seen: Vectors) -> SpaceView | None:
        """What this space says of the tracker at a place among all in texts from `read`; None if it is not a member."""
        member = self._member(tracker)
        return None if member is None else self.view_of_member(member, seen)

    def view_of_member(self, member: int, seen: Vectors) -> SpaceView:
        """As `view`, of the tracker at a place in `members`."""
        counters = self.counters[_group(self.counter_starts, member)]
        gained = seen * self.gains[member]
        return SpaceView(
            phrases=gained @ self.phrases[:, _group(self.starts, member)],
            counters=gained @ counters.T,
            centroids=gained @ self.centroids[member],
        )

    def _member(self, tracker: int) -> int | None:
        member = int(np.searchsorted(self.members, tracker))
        return None if member == len(self.members) or self.members[member] != tracker else member


def texts_of(trackers: Iterable[Tracker]) -> list[str]:
    """Every distinct text of the trackers that must be encoded, in a stable order."""
    return list(
        dict.fromkeys(
            text
            for tracker in trackers
            for text in (*plain_texts(tracker.phrases), *plain_texts(tracker.counter_examples))
        )
    )


def plain_texts(phrases: Sequence[str]) -> Sequence[str]:
    """The texts of those phrases that have a meaning; a compound is found by its words alone."""
    return _plain_texts(tuple(phrases))


def ordered(phrases: Sequence[str]) -> tuple[str, ...]:
    """Phrases as the engine counts them: those with a meaning first, as columns of a matrix, compounds behind them."""
    return _ordered(tuple(phrases))


# Every compilation asks it of all trackers, and an edit changes one.
@functools.lru_cache(maxsize=4_096)
def _plain_texts(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one.text for one in map(compound.read, phrases) if isinstance(one, compound.Plain))


@functools.lru_cache(maxsize=4_096)
def _ordered(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(phrases, key=compound.is_compound))


def encode_missing(texts: Sequence[str], encoder: Encoder, known: Mapping[str, Vectors]) -> dict[str, Vectors]:
    """Vectors of the texts that *known* lacks, rounded as they are stored, so that a reload changes no score."""
    missing = [text for text in texts if text not in known]
    rounded = encoder.encode([as_read(text) for text in missing]).astype(np.float16).astype(np.float32)
    return dict(zip(missing, rounded, strict=True))


def piece(tracker: Tracker, vector_of: Mapping[str, Vectors], whitening: Whitening) -> Piece:
    """
    A tracker's share of a matrix.

    Args:
        tracker: With at least one phrase that has a meaning.
        vector_of: The vector of every text of its.
    """
    read = whitening.apply(np.stack([vector_of[text] for text in plain_texts(tracker.phrases)]))
    counters = [vector_of[text] for text in plain_texts(tracker.counter_examples)]
    phrases, lengths = unit_rows(read), np.linalg.norm(read, axis=1)
    return Piece(
        phrases,
        lengths,
        unit_rows(whitening.apply(np.stack(counters))) if counters else np.zeros((0, read.shape[1]), np.float32),
        gain(phrases, lengths),
    )


def joined(pieces: Sequence[Piece], members: Sequence[int], encoder: Encoder, whitening: Whitening) -> PhraseMatrix:
    """
    The matrix of some trackers.

    Args:
        pieces: At least one, all in *whitening*.
        members: The place of each, rising.
    """
    starts = _starts([len(one.phrases) for one in pieces])
    white = np.concatenate([one.phrases for one in pieces])
    return PhraseMatrix(
        encoder=encoder,
        whitening=whitening,
        members=np.asarray(members, dtype=np.intp),
        starts=starts,
        phrases=np.ascontiguousarray(white.T),
        lengths=np.concatenate([one.lengths for one in pieces]),
        gains=np.array([one.gain for one in pieces], np.float32),
        counter_starts=_starts([len(one.counters) for one in pieces]),
        counters=np.concatenate([one.counters for one in pieces]),
        centroids=centroids(white, starts),
    )


def _starts(sizes: Sequence[int]) -> Rows:
    """First row of each group when groups of these sizes follow each other."""
    return np.cumsum([0, *sizes[:-1]], dtype=np.intp)


def _group(starts: Rows, number: int) -> slice:
    return slice(starts[number], starts[number + 1] if number + 1 < len(starts) else None)
