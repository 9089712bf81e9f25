"""How well detection agrees with labels, beside what can be had without earmark.

    python -m bench.accuracy [--messages N] [--rounds N] [SUITE ...]

Word overlap, the plain best cosine, other people's systems, the recipe that the engine began with, and earmark as
shipped read the same sentences of every suite in one run; then each part of the recipe is left out in turn. Prints
tables, keeps the figures in ``bench/results`` and puts the tables into ``docs/benchmarks.md``. Vectors are kept in
``bench/.cache``, so that a second run takes a fraction of the time.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any, Final

import numpy as np

from bench import accuracy_report, comparison, recipes, report, systems, talk
from bench.comparison import Draws, Said
from bench.data import require_data, suite_folder
from bench.peers import answers, records
from bench.recipes import Parts
from bench.vectors import CachedEncoder
from earmark import suites
from earmark.engine import evaluation
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE
from earmark.engine.evaluation import Figure, Labelled
from earmark.engine.scoring import Scores
from earmark.services.encoders import load_encoders
from earmark.suites import Suite

#: Suites of talk and requests: the mean goes over these.
SUITES: Final = ("banking77", "clinc150", "multidogo", "casino", "mrda", "skills-es")
#: Suites that ask something else: does a paraphrase outrank its negation; are the worked examples found.
OTHER_SUITES: Final = ("polarity-semantoneg", "wire-samples")
ROUNDS: Final = 200

PARTS: Final[Mapping[str, Parts]] = {
    "whitening": Parts(whitening=False),
    "the length of what is said": Parts(length=False),
    "centroid": Parts(centroid=False),
    "windows": Parts(windows=False),
    "the multilingual encoder": Parts(spaces=(ENGLISH_SPACE,)),
    "the English encoder": Parts(spaces=(MULTILINGUAL_SPACE,)),
}

#: Figures that are kept, and what `evaluation.figures` calls them.
_SHOWN: Final = {
    "ap": "ap",
    "ap_pooled": "ap_micro",
    "recall_at_1e-3": "recall_at_1e-3",
    "precision": "precision",
    "recall": "recall",
    "f1": "f1",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One suite's figures, as they are kept, and its average precision in every round, by system."""

    figures: dict[str, Any]
    precision: dict[str, tuple[float, Draws]]


def measure_suite(suite: Suite, encoders: Mapping[str, CachedEncoder], rounds: int) -> Measured:
    """All figures of one suite."""
    cut = talk.cut(suite.messages)
    said = systems.of_suite(suite, cut, encoders)
    parts = {"vetoes": Parts(), **PARTS}
    scores = {f"without {name}": recipes.recipe(suite.trackers, cut, encoders, one) for name, one in parts.items()}
    weights = comparison.resampled(suite.labelled, rounds)
    precision = {name: _precision(one.scores, one.labelled, weights) for name, one in said.items()}
    precision |= {name: _precision(one, suite.labelled, weights) for name, one in scores.items()}
    figures = {
        "suite": suite.name,
        "messages": len(suite.messages),
        "sentences": len(cut.sentences),
        "spans": len(cut.spans),
        "trackers": len(suite.trackers),
        "positives": int((suite.labelled.truth & suite.labelled.judged).sum()),
        "systems": {name: _figures(one, rounds) for name, one in said.items()},
        "gain": asdict(comparison.difference(precision["earmark"], precision["cosine"])),
        "over_recipe": asdict(comparison.difference(precision["earmark"], precision["recipe"])),
        "exclusive_f1": _exclusive_f1(said["earmark"]),
    }
    return Measured(figures, precision)


def measure(names: Sequence[str], encoders: Mapping[str, CachedEncoder], messages: int, rounds: int) -> dict[str, Any]:
    """
    The figures of the suites and what they say together.

    Args:
        messages: Of each suite at most about so many, as whole conversations; 0 for all.
    """
    measured = {}
    for name in names:
        began = perf_counter()
        suite = suites.read(suite_folder(name))
        measured[name] = measure_suite(talk.sample(suite, messages) if messages else suite, encoders, rounds)
        for encoder in encoders.values():
            encoder.save()
        print(f"{name}: {perf_counter() - began:.0f} s", flush=True)
    found: dict[str, Any] = {
        "messages_per_suite": messages,
        "rounds": rounds,
        "thresholds": {"overlap": systems.OVERLAP_THRESHOLD, "cosine": systems.COSINE_THRESHOLD},
        "suites": [one.figures for one in measured.values()],
    }
    records.filled(found["suites"], systems.PEERS)
    averaged = [measured[name] for name in SUITES if name in measured]
    if averaged:
        found |= _together(averaged)
    return found


def _together(measured: Sequence[Measured]) -> dict[str, Any]:
    """Means over suites, and what each part of the recipe is worth."""
    names = set.intersection(*(set(one.precision) for one in measured))
    mean = {name: comparison.mean_of([one.precision[name] for one in measured]) for name in names}
    # Vetoes act on what the other parts let through; the others are compared with each other before any veto.
    whole = {"vetoes": mean["earmark"]} | dict.fromkeys(PARTS, mean["without vetoes"])
    parts = {}
    for name, complete in whole.items():
        less = mean[f"without {name}"]
        parts[name] = {"ap": less[0], "worth": asdict(comparison.difference(complete, less))}
    return {
        "mean": {name: _mean(name, measured) for name in systems.TITLES if _has_all(name, measured)},
        "gain": asdict(comparison.difference(mean["earmark"], mean["cosine"])),
        "over_recipe": asdict(comparison.difference(mean["earmark"], mean["recipe"])),
        "parts": parts,
    }


def _has_all(system: str, measured: Sequence[Measured]) -> bool:
    return all(system in one.figures["systems"] for one in measured)


def _mean(system: str, measured: Sequence[Measured]) -> dict[str, float]:
    """The mean over suites, with its interval where no figure of it is a recorded one."""
    if not all(system in one.precision for one in measured):
        return {"value": float(np.mean([one.figures["systems"][system]["ap"]["value"] for one in measured]))}
    value, draws = comparison.mean_of([one.precision[system] for one in measured])
    low, high = np.percentile(draws, [2.5, 97.5])
    return {"value": value, "low": float(low), "high": float(high)}


def _precision(scores: Scores, labelled: Labelled, weights: Draws) -> tuple[float, Draws]:
    once = comparison.average_precision(scores, labelled, np.ones((1, len(scores))))
    return float(once[0]), comparison.average_precision(scores, labelled, weights)


def _exclusive_f1(said: Said) -> float:
    """F1 if only the best tracker of a message fired, as the router answers."""
    truth = said.labelled.truth & said.labelled.judged
    fired = said.matches & answers.one_best(said.scores) & said.labelled.judged
    return float(2 * (fired & truth).sum() / max(fired.sum() + truth.sum(), 1))


def _figures(said: Said, rounds: int) -> dict[str, Any]:
    found = evaluation.figures(said.scores, said.matches, said.labelled, rounds)
    found["ap"] = found.get("ap_macro_crisp", found["ap_macro"])
    # Who reports nothing finds nothing.
    silent = {name: Figure(0.0, 0.0, 0.0) for name in ("f1", "recall") if name not in found}
    f1, threshold = comparison.best_f1(said.scores, said.labelled)
    return {
        **{name: asdict(one) for name, key in _SHOWN.items() if (one := (found | silent).get(key))},
        "best_f1": {"value": f1, "threshold": threshold},
        **({"told": dict(said.told)} if said.told else {}),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help="all of them by default; some are only printed")
    parser.add_argument("--messages", type=int, default=0, help="of each suite at most about so many; 0 for all")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="bootstrap rounds")
    given = parser.parse_args()
    require_data()
    encoders = {space: CachedEncoder(one) for space, one in load_encoders().items()}
    figures = measure(given.suites or (*SUITES, *OTHER_SUITES), encoders, given.messages, given.rounds)
    if given.suites:
        print(accuracy_report.accuracy_tables(figures))
        return
    if not given.messages:
        records.keep(figures, systems.PEERS)
    report.record("accuracy", figures)


if __name__ == "__main__":
    main()
