"""Make the background vectors that the package ships, and print the tables behind the thresholds.

    python -m bench.fit_engine [--background-only]

Reads only the training files of the evaluation data; none of its sources is the source of an evaluation suite that the
background is judged on. Vectors, not sentences, go into the package.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bench.data import read_jsonl, train_file
from earmark.engine import background, matcher
from earmark.engine.encoder import Encoder
from earmark.engine.text import as_read
from earmark.services.encoders import load_encoders
from earmark.types import Message, Tracker

#: Sources of the background: chat between people (Apache-2.0) and spoken requests (CC BY 4.0, MIT).
BACKGROUND_SOURCES: Final = ("goemotions", "hwu64", "skills")
SENTENCES_PER_SOURCE: Final = 200
SEED: Final = 7

#: Labelled sets on which thresholds are read off; the background of each leaves its own source out.
THRESHOLD_SETS: Final = (
    "bitext", "casino", "clinc150", "goemotions", "hwu64", "mrda", "multidogo", "multiwoz-acts", "rasa", "sgd-acts",
)  # fmt: skip
PHRASE_COUNTS: Final = (1, 2, 3, 5, 10)
MESSAGES_PER_SET: Final = 1_200
CANDIDATES: Final = np.arange(0.10, 0.60, 0.01)


def background_sentences(sources: Sequence[str]) -> list[str]:
    """The generic sentences of some sources as encoders read them: of 3 to 25 words, drawn with a fixed seed."""
    drawn: list[str] = []
    for source in sources:
        texts = sorted({text for row in read_jsonl(train_file(source)) for text in row["texts"]})
        generic = [text for text in texts if 3 <= len(text.split()) <= 25]
        drawn += random.Random(f"{SEED} {source}").sample(generic, SENTENCES_PER_SOURCE)
    return [as_read(sentence) for sentence in drawn]


def write_background(encoders: dict[str, Encoder]) -> Path:
    """Encode the background with each encoder and write it where the package reads it."""
    sentences = background_sentences(BACKGROUND_SOURCES)
    path = Path(background.__file__).with_name(background.VECTORS_FILE)
    vectors: dict[str, Any] = {one.model: one.encode(sentences).astype(np.float16) for one in encoders.values()}
    np.savez(path, **vectors)
    return path


def labelled_set(name: str) -> tuple[list[list[str]], list[tuple[str, int]]]:
    """Ten phrases for every label of a training file, and other texts with the number of their label."""
    rows = [row for row in read_jsonl(train_file(name)) if len(set(row["texts"])) >= 16]
    phrases, messages = [], []
    for number, row in enumerate(rows):
        texts = sorted(set(row["texts"]))
        random.Random(f"{SEED} {name} {row['label']}").shuffle(texts)
        phrases.append(texts[:10])
        messages += [(text, number) for text in texts[10 : 10 + max(8, MESSAGES_PER_SET // len(rows))]]
    return phrases, messages


def f1_by_threshold(scores: NDArray[np.float32], truth: NDArray[np.bool_]) -> NDArray[np.float64]:
    fired = [scores >= candidate for candidate in CANDIDATES]
    return np.array([2 * (one & truth).sum() / max(one.sum() + truth.sum(), 1) for one in fired])


def print_thresholds(encoders: dict[str, Encoder]) -> None:
    """For each number of phrases the common threshold with the best mean F1, and where F1 falls off around it."""
    for count in PHRASE_COUNTS:
        curves = []
        for name in THRESHOLD_SETS:
            phrases, messages = labelled_set(name)
            trackers = [Tracker(str(number), row[:count]) for number, row in enumerate(phrases)]
            left = [source for source in BACKGROUND_SOURCES if source != name]
            unseen = {space: one.encode(background_sentences(left)) for space, one in encoders.items()}
            compiled = matcher.compile_matcher(trackers, encoders, backgrounds=unseen)
            scores = compiled.examine([Message(text) for text, _ in messages]).scores
            truth = np.zeros(scores.shape, dtype=bool)
            truth[np.arange(len(messages)), [number for _, number in messages]] = True
            curves.append(f1_by_threshold(scores, truth))
        mean = np.mean(curves, axis=0)
        own = [CANDIDATES[curve.argmax()] for curve in curves]
        print(
            f"{count:2d} phrases: best common threshold {CANDIDATES[mean.argmax()]:.2f} (mean F1 {mean.max():.3f}), "
            f"best for each set {min(own):.2f} to {max(own):.2f}, mean {np.mean(own):.2f}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--background-only", action="store_true")
    only = parser.parse_args().background_only
    encoders = dict(load_encoders())
    print(f"wrote {write_background(encoders)}")
    if not only:
        print_thresholds(encoders)


if __name__ == "__main__":
    main()
