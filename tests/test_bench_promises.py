"""The measurement of promises: who is scored was not stored, and what is drawn can be read."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest
from bench import alarm_plot, false_alarms
from bench.false_alarms import Kept

from earmark.engine.promise import Rate

SVG = "{http://www.w3.org/2000/svg}"


def kept(alarms: int, negatives: int = 1_000, talk: str = "meetings", phrases: int = 3) -> Kept:
    """A promise of five alarms in 1,000."""
    return Kept(talk, phrases, "balanced", Rate(float(np.log(0.005)), 0.8), alarms, negatives)


@pytest.mark.parametrize("parts", [2, 3])
def test_talk_to_come_is_never_of_a_stored_conversation_and_all_talk_comes_once(parts: int) -> None:
    conversations = np.repeat(np.arange(12), 5)
    pairs = list(false_alarms.folds(conversations, parts))
    assert len(pairs) == parts
    for stored, coming in pairs:
        assert not set(conversations[stored]) & set(conversations[coming])
    assert sorted(np.concatenate([coming for _, coming in pairs])) == list(range(60))


@pytest.mark.parametrize(("alarms", "is_within"), [(1, False), (2, True), (5, True), (13, True), (14, False)])
def test_a_rate_holds_between_the_ends_of_its_interval(alarms: int, is_within: bool) -> None:
    assert kept(alarms).is_within() is is_within


def test_chance_is_forgiven_where_few_sentences_were_scored() -> None:
    assert kept(0, negatives=50).held
    assert not kept(0, negatives=50).is_within()
    assert not kept(0, negatives=20_000).held


def test_promises_of_few_alarms_are_pooled() -> None:
    told = false_alarms.summary([kept(3), kept(8), kept(150, negatives=20_000)])
    assert (told["promises"], told["many"], told["many_covered"]) == (3, 1, 1)
    assert told["pooled"]["alarms"] == 11
    assert told["pooled"]["value"] == pytest.approx(10)
    assert told["pooled_covered"]


def test_a_plot_has_a_panel_for_each_kind_of_talk_and_number_of_phrases_and_a_mark_for_each_promise() -> None:
    shown = [kept(4), kept(0), kept(60), kept(2, talk="a & b", phrases=10)]
    drawn = ElementTree.fromstring(alarm_plot.draw(shown))
    assert len(drawn.findall(f".//{SVG}circle")) == 4
    assert len(drawn.findall(f"{SVG}rect")) == 4
    titles = {one.text for one in drawn.findall(f"{SVG}text") if one.get("class") == "title"}
    assert titles == {"meetings, 3 phrases", "meetings, 10 phrases", "a & b, 3 phrases", "a & b, 10 phrases"}
    assert len(drawn.findall(f"{SVG}g[@class='out']")) == sum(not one.held for one in shown)
