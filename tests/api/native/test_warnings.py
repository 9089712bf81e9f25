"""Warnings when a tracker is saved or checked over HTTP, with the real encoders."""

from __future__ import annotations

from typing import Any

from native_client import API, processed
from problems import problem
from symbl_client import SymblClient, expect

CANCEL = {
    "name": "Cancellation",
    "phrases": ["I want to cancel my subscription", "please close my account", "how do I end my contract"],
}
OPPOSITE = "I don't want to cancel my subscription"
REFUND = {"name": "Refund", "phrases": ["I want my money back", "can I get a refund", "you charged me twice"]}


def codes(answer: Any) -> list[tuple[str, str]]:
    return [(one["code"], one["phrase"]) for one in answer["warnings"]]


async def test_a_tracker_is_saved_with_warnings_by_create_put_and_patch(client: SymblClient) -> None:
    odd = CANCEL | {"phrases": [*CANCEL["phrases"], OPPOSITE]}
    made = expect(await client.ask("POST", f"{API}/trackers", odd), 201)
    assert made["warnings"] == [
        {
            "code": "contradicting_phrases",
            "phrase": OPPOSITE,
            "message": made["warnings"][0]["message"],
            "other": "I want to cancel my subscription",
            "share": None,
        }
    ]
    path = f"{API}/trackers/{made['id']}"
    assert "warnings" not in await client.get(path)
    assert codes(expect(await client.ask("PUT", path, CANCEL), 200)) == []
    changed = expect(await client.ask("PATCH", path, {"phrases": odd["phrases"]}), 200)
    assert codes(changed) == [("contradicting_phrases", OPPOSITE)]
    assert changed["version"] == 3


async def test_a_check_tells_the_same_and_saves_nothing(client: SymblClient) -> None:
    expect(await client.ask("POST", f"{API}/trackers", REFUND), 201)
    strayed = CANCEL | {"phrases": [*CANCEL["phrases"], "give me my money back"]}
    found = expect(await client.ask("POST", f"{API}/trackers/check", {"tracker": strayed}), 200)
    assert codes(found) == [("nearer_to_another_tracker", "give me my money back")]
    assert found["warnings"][0]["other"] == "Refund"
    assert [one["name"] for one in (await client.get(f"{API}/trackers"))["trackers"]] == ["Refund"]


async def test_a_check_of_a_stored_tracker_does_not_find_it_beside_itself(client: SymblClient) -> None:
    stored = expect(await client.ask("POST", f"{API}/trackers", REFUND), 201)
    body = {"tracker": REFUND, "tracker_id": stored["id"]}
    assert codes(expect(await client.ask("POST", f"{API}/trackers/check", body), 200)) == []
    beside = expect(await client.ask("POST", f"{API}/trackers/check", {"tracker": REFUND | {"name": "Same"}}), 200)
    assert {code for code, _ in codes(beside)} == {"nearer_to_another_tracker"}
    unknown = {"tracker": REFUND, "tracker_id": "4000000000000000"}
    problem(await client.ask("POST", f"{API}/trackers/check", unknown), 404, "tracker_not_found")


async def test_a_phrase_that_fires_on_much_of_the_stored_talk_is_told_with_its_share(client: SymblClient) -> None:
    lines = [
        f"Okay, here comes item number {number}." if number % 10 == 0 else f"It is {number}." for number in range(250)
    ]
    await processed(client, *lines)
    found = expect(await client.ask("POST", f"{API}/trackers/check", {"tracker": CANCEL | {"phrases": ["okay"]}}), 200)
    (warning,) = found["warnings"]
    assert (warning["code"], warning["share"]) == ("generic_phrase", 0.1)
    assert "fires on 10.0% of 250 messages of your talk" in warning["message"]


async def test_a_check_of_what_no_tracker_may_hold_names_the_field(client: SymblClient) -> None:
    answer = await client.ask("POST", f"{API}/trackers/check", {"tracker": CANCEL | {"phrases": ["*fund"]}})
    assert [one["field"] for one in problem(answer, 400, "invalid_field")["errors"]] == ["tracker.phrases[0]"]
