"""What numbers are fitted on: labelled training sets as trackers and messages, and generic sentences.

Reads only the training files of the evaluation data. Every set is judged by a background without its own source, and
its messages stand among texts of three other sources, which mean none of its trackers.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bench.data import read_jsonl, train_file
from earmark.engine.evaluation import Flags
from earmark.engine.text import as_read

#: Sources of the background: chat between people (Apache-2.0) and spoken requests (CC BY 4.0, MIT).
BACKGROUND_SOURCES: Final = ("goemotions", "hwu64", "skills")
SENTENCES_PER_SOURCE: Final = 200
SEED: Final = 7

SETS: Final = (
    "bitext", "casino", "clinc150", "goemotions", "hwu64", "mrda", "multidogo", "multiwoz-acts", "rasa", "sgd-acts",
    "sgd-requests", "sgd-intents", "skills", "banking77",
)  # fmt: skip
PHRASES: Final = 10
_MESSAGES: Final = 1_200
_OUTSIDE_SOURCES: Final = 3
_OUTSIDE_PER_SOURCE: Final = 300


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """
    A training file as a tracker for each label.

    Attributes:
        phrases: Ten for each tracker.
        messages: Other texts of the labels, then texts of other sources.
        truth: Whether a message is of a tracker's label, shape ``(messages, trackers)``.
        background: Generic sentences of other sources.
    """

    name: str
    phrases: Sequence[Sequence[str]]
    messages: Sequence[str]
    truth: Flags
    background: Sequence[str]


def read(name: str) -> TrainingSet:
    """The training set of a source."""
    phrases, labelled = labelled_set(name)
    of_label = [set(row["texts"]) for row in _rows(name)]
    inside = list(dict.fromkeys(text for text, _ in labelled))
    outside = [text for source in _outside(name) for text in _drawn(source, _OUTSIDE_PER_SOURCE, "outside")]
    truth = [[text in texts for texts in of_label] for text in inside] + [[False] * len(of_label)] * len(outside)
    others = [source for source in BACKGROUND_SOURCES if source != name]
    return TrainingSet(name, phrases, [*inside, *outside], np.array(truth), background_sentences(others))


def background_sentences(sources: Sequence[str]) -> list[str]:
    """The generic sentences of some sources as encoders read them: of 3 to 25 words, drawn with a fixed seed."""
    return [as_read(text) for source in sources for text in _drawn(source, SENTENCES_PER_SOURCE, "")]


def labelled_set(name: str) -> tuple[list[list[str]], list[tuple[str, int]]]:
    """Ten phrases for every label of a training file, and other texts with the number of their label."""
    rows = _rows(name)
    phrases, messages = [], []
    for number, row in enumerate(rows):
        texts = sorted(set(row["texts"]))
        random.Random(f"{SEED} {name} {row['label']}").shuffle(texts)
        phrases.append(texts[:PHRASES])
        messages += [(text, number) for text in texts[PHRASES : PHRASES + max(8, _MESSAGES // len(rows))]]
    return phrases, messages


def _rows(name: str) -> list[dict[str, list[str]]]:
    """The labels that have texts enough."""
    return [row for row in read_jsonl(train_file(name)) if len(set(row["texts"])) >= PHRASES + 6]


def _outside(name: str) -> list[str]:
    """The next sources in turn that are neither the set's own nor the background's, each of another family."""
    at = SETS.index(name)
    found: dict[str, str] = {}
    for source in SETS[at + 1 :] + SETS[:at]:
        if source not in BACKGROUND_SOURCES and _family(source) != _family(name):
            found.setdefault(_family(source), source)
    return list(found.values())[:_OUTSIDE_SOURCES]


def _family(source: str) -> str:
    return source.partition("-")[0]


def _drawn(source: str, count: int, purpose: str) -> list[str]:
    texts = sorted({text for row in read_jsonl(train_file(source)) for text in row["texts"]})
    generic = [text for text in texts if 3 <= len(text.split()) <= 25]
    return random.Random(f"{SEED} {source} {purpose}".strip()).sample(generic, min(count, len(generic)))
