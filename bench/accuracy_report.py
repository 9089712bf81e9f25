"""The figures of quality as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bench.cells import Cells, interval, machine, number, table
from bench.systems import PEERS, TITLES

#: Average precision by tracker of the reference experiment: best cosine, then the recipe.
_REFERENCE: Final = {
    "banking77": (0.75, 0.78),
    "clinc150": (0.77, 0.84),
    "multidogo": (0.84, 0.87),
    "casino": (0.18, 0.34),
    "mrda": (0.26, 0.43),
    "skills-es": (0.62, 0.75),
}

#: Average precisions that are no further apart count as the same: the reference's are told to two decimals.
_ALIKE: Final = 0.01


def accuracy_tables(figures: Mapping[str, Any]) -> str:
    suites = [one for one in figures["suites"] if one["suite"] in _REFERENCE]
    others = [one for one in figures["suites"] if one["suite"] not in _REFERENCE]
    parts = [_form(figures), "### Average precision by tracker", _average_precision(suites, others, figures)]
    if told := _told(figures["suites"]):
        parts.append(told)
    if suites:
        parts += [
            "### earmark beside the recipe and the best cosine",
            _gains(suites, figures),
            "### One threshold for all trackers",
            _by_figure("F1 at each system's own threshold", suites, "f1"),
            _best_f1(suites),
            _by_figure("Recall at one false alarm in 1,000 pairs", suites, "recall_at_1e-3"),
            _by_figure("Average precision over all pairs", suites, "ap_pooled"),
        ]
    if others:
        parts += ["### Polarity and worked examples", _others(others)]
    if "parts" in figures:
        parts += ["### What each part is worth", _parts(figures["parts"])]
    if suites and not figures["messages_per_suite"]:
        # A sample of a few long conversations is not what the reference read.
        parts += ["### Beside the reference", _beside_reference(suites)]
    return "\n\n".join(parts)


def _form(figures: Mapping[str, Any]) -> str:
    limit = figures["messages_per_suite"]
    size = f"At most about {limit:,} messages of each suite, whole conversations" if limit else "All messages"
    told = f"{size}; intervals from {figures['rounds']} bootstrap rounds."
    return f"{told} {machine(figures['machine'])}" if "machine" in figures else told


def _average_precision(
    suites: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]], figures: Mapping[str, Any]
) -> str:
    def row(one: Mapping[str, Any]) -> Cells:
        return (one["suite"], f"{one['messages']:,}", str(one["trackers"]), *_cells(one, "ap"))

    rows = [row(one) for one in suites]
    if "mean" in figures:
        rows.append(("mean of these", "", "", *(interval(figures["mean"].get(name)) for name in TITLES)))
    return table(("suite", "messages", "trackers", *TITLES.values()), [*rows, *map(row, others)])


def _told(suites: Sequence[Mapping[str, Any]]) -> str:
    """Which versions the peers had, how long SetFit learned, and whose figures are of an earlier run."""
    said = []
    for peer in PEERS:
        found = [one["systems"][peer] for one in suites if peer in one["systems"]]
        if not found:
            continue
        told = dict(found[0]["told"])
        versions = ", ".join(f"{name} {version}" for name, version in told.items() if isinstance(version, str))
        trained_s = sum(one["told"].get("train_s", 0) for one in found)
        trained = f"; trained for {trained_s / 60:.0f} minutes on one thread" if trained_s else ""
        recorded = "; recorded over all messages in an earlier run" if any("recorded" in one for one in found) else ""
        said.append(f"{TITLES[peer]}: {versions}{trained}{recorded}.")
    return " ".join(said)


def _gains(suites: Sequence[Mapping[str, Any]], figures: Mapping[str, Any]) -> str:
    rows = []
    for one in suites:
        own = one["systems"]["earmark"]
        at_own, best = own["f1"]["value"], own["best_f1"]["value"]
        gains = (interval(one[name], signed=True) for name in ("over_recipe", "gain"))
        alone = number(one["exclusive_f1"])
        rows.append((one["suite"], *gains, number(at_own), number(best), number(best - at_own), alone))
    if "mean" in figures:
        gains = (interval(figures[name], signed=True) for name in ("over_recipe", "gain"))
        rows.append(("mean", *gains, "", "", "", ""))
    gained = ("over the recipe", "over best cosine")
    header = ("suite", *gained, "F1 at balanced", "best F1 with hindsight", "lost", "F1, only a message's best tracker")
    return table(header, rows)


def _by_figure(title: str, suites: Sequence[Mapping[str, Any]], figure: str) -> str:
    rows = [(one["suite"], *_cells(one, figure)) for one in suites]
    return f"{title}:\n\n" + table(("suite", *TITLES.values()), rows)


def _cells(suite: Mapping[str, Any], figure: str) -> list[str]:
    return [interval(suite["systems"].get(name, {}).get(figure)) for name in TITLES]


def _best_f1(suites: Sequence[Mapping[str, Any]]) -> str:
    rows = []
    for one in suites:
        best = [one["systems"].get(name, {}).get("best_f1") for name in TITLES]
        cells = (f"{number(it['value'])} at {number(it['threshold'])}" if it else interval(None) for it in best)
        rows.append((one["suite"], *cells))
    title = "Best F1 that one threshold for the whole suite would have reached, known only with hindsight"
    return f"{title}:\n\n" + table(("suite", *TITLES.values()), rows)


def _others(suites: Sequence[Mapping[str, Any]]) -> str:
    rows = [(one["suite"], figure, *_cells(one, figure)) for one in suites for figure in ("f1", "recall", "precision")]
    return table(("suite", "figure", *TITLES.values()), rows)


def _parts(parts: Mapping[str, Any]) -> str:
    rows = [(name, number(one["ap"]), interval(one["worth"], signed=True)) for name, one in parts.items()]
    return table(("left out", "mean average precision by tracker without it", "what it is worth"), rows)


def _beside_reference(suites: Sequence[Mapping[str, Any]]) -> str:
    rows: list[Cells] = []
    groups: dict[str, list[str]] = {"Within .01 of it": [], "Above it": [], "Below it": []}
    for one in suites:
        cosine, recipe = _REFERENCE[one["suite"]]
        own_cosine, own = (one["systems"][name]["ap"]["value"] for name in ("cosine", "earmark"))
        apart = own - recipe
        group = "Within .01 of it" if abs(apart) <= _ALIKE else "Above it" if apart > 0 else "Below it"
        groups[group].append(f"{one['suite']} ({number(apart, signed=True)})")
        rows.append(
            (
                one["suite"],
                f"{number(cosine, 2)} → {number(recipe, 2)}",
                f"{number(own_cosine)} → {number(own)}",
                number(own_cosine - cosine, signed=True),
                number(apart, signed=True),
                number((own - own_cosine) - (recipe - cosine), signed=True),
            )
        )
    header = ("suite", "reference: cosine → recipe", "here: cosine → earmark", "cosine", "recipe", "gain")
    told = " ".join(f"{name}: {', '.join(found)}." for name, found in groups.items() if found)
    return f"{told}\n\n{table(header, rows)}"
