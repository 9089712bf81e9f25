"""Figures as they are kept (``bench/results``) and as they are shown (tables in ``docs/benchmarks.md``)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench import machine

_ROOT: Final = Path(__file__).resolve().parents[1]
RESULTS_FOLDER: Final = _ROOT / "bench" / "results"
PAGE: Final = _ROOT / "docs" / "benchmarks.md"

Cells = Sequence[str]

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


def record(part: str, figures: Mapping[str, Any]) -> None:
    """Keep the figures of one part, print its tables, and put them into the page."""
    described = machine.describe()
    today = datetime.now(UTC).date().isoformat()
    path = RESULTS_FOLDER / f"{today}-{machine.slug(described)}.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    kept[part] = {"machine": described, **figures}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(_rounded(kept), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    tables = TABLES[part](kept[part])
    print(tables)
    PAGE.write_text(between_markers(PAGE.read_text(encoding="utf-8"), part, tables), encoding="utf-8")
    print(f"\nKept in {path.relative_to(_ROOT)} and {PAGE.relative_to(_ROOT)}.")


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


def speed_tables(figures: Mapping[str, Any]) -> str:
    engine = [
        (
            f"{one['phrases']:,}",
            f"{one['sentence_p50_ms']:.1f} ms",
            f"{one['sentence_p99_ms']:.1f} ms",
            f"{100 * one['encoder_share']:.0f} %",
            f"{one['batch_sentences_per_s']:.0f}",
            f"{1_000 * one['compile_s']:.0f} ms",
        )
        for one in figures["engine"]["sizes"]
    ]
    server = figures["server"]
    rows = [
        ("Start until `/health/ready`, no account yet, no sample", f"{server['start_empty_s']:.1f} s"),
        ("the same, with starter trackers and the sample conversation processed", f"{server['start_sample_s']:.1f} s"),
        ("Resident memory when ready", _mb(server["ready_mb"])),
        ("Resident memory after matching against 25,000 phrases", _mb(server["many_phrases_mb"])),
        (
            f"Submissions per second, {server['clients']} clients, {server['submissions']} submissions: accepted",
            f"{server['accepted_per_s']:.0f}",
        ),
        ("the same: completed", f"{server['completed_per_s']:.1f}"),
        ("the same: one POST, p50 and p99", _pair(server["post_ms"])),
        ("POST to `completed`, one at a time, 25 phrases, p50 and p99", _pair(server["completed_ms"])),
        ("POST to `completed`, one at a time, 25,000 phrases, p50 and p99", _pair(server["many_phrases_completed_ms"])),
        (
            "the same, the first one after a start: vectors are known, the matcher is not compiled",
            f"{server['many_phrases_first_s']:.1f} s",
        ),
    ]
    return "\n\n".join(
        (
            _machine(figures["machine"]),
            "### Engine: text in, matches out",
            _table(
                (
                    "phrases",
                    "a sentence, p50",
                    "p99",
                    "of it encoders",
                    "in batches of 64, sentences a second",
                    "compile",
                ),
                engine,
            ),
            f"New phrases are encoded at {figures['engine']['new_phrases_per_s']:.0f} a second, once for all.",
            "### Server: conversations of 20 sentences over HTTP, SQLite",
            _table(("what", "measured"), rows),
        )
    )


TABLES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "accuracy": accuracy_tables,
    "speed": speed_tables,
}


def _form(figures: Mapping[str, Any]) -> str:
    limit = figures["messages_per_suite"]
    size = f"At most about {limit:,} messages of each suite, whole conversations" if limit else "All messages"
    told = f"{size}; intervals from {figures['rounds']} bootstrap rounds."
    return f"{told} {_machine(figures['machine'])}" if "machine" in figures else told


def _machine(one: Mapping[str, Any]) -> str:
    return (
        f"{one['cpu']}, {one['cores']} cores, {one['system']}, Python {one['python']}, numpy {one['numpy']}, "
        f"onnxruntime {one['onnxruntime']}, commit {one['commit']}."
    )


def _average_precision(suites: Sequence[Mapping[str, Any]], figures: Mapping[str, Any]) -> str:
    rows = [
        (
            one["suite"],
            f"{one['messages']:,}",
            str(one["trackers"]),
            *(_interval(one["systems"][name]["ap"]) for name in _SYSTEMS),
            _interval(one["gain"], signed=True),
        )
        for one in suites
    ]
    if "mean" in figures:
        means = (_number(figures["mean"][name]) for name in _SYSTEMS)
        rows.append(("mean", "", "", *means, _interval(figures["gain"], signed=True)))
    return _table(("suite", "messages", "trackers", *_SYSTEMS.values(), "earmark over best cosine"), rows)


def _by_figure(title: str, suites: Sequence[Mapping[str, Any]], figure: str) -> str:
    rows = [(one["suite"], *(_interval(one["systems"][name].get(figure)) for name in _SYSTEMS)) for one in suites]
    return f"{title}:\n\n" + _table(("suite", *_SYSTEMS.values()), rows)


def _best_f1(suites: Sequence[Mapping[str, Any]]) -> str:
    rows = []
    for one in suites:
        best = [one["systems"][name]["best_f1"] for name in _SYSTEMS]
        rows.append((one["suite"], *(f"{_number(it['value'])} at {_number(it['threshold'])}" for it in best)))
    title = "Best F1 that one threshold for the whole suite would have reached, known only with hindsight"
    return f"{title}:\n\n" + _table(("suite", *_SYSTEMS.values()), rows)


def _others(suites: Sequence[Mapping[str, Any]]) -> str:
    rows = []
    for one in suites:
        for figure, what in (("ap", "average precision by tracker"), ("recall", "recall"), ("precision", "precision")):
            cells = (_interval(one["systems"][name].get(figure)) for name in _SYSTEMS)
            rows.append((one["suite"], what, *cells))
    return _table(("suite", "figure", *_SYSTEMS.values()), rows)


def _parts(parts: Mapping[str, Any]) -> str:
    rows = [(name, _number(one["ap"]), _interval(one["worth"], signed=True)) for name, one in parts.items()]
    return _table(("left out", "mean average precision by tracker without it", "what it is worth"), rows)


def _beside_reference(suites: Sequence[Mapping[str, Any]]) -> str:
    rows: list[Cells] = []
    groups: dict[str, list[str]] = {"Within .01 of it": [], "Above it": [], "Below it": []}
    for one in suites:
        cosine, recipe = _REFERENCE[one["suite"]]
        own_cosine, own = (one["systems"][name]["ap"]["value"] for name in ("cosine", "earmark"))
        apart = own - recipe
        group = "Within .01 of it" if abs(apart) <= _ALIKE else "Above it" if apart > 0 else "Below it"
        groups[group].append(f"{one['suite']} ({_number(apart, signed=True)})")
        rows.append(
            (
                one["suite"],
                f"{_number(cosine, 2)} → {_number(recipe, 2)}",
                f"{_number(own_cosine)} → {_number(own)}",
                _number(own_cosine - cosine, signed=True),
                _number(apart, signed=True),
                _number((own - own_cosine) - (recipe - cosine), signed=True),
            )
        )
    header = ("suite", "reference: cosine → recipe", "here: cosine → earmark", "cosine", "recipe", "gain")
    told = " ".join(f"{name}: {', '.join(found)}." for name, found in groups.items() if found)
    return f"{told}\n\n{_table(header, rows)}"


def _table(header: Cells, rows: Iterable[Cells]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _interval(figure: Mapping[str, float] | None, *, signed: bool = False) -> str:
    if figure is None:
        return "–"
    low, high = (_number(figure[end], signed=signed) for end in ("low", "high"))
    return f"{_number(figure['value'], signed=signed)} ({low} to {high})"


def _number(value: float, decimals: int = 3, *, signed: bool = False) -> str:
    """Without the zero in front of the point: every figure lies between -1 and 1."""
    shown = f"{value:{'+' if signed else ''}.{decimals}f}"
    return re.sub(r"^([+-]?)0\.", r"\1.", shown)


def _pair(times_ms: Mapping[str, float]) -> str:
    return f"{times_ms['p50']:.0f} ms, {times_ms['p99']:.0f} ms"


def _mb(megabytes: float | None) -> str:
    return "not told by this system" if megabytes is None else f"{megabytes:.0f} MB"


def _rounded(value: Any) -> Any:
    """Numbers to four decimals: the rest is noise."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, Mapping):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value
