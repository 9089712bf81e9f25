"""The figures of spans as tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bench.cells import interval, machine, number, table

_HALVES: Final = {"unseen": "not looked at", "seen": "looked at", "all": "in all"}
_WAYS: Final = {"message": "the whole message", "window": "the window", "span": "earmark"}


def spans_tables(figures: Mapping[str, Any]) -> str:
    told = (
        f"{figures['pairs']} pairs, of which {figures['by_words']} are also found by words and a veto takes "
        f"{figures['missed']}; intervals from {figures['rounds']:,} bootstrap rounds."
    )
    header = ["pairs", "suites", "span", "precision", "recall", "F1 over all words", "mean F1 of a pair"]
    rows = [
        [
            f"{group['pairs']} {_HALVES[group['half']]}",
            group["suite"],
            title,
            number(group[way]["precision"]),
            number(group[way]["recall"]),
            interval(group[way]["f1"]),
            interval(group[way]["mean_f1"]),
        ]
        for group in figures["groups"]
        for way, title in _WAYS.items()
    ]
    return f"{told} {machine(figures['machine'])}\n\n{table(header, rows)}"
