"""What people say of hits, over a running server."""

from __future__ import annotations

from typing import Any

import pytest

from earmark import limits
from native_client import API, processed, walk
from problems import problem
from symbl_client import SymblClient, expect


async def hits(client: SymblClient, *lines: str) -> list[dict[str, Any]]:
    """The hits of a fresh conversation, as they were said."""
    tracker = {"name": "Budget", "phrases": ["no budget"], "sensitivity": 0}
    conversation_id = await processed(client, *(lines or ("We have no budget.",)), trackers=[tracker])
    found: list[dict[str, Any]] = (await client.get(f"{API}/conversations/{conversation_id}/hits"))["hits"]
    return found


async def judge(client: SymblClient, hit: dict[str, Any], **body: str) -> dict[str, Any]:
    said: dict[str, Any] = expect(await client.ask("PUT", place(hit), body), 200)
    return said


def place(hit: dict[str, Any]) -> str:
    return f"{API}/hits/{hit['id']}/judgement"


async def listed(client: SymblClient, **params: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get(f"{API}/judgements", **params))["judgements"]
    return found


async def test_a_judgement_is_shown_with_its_hit_and_in_the_list(client: SymblClient) -> None:
    (hit,) = await hits(client)
    said = await judge(client, hit, verdict="reject", author="Kim", note=" They meant last year. \n")
    assert said.pop("created_at").endswith("Z")
    assert said == {
        "conversation_id": hit["conversation_id"],
        "message_id": hit["message_id"],
        "tracker_id": hit["tracker_id"],
        "hit_id": hit["id"],
        "verdict": "reject",
        "author": "Kim",
        "note": "They meant last year.",
    }
    (shown,) = await listed(client)
    assert {**said, "created_at": shown["created_at"]} == shown
    assert (await client.get(f"{API}/hits/{hit['id']}"))["judgement"] == shown
    assert [one["judgement"] for one in (await client.get(f"{API}/hits", judged="true"))["hits"]] == [shown]


async def test_the_author_is_the_app_where_none_is_given(client: SymblClient) -> None:
    (hit,) = await hits(client)
    assert (await judge(client, hit, verdict="accept"))["author"] == client.app_id


async def test_a_later_judgement_takes_the_place_of_the_earlier(client: SymblClient) -> None:
    (hit,) = await hits(client)
    await judge(client, hit, verdict="reject", author="Kim", note="No.")
    later = await judge(client, hit, verdict="accept", author="Lee")
    assert await listed(client) == [later]
    assert later["note"] == ""


async def test_a_judgement_can_be_taken_back_and_that_can_be_repeated(client: SymblClient) -> None:
    (hit,) = await hits(client)
    await judge(client, hit, verdict="accept")
    for _ in range(2):
        answer = await client.ask("DELETE", place(hit))
        assert (answer.status_code, answer.content) == (204, b"")
    assert await listed(client) == []
    assert (await client.get(f"{API}/hits/{hit['id']}"))["judgement"] is None


@pytest.mark.parametrize("limit", [1, 2, 200])
async def test_pages_hold_every_judgement_once_although_others_come_in(client: SymblClient, limit: int) -> None:
    found = await hits(client, "There is no budget.", "No budget at all.", "No budget, sorry.")
    for hit in found[::-1]:
        await judge(client, hit, verdict="accept")

    async def one_more() -> None:
        (fresh,) = await hits(client)
        await judge(client, fresh, verdict="reject")
        await judge(client, found[0], verdict="accept", note="Again.")

    walked = await walk(client, "judgements", "judgements", limit, one_more)
    assert [one["hit_id"] for one in walked] == [hit["id"] for hit in found[::-1]]


async def test_filters_narrow_the_list(client: SymblClient) -> None:
    (first,), (second,) = await hits(client), await hits(client)
    accepted = await judge(client, first, verdict="accept")
    rejected = await judge(client, second, verdict="reject")
    assert await listed(client) == [rejected, accepted]
    assert await listed(client, verdict="accept") == [accepted]
    assert await listed(client, tracker=second["tracker_id"]) == [rejected]
    assert await listed(client, tracker=second["tracker_id"], verdict="accept") == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "verdict"),
        ({"verdict": "maybe"}, "verdict"),
        ({"verdict": "accept", "author": "x" * (limits.NAME_CHARS + 1)}, "author"),
        ({"verdict": "accept", "note": "x" * (limits.NOTE_CHARS + 1)}, "note"),
        ({"verdict": "accept", "note": "\x00"}, "note"),
        ({"verdict": "accept", "by": "Kim"}, "by"),
    ],
)
async def test_a_wrong_judgement_is_refused_by_the_field(client: SymblClient, body: dict[str, Any], field: str) -> None:
    (hit,) = await hits(client)
    told = problem(await client.ask("PUT", place(hit), body), 400, "invalid_field")
    assert [one["field"] for one in told["errors"]] == [field]
    assert await listed(client) == []


async def test_another_account_can_neither_see_nor_make_nor_take_back_a_judgement(
    client: SymblClient, stranger: SymblClient
) -> None:
    (hit,) = await hits(client)
    said = await judge(client, hit, verdict="accept")
    assert await listed(stranger) == []
    problem(await stranger.ask("PUT", place(hit), {"verdict": "reject"}), 404, "hit_not_found")
    problem(await stranger.ask("DELETE", place(hit)), 404, "hit_not_found")
    assert await listed(client) == [said]
