"""What slips of the tongue cost, and what reading only what was meant brings back.

    python -m bench.speech_noise [--messages N] [--vectors FOLDER]

Labelled messages, clean and with slips that are made up (``bench/disfluency.py``), matched with and without
`earmark.engine.spoken`. English labels come from training files; the Spanish ones are only reported, never tuned on.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from bench.data import suite_folder
from bench.disfluency import misheard, slips, unpunctuated
from bench.training import labelled_set
from bench.vectors import CACHE_FOLDER, CachedEncoder
from earmark import suites
from earmark.engine import evaluation, matcher, spoken
from earmark.engine.evaluation import Labelled
from earmark.engine.spoken import Speech
from earmark.engine.text import Token
from earmark.services.encoders import load_encoders
from earmark.types import MatchKind, Message, Tracker

TRAINING_SETS: Final = ("multidogo", "casino", "mrda")
SPANISH_SUITE: Final = "skills-es"
SEED: Final = "7"

Change = Callable[[str, str, str], str]
NOISES: Final[Mapping[str, Change]] = {
    "clean": lambda text, tongue, seed: text,
    "slips": slips,
    "slips, unpunctuated": lambda text, tongue, seed: unpunctuated(slips(text, tongue, seed)),
    "and misheard": lambda text, tongue, seed: misheard(unpunctuated(slips(text, tongue, seed)), tongue, seed),
}


def as_it_was_said(text: str, words: Sequence[Token], tongue: str) -> Speech:
    """Instead of `spoken.speech`: every word was meant."""
    return Speech(text, words, words)


@contextmanager
def unheard() -> Iterator[None]:
    """Detection that takes every word for meant."""
    loaded = [one for name, one in sorted(sys.modules.items()) if name.startswith("earmark.engine.")]
    with ExitStack() as stack:
        for module in loaded:
            if getattr(module, "speech", None) is spoken.speech and module is not spoken:
                stack.enter_context(patch.object(module, "speech", as_it_was_said))
        yield


def training_set(name: str, messages: int) -> tuple[list[Tracker], list[Message], Labelled]:
    phrases, said = labelled_set(name)
    trackers = [Tracker(str(number), texts) for number, texts in enumerate(phrases)]
    drawn = np.random.default_rng(7).permutation(len(said))[:messages]
    truth = np.zeros((len(drawn), len(trackers)), bool)
    truth[np.arange(len(drawn)), [said[place][1] for place in drawn]] = True
    every = np.ones_like(truth)
    labelled = Labelled(truth, every, every[0] if len(every) else np.ones(0, bool), np.arange(len(drawn)))
    return trackers, [Message(said[place][0], language="en") for place in drawn], labelled


def spanish_set(messages: int) -> tuple[list[Tracker], list[Message], Labelled]:
    suite = suites.read(suite_folder(SPANISH_SUITE))
    drawn = np.random.default_rng(7).permutation(len(suite.messages))[:messages]
    labelled = replace(
        suite.labelled,
        truth=suite.labelled.truth[drawn],
        judged=suite.labelled.judged[drawn],
        conversations=np.arange(len(drawn)),
    )
    return list(suite.trackers), [replace(suite.messages[place], language="es") for place in drawn], labelled


def noisy(messages: Sequence[Message], change: Change) -> list[Message]:
    return [
        replace(one, text=change(one.text, one.language, f"{SEED} {place}") or one.text)
        for place, one in enumerate(messages)
    ]


def measure(
    trackers: Sequence[Tracker], messages: Sequence[Message], labelled: Labelled, encoders: Mapping[str, CachedEncoder]
) -> tuple[float, float]:
    """Average precision by tracker, and F1."""
    examined = matcher.compile_matcher(trackers, encoders).examine(messages)
    matches = np.zeros(labelled.truth.shape, bool)
    rows = {id(message): row for row, message in enumerate(messages)}
    columns = {tracker.name: column for column, tracker in enumerate(trackers)}
    for match in examined.matches:
        matches[rows[id(match.message)], columns[match.tracker.name]] = True
    found = evaluation.figures(examined.scores, matches, labelled, rounds=0)
    return found["ap_macro"].value, found["f1"].value


def found_by_words(trackers: Sequence[Tracker], tongue: str, encoders: Mapping[str, CachedEncoder]) -> float:
    """The share of phrases, of three words and more, that are found by their words when they are said with slips."""
    phrases = sorted({text for tracker in trackers for text in tracker.phrases if 3 <= len(text.split()) <= 9})[:300]
    compiled = matcher.compile_matcher([Tracker(text, [text]) for text in phrases], encoders)
    changed = [slips(text, tongue, f"{SEED} {text}") for text in phrases]
    stumbled = [(text, said) for text, said in zip(phrases, changed, strict=True) if text != said]
    hits = {
        (match.tracker.name, match.message.text)
        for match in compiled.match([Message(said, language=tongue) for _, said in stumbled])
        if match.kind is not MatchKind.MEANING
    }
    return len(hits & {*stumbled}) / max(len(stumbled), 1)


def table(name: str, rows: Mapping[str, NDArray[np.float64]]) -> None:
    print(f"\n{name}\n{'':24}{'AP before':>11}{'after':>8}{'F1 before':>11}{'after':>8}")
    for label, row in rows.items():
        print(f"{label:24}{row[0]:>11.3f}{row[2]:>8.3f}{row[1]:>11.3f}{row[3]:>8.3f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=600)
    parser.add_argument("--vectors", type=Path, default=CACHE_FOLDER)
    asked = parser.parse_args()
    encoders = {space: CachedEncoder(one, asked.vectors) for space, one in load_encoders().items()}
    sets = {name: training_set(name, asked.messages) for name in TRAINING_SETS}
    sets[SPANISH_SUITE] = spanish_set(asked.messages)
    for name, (trackers, messages, labelled) in sets.items():
        rows = {}
        for label, change in NOISES.items():
            said = noisy(messages, change)
            with unheard():
                without = measure(trackers, said, labelled, encoders)
            rows[label] = np.array([*without, *measure(trackers, said, labelled, encoders)])
        table(name, rows)
        tongue = messages[0].language
        with unheard():
            without_words = found_by_words(trackers, tongue, encoders)
        print(
            f"phrases with slips found by words: {without_words:.3f} before, "
            f"{found_by_words(trackers, tongue, encoders):.3f} after"
        )
        for encoder in encoders.values():
            encoder.save()


if __name__ == "__main__":
    main()
