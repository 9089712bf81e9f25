"""The phrases of many trackers in one space, as matrices that a batch of texts is multiplied with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from earmark.engine import whitening
from earmark.engine.encoder import Encoder
from earmark.engine.scoring import Rows, Scores, centroids
from earmark.engine.whitening import Vectors, Whitening
from earmark.types import Tracker

#: Below every cosine: the similarity with a counter-example that does not exist.
NO_COUNTER: Final = -2.0


@dataclass(frozen=True, slots=True)
class SpaceScores:
    """What one space says of a batch of texts, a row each.

    Attributes:
        phrases: Cosine with every phrase that the space serves, shape ``(texts, phrases)``.
        counters: Cosine with each tracker's nearest counter-example, shape ``(texts, trackers)``; `NO_COUNTER` where a
            tracker has none.
        centroids: Cosine with each tracker's centroid, shape ``(texts, trackers)``.
    """

    phrases: Scores
    counters: Scores
    centroids: Scores


@dataclass(frozen=True, slots=True)
class PhraseMatrix:
    """Whitened vectors of the phrases and counter-examples of the trackers that one space serves.

    Attributes:
        members: The served trackers' places among all that are matched together, rising, shape ``(trackers,)``.
        starts: First row of each served tracker in `phrases`, shape ``(trackers,)``.
        phrases: Shape ``(phrases, dim)``, rows grouped by tracker.
        counters: Shape ``(counter-examples, dim)``, rows grouped by tracker; empty where there are none.
        counter_owners: For each row of `counters` its tracker, as a place in `members`.
        centroids: Shape ``(trackers, dim)``.
    """

    encoder: Encoder
    whitening: Whitening
    members: Rows
    starts: Rows
    phrases: Vectors
    counters: Vectors
    counter_owners: Rows
    centroids: Vectors

    def score(self, texts: Sequence[str]) -> SpaceScores:
        """Compare texts with everything that the space serves."""
        seen = self.whitening.apply(self.encoder.encode(texts))
        counters = np.full((len(texts), len(self.members)), NO_COUNTER, np.float32)
        similarities = seen @ self.counters.T
        for row, owner in enumerate(self.counter_owners):
            np.maximum(counters[:, owner], similarities[:, row], out=counters[:, owner])
        return SpaceScores(seen @ self.phrases.T, counters, seen @ self.centroids.T)


def texts_of(trackers: Iterable[Tracker]) -> list[str]:
    """Every distinct text of the trackers that must be encoded, in a stable order."""
    return list(dict.fromkeys(text for tracker in trackers for text in (*tracker.phrases, *tracker.counter_examples)))


def encode_missing(texts: Sequence[str], encoder: Encoder, known: Mapping[str, Vectors]) -> dict[str, Vectors]:
    """Vectors of the texts that *known* lacks, rounded as they are stored, so that a reload changes no score."""
    missing = [text for text in texts if text not in known]
    rounded = encoder.encode(missing).astype(np.float16).astype(np.float32)
    return dict(zip(missing, rounded, strict=True))


def build(
    trackers: Sequence[Tracker],
    members: Sequence[int],
    encoder: Encoder,
    vector_of: Mapping[str, Vectors],
    background: Vectors,
) -> PhraseMatrix:
    """
    The matrix of those trackers whose places are *members*.

    Args:
        trackers: All trackers that are matched together.
        members: Places of the ones that this space serves, rising, not empty.
        vector_of: The vector of every phrase and counter-example of theirs.
        background: Vectors of generic sentences in the encoder's space.
    """
    served = [trackers[place] for place in members]
    phrases = np.stack([vector_of[text] for tracker in served for text in tracker.phrases])
    counters = [vector_of[text] for tracker in served for text in tracker.counter_examples]
    counter_rows = np.stack(counters) if counters else np.zeros((0, encoder.dim), np.float32)
    fitted = whitening.fit(background, np.concatenate([phrases, counter_rows]))
    starts = np.cumsum([0, *(len(tracker.phrases) for tracker in served)])[:-1]
    white = fitted.apply(phrases)
    return PhraseMatrix(
        encoder=encoder,
        whitening=fitted,
        members=np.asarray(members, dtype=np.intp),
        starts=starts,
        phrases=white,
        counters=fitted.apply(counter_rows),
        counter_owners=np.repeat(np.arange(len(served)), [len(tracker.counter_examples) for tracker in served]),
        centroids=centroids(white, starts),
    )
