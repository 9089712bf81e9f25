"""Figures as they are kept (``bench/results``) and as they are shown (tables in ``docs/benchmarks.md``)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench import accuracy_report, machine, polarity_report, spans_report, speed_report

_ROOT: Final = Path(__file__).resolve().parents[1]
RESULTS_FOLDER: Final = _ROOT / "bench" / "results"
PAGE: Final = _ROOT / "docs" / "benchmarks.md"


def record(part: str, figures: Mapping[str, Any]) -> None:
    """Keep the figures of one part, print its tables, and put them into the page."""
    described = machine.describe()
    today = datetime.now(UTC).date().isoformat()
    path = RESULTS_FOLDER / f"{today}-{machine.slug(described)}.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    kept[part] = {"machine": described, **figures}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(rounded(kept), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    tables = TABLES[part](kept[part])
    print(f"\n{tables}")
    PAGE.write_text(between_markers(PAGE.read_text(encoding="utf-8"), part, tables), encoding="utf-8")
    print(f"\nKept in {path.relative_to(_ROOT)} and {PAGE.relative_to(_ROOT)}.")


def show(part: str, figures: Mapping[str, Any]) -> None:
    """Print the tables of one part, and keep nothing."""
    print("\n" + TABLES[part]({"machine": machine.describe(), **figures}))


def between_markers(page: str, part: str, tables: str) -> str:
    """*page* with what stands between ``<!-- PART -->`` and ``<!-- /PART -->`` replaced.

    Raises:
        ValueError: the page lacks the markers.
    """
    begin, end = f"<!-- {part} -->", f"<!-- /{part} -->"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"the page has no place between {begin} and {end}")
    return pattern.sub(lambda _: f"{begin}\n{tables}\n{end}", page)


TABLES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "accuracy": accuracy_report.accuracy_tables,
    "polarity": polarity_report.polarity_tables,
    "spans": spans_report.spans_tables,
    "speed": speed_report.speed_tables,
    "reads": speed_report.reads_tables,
    "history": speed_report.history_tables,
}


def rounded(value: Any) -> Any:
    """Numbers to four decimals: the rest is noise."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, Mapping):
        return {key: rounded(one) for key, one in value.items()}
    return [rounded(one) for one in value] if isinstance(value, list) else value
