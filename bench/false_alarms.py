"""Whether promises are kept: false alarms as they are stated, against those that come.

    python -m bench.false_alarms [--cache FOLDER] [--fits FILE]

Trackers with 3, 10 and 50 phrases before three kinds of talk: requests that no tracker covers, real meetings, and
ordinary talk of our own. Half of the conversations are the account's stored talk, of which nobody says what it means;
the other half is scored, and then the other way round. After that 20 hits of each tracker in the stored half are
judged. Draws the plot of ``docs/explanation/reading-a-score.md`` and puts its tables there. Every suite is judged by a
fit that has not seen its source.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench import alarm_plot, fit_promise, judging, report
from bench.data import read_jsonl, require_data, suite_folder, train_file
from bench.judging import Outcome
from bench.sights import PHRASES, Sight, look, phrases_of, shuffled
from bench.vectors import CACHE_FOLDER, CachedEncoder
from earmark import suites
from earmark.engine.encoder import Encoder
from earmark.engine.promise import Coefficients, Rate
from earmark.engine.scoring import Rows
from earmark.services.encoders import load_encoders
from earmark.types import SENSITIVITY_NAMES, Message

_ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = _ROOT / "docs" / "explanation" / "reading-a-score.md"
PLOT: Final = _ROOT / "docs" / "explanation" / "false-alarms.svg"
ORDINARY_TALK: Final = Path(__file__).with_name("data") / "ordinary_talk.txt"

#: Suites whose F1 is measured before and after judgements.
F1_SUITES: Final = ("banking77", "clinc150", "multidogo", "casino", "mrda", "skills-es")
_SEED: Final = 7
#: The row of the table over all promises that are made from stored talk.
_ALL: Final = "all, talk stored"
_PHRASES_AT_MOST: Final = 5_000
#: Trackers that expect fewer alarms are pooled by suite and number of phrases.
_MANY: Final = 20.0

#: Labels of training sets whose names are not those of a suite's trackers.
_LABELS: Final = {
    "Thanks": "ft", "Apology": "fa", "Does not know": "no", "Asks to repeat": "br", "Maybe": "am", "Commitment": "cc",
    "Suggestion": "cs", "Assessment or praise": "ba", "Changes topic": "tc",
    "social/Closing greeting": "social/closinggreeting", "social/Opening greeting": "social/openinggreeting",
    "social/Thanks": "social/thankyou", "airline/seatassignment": "airline/changeseatassignment",
    "media/getinformation": "media/getinformationintent", "media/startservice": "media/startserviceintent",
    "media/viewbills": "media/viewbillsintent", "social/Confirmation": "social/confirmation",
    "social/Rejection": "social/rejection",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """One promise, and what came of it."""

    talk: str
    phrases: int
    sensitivity: str
    rate: Rate
    alarms: int
    negatives: int

    @property
    def realised(self) -> float:
        """Per 1,000."""
        return 1_000 * self.alarms / max(self.negatives, 1)

    @property
    def expected(self) -> float:
        return self.rate.value * self.negatives / 1_000

    @property
    def stated(self) -> tuple[float, float, float]:
        """Low, value, high, per 1,000."""
        return self.rate.low, self.rate.value, self.rate.high

    def is_within(self) -> bool:
        """Whether the realised rate lies within the interval."""
        return self.rate.low <= self.realised <= self.rate.high

    @property
    def held(self) -> bool:
        """Whether the number of alarms is among the 80 % that the interval and chance lead to."""
        drawn = np.random.default_rng(_SEED)
        logs = self.rate.log_middle + self.rate.log_sd * drawn.standard_normal(4_000)
        counts = drawn.poisson(np.minimum(np.exp(logs), 1) * self.negatives)
        return bool(np.quantile(counts, 0.1) <= self.alarms <= np.quantile(counts, 0.9))


def suite_sights(name: str, encoders: Mapping[str, Encoder], counts: Sequence[int] = PHRASES) -> Iterator[Sight]:
    """A suite's trackers, with as many of its phrases, or of its source's training set where it has fewer."""
    suite = suites.read(suite_folder(name))
    rows = {row["label"]: shuffled(name, row) for row in read_jsonl(train_file(name))} if max(counts) > 10 else {}
    for count in counts:
        phrases = {
            place: list(tracker.phrases[:count])
            if count <= 10
            else phrases_of(rows.get(_LABELS.get(tracker.name, tracker.name), ()), count)
            for place, tracker in enumerate(suite.trackers)
        }
        # Labels of fewer texts have no tracker of so many phrases.
        places = [place for place, texts in phrases.items() if len(texts) >= min(count, 8)]
        # Half of very many do when each has very many phrases.
        places = places[::2] if len(places) * count > _PHRASES_AT_MOST else places
        yield look(
            name,
            [phrases[place] for place in places],
            suite.messages,
            suite.labelled.truth[:, places],
            encoders,
            languages=suite.trackers[0].languages,
            judged=suite.labelled.judged[:, places],
            conversations=suite.labelled.conversations,
        )


def ordinary_sights(name: str, encoders: Mapping[str, Encoder]) -> Iterator[Sight]:
    """The same trackers before ordinary talk, none of which means them."""
    lines = [line for line in ORDINARY_TALK.read_text(encoding="utf-8").splitlines() if line]
    messages = [Message(line, language="en") for line in lines]
    suite = suites.read(suite_folder(name))
    rows = {row["label"]: shuffled(name, row) for row in read_jsonl(train_file(name))}
    for count in PHRASES:
        texts = [
            list(tracker.phrases[:count])
            if count <= 10
            else phrases_of(rows.get(_LABELS.get(tracker.name, tracker.name), ()), count)
            for tracker in suite.trackers
        ]
        phrases = [one for one in texts if len(one) >= min(count, 8)]
        yield look(name, phrases, messages, np.zeros((len(messages), len(phrases)), np.bool_), encoders)


def folds(conversations: Rows, parts: int = 2) -> Iterator[tuple[Rows, Rows]]:
    """Stored talk and talk to come: each of so many parts of the conversations comes once."""
    part = np.random.default_rng(_SEED).permutation(int(conversations.max()) + 1) % parts
    for number in range(parts):
        coming = part[conversations] == number
        yield np.flatnonzero(~coming), np.flatnonzero(coming)


def promises(
    sight: Sight, talk: str, pairs: Sequence[tuple[Rows, Rows]], fit: Coefficients, sensitivity: str
) -> list[Kept]:
    """What is promised of every tracker with each stored talk, and what comes."""
    threshold = sight.threshold(SENSITIVITY_NAMES[sensitivity])
    return [
        Kept(
            talk,
            sight.phrases,
            sensitivity,
            sight.promised(tracker, threshold, stored, fit),
            *sight.alarms(tracker, threshold, coming),
        )
        for stored, coming in pairs
        for tracker in sight.trackers
    ]


def summary(kept: Sequence[Kept]) -> dict[str, Any]:
    """Coverage and width of some promises."""
    few = [one for one in kept if one.expected < _MANY]
    low, value, high = (
        (
            sum(rate * one.negatives / 1_000 for one, rate in zip(few, rates, strict=True))
            for rates in zip(*((one.rate.low, one.rate.value, one.rate.high) for one in few), strict=True)
        )
        if few
        else (0.0, 0.0, 0.0)
    )
    alarms = sum(one.alarms for one in few)
    many = [one for one in kept if one.expected >= _MANY]
    return {
        "promises": len(kept),
        "covered": float(np.mean([one.held for one in kept])),
        "strictly": float(np.mean([one.is_within() for one in kept])),
        "width": float(np.median([one.rate.high / one.rate.low for one in kept])),
        "many": len(many),
        "many_covered": sum(one.is_within() for one in many),
        "pooled": {"promises": len(few), "alarms": alarms, "value": value, "low": low, "high": high},
        "pooled_covered": bool(low <= alarms <= high) if few else True,
    }


def judged(sight: Sight, fit: Coefficients) -> list[Outcome]:
    drawn = np.random.default_rng(_SEED)
    return [
        judging.outcome(sight, tracker, stored, coming, fit, drawn)
        for stored, coming in folds(sight.conversations)
        for tracker in sight.trackers
    ]


def judged_summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    near, many = judging.within_two(outcomes)
    few = [one for one in outcomes if one.expected < _MANY]
    meant = [one for one in outcomes if one.means]
    return {
        "trackers": len(outcomes),
        "f1_before": float(np.mean([one.f1_before for one in meant])),
        "f1": float(np.mean([one.f1 for one in meant])),
        "many": many,
        "within_two": near,
        "pooled_alarms": sum(one.alarms for one in few),
        "pooled_expected": sum(one.expected for one in few),
    }


def measure(encoders: Mapping[str, CachedEncoder], fit_without: Mapping[str, Coefficients]) -> dict[str, Any]:
    """Everything, and the plot."""
    kept: list[Kept] = []
    after: dict[str, dict[str, Any]] = {}
    for name in F1_SUITES:
        fit = fit_without.get(name, fit_without[""])
        for sight in suite_sights(name, encoders, PHRASES if name in ("clinc150", "mrda", "multidogo") else (10,)):
            after[f"{name} {sight.phrases}"] = judged_summary(judged(sight, fit))
            if name not in ("clinc150", "mrda"):
                continue
            pairs = list(folds(sight.conversations))
            unmeant = np.logical_not(sight.truth.any(axis=1))
            if name == "clinc150":
                pairs = [(stored, coming[unmeant[coming]]) for stored, coming in pairs]
            for sensitivity in SENSITIVITY_NAMES:
                kept += promises(sight, name, pairs, fit, sensitivity)
            everything = np.arange(len(sight.scores))
            blind = [(everything[:0], everything[unmeant] if name == "clinc150" else everything)]
            kept += promises(sight, f"{name}, no talk stored", blind, fit, "balanced")
        print(f"{name} done", flush=True)
    fit = fit_without["multidogo"]
    for sight in ordinary_sights("multidogo", encoders):
        for sensitivity in SENSITIVITY_NAMES:
            kept += promises(sight, "ordinary", list(folds(sight.conversations, 3)), fit, sensitivity)
        everything = np.arange(len(sight.scores))
        kept += promises(sight, "ordinary, no talk stored", [(everything[:0], everything)], fit, "balanced")
    groups: dict[str, list[Kept]] = {}
    for one in kept:
        groups.setdefault(f"{one.talk} | {one.phrases} | {one.sensitivity}", []).append(one)
    stored = [one for one in kept if one.sensitivity == "balanced" and "," not in one.talk]
    groups[f"{_ALL} | all | balanced"] = stored
    PLOT.write_text(alarm_plot.draw(stored), encoding="utf-8")
    return {"promises": {name: summary(group) for name, group in groups.items()}, "judged": after}


def tables(figures: Mapping[str, Any]) -> str:
    """The tables of the page."""
    lines = [
        "| Talk | Phrases | Promises | Covered | By the rate alone | Ends apart (median) | Pooled: came of promised |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, one in figures["promises"].items():
        talk, phrases, sensitivity = name.split(" | ")
        if sensitivity == "balanced":
            pooled = _pooled(one["pooled"])
            lines.append(
                f"| {talk} | {phrases} | {one['promises']} | {one['covered']:.0%} | {one['strictly']:.0%} "
                f"| x{one['width']:.1f} | {pooled} |"
            )
    overall = figures["promises"][f"{_ALL} | all | balanced"]
    lines += [
        "",
        f"Of {overall['many']} promises of 20 alarms and more, which chance does not break, "
        f"{overall['many_covered']} hold.",
        "",
        "| Suite | Phrases | F1 before | F1 after | 20 and more | Within a factor of two | Others: came of promised |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, one in figures["judged"].items():
        suite, phrases = name.rsplit(" ", 1)
        within = f"{one['within_two']:.0%}" if one["many"] else ""
        lines.append(
            f"| {suite} | {phrases} | {one['f1_before']:.3f} | {one['f1']:.3f} | {one['many']} | {within} "
            f"| {one['pooled_alarms']} of {one['pooled_expected']:.0f} |"
        )
    means = (np.mean([_mean_of(suite, key, figures) for suite in F1_SUITES]) for key in ("f1_before", "f1"))
    many = sum(one["many"] for one in figures["judged"].values())
    near = sum(one["many"] * one["within_two"] for one in figures["judged"].values()) / max(many, 1)
    lines.append("| mean of the suites | | {:.3f} | {:.3f} | {} | {:.0%} | |".format(*means, many, near))
    return "\n".join(lines)


def _pooled(told: Mapping[str, Any]) -> str:
    if not told["promises"]:
        return ""
    return f"{told['alarms']} of {told['value']:.0f} ({told['low']:.0f} to {told['high']:.0f})"


def _mean_of(suite: str, key: str, figures: Mapping[str, Any]) -> float:
    """A figure of a suite, over its numbers of phrases."""
    return float(np.mean([one[key] for name, one in figures["judged"].items() if name.rsplit(" ", 1)[0] == suite]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=CACHE_FOLDER, help="where vectors are kept")
    folder = parser.parse_args().cache
    require_data()
    encoders = {space: CachedEncoder(one, folder) for space, one in load_encoders().items()}
    rows, _ = fit_promise.learn(encoders)
    fits = {name: fit_promise.fit(rows, name) for name in ("", *fit_promise.SOURCES)}
    figures = measure(encoders, fits)
    for one in encoders.values():
        one.save()
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(report.between_markers(page, "false alarms", tables(figures)), encoding="utf-8")
    print(tables(figures))


if __name__ == "__main__":
    main()
