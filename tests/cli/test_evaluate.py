"""How well detection agrees with a labelled suite, and that another scorer says the same."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run, sentence_of

#: Figures may differ in the last of the four decimals that the other scorer prints.
_ROUNDED = 0.5e-4 + 1e-9


def write_suite(folder: Path, trackers: list[Any], messages: list[Any]) -> Path:
    folder.mkdir()
    for name, entries in (("trackers.jsonl", trackers), ("messages.jsonl", messages)):
        (folder / name).write_text("".join(json.dumps(one) + "\n" for one in entries), encoding="utf-8")
    return folder


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    return write_suite(
        tmp_path / "small",
        [
            {"name": "[bold]Budget", "vocabulary": ["We ran out of budget"], "language": "en"},
            {"name": "Farewell", "vocabulary": ["Goodbye"], "language": "en", "fuzzy": True},
        ],
        [
            {"id": "1", "text": "Sadly we ran out of budget.", "labels": ["[bold]Budget"], "language": "en"},
            {"id": "2", "text": "That was all. Goodbye!", "labels": ["Farewell"], "language": "en"},
            {"id": "3", "text": "The meeting is at ten.", "labels": [], "language": "en"},
        ],
    )


def test_json_holds_counts_and_figures_and_predictions_every_pair_that_has_a_score(
    run: Run, suite: Path, tmp_path: Path
) -> None:
    result = run("eval", suite, "--json", "--predictions", "out.jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    report = json.loads(result.stdout)
    counts = {name: report[name] for name in ("suite", "messages", "trackers", "judged_pairs", "positives")}
    assert counts == {"suite": "small", "messages": 3, "trackers": 2, "judged_pairs": 6, "positives": 2}
    for figure in ("ap_micro", "ap_macro", "ap_macro_crisp", "recall", "recall_at_1e-3", "recall_at_1e-4"):
        assert report[figure]["value"] == 1
        assert report[figure]["low"] <= 1 <= report[figure]["high"]
    assert report["by_tracker"] == {
        "[bold]Budget": {"positives": 1, "ap": 1},
        "Farewell": {"positives": 1, "ap": 1},
    }
    lines = lines_of(tmp_path / "out.jsonl")
    assert len(lines) == report["predicted_pairs"]
    assert all(set(line) == {"message", "tracker", "score", "match"} for line in lines)
    assert [(one["message"], one["tracker"]) for one in lines if one["match"]] == [
        ("1", "[bold]Budget"),
        ("2", "Farewell"),
    ]


def test_the_table_shows_every_figure_with_its_interval(run: Run, suite: Path) -> None:
    lines = run("eval", suite).stdout.splitlines()
    assert lines[0].startswith("small: 3 messages, 2 trackers, 6 judged pairs, 2 positives, ")
    assert lines[1].split() == ["Figure", "Value", "95", "%", "interval"]
    assert lines[2].split() == ["ap_micro", "1.0000", "0.0000", "to", "1.0000"]


def test_predictions_that_cannot_be_written_are_told_before_any_work(run: Run, suite: Path, tmp_path: Path) -> None:
    for path, reason in ((tmp_path, "Is a directory"), (tmp_path / "no" / "a.jsonl", "No such file or directory")):
        result = run("eval", suite, "--predictions", path)
        assert sentence_of(result) == f"{path} cannot be written ({reason}). Name another file."
        assert result.exit_code == 2


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        (
            "messages.jsonl",
            '{"id": "4", "text": "Hi", "labels": ["Unknown"]}',
            'messages.jsonl, line 4: "labels" names',
        ),
        ("trackers.jsonl", "{", "trackers.jsonl, line 3: is not JSON."),
    ],
)
def test_a_suite_that_is_wrong_is_told_with_file_and_line(
    file: str, line: str, said: str, run: Run, suite: Path
) -> None:
    with (suite / file).open("a") as lines:
        lines.write(line)
    result = run("eval", suite)
    assert sentence_of(result).startswith(f"{suite}/{said}")
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_folder_without_a_suite_is_told(run: Run, tmp_path: Path) -> None:
    result = run("eval", tmp_path)
    assert sentence_of(result) == f"{tmp_path}/trackers.jsonl: does not exist."
    assert result.exit_code == 2


@pytest.fixture(params=["wire-samples", "multidogo", "polarity-semantoneg"])
def public_suite(request: pytest.FixtureRequest, tmp_path: Path, evaluation_data: Callable[[str], Path]) -> Path:
    """A public suite, cut down to its first conversations, some trackers marked fuzzy, some pairs not judged."""
    source = evaluation_data(request.param)
    messages = lines_of(source / "messages.jsonl")[:120]
    known = {label for message in messages for label in message["labels"]}
    trackers = [one for one in lines_of(source / "trackers.jsonl") if one["name"] in known or "/" in one["name"]]
    for number, tracker in enumerate(trackers):
        tracker["fuzzy"] = number % 3 == 1
    if request.param == "multidogo":
        for message in messages[::5]:
            message["judged"] = ["*", f"!{trackers[0]['name']}"]
    else:
        messages = [message for message in messages if set(message["judged"]) <= known]
    return write_suite(tmp_path / "public", trackers, messages)


def test_the_figures_equal_those_that_the_suites_own_scorer_finds_in_the_predictions(
    run: Run, public_suite: Path, tmp_path: Path, evaluation_data: Callable[[str], Path]
) -> None:
    result = run("eval", public_suite, "--json", "--predictions", "out.jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    scorer = [
        sys.executable,
        str(evaluation_data("score.py")),
        str(public_suite),
        str(tmp_path / "out.jsonl"),
        "--json",
    ]
    theirs = json.loads(subprocess.run(scorer, capture_output=True, text=True, check=True).stdout)
    ours = json.loads(result.stdout)
    assert ours.keys() == theirs.keys()
    for name, figure in theirs.items():
        if name == "by_tracker":
            for tracker, own in figure.items():
                assert ours[name][tracker] == pytest.approx(own, abs=_ROUNDED)
        elif isinstance(figure, dict):
            assert ours[name] == pytest.approx(figure, abs=_ROUNDED), name
        else:
            assert ours[name] == figure
