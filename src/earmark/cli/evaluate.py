"""``earmark eval``: how well detection agrees with a labelled suite."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from earmark import suites
from earmark.cli.console import fetch_models, progress
from earmark.config import load_settings
from earmark.engine import evaluation, matcher, sentences
from earmark.engine.scoring import Scores
from earmark.services.encoders import load_encoders
from earmark.suites import Suite
from earmark.types import Message

#: Messages examined between two moves of the progress bar.
_STEP_MESSAGES = 256
#: Scores from here on have passed the vetoes; below, nothing fires at any named sensitivity.
_FLOOR = 0.2
_DECIMALS = 6


def evaluate(
    suite_dir: Annotated[Path, typer.Argument(help="A folder with trackers.jsonl and messages.jsonl.")],
    predictions: Annotated[
        Path | None, typer.Option(help="Also write a line for every pair that has a score, for another scorer.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Run a labelled suite's trackers over its messages and print how well they agree with the labels.

    Example: `earmark eval suites/banking --predictions predictions.jsonl`
    """
    suite = suites.read(suite_dir)
    folder = load_settings().model_folder
    fetch_models(folder)
    compiled = matcher.compile_matcher(suite.trackers, load_encoders(folder))
    scores = np.full((len(suite.messages), len(suite.trackers)), -np.inf, np.float32)
    matches = np.zeros(scores.shape, dtype=bool)
    column = {tracker.name: number for number, tracker in enumerate(suite.trackers)}
    pieces = [(row, piece) for row, message in enumerate(suite.messages) for piece in _sentences(message)]
    with progress(f"Examining {suite.name}", len(pieces)) as advance:
        for first in range(0, len(pieces), _STEP_MESSAGES):
            rows, step = zip(*pieces[first : first + _STEP_MESSAGES], strict=True)
            found = compiled.examine(step, floor=_FLOOR)
            np.maximum.at(scores, list(rows), np.round(found.scores, _DECIMALS))
            row_of = {id(message): row for row, message in zip(rows, step, strict=True)}
            for match in found.matches:
                matches[row_of[id(match.message)], column[match.tracker.name]] = True
            advance(len(step))
    # A pair that shares nothing has no score: it counts as never found, here and in the predictions.
    scores[(scores <= 0) & ~matches] = -np.inf
    if predictions is not None:
        _write_predictions(suite, scores, matches, predictions)
    _print_figures(suite, scores, matches, as_json=as_json)


def _sentences(message: Message) -> list[Message]:
    return sentences.cut(message) or [message]


def _write_predictions(suite: Suite, scores: Scores, matches: evaluation.Flags, path: Path) -> None:
    with path.open("w", encoding="utf-8") as lines:
        for row, column in np.argwhere(np.isfinite(scores)):
            line = {
                "message": suite.messages[row].id,
                "tracker": suite.trackers[column].name,
                "score": round(float(scores[row, column]), _DECIMALS),
                "match": bool(matches[row, column]),
            }
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")


def _print_figures(suite: Suite, scores: Scores, matches: evaluation.Flags, *, as_json: bool) -> None:
    labelled = suite.labelled
    figures = evaluation.figures(scores, matches, labelled)
    counts = {
        "messages": len(suite.messages),
        "trackers": len(suite.trackers),
        "judged_pairs": int(labelled.judged.sum()),
        "positives": int((labelled.truth & labelled.judged).sum()),
        "predicted_pairs": int((labelled.judged & np.isfinite(scores)).sum()),
    }
    if as_json:
        own = evaluation.average_precision_by_tracker(scores, labelled)
        shown = {
            "suite": suite.name,
            **counts,
            **{name: {"value": one.value, "low": one.low, "high": one.high} for name, one in figures.items()},
            "by_tracker": {
                tracker.name: None if np.isnan(value) else value
                for tracker, value in zip(suite.trackers, own, strict=True)
            },
        }
        print(json.dumps(shown, indent=2, ensure_ascii=False))
        return
    table = Table("Figure", "Value", "95 % interval", box=None, pad_edge=False, header_style="bold")
    for name, one in figures.items():
        table.add_row(name, f"{one.value:.4f}", f"{one.low:.4f} to {one.high:.4f}")
    print(f"{suite.name}: " + ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items()))
    Console(highlight=False).print(table)
