"""Hits of the native API, over a running server."""

from __future__ import annotations

from typing import Any

import pytest

from native_client import API, processed, walk
from problems import problem
from symbl_client import SymblClient

LINES = ("We have no budget left.", "Send the invoice.", "No budgets for that, either.")


async def trackers(client: SymblClient) -> dict[str, str]:
    """Ids of two stored trackers by their names."""
    budget = await client.create("Budget", "no budget", excludeVocabulary=["we like the weather"], sensitivity=0)
    paper = await client.create("Paper", "send the invoice", sensitivity=0)
    return {tracker["name"]: tracker["id"] for tracker in (budget, paper)}


async def texts(client: SymblClient, **params: str) -> list[str]:
    return sorted(hit["text"] for hit in (await client.get(f"{API}/hits", **params))["hits"])


async def test_a_hit_tells_what_was_found_where_when_and_why(client: SymblClient) -> None:
    ids = await trackers(client)
    said = {"text": "Well, we have no budget left.", "speaker": {"name": "Ana"}, "started_at": "2024-05-01T10:00:00Z"}
    conversation_id = await processed(client, messages=[said])
    (listed,) = (await client.get(f"{API}/hits"))["hits"]
    hit = await client.get(f"{API}/hits/{listed['id']}")
    assert hit == listed
    (message,) = (await client.get(f"{API}/conversations/{conversation_id}/messages"))["messages"]
    assert 0 < hit.pop("threshold") <= hit.pop("score") <= 1
    assert hit.pop("margin") > 0
    assert (hit["why"].pop("language"), hit["why"].pop("window_start"), hit["why"].pop("window_end")) == ("en", 0, 29)
    assert hit["why"].pop("phrase_nearness") > hit["why"].pop("counter_nearness")
    assert set(hit["why"].pop("versions")) == {"models", "fit", "calibration"}
    assert -1 <= hit["why"].pop("tracker_nearness") <= 1
    assert hit["why"].pop("counter_example")
    assert hit.pop("why") == {"vetoed": []}
    assert hit.pop("created_at") > "2024-05-01"
    assert hit == {
        "id": listed["id"],
        "conversation_id": conversation_id,
        "message_id": message["id"],
        "tracker_id": ids["Budget"],
        "tracker_name": "Budget",
        "tracker_version": 1,
        "phrase": "no budget",
        "kind": "exact",
        "start": 14,
        "end": 23,
        "text": "Well, we have no budget left.",
        "speaker": "Ana",
        "said_at": "2024-05-01T10:00:00.000Z",
        "judgement": None,
    }


async def test_filters_narrow_the_list(client: SymblClient) -> None:
    ids = await trackers(client)
    conversation_id = await processed(client, *LINES)
    await processed(client, messages=[{"text": "No budget.", "started_at": "2024-05-01T10:00:00Z"}])

    assert await texts(client) == sorted([*LINES, "No budget."])
    assert await texts(client, tracker=ids["Paper"]) == ["Send the invoice."]
    assert await texts(client, tracker="unknown") == []
    assert await texts(client, conversation=conversation_id) == sorted(LINES)
    assert await texts(client, kind="inflected") == ["No budgets for that, either."]
    assert await texts(client, to="2024-05-02") == ["No budget."]
    assert await texts(client, **{"from": "2024-05-02"}) == sorted(LINES)
    assert await texts(client, judged="true") == []
    assert len(await texts(client, judged="false")) == 4


@pytest.mark.parametrize("limit", [1, 2, 200])
async def test_pages_hold_every_hit_once_although_others_come_in(client: SymblClient, limit: int) -> None:
    await trackers(client)
    conversation_id = await processed(client, *LINES)

    async def one_more() -> None:
        await processed(client, "No budget.")

    walked = await walk(client, "hits", "hits", limit, one_more)
    assert sorted(hit["text"] for hit in walked) == sorted(LINES)
    in_order = await walk(client, f"conversations/{conversation_id}/hits", "hits", limit)
    assert [hit["text"] for hit in in_order] == list(LINES)


@pytest.mark.parametrize(
    "params", [{"kind": "loud"}, {"judged": "maybe"}, {"from": "now"}, {"to": ""}, {"limit": "many"}]
)
async def test_a_wrong_filter_is_refused_by_its_name(client: SymblClient, params: dict[str, str]) -> None:
    told: dict[str, Any] = problem(await client.ask("GET", f"{API}/hits", params=params), 400, "invalid_field")
    assert [one["field"] for one in told["errors"]] == list(params)


async def test_another_account_sees_no_hits(client: SymblClient, stranger: SymblClient) -> None:
    await trackers(client)
    conversation_id = await processed(client, *LINES)
    hit = (await client.get(f"{API}/hits"))["hits"][0]
    assert await texts(stranger) == []
    assert await texts(stranger, conversation=conversation_id) == []
    problem(await stranger.ask("GET", f"{API}/hits/{hit['id']}"), 404, "hit_not_found")
    problem(await client.ask("GET", f"{API}/hits/unknown"), 404, "hit_not_found")


@pytest.mark.parametrize("path", ["conversations", "hits", "judgements", "jobs/unknown"])
async def test_nobody_reads_without_a_token(client: SymblClient, path: str) -> None:
    problem(await client.http.get(f"{API}/{path}"), 401, "token_rejected")
