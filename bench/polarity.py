"""How often the veto of what says the opposite decides right, on pairs of our own.

    python -m bench.polarity [--keep] [--wrong]

``bench/data/polarity_pairs.jsonl`` holds 200 pairs of a phrase and a sentence, in English and Spanish, written before
the rules. In half of them the sentence says what the phrase says, in other words, often with a negation; in the other
half it denies it, says its opposite, or only supposes or asks it. A pair is right where the veto decides so: it holds
the second half back and leaves the first alone. Whether an encoder finds the first is not asked.

Rules were tuned on the pairs whose SHA-256 has an even first byte. The errors of the others were never looked at.
``--wrong`` shows errors of the first half alone.
"""

from __future__ import annotations

import argparse
import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any, Final

from bench import report
from bench.data import read_jsonl
from earmark.engine.polarity import Reason, Stance, contradiction, stance

PAIRS: Final = Path(__file__).resolve().parent / "data" / "polarity_pairs.jsonl"

#: Width of an interval of 95 % in standard deviations.
_DEVIATIONS: Final = 1.96
#: Each pair is judged so often when times are measured.
_ROUNDS: Final = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair and what the veto says of it.

    Attributes:
        is_same: The sentence says what the phrase says.
        is_tuned: The rules were tuned on it.
        reason: Why the sentence is held back; None where it is not.
    """

    language: str
    kind: str
    phrase: str
    text: str
    is_same: bool
    is_tuned: bool
    reason: Reason | None

    @property
    def is_right(self) -> bool:
        return (self.reason is None) is self.is_same


def measure(pairs: Sequence[Pair]) -> dict[str, Any]:
    """The share of right pairs by half, by language and by kind, and what a judgement costs."""
    untouched = [pair for pair in pairs if not pair.is_tuned]
    languages = sorted({pair.language for pair in pairs})
    kinds = dict.fromkeys(pair.kind for pair in pairs)
    return {
        "halves": {
            "untouched": _shares(untouched, languages),
            "tuned": _shares([pair for pair in pairs if pair.is_tuned], languages),
        },
        "kinds": {
            kind: {
                "untouched": _share([pair for pair in untouched if pair.kind == kind]),
                "all": _share([pair for pair in pairs if pair.kind == kind]),
            }
            for kind in kinds
        },
        "us": _times_us(pairs),
    }


def read_pairs() -> list[Pair]:
    """All pairs with the veto's decision."""
    return [
        Pair(
            language=one["language"],
            kind=one["kind"],
            phrase=one["phrase"],
            text=one["text"],
            is_same=one["same"],
            is_tuned=hashlib.sha256(f"{one['phrase']}|{one['text']}".encode()).digest()[0] % 2 == 0,
            reason=contradiction(*_stances(one["language"], one["phrase"], one["text"]), one["language"]),
        )
        for one in read_jsonl(PAIRS)
    ]


def _stances(language: str, phrase: str, text: str) -> tuple[Stance, Stance]:
    return stance(phrase, language), stance(text, language)


def _shares(pairs: Sequence[Pair], languages: Sequence[str]) -> dict[str, Any]:
    return {
        "all": _share(pairs),
        **{one: _share([pair for pair in pairs if pair.language == one]) for one in languages},
        "same": _share([pair for pair in pairs if pair.is_same]),
        "different": _share([pair for pair in pairs if not pair.is_same]),
    }


def _share(pairs: Sequence[Pair]) -> dict[str, float]:
    """The share of right pairs with its 95 % interval after Wilson (1927)."""
    count = len(pairs)
    if not count:
        return {"pairs": 0, "value": math.nan, "low": math.nan, "high": math.nan}
    share = sum(pair.is_right for pair in pairs) / count
    weight = _DEVIATIONS**2 / count
    middle = (share + weight / 2) / (1 + weight)
    half = math.sqrt(weight * (share * (1 - share) + weight / 4)) / (1 + weight)
    return {"pairs": count, "value": share, "low": max(0.0, middle - half), "high": min(1.0, middle + half)}


def _times_us(pairs: Sequence[Pair]) -> dict[str, float]:
    """What it takes to read one sentence, and to judge one phrase in a sentence that was read."""
    read = [(*_stances(pair.language, pair.phrase, pair.text), pair.language) for pair in pairs]
    return {
        "read": _mean_us(lambda: [stance(pair.text, pair.language) for pair in pairs]),
        "judge": _mean_us(lambda: [contradiction(*one) for one in read]),
    }


def _mean_us(work: Callable[[], Sequence[object]]) -> float:
    began = process_time()
    done = sum(len(work()) for _ in range(_ROUNDS))
    return (process_time() - began) / done * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="keep the figures and put them into docs/benchmarks.md")
    parser.add_argument("--wrong", action="store_true", help="show the errors of the half that rules were tuned on")
    asked = parser.parse_args()
    pairs = read_pairs()
    (report.record if asked.keep else report.show)("polarity", measure(pairs))
    for pair in pairs:
        if asked.wrong and pair.is_tuned and not pair.is_right:
            print(f"{pair.kind}: {pair.phrase!r} and {pair.text!r}: {pair.reason or 'not held back'}")


if __name__ == "__main__":
    main()
