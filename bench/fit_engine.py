"""Make the background vectors that the package ships, and print the tables that the engine's numbers are read off.

    python -m bench.fit_engine [--background-only]

The numbers are few and hold for every tracker: see `TABLE`. Each is moved alone, over fourteen training sets that are
each judged without their own source. Vectors, not sentences, go into the package.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bench import comparison, training
from bench.training import BACKGROUND_SOURCES, TrainingSet, background_sentences
from bench.vectors import CachedEncoder
from earmark.compound import plain
from earmark.engine import background, phrases, scoring, stretch, whitening
from earmark.engine.encoder import Encoder
from earmark.engine.evaluation import Flags, Labelled
from earmark.engine.scoring import Rows, Scores, best_per_tracker
from earmark.engine.text import fold, tokens
from earmark.engine.whitening import Vectors
from earmark.engine.windows import windows
from earmark.services.encoders import load_encoders
from earmark.types import Tracker

PHRASE_COUNTS: Final = (1, 2, 3, 5, 10)
CANDIDATES: Final = np.arange(0.10, 0.60, 0.01)
#: F1 this near to the best counts as no worse.
_FLAT: Final = 0.01


@dataclass(frozen=True, slots=True)
class Numbers:
    """The recipe's numbers, as they ship unless said otherwise.

    Attributes:
        usual: How much of the usual length a message's own is weighed against; 0 makes all messages equally long.
        gained: Whether trackers are made comparable by their phrases' nearness.
    """

    shrinkage: float = whitening.SHRINKAGE
    weight: float = whitening.BACKGROUND_WEIGHT
    share: float = scoring.PHRASE_SHARE
    usual: float = 1.0
    gained: bool = True


TABLE: Final[Mapping[str, Numbers]] = {
    "as shipped": Numbers(),
    "shrinkage .5": Numbers(shrinkage=0.5),
    "shrinkage .9": Numbers(shrinkage=0.9),
    "background weighs 50": Numbers(weight=50),
    "background weighs 200": Numbers(weight=200),
    "background weighs 600": Numbers(weight=600),
    "phrase share 0": Numbers(share=0.0),
    "phrase share .1": Numbers(share=0.1),
    "phrase share .3": Numbers(share=0.3),
    "phrase share .5": Numbers(share=0.5),
    "all messages equally long": Numbers(usual=0.0),
    "usual length by half": Numbers(usual=0.5),
    "usual length twice": Numbers(usual=2.0),
    "no gain": Numbers(gained=False),
    "none of it": Numbers(0.5, 600, 0.5, 0.0, False),
}


def write_background(encoders: Mapping[str, Encoder]) -> Path:
    """Encode the background with each encoder and write it where the package reads it."""
    sentences = background_sentences(BACKGROUND_SOURCES)
    path = Path(background.__file__).with_name(background.VECTORS_FILE)
    vectors: dict[str, Any] = {one.model: one.encode(sentences).astype(np.float16) for one in encoders.values()}
    np.savez(path, **vectors)
    return path


@dataclass(frozen=True, slots=True)
class _Space:
    """One encoder's vectors of a training set: of its background, of each phrase, and of all windows."""

    encoder: Encoder
    background: Vectors
    phrase: Mapping[str, Vectors]
    said: Vectors


@dataclass(frozen=True, slots=True)
class Encoded:
    """
    A training set in vectors, so that many numbers can be tried on it.

    Attributes:
        firsts: First window of each message, shape ``(messages,)``.
    """

    phrases: Sequence[Sequence[str]]
    truth: Flags
    firsts: Rows
    spaces: Sequence[_Space]

    @classmethod
    def of(cls, one: TrainingSet, encoders: Mapping[str, Encoder]) -> Encoded:
        spans = [windows(tokens(fold(text)), len(text)) for text in one.messages]
        cut = [text[start:end] for text, of in zip(one.messages, spans, strict=True) for start, end in of]
        known = [text for of in one.phrases for text in of]
        spaces = [
            _Space(
                encoder,
                encoder.encode(one.background),
                phrases.encode_missing(known, encoder, {}),
                stretch.encoded(cut, encoder).astype(np.float32),
            )
            for encoder in encoders.values()
        ]
        return cls(one.phrases, one.truth, np.cumsum([0, *(len(of) for of in spans[:-1])], dtype=np.intp), spaces)


def scores_of(one: Encoded, count: int, numbers: Numbers) -> Scores:
    """The score of every message for every tracker of *count* phrases, shape ``(messages, trackers)``."""
    trackers = [Tracker(str(number), [plain(text) for text in of[:count]]) for number, of in enumerate(one.phrases)]
    said = [_in_space(trackers, space, numbers) for space in one.spaces]
    best: Scores = np.maximum.reduceat(np.mean(said, axis=0), one.firsts, axis=0)
    return best


def _in_space(trackers: Sequence[Tracker], space: _Space, numbers: Numbers) -> Scores:
    known = np.stack([space.phrase[text] for text in phrases.texts_of(trackers)])
    fitted = whitening.fit(space.background, known, numbers.shrinkage, numbers.weight)
    fitted = replace(fitted, usual=numbers.usual * fitted.usual)
    pieces = [phrases.piece(tracker, space.phrase, fitted) for tracker in trackers]
    matrix = phrases.joined(pieces, range(len(trackers)), space.encoder, fitted)
    seen = fitted.apply(space.said)
    best = best_per_tracker(seen @ matrix.phrases, matrix.starts)
    scores = numbers.share * best + (1 - numbers.share) * (seen @ matrix.centroids.T)
    return scores * matrix.gains if numbers.gained else scores


def f1_by_threshold(scores: NDArray[np.float32], truth: NDArray[np.bool_]) -> NDArray[np.float64]:
    fired = [scores >= candidate for candidate in CANDIDATES]
    return np.array([2 * (one & truth).sum() / max(one.sum() + truth.sum(), 1) for one in fired])


def print_numbers(sets: Sequence[Encoded]) -> None:
    """For each way to set the numbers the mean average precision over the sets, and F1 at one threshold for all."""
    whole: list[float] = []
    for name, numbers in TABLE.items():
        scores = [scores_of(one, training.PHRASES, numbers) for one in sets]
        found = [_precision(of, one) for of, one in zip(scores, sets, strict=True)]
        whole = whole or found
        gains = np.array(found) - whole
        mean = np.mean([f1_by_threshold(of, one.truth) for of, one in zip(scores, sets, strict=True)], axis=0)
        print(
            f"{name:26s} AP {np.mean(found):.4f} ({gains.mean():+.4f}; lower on {(gains < 0).sum():2d} of {len(sets)} "
            f"sets), F1 {mean.max():.3f} at {CANDIDATES[mean.argmax()]:.2f}",
            flush=True,
        )


def print_thresholds(sets: Sequence[Encoded]) -> None:
    """For each number of phrases the common threshold with the best mean F1, and where F1 falls off around it."""
    for count in PHRASE_COUNTS:
        curves = [f1_by_threshold(scores_of(one, count, Numbers()), one.truth) for one in sets]
        mean = np.mean(curves, axis=0)
        flat = CANDIDATES[mean >= mean.max() - _FLAT]
        own = [CANDIDATES[curve.argmax()] for curve in curves]
        print(
            f"{count:2d} phrases: best common threshold {CANDIDATES[mean.argmax()]:.2f} (mean F1 {mean.max():.3f}), "
            f"no worse from {flat.min():.2f} to {flat.max():.2f}, "
            f"best for each set {min(own):.2f} to {max(own):.2f}, mean {np.mean(own):.2f}",
            flush=True,
        )


def _precision(scores: Scores, one: Encoded) -> float:
    """Average precision by tracker."""
    judged = np.ones_like(one.truth)
    crisp = np.ones(one.truth.shape[1], np.bool_)
    labelled = Labelled(one.truth, judged, crisp, np.arange(len(one.truth), dtype=np.intp))
    return float(comparison.average_precision(scores, labelled, np.ones((1, len(scores))))[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--background-only", action="store_true")
    only = parser.parse_args().background_only
    encoders = {space: CachedEncoder(one) for space, one in load_encoders().items()}
    print(f"wrote {write_background(encoders)}")
    if not only:
        sets = [Encoded.of(training.read(name), encoders) for name in training.SETS]
        for encoder in encoders.values():
            encoder.save()
        print_thresholds(sets)
        print_numbers(sets)


if __name__ == "__main__":
    main()
