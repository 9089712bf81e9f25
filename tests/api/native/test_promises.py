"""Promises over HTTP, with the real encoders."""

from __future__ import annotations

from typing import Any

from native_client import API, processed
from problems import problem
from symbl_client import SymblClient, expect

BUDGET = {"name": "Budget", "phrases": ["I don't have any money", "we ran out of budget"]}
IDLE = tuple(f"We moved chair number {number} to the other room." for number in range(200))


async def tracker(client: SymblClient, **changed: Any) -> str:
    created: dict[str, str] = expect(await client.ask("POST", f"{API}/trackers", {**BUDGET, **changed}), 201)
    return created["id"]


async def test_a_fresh_tracker_is_promised_by_the_background(client: SymblClient) -> None:
    told = await client.get(f"{API}/trackers/{await tracker(client)}/promise")
    alarms = told.pop("false_alarms_per_1000")
    assert 0 < alarms["low"] < alarms["value"] < alarms["high"] <= 1_000
    assert 0 < told.pop("threshold") < 1
    assert told == {
        "threshold_fitted": False,
        "basis": "background",
        "messages": 0,
        "judgements": 0,
        "is_estimate": True,
    }


async def test_a_broader_sensitivity_is_promised_more_false_alarms(client: SymblClient) -> None:
    strict, broad = [
        await client.get(f"{API}/trackers/{await tracker(client, name=name, sensitivity=name)}/promise")
        for name in ("strict", "broad")
    ]
    assert strict["threshold"] > broad["threshold"]
    assert strict["false_alarms_per_1000"]["value"] < broad["false_alarms_per_1000"]["value"]


async def test_a_backtest_promises_what_the_saved_tracker_will_be_promised(client: SymblClient) -> None:
    await processed(client, *IDLE)
    draft = expect(await client.ask("POST", f"{API}/backtests", {"tracker": BUDGET}), 200)
    stored = await client.get(f"{API}/trackers/{await tracker(client)}/promise")
    assert draft["promise"] == stored
    assert draft["threshold"] == stored["threshold"]
    assert (stored["basis"], stored["messages"]) == ("talk", 200)


async def test_a_tracker_that_is_not_there_is_promised_nothing(client: SymblClient) -> None:
    answer = await client.ask("GET", f"{API}/trackers/0000000000000000/promise")
    problem(answer, 404, "tracker_not_found")
