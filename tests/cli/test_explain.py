"""One sentence against trackers, in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Run


@pytest.fixture
def several(tmp_path: Path) -> Path:
    path = tmp_path / "several.yaml"
    path.write_text(
        "- name: Budget\n  vocabulary: [I don't have any money, we ran out of budget, '\"as is\"']\n"
        "  exclude: [time is money]\n"
        "- name: Interest\n  vocabulary: [I am interested in that]\n"
        "- name: Refund\n  vocabulary: [refund*]\n",
        encoding="utf-8",
    )
    return path


def test_a_sentence_that_fires_shows_phrase_score_and_threshold(run: Run, several: Path) -> None:
    result = run("explain", "We ran out of budget", "--trackers", several)

    assert (result.exit_code, result.stderr) == (0, "")
    assert "Budget: fires" in result.stdout
    assert "exact: we ran out of budget" in result.stdout
    assert "counter" in result.stdout
    assert "whitening" in result.stdout


def test_a_veto_is_shown_in_words(run: Run, several: Path) -> None:
    result = run("explain", "I'm really not interested in any of that", "--trackers", several, "--tracker", "Interest")

    assert "Interest: does not fire" in result.stdout
    assert "vetoed: " in result.stdout
    assert "Budget" not in result.stdout


def test_json_holds_everything_that_was_weighed(run: Run, several: Path) -> None:
    result = run("explain", "could I get two refunds", "--trackers", several, "--json")

    found = {one["tracker"]: one for one in json.loads(result.stdout)}
    assert next(iter(found)) == "Refund"
    assert found["Refund"]["fires"]
    assert [one["phrase"] for one in found["Budget"]["phrases"]] != []
    assert found["Budget"]["counterExamples"][0]["phrase"] == "time is money"
    assert 0 < found["Interest"]["threshold"] < 1


@pytest.mark.parametrize("text", ["", "..."])
def test_where_there_is_no_word_that_is_said(run: Run, several: Path, text: str) -> None:
    assert "There is no word in it" in run("explain", text, "--trackers", several).stdout


@pytest.mark.parametrize(
    ("arguments", "named"),
    [(["--tracker", "Nobody"], "Nobody"), (["--language", "klingon!"], "--language")],
)
def test_a_wrong_option_is_named(run: Run, several: Path, arguments: list[str], named: str) -> None:
    result = run("explain", "hello", "--trackers", several, *arguments)

    assert result.exit_code == 2
    assert named in result.stderr
