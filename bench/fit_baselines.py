"""Read off the thresholds of the compared systems, all in the same way.

    python -m bench.fit_baselines

Each gets the common threshold with the best mean F1 over ten of the training sets that earmark's own was read off, with
ten phrases for a tracker; SetFit has it from those of them that it was trained on. The lines that leave a source out
say how far a threshold owes to the source that a suite shares.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench import overlap, recipes, talk
from bench.data import require_data
from bench.peers import answers
from bench.training import BACKGROUND_SOURCES, background_sentences, labelled_set
from bench.vectors import CachedEncoder
from earmark.engine.evaluation import Labelled
from earmark.engine.scoring import Scores
from earmark.services.encoders import load_encoders
from earmark.suites import Suite
from earmark.types import Message, Tracker

THRESHOLD_SETS: Final = (
    "bitext", "casino", "clinc150", "goemotions", "hwu64", "mrda", "multidogo", "multiwoz-acts", "rasa", "sgd-acts",
)  # fmt: skip
_PHRASES: Final = 10
_CANDIDATES: Final = np.arange(0.05, 0.90, 0.01)


def curves_of(name: str, encoders: Mapping[str, CachedEncoder]) -> dict[str, NDArray[np.float64]]:
    """For each system its F1 at every candidate threshold on one training set."""
    suite = training_suite(name)
    said = talk.cut(suite.messages)
    sources = [source for source in BACKGROUND_SOURCES if source != name]
    unseen = {space: one.encode(background_sentences(sources)) for space, one in encoders.items()}
    scores = {
        "word overlap": talk.best_of_groups(overlap.score(suite.trackers, said.spans), said.span_rows),
        "best cosine": recipes.best_cosine(suite.trackers, said, encoders),
        "earmark": recipes.shipped(suite, encoders, unseen).scores,
    }
    if asked := answers.setfit(suite, said):  # trained on some of the sets only
        scores["SetFit"] = asked[answers.SETFIT].scores
    return {system: _f1_by_threshold(one, suite.labelled.truth) for system, one in scores.items()}


def training_suite(name: str) -> Suite:
    """A training set as a suite: ten phrases of each label, and other texts of it as messages."""
    phrases, messages = labelled_set(name)
    truth = np.zeros((len(messages), len(phrases)), dtype=bool)
    truth[np.arange(len(messages)), [number for _, number in messages]] = True
    return Suite(
        name,
        trackers=tuple(Tracker(str(number), row[:_PHRASES], languages=["en"]) for number, row in enumerate(phrases)),
        messages=tuple(Message(text, language="en") for text, _ in messages),
        labelled=Labelled(
            truth, np.ones_like(truth), np.ones(len(phrases), dtype=bool), np.arange(len(messages), dtype=np.intp)
        ),
    )


def _f1_by_threshold(scores: Scores, truth: NDArray[np.bool_]) -> NDArray[np.float64]:
    fired = [scores >= candidate for candidate in _CANDIDATES]
    return np.array([2 * (one & truth).sum() / max(one.sum() + truth.sum(), 1) for one in fired])


def main() -> None:
    require_data()
    encoders = {space: CachedEncoder(one) for space, one in load_encoders().items()}
    curves = {name: curves_of(name, encoders) for name in THRESHOLD_SETS}
    for one in encoders.values():
        one.save()
    for left_out in ("", *THRESHOLD_SETS):
        said = []
        for system in dict.fromkeys(system for found in curves.values() for system in found):
            sets = [name for name in THRESHOLD_SETS if name != left_out and system in curves[name]]
            mean = np.mean([curves[name][system] for name in sets], axis=0)
            said.append(f"{system} {_CANDIDATES[mean.argmax()]:.2f} (mean F1 {mean.max():.3f})")
        print(f"{f'without {left_out}' if left_out else 'all sets':22s} {', '.join(said)}")


if __name__ == "__main__":
    main()
