"""Train SetFit on every suite, once: an hour and more on two cores. Then ``make bench-accuracy`` compares all systems.

    python -m bench.peers [SUITE ...]

Begins where it was stopped. The router needs no training and is asked by each run of ``bench.accuracy`` itself.
"""

from __future__ import annotations

import sys
from typing import Final

from bench import talk
from bench.data import require_data, suite_folder
from bench.fit_baselines import training_suite
from bench.peers import answers, environment, exchange, weights
from bench.peers.exchange import FOLDER, Given
from bench.reference import generic_sentences
from earmark import suites
from earmark.suites import Suite

#: polarity-semantoneg has one phrase for each tracker, of which no pair can be made.
SUITES: Final = ("casino", "multidogo", "skills-es", "banking77", "clinc150", "mrda", "wire-samples")
#: Training sets on which its threshold is read off.
TRAINING_SETS: Final = ("sgd-acts", "rasa")
#: Generic sentences from which its head learns what is of no tracker.
_GENERIC_SENTENCES: Final = 600


def give(suite: Suite) -> None:
    """Write a suite's phrases and texts, and the generic sentences of no tracker, for SetFit to read."""
    given = Given(
        suite.name,
        [list(tracker.phrases) for tracker in suite.trackers],
        list(dict.fromkeys(talk.cut(suite.messages).spans)),
        generic_sentences(suite.name, _GENERIC_SENTENCES),
    )
    exchange.give(given, FOLDER / answers.SETFIT / suite.name)


def main() -> None:
    require_data()
    if not environment.is_there():
        raise SystemExit("The peers' environment is not there; `make bench-peers` makes it and runs this.")
    wanted = sys.argv[1:] or [*SUITES, *TRAINING_SETS]
    for name in wanted:
        give(training_suite(name) if name in TRAINING_SETS else suites.read(suite_folder(name)))
    environment.run("fewshot", [weights.fetch(), *(FOLDER / answers.SETFIT / name for name in wanted)])


if __name__ == "__main__":
    main()
