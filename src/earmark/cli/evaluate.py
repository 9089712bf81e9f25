"""``earmark eval``: how well detection agrees with a labelled suite."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer
from rich.table import Table

from earmark.cli.console import PlainConsole, fetch_models, model_folder, print_json, progress
from earmark.errors import Invalid

if TYPE_CHECKING:
    from earmark.suites import Predictions, Suite


def evaluate(
    suite_dir: Annotated[
        Path, typer.Argument(metavar="SUITE_DIR", help="A folder with trackers.jsonl and messages.jsonl.")
    ],
    predictions: Annotated[
        Path | None, typer.Option(help="Also write a line for every pair that has a score, for another scorer.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Measure how well a labelled suite's trackers find what its labels say.

    Prints average precision over all pairs (ap_micro) and by tracker (ap_macro), precision, recall and F1 of what is
    reported, and recall at fixed rates of false alarms; each with an interval that resamples whole conversations.

    Example: `earmark eval suites/banking --predictions predictions.jsonl`
    """
    from earmark import suites
    from earmark.engine import matcher
    from earmark.services.encoders import load_encoders

    suite = suites.read(suite_dir)
    with _opened(predictions) as lines:
        folder = model_folder()
        fetch_models(folder)
        compiled = matcher.compile_matcher(suite.trackers, load_encoders(folder))
        with progress("Examining messages", len(suite.messages)) as advance:
            predicted = suites.predict(suite, compiled, advance)
        if lines is not None:
            for line in suites.prediction_lines(suite, predicted):
                print_json(line, lines)
    report = _report(suite, predicted)
    if as_json:
        print_json(report, sys.stdout, indent=2)
    else:
        _print_table(report)


@contextmanager
def _opened(path: Path | None) -> Iterator[TextIO | None]:
    """*path* to be written, so that one that cannot be is told before minutes of work."""
    if path is None:
        yield None
        return
    try:
        lines = path.open("w", encoding="utf-8")
    except OSError as error:
        raise Invalid(f"{path} cannot be written ({error.strerror}). Name another file.") from None
    with lines:
        yield lines


def _report(suite: Suite, predicted: Predictions) -> dict[str, Any]:
    """Counts, figures and the average precision of every tracker, by name."""
    import numpy as np

    from earmark.engine import evaluation

    truth = suite.labelled.truth & suite.labelled.judged
    figures = evaluation.figures(predicted.scores, predicted.matches, suite.labelled)
    own = evaluation.average_precision_by_tracker(predicted.scores, suite.labelled)
    return {
        "suite": suite.name,
        "messages": len(suite.messages),
        "trackers": len(suite.trackers),
        "judged_pairs": int(suite.labelled.judged.sum()),
        "positives": int(truth.sum()),
        "predicted_pairs": int((suite.labelled.judged & np.isfinite(predicted.scores)).sum()),
        **{name: {"value": one.value, "low": one.low, "high": one.high} for name, one in figures.items()},
        "by_tracker": {
            tracker.name: {"positives": int(positives), "ap": None if np.isnan(value) else value}
            for tracker, positives, value in zip(suite.trackers, truth.sum(axis=0), own, strict=True)
        },
    }


def _print_table(report: dict[str, Any]) -> None:
    counts = [f"{value} {name.replace('_', ' ')}" for name, value in report.items() if isinstance(value, int)]
    table = Table("Figure", "Value", "95 % interval", box=None, pad_edge=False, header_style="bold")
    for name, figure in report.items():
        if isinstance(figure, dict) and "low" in figure:
            table.add_row(name, f"{figure['value']:.4f}", f"{figure['low']:.4f} to {figure['high']:.4f}")
    console = PlainConsole()
    console.print(f"{report['suite']}: {', '.join(counts)}")
    console.print(table)
