"""How figures are written: cells, tables, and what they were measured on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Cells = Sequence[str]


def table(header: Cells, rows: Iterable[Cells]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def pair(times_ms: Mapping[str, float]) -> str:
    return f"{times_ms['p50']:.0f} ms, {times_ms['p99']:.0f} ms"


def mb(megabytes: float | None) -> str:
    return "not told by this system" if megabytes is None else f"{megabytes:.0f} MB"


def machine(one: Mapping[str, Any]) -> str:
    return (
        f"{one['cpu']}, {one['cores']} cores, {one['system']}, Python {one['python']}, numpy {one['numpy']}, "
        f"onnxruntime {one['onnxruntime']}, commit {one['commit']}."
    )


def interval(figure: Mapping[str, float] | None, *, signed: bool = False) -> str:
    if figure is None:
        return "–"
    if "low" not in figure:
        return number(figure["value"], signed=signed)
    low, high = (number(figure[end], signed=signed) for end in ("low", "high"))
    return f"{number(figure['value'], signed=signed)} ({low} to {high})"


def number(value: float, decimals: int = 3, *, signed: bool = False) -> str:
    """Without the zero in front of the point: every figure lies between -1 and 1."""
    shown = f"{value:{'+' if signed else ''}.{decimals}f}"
    return re.sub(r"^([+-]?)0\.", r"\1.", shown)
