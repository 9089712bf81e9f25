"""The plot of stated against realised false alarms, as SVG that reads on light and on dark pages."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final, Protocol

_PANEL: Final = 190
_GAP: Final = 34
_ROW_GAP: Final = 52
_LEFT: Final = 62
_TOP: Final = 44
_DECADES: Final = (-2, 2)  # 0.01 to 100 false alarms per 1,000
#: Rates below the axis, none at all among them, stand on it.
_FLOOR: Final = 10.0 ** _DECADES[0]

_STYLE: Final = """
  text { font: 12px system-ui, sans-serif; fill: #57606a }
  .title { font-weight: 600 } .axis { stroke: #8c959f; fill: none } .same { stroke: #8c959f; stroke-dasharray: 4 3 }
  .end { stroke: #0969da; stroke-opacity: .22; stroke-width: 2 } .dot { fill: #0969da; fill-opacity: .75 }
  .out .end { stroke: #cf222e } .out .dot { fill: #cf222e }
  @media (prefers-color-scheme: dark) {
    text { fill: #9da7b1 } .end { stroke: #58a6ff } .dot { fill: #58a6ff }
    .out .end { stroke: #ff7b72 } .out .dot { fill: #ff7b72 }
  }
"""


class Told(Protocol):
    """A promise, and the rate that came."""

    @property
    def talk(self) -> str: ...
    @property
    def phrases(self) -> int: ...
    @property
    def stated(self) -> tuple[float, float, float]:
        """Low, value, high."""

    @property
    def realised(self) -> float: ...
    @property
    def held(self) -> bool:
        """Whether what came is what the interval and chance lead to."""


def draw(kept: Sequence[Told]) -> str:
    """A row of panels for each kind of talk, a column for each number of phrases."""
    talks = list(dict.fromkeys(one.talk for one in kept))
    counts = sorted({one.phrases for one in kept})
    width = _LEFT + len(counts) * (_PANEL + _GAP)
    height = _TOP + len(talks) * (_PANEL + _ROW_GAP) + 12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        "<title>False alarms per 1,000 sentences: stated with their interval, against realised</title>",
        f"<style>{_STYLE}</style>",
    ]
    for row, talk in enumerate(talks):
        for column, count in enumerate(counts):
            left, top = _LEFT + column * (_PANEL + _GAP), _TOP + row * (_PANEL + _ROW_GAP)
            parts += _frame(left, top, f"{talk}, {count} phrases", labelled=column == 0)
            parts += [_mark(one, left, top) for one in kept if one.talk == talk and one.phrases == count]
    parts.append(_text(_LEFT, height - 8, "realised false alarms per 1,000 sentences (none: at the left edge)"))
    parts.append(f'<text transform="translate(14 {_TOP + _PANEL}) rotate(-90)">stated, with the 80 % interval</text>')
    return "\n".join([*parts, "</svg>", ""])


def _frame(left: float, top: float, title: str, *, labelled: bool) -> Iterator[str]:
    yield _text(left, top - 8, title, "title")
    yield f'<rect class="axis" x="{left}" y="{top}" width="{_PANEL}" height="{_PANEL}"/>'
    yield f'<line class="same" x1="{left}" y1="{top + _PANEL}" x2="{left + _PANEL}" y2="{top}"/>'
    for decade in range(_DECADES[0], _DECADES[1] + 1):
        along = _along(10.0**decade)
        yield _text(left + along - 8, top + _PANEL + 15, f"{10.0**decade:g}")
        if labelled:
            yield _text(left - 34, top + _PANEL - along + 4, f"{10.0**decade:g}")


def _mark(one: Told, left: float, top: float) -> str:
    low, value, high = one.stated
    x = left + _along(one.realised)
    ends = [top + _PANEL - _along(rate) for rate in (low, high)]
    outside = "" if one.held else ' class="out"'
    return (
        f'<g{outside}><line class="end" x1="{x:.1f}" y1="{ends[0]:.1f}" x2="{x:.1f}" y2="{ends[1]:.1f}"/>'
        f'<circle class="dot" cx="{x:.1f}" cy="{top + _PANEL - _along(value):.1f}" r="1.8"/></g>'
    )


def _along(rate: float) -> float:
    """Where a rate stands on an axis."""
    place = (math.log10(max(rate, _FLOOR)) - _DECADES[0]) / (_DECADES[1] - _DECADES[0])
    return _PANEL * min(1.0, place)


def _text(x: float, y: float, text: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.0f}" y="{y:.0f}">{escape(text)}</text>'
