"""The figures of quality as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bench.cells import Cells, interval, machine, number, table

_SYSTEMS: Final = {"overlap": "word overlap", "cosine": "best cosine", "earmark": "earmark"}
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
    parts = [_form(figures)]
    if suites:
        parts += [
            "### Average precision by tracker",
            _average_precision(suites, figures),
            "### One threshold for all trackers",
            _by_figure("Recall at one false alarm in 1,000 pairs", suites, "recall_at_1e-3"),
            _by_figure("F1 at each system's own threshold", suites, "f1"),
            _best_f1(suites),
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


def _average_precision(suites: Sequence[Mapping[str, Any]], figures: Mapping[str, Any]) -> str:
    rows = [
        (
            one["suite"],
            f"{one['messages']:,}",
            str(one["trackers"]),
            *(interval(one["systems"][name]["ap"]) for name in _SYSTEMS),
            interval(one["gain"], signed=True),
        )
        for one in suites
    ]
    if "mean" in figures:
        means = (number(figures["mean"][name]) for name in _SYSTEMS)
        rows.append(("mean", "", "", *means, interval(figures["gain"], signed=True)))
    return table(("suite", "messages", "trackers", *_SYSTEMS.values(), "earmark over best cosine"), rows)


def _by_figure(title: str, suites: Sequence[Mapping[str, Any]], figure: str) -> str:
    rows = [(one["suite"], *(interval(one["systems"][name].get(figure)) for name in _SYSTEMS)) for one in suites]
    return f"{title}:\n\n" + table(("suite", *_SYSTEMS.values()), rows)


def _best_f1(suites: Sequence[Mapping[str, Any]]) -> str:
    rows = []
    for one in suites:
        best = [one["systems"][name]["best_f1"] for name in _SYSTEMS]
        rows.append((one["suite"], *(f"{number(it['value'])} at {number(it['threshold'])}" for it in best)))
    title = "Best F1 that one threshold for the whole suite would have reached, known only with hindsight"
    return f"{title}:\n\n" + table(("suite", *_SYSTEMS.values()), rows)


def _others(suites: Sequence[Mapping[str, Any]]) -> str:
    rows = []
    for one in suites:
        for figure, what in (("ap", "average precision by tracker"), ("recall", "recall"), ("precision", "precision")):
            cells = (interval(one["systems"][name].get(figure)) for name in _SYSTEMS)
            rows.append((one["suite"], what, *cells))
    return table(("suite", "figure", *_SYSTEMS.values()), rows)


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
