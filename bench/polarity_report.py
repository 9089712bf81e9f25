"""The figures of polarity as tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bench.cells import interval, machine, table

_TITLES: Final = {
    "all": "all",
    "en": "English",
    "es": "Spanish",
    "same": "saying the same",
    "different": "not saying it",
}


def polarity_tables(figures: Mapping[str, Any]) -> str:
    halves, kinds, times = figures["halves"], figures["kinds"], figures["us"]
    told = (
        "Share of pairs decided right, with 95 % intervals after Wilson. Reading a sentence took "
        f"{times['read']:.0f} µs of one core, judging a phrase in it {times['judge']:.0f} µs. "
        + machine(figures["machine"])
    )
    by_half = table(
        ["pairs", "untouched half", "", "tuned half", ""],
        [[title, *_cells(halves["untouched"][key]), *_cells(halves["tuned"][key])] for key, title in _TITLES.items()],
    )
    by_kind = table(
        ["kind", "untouched half", "", "both halves", ""],
        [[kind.replace("_", " "), *_cells(found["untouched"]), *_cells(found["all"])] for kind, found in kinds.items()],
    )
    return f"{told}\n\n{by_half}\n\n{by_kind}"


def _cells(share: Mapping[str, float]) -> list[str]:
    return [interval(share), f"of {share['pairs']}"]
