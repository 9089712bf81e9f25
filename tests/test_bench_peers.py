"""How other people's systems are compared: what is given to them, and what is made of their answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench import accuracy_report, reference, talk
from bench.cells import interval
from bench.peers import answers, environment, exchange, records
from bench.peers.exchange import Given
from bench.systems import PEERS, TITLES

from earmark.engine.evaluation import Labelled
from earmark.suites import Suite
from earmark.types import Message, Tracker
from fakes import FakeEncoder

GIVEN = Given("talk", [["one", "two"], ["three"]], ["said", "one"], ["generic"], [["said"]], [[1]])


def test_a_peer_reads_what_was_given(tmp_path: Path) -> None:
    vectors = np.eye(4, dtype=np.float32)
    exchange.give(GIVEN, tmp_path, vectors)
    read = exchange.given(tmp_path)
    assert read == GIVEN
    assert read.every_text == ["one", "two", "three", "said"]
    assert exchange.vectors_of(read, tmp_path)["said"].tolist() == [0, 0, 0, 1]


def test_what_is_given_has_another_digest_when_a_phrase_differs() -> None:
    other = Given("talk", [["one", "2"], ["three"]], GIVEN.texts, GIVEN.background, GIVEN.labelled, GIVEN.labels)
    assert GIVEN.digest == Given(*(getattr(GIVEN, name) for name in Given.__slots__)).digest != other.digest


def test_an_answer_is_found_by_its_text_in_any_order_and_only_whole(tmp_path: Path) -> None:
    scores = np.array([[0.5, 0.1], [0.2, 0.9]], np.float32)
    exchange.answer(tmp_path, "router", ["said", "one"], scores, {"version": "1"})
    answer = exchange.answered(tmp_path, "router")
    assert answer is not None
    assert answer.told == {"version": "1"}
    rows = answer.rows(["one", "said", "one"])
    assert rows is not None
    assert rows.tolist() == scores[[1, 0, 1]].tolist()
    assert answer.rows(["one", "never said"]) is None


def test_a_forgotten_answer_is_none(tmp_path: Path) -> None:
    exchange.answer(tmp_path, "router", ["said"], np.zeros((1, 1), np.float32), {})
    exchange.forget(tmp_path, "router")
    assert exchange.answered(tmp_path, "router") is None


def test_a_router_answers_one_tracker_a_message_or_none() -> None:
    scores = np.array([[0.1, 0.7], [-np.inf, -np.inf], [-0.2, -np.inf]], np.float32)
    assert answers.one_best(scores).tolist() == [[False, True], [False, False], [True, False]]


@pytest.mark.parametrize(("messages", "learned"), [(8, 2), (1_999, 499), (50_000, 500)])
def test_a_fitted_router_learns_from_the_same_messages_each_time_and_at_most_a_quarter(
    messages: int, learned: int
) -> None:
    drawn, left_out = answers.lesson(np.arange(messages))
    assert drawn.sum() == learned
    assert (drawn == left_out).all()
    assert (drawn == answers.lesson(np.arange(messages))[0]).all()


def test_conversations_that_a_fitted_router_learned_from_are_left_out_whole() -> None:
    learned, left_out = answers.lesson(np.repeat(np.arange(6), 10))
    assert learned.sum() == 15
    assert left_out.reshape(6, 10).all(axis=1).sum() == left_out.reshape(6, 10).any(axis=1).sum() == 2
    assert (left_out | ~learned).all()


def test_the_router_is_left_out_where_its_environment_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "python")
    suite = Suite("talk", (), (Message("Hi."),), everything(1, 0))
    assert answers.router(suite, talk.cut(suite.messages), {}) == {}


def test_setfit_is_left_out_of_a_suite_that_it_was_not_trained_on() -> None:
    suite = Suite("no such suite", (), (Message("Hi."),), everything(1, 0))
    assert answers.setfit(suite, talk.cut(suite.messages)) == {}


def everything(messages: int, trackers: int) -> Labelled:
    shape = (messages, trackers)
    return Labelled(np.zeros(shape, bool), np.ones(shape, bool), np.ones(trackers, bool), np.arange(messages))


class Axes(FakeEncoder):
    """A vector for each text as it is told."""

    def __init__(self, space: str, vectors: dict[str, list[float]]) -> None:
        super().__init__(space)
        self.vectors = vectors

    def encode(self, texts: Any) -> Any:
        return np.array([self.vectors[text] for text in texts], np.float32)


def test_the_reference_scores_half_by_the_nearest_phrase_and_half_by_the_centroid() -> None:
    # Generic sentences along both axes in equal parts: whitening changes lengths, and no direction.
    axes = {"n": [1.0, 0.0], "s": [-1.0, 0.0], "e": [0.0, 1.0], "w": [0.0, -1.0]}
    phrases = {"north": [0.8, 0.6], "south": [0.8, -0.6]}
    spaces = {name: Axes(name, axes | phrases | {"said": [0.8, 0.6]}) for name in ("en", "multi")}
    trackers = [Tracker("East", list(phrases), languages=["en"])]
    found = reference.scores(trackers, talk.cut([Message("said", language="en")]), spaces, [*axes] * 200)
    assert found[0, 0] == pytest.approx(0.5 * 1 + 0.5 * 0.8, abs=0.01)


def figures(**systems: dict[str, Any]) -> dict[str, Any]:
    return {"suite": "casino", "messages": 2, "trackers": 1, "systems": systems}


def figure(value: float) -> dict[str, float]:
    return {"value": value, "low": value - 0.1, "high": value + 0.1}


def test_what_was_recorded_stands_in_for_a_peer_that_is_missing_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "peers.json"
    measured = figures(setfit={"ap": figure(0.51239), "told": {"setfit": "1.2.0"}}, earmark={"ap": figure(0.6)})
    records.keep({"suites": [measured]}, PEERS, path)
    missing = figures(earmark={"ap": figure(0.7)})
    records.filled([missing], PEERS, path)
    assert missing["systems"]["setfit"]["ap"]["value"] == 0.5124
    assert missing["systems"]["setfit"]["recorded"]
    assert missing["systems"]["earmark"] == {"ap": figure(0.7)}
    records.keep({"suites": [missing]}, PEERS, path)
    again = figures()
    records.filled([again], PEERS, path)
    assert again["systems"]["setfit"]["told"] == {"setfit": "1.2.0"}


def test_what_was_measured_is_not_replaced_by_what_was_recorded(tmp_path: Path) -> None:
    path = tmp_path / "peers.json"
    records.keep({"suites": [figures(setfit={"ap": figure(0.5), "told": {}})]}, PEERS, path)
    measured = figures(setfit={"ap": figure(0.4), "told": {}})
    records.filled([measured], PEERS, path)
    assert measured["systems"]["setfit"] == {"ap": figure(0.4), "told": {}}


def test_the_table_has_a_column_for_every_system_and_a_dash_for_one_that_did_not_take_part() -> None:
    told = {"told": {"setfit": "1.2.0", "train_s": 120.0}, "recorded": True}
    one = figures(setfit={"ap": figure(0.5), **told}, earmark={"ap": figure(0.6)})
    one["suite"] = "wire-samples"
    tables = accuracy_report.accuracy_tables({"suites": [one], "messages_per_suite": 0, "rounds": 3})
    header = next(line for line in tables.splitlines() if line.startswith("| suite"))
    row = next(line for line in tables.splitlines() if line.startswith("| wire-samples"))
    cells = dict(zip(header.split(" | "), row.split(" | "), strict=True))
    assert cells[TITLES["setfit"]] == ".500 (.400 to .600)"
    assert cells[TITLES["router"]] == "–"
    assert "SetFit: setfit 1.2.0; trained for 2 minutes on one thread; recorded over all messages" in tables


def test_a_mean_that_has_no_interval_is_told_without_one() -> None:
    assert interval({"value": 0.5}) == ".500"
