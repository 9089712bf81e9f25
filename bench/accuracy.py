"""How well detection agrees with labels, beside what can be had without earmark.

    python -m bench.accuracy [--messages N] [--rounds N] [SUITE ...]

Word overlap, the plain best cosine and earmark as shipped read the same sentences of every suite in one run; then each
part of the recipe is left out in turn. Prints tables, keeps the figures in ``bench/results`` and puts the tables into
``docs/benchmarks.md``. Vectors are kept in ``bench/.cache``, so that a second run takes a fraction of the time.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any, Final

import numpy as np

from bench import accuracy_report, comparison, overlap, recipes, report, talk
from bench.comparison import Draws
from bench.data import require_data, suite_folder
from bench.recipes import Parts
from bench.vectors import CachedEncoder
from earmark import suites
from earmark.engine import evaluation
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE
from earmark.engine.evaluation import Flags, Labelled
from earmark.engine.scoring import Scores
from earmark.services.encoders import load_encoders
from earmark.suites import Suite

#: Suites of talk and requests: the mean goes over these.
SUITES: Final = ("banking77", "clinc150", "multidogo", "casino", "mrda", "skills-es")
#: Suites that ask something else: does a paraphrase outrank its negation; are the worked examples found.
OTHER_SUITES: Final = ("polarity-semantoneg", "wire-samples")
ROUNDS: Final = 200

#: Where each compared system begins to fire, read off by ``bench/fit_baselines.py`` in the same way as earmark's own.
OVERLAP_THRESHOLD: Final = 0.26
COSINE_THRESHOLD: Final = 0.60

PARTS: Final[Mapping[str, Parts]] = {
    "whitening": Parts(whitening=False),
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
    said = talk.cut(suite.messages)
    lexical = recipes.found_only(talk.best_of_groups(overlap.score(suite.trackers, said.spans), said.span_rows))
    cosine = recipes.best_cosine(suite.trackers, said, encoders)
    own = recipes.shipped(suite, encoders)
    systems = {
        "overlap": (lexical, lexical >= OVERLAP_THRESHOLD),
        "cosine": (cosine, cosine >= COSINE_THRESHOLD),
        "earmark": (own.scores, own.matches),
    }
    scores = {name: one for name, (one, _) in systems.items()}
    parts = {"vetoes": Parts(), **PARTS}
    scores |= {f"without {name}": recipes.recipe(suite.trackers, said, encoders, one) for name, one in parts.items()}
    weights = comparison.resampled(suite.labelled, rounds)
    precision = {name: _precision(one, suite.labelled, weights) for name, one in scores.items()}
    figures = {
        "suite": suite.name,
        "messages": len(suite.messages),
        "sentences": len(said.sentences),
        "spans": len(said.spans),
        "trackers": len(suite.trackers),
        "positives": int((suite.labelled.truth & suite.labelled.judged).sum()),
        "systems": {name: _figures(*one, suite.labelled, rounds) for name, one in systems.items()},
        "gain": asdict(comparison.difference(precision["earmark"], precision["cosine"])),
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
        "thresholds": {"overlap": OVERLAP_THRESHOLD, "cosine": COSINE_THRESHOLD},
        "suites": [one.figures for one in measured.values()],
    }
    averaged = [measured[name] for name in SUITES if name in measured]
    if averaged:
        found |= _together(averaged)
    return found


def _together(measured: Sequence[Measured]) -> dict[str, Any]:
    """Means over suites, and what each part of the recipe is worth."""
    mean = {name: comparison.mean_of([one.precision[name] for one in measured]) for name in measured[0].precision}
    # Vetoes act on what the other parts let through; the others are compared with each other before any veto.
    whole = {"vetoes": mean["earmark"]} | dict.fromkeys(PARTS, mean["without vetoes"])
    parts = {}
    for name, complete in whole.items():
        less = mean[f"without {name}"]
        parts[name] = {"ap": less[0], "worth": asdict(comparison.difference(complete, less))}
    return {
        "mean": {name: mean[name][0] for name in ("overlap", "cosine", "earmark")},
        "gain": asdict(comparison.difference(mean["earmark"], mean["cosine"])),
        "parts": parts,
    }


def _precision(scores: Scores, labelled: Labelled, weights: Draws) -> tuple[float, Draws]:
    once = comparison.average_precision(scores, labelled, np.ones((1, len(scores))))
    return float(once[0]), comparison.average_precision(scores, labelled, weights)


def _figures(scores: Scores, matches: Flags, labelled: Labelled, rounds: int) -> dict[str, Any]:
    found = evaluation.figures(scores, matches, labelled, rounds)
    found["ap"] = found.get("ap_macro_crisp", found["ap_macro"])
    f1, threshold = comparison.best_f1(scores, labelled)
    return {
        **{name: asdict(found[key]) for name, key in _SHOWN.items() if key in found},
        "best_f1": {"value": f1, "threshold": threshold},
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
    else:
        report.record("accuracy", figures)


if __name__ == "__main__":
    main()
