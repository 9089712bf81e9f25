"""Backtests and runs over HTTP, with the real encoders."""

from __future__ import annotations

import asyncio
from typing import Any

from native_client import API, processed, walk
from problems import problem
from symbl_client import SymblClient, expect

BUDGET = {"name": "Budget", "phrases": ["I don't have any money", "we ran out of budget"]}
LINES = ("Good morning.", "Our budget is used up completely.", "The weather is nice.")


async def tracker(client: SymblClient, **changed: Any) -> dict[str, Any]:
    body = {**BUDGET, **changed}
    created: dict[str, Any] = expect(await client.ask("POST", f"{API}/trackers", body), 201)
    return created


async def backtest(client: SymblClient, **body: Any) -> dict[str, Any]:
    done: dict[str, Any] = expect(await client.ask("POST", f"{API}/backtests", {"tracker": BUDGET, **body}), 200)
    return done


async def ended(client: SymblClient, run: dict[str, Any]) -> dict[str, Any]:
    for _ in range(400):
        run = await client.get(f"{API}/runs/{run['id']}")
        if run["status"] in ("completed", "failed", "cancelled"):
            return run
        await asyncio.sleep(0.02)
    raise AssertionError(f"the run is still {run['status']}")


async def test_a_backtest_tells_what_would_be_found_and_saves_nothing(client: SymblClient) -> None:
    talk = await processed(client, *LINES)
    await processed(client, "Nothing of the kind.")
    done = await backtest(client)
    assert (done["messages"], done["conversations"], done["unread"]) == (4, 2, 0)
    assert done["now"] == {"hits": 0, "messages": 0, "conversations": 0, "rate": 0.0}
    assert (done["then"]["messages"], done["then"]["conversations"], done["then"]["rate"]) == (1, 1, 0.5)
    (example,) = done["added"]["examples"]
    assert example["conversation_id"] == talk
    assert example["text"] == LINES[1]
    assert example["phrase"] in BUDGET["phrases"]
    assert example["kind"] == "meaning"
    assert example["score"] >= done["threshold"]
    assert await client.get(f"{API}/hits") == {"hits": [], "next_cursor": None}
    assert (await client.get(f"{API}/trackers"))["trackers"] == []


async def test_a_run_starts_without_a_body(client: SymblClient) -> None:
    await processed(client, *LINES)
    path = f"{API}/trackers/{(await tracker(client))['id']}/runs"
    done = await ended(client, expect(await client.ask("POST", path), 202))
    assert (done["status"], done["messages_done"]) == ("completed", 3)


async def test_a_run_does_what_the_backtest_said(client: SymblClient) -> None:
    await processed(client, *LINES)
    foreseen = await backtest(client)
    stored = await tracker(client)
    run = expect(await client.ask("POST", f"{API}/trackers/{stored['id']}/runs", {}), 202)
    assert run["status"] == "scheduled"
    done = await ended(client, run)
    assert (done["status"], done["percent"], done["messages_done"]) == ("completed", 100, 3)
    assert done["hits_added"] == foreseen["added"]["count"] == 1
    hits = (await client.get(f"{API}/hits"))["hits"]
    assert {hit["text"] for hit in hits} == {LINES[1]}
    assert len(hits) == foreseen["then"]["hits"]
    again = await backtest(client, tracker_id=stored["id"])
    assert (again["added"]["count"], again["lost"]["count"], again["unchanged"]["count"]) == (0, 0, 1)
    gone = await backtest(client, tracker={**BUDGET, "phrases": ["how is the weather"]}, tracker_id=stored["id"])
    assert [one["text"] for one in gone["lost"]["examples"]] == [LINES[1]]


async def test_runs_are_listed_the_newest_first_and_a_repeated_request_starts_one(client: SymblClient) -> None:
    stored = await tracker(client)
    path = f"{API}/trackers/{stored['id']}/runs"
    answers = [await client.ask("POST", path, {"full": True}, headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert answers[0].headers["Location"] == f"{API}/runs/{answers[0].json()['id']}"
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    first = await ended(client, expect(answers[1], 202))
    second = await ended(client, expect(await client.ask("POST", path, {}), 202))
    listed = await walk(client, f"trackers/{stored['id']}/runs", "runs", 1)
    assert [run["id"] for run in listed] == [second["id"], first["id"]]


async def test_a_finished_run_cannot_be_cancelled_any_more(client: SymblClient) -> None:
    stored = await tracker(client)
    run = await ended(client, expect(await client.ask("POST", f"{API}/trackers/{stored['id']}/runs", {}), 202))
    assert expect(await client.ask("POST", f"{API}/runs/{run['id']}/cancel"), 200)["status"] == "completed"


async def test_another_accounts_runs_trackers_and_talk_are_not_there(
    client: SymblClient, stranger: SymblClient
) -> None:
    await processed(client, *LINES)
    stored = await tracker(client)
    run = await ended(client, expect(await client.ask("POST", f"{API}/trackers/{stored['id']}/runs", {}), 202))
    assert (await backtest(stranger))["messages"] == 0
    problem(await stranger.ask("GET", f"{API}/runs/{run['id']}"), 404, "run_not_found")
    problem(await stranger.ask("POST", f"{API}/runs/{run['id']}/cancel"), 404, "run_not_found")
    problem(await stranger.ask("GET", f"{API}/trackers/{stored['id']}/runs"), 404, "tracker_not_found")
    problem(await stranger.ask("POST", f"{API}/trackers/{stored['id']}/runs", {}), 404, "tracker_not_found")
    body = {"tracker": BUDGET, "tracker_id": stored["id"]}
    problem(await stranger.ask("POST", f"{API}/backtests", body), 404, "tracker_not_found")


async def test_a_wrong_draft_is_refused_by_its_field(client: SymblClient) -> None:
    answer = await client.ask("POST", f"{API}/backtests", {"tracker": {"name": "x", "phrases": ["a", "A"]}})
    assert "tracker.phrases" in problem(answer, 400, "invalid_field")["detail"]
    for body in ({"tracker": BUDGET, "examples": 1_000}, {"tracker": BUDGET, "from": "yesterday"}, {}):
        problem(await client.ask("POST", f"{API}/backtests", body), 400, "invalid_field")
