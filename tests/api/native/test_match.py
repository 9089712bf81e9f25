"""Trackers and messages in, matches out, nothing stored."""

from __future__ import annotations

from typing import Any

import pytest

from earmark import limits
from problems import problem
from symbl_client import SymblClient, expect

MATCH = "/api/v1/match"
TRACKERS = "/api/v1/trackers"
BUDGET = {"name": "Budget", "phrases": ["we have no budget for this"], "counter_examples": ["the budget is fine"]}


async def asked(client: SymblClient, **body: Any) -> dict[str, Any]:
    answer: dict[str, Any] = expect(await client.ask("POST", MATCH, body), 200)
    return answer


async def test_match_tells_phrase_score_and_place(client: SymblClient) -> None:
    said = "Well,  we have no Budget for this, sorry."
    answer = await asked(client, trackers=[BUDGET], messages=["Hello there.", said])
    (match,) = answer["matches"]
    score, threshold, margin, why = (match.pop(name) for name in ("score", "threshold", "margin", "why"))
    assert match == {
        "message": 1,
        "tracker": {"id": None, "name": "Budget"},
        "phrase": "we have no budget for this",
        "kind": "exact",
        "start": 7,
        "end": 33,
        "text": "we have no Budget for this",
    }
    assert 0 < threshold < score <= 1
    assert margin > 0
    assert margin == pytest.approx(why["phrase_nearness"] - why["counter_nearness"], abs=2e-4)
    assert (why["language"], why["counter_example"], why["vetoed"]) == ("en", "the budget is fine", [])
    assert said[why["window_start"] : why["window_end"]] == said
    assert set(why["versions"]["models"]) == {"en", "multi"}
    assert answer["near_misses"] == []


async def test_offsets_count_the_text_as_it_was_sent(client: SymblClient) -> None:
    text = "  \n 💰 we have no budget for this"
    (match,) = (await asked(client, trackers=[BUDGET], messages=[{"text": text}]))["matches"]
    assert text[match["start"] : match["end"]] == match["text"] == "we have no budget for this"


async def test_other_words_that_mean_it_match_by_meaning(client: SymblClient) -> None:
    (match,) = (await asked(client, trackers=[BUDGET], messages=["There is no money for that."]))["matches"]
    assert match["kind"] == "meaning"
    assert match["score"] >= match["threshold"]


async def test_nothing_is_stored(client: SymblClient) -> None:
    await asked(client, trackers=[BUDGET], messages=["We have no budget for this."])
    assert (await client.get(TRACKERS))["trackers"] == []
    assert (await client.get("/api/v1/hits"))["hits"] == []


async def test_without_trackers_those_of_the_account_run_unless_paused(client: SymblClient) -> None:
    ids = {}
    for name, paused in (("A", False), ("B", True)):
        body = {"name": name, "phrases": ["no budget"], "paused": paused}
        ids[name] = expect(await client.ask("POST", TRACKERS, body), 201)["id"]
    answer = await asked(client, messages=["There is no budget."])
    assert [match["tracker"] for match in answer["matches"]] == [{"id": ids["A"], "name": "A"}]
    named = await asked(client, trackers=[{"id": ids["B"]}], messages=["There is no budget."])
    assert [match["tracker"] for match in named["matches"]] == [{"id": ids["B"], "name": "B"}]
    assert (await asked(client, trackers=[], messages=["There is no budget."]))["matches"] == []


async def test_trackers_and_messages_may_be_equal(client: SymblClient) -> None:
    answer = await asked(client, trackers=[BUDGET, BUDGET], messages=["We have no budget for this."] * 2)
    assert [match["message"] for match in answer["matches"]] == [0, 0, 1, 1]


async def test_near_misses_are_told_when_they_are_asked_for(client: SymblClient) -> None:
    strict = BUDGET | {"sensitivity": 0}
    messages = ["We have no budget for this.", "This is too expensive for us.", "Nice weather today."]
    assert (await asked(client, trackers=[strict], messages=messages))["near_misses"] == []
    answer = await asked(client, trackers=[strict], messages=messages, near_misses=True)
    assert {match["message"] for match in answer["matches"]} == {0}
    (near,) = answer["near_misses"]
    assert near["message"] == 1
    assert near["kind"] == "meaning"
    assert 0 < near["score"] < near["threshold"] == answer["matches"][0]["threshold"]


async def test_near_misses_leave_the_matches_as_they_are(client: SymblClient) -> None:
    texts = ("Our budget does not allow this.", "It is fine.")
    messages = [f"{text} Number {n}." for n in range(150) for text in texts]
    plain = await asked(client, trackers=[BUDGET], messages=messages)
    told = await asked(client, trackers=[BUDGET], messages=messages, near_misses=True)
    assert len(plain["matches"]) > 100
    assert told["matches"] == plain["matches"]
    # Beyond the first part that is examined at once, places count on.
    assert max(match["message"] for match in plain["matches"]) > 256
    assert not {one["message"] for one in told["matches"]} & {one["message"] for one in told["near_misses"]}


async def test_language_of_a_message_is_taken_as_given(client: SymblClient) -> None:
    tracker = {"name": "Precio", "phrases": ["cuánto cuesta"], "languages": ["es-ES"]}
    message = {"text": "¿Cuánto cuesta?", "speaker": "Ana", "language": "es-ES"}
    assert len((await asked(client, trackers=[tracker], messages=[message]))["matches"]) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"trackers": [BUDGET]}, "messages"),
        ({"messages": "x"}, "messages"),
        ({"messages": [1]}, "messages[0]"),
        ({"messages": [""]}, "messages[0].text"),
        ({"messages": ["x", {"text": "y", "from": "me"}]}, "messages[1].from"),
        ({"messages": [{"text": "x", "language": "???"}]}, "messages[0].language"),
        ({"messages": ["x" * (limits.MATCH_MESSAGE_CHARS + 1)]}, "messages[0].text"),
        ({"messages": ["x"] * (limits.MATCH_MESSAGES + 1)}, "messages"),
        ({"messages": ["x"], "trackers": [BUDGET] * (limits.MATCH_TRACKERS + 1)}, "trackers"),
        ({"messages": ["x"], "trackers": [{"name": "x"}]}, "trackers[0].phrases"),
        ({"messages": ["x"], "trackers": [{"name": "x", "phrases": [""]}]}, "trackers[0].phrases[0]"),
        ({"messages": ["x"], "trackers": [BUDGET, {"id": "nothing"}]}, "trackers[1].id"),
        ({"messages": ["x"], "trackers": [BUDGET | {"id": "1"}]}, "trackers[0].name"),
        ({"messages": ["x"], "near_misses": "yes"}, "near_misses"),
    ],
)
async def test_wrong_question_is_400_and_names_the_field(client: SymblClient, body: Any, field: str) -> None:
    found = problem(await client.ask("POST", MATCH, body), 400, "invalid_field")
    assert field in [one["field"] for one in found["errors"]]


async def test_no_messages_have_no_matches(client: SymblClient) -> None:
    assert (await asked(client, trackers=[BUDGET], messages=[]))["matches"] == []


async def test_tracker_of_another_account_is_unknown(client: SymblClient, stranger: SymblClient) -> None:
    tracker = expect(await client.ask("POST", TRACKERS, BUDGET), 201)
    body = {"trackers": [{"id": tracker["id"]}], "messages": ["We have no budget for this."]}
    problem(await stranger.ask("POST", MATCH, body), 400, "invalid_field")
    assert (await asked(stranger, messages=body["messages"]))["matches"] == []
