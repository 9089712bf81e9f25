"""How well the words that a match by meaning names agree with the words that a person marked.

    python -m bench.spans [--keep]

``bench/data/spans.jsonl`` holds 200 marks, made before any code looked for spans: a true pair of message and tracker
of the suites multidogo and mrda, and the characters of the message that carry the meaning, as the shortest complete
expression of it. Pairs were drawn with a fixed seed, for each tracker in proportion to the root of its true pairs, of
at least three words; at most a sixth of a tracker's have fewer than five words, and at most a sixth are found by words.
38 of multidogo were drawn among messages of ten words and more, 15 of mrda among those of twenty and more. Pairs where
no words of the message mean the tracker were passed over. Text is not copied.

The pairs whose message ids have an even SHA-256 were looked at while the rules were written, the others were not. Each
pair is matched as shipped, but at any score, and the best match of the tracker counts, found by meaning or by words.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench import report
from bench.data import read_jsonl, require_data, suite_folder
from earmark import suites
from earmark.engine.encoder import Encoder
from earmark.engine.matcher import compile_matcher
from earmark.engine.text import words
from earmark.services.encoders import load_encoders
from earmark.types import Match, MatchKind

MARKS: Final = Path(__file__).resolve().parent / "data" / "spans.jsonl"
SUITES: Final = ("multidogo", "mrda")
ROUNDS: Final = 2_000
#: Below every score, above what a veto leaves.
_ANY_SCORE: Final = -0.99

Span = tuple[int, int]
Counts = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """A marked pair, with what was found there.

    Attributes:
        seen: Whether it was looked at while the rules were written.
        by_words: Whether words of it are those of a phrase.
        match: The tracker's best; None where a veto took all of them.
    """

    suite: str
    text: str
    marked: Span
    seen: bool
    by_words: bool
    match: Match | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="keep the figures and put them into docs/benchmarks.md")
    asked = parser.parse_args()
    require_data()
    figures = measure(load_encoders())
    (report.record if asked.keep else report.show)("spans", figures)


def measure(encoders: Mapping[str, Encoder]) -> dict[str, Any]:
    """Figures of every half, suite and way to choose a span, with intervals over pairs drawn anew."""
    pairs = [pair for suite in SUITES for pair in _pairs(suite, encoders)]
    unseen = [pair for pair in pairs if not pair.seen]
    groups = {
        **{("unseen", suite): [pair for pair in unseen if pair.suite == suite] for suite in SUITES},
        ("unseen", "both"): unseen,
        ("seen", "both"): [pair for pair in pairs if pair.seen],
        ("all", "both"): pairs,
    }
    return {
        "pairs": len(pairs),
        "by_words": sum(pair.by_words for pair in pairs),
        "missed": sum(pair.match is None for pair in pairs),
        "rounds": ROUNDS,
        "groups": [
            {
                "half": half,
                "suite": suite,
                "pairs": len(group),
                **{name: _figures([_counts(pair, chosen(pair)) for pair in group]) for name, chosen in WAYS.items()},
            }
            for (half, suite), group in groups.items()
        ],
    }


def _whole(pair: Pair) -> Span:
    return 0, len(pair.text)


def _window(pair: Pair) -> Span:
    if pair.match is None or pair.match.why is None:
        return 0, 0
    return pair.match.why.window_start, pair.match.why.window_end


def _span(pair: Pair) -> Span:
    return (0, 0) if pair.match is None else (pair.match.start, pair.match.end)


WAYS: Final[Mapping[str, Callable[[Pair], Span]]] = {"message": _whole, "window": _window, "span": _span}


def _pairs(name: str, encoders: Mapping[str, Encoder]) -> list[Pair]:
    suite = suites.read(suite_folder(name))
    compiled = compile_matcher(suite.trackers, encoders)
    messages = {one.id: one for one in suite.messages}
    places = {one.name: place for place, one in enumerate(suite.trackers)}
    pairs = []
    for mark in read_jsonl(MARKS):
        if mark["suite"] != name:
            continue
        message = messages[mark["message"]]
        found = compiled.alone(places[mark["tracker"]], _ANY_SCORE).match([message])
        seen = hashlib.sha256(message.id.encode()).digest()[0] % 2 == 0
        best = max(found, key=lambda match: match.score, default=None)
        by_words = any(match.kind is not MatchKind.MEANING for match in found)
        pairs.append(Pair(name, message.text, (mark["start"], mark["end"]), seen, by_words, best))
    return pairs


def _counts(pair: Pair, span: Span) -> Counts:
    """Words in both spans, in the found one, and in the marked one."""
    found, marked = (
        {place for place, token in enumerate(words(pair.text)) if token.start < end and token.end > start}
        for start, end in (span, pair.marked)
    )
    return len(found & marked), len(found), len(marked)


def _figures(counted: Sequence[Counts]) -> dict[str, Any]:
    """Precision, recall and F1 over all words, and the mean of the pairs' F1, with intervals of both."""
    counts = np.array(counted, np.float64)
    drawn = np.random.default_rng(0).integers(len(counts), size=(ROUNDS, len(counts)))
    both, found, marked = counts.sum(axis=0)
    each = 2 * counts[:, 0] / (counts[:, 1] + counts[:, 2])
    sums = counts[drawn].sum(axis=1)
    return {
        "precision": both / found,
        "recall": both / marked,
        "f1": _interval(2 * both / (found + marked), 2 * sums[:, 0] / (sums[:, 1] + sums[:, 2])),
        "mean_f1": _interval(each.mean(), each[drawn].mean(axis=1)),
    }


def _interval(value: float, drawn: Any) -> dict[str, float]:
    low, high = np.percentile(drawn, (2.5, 97.5))
    return {"value": float(value), "low": float(low), "high": float(high)}


if __name__ == "__main__":
    main()
