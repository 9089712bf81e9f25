"""Contract 5.1 and 5.2: listing conversations, and what an account keeps with each."""

from __future__ import annotations

import json
from typing import Any

import pytest

from earmark.clock import iso_from_ms, now_ms
from symbl_client import SymblClient, expect, refusal

PATH = "/v1/conversations"
DAY_MS = 86_400_000
UNKNOWN = "The conversationId is either invalid or does not exist."


async def submitted(client: SymblClient, name: str, days_ago: float = 0, **options: Any) -> str:
    start_ms = now_ms() - round(days_ago * DAY_MS) - 2_000
    body = {
        "name": name,
        "messages": [
            {
                "payload": {"content": "Hi."},
                "from": {"name": "Ana", "userId": "ana@example.com"},
                "duration": {"startTime": iso_from_ms(start_ms), "endTime": iso_from_ms(start_ms + 1_000)},
            }
        ],
        **options,
    }
    accepted = expect(await client.ask("POST", "/v1/process/text", body), 201)
    assert await client.end_of(accepted["jobId"]) == "completed"
    conversation: str = accepted["conversationId"]
    return conversation


async def names(client: SymblClient, **params: str) -> list[str]:
    return [one["name"] for one in (await client.get(PATH, **params))["conversations"]]


# -- 5.1 -------------------------------------------------------------------------------------


async def test_list_holds_conversations_as_each_is_answered_alone(client: SymblClient) -> None:
    conversation = await submitted(client, "Renewal", metadata={"agentId": "a17"})
    listed = (await client.get(PATH))["conversations"]
    assert listed == [await client.get(f"{PATH}/{conversation}")]
    assert listed[0]["metadata"] == {"agentId": "a17"}
    assert [(member["name"], member["email"]) for member in listed[0]["members"]] == [("Ana", "ana@example.com")]


async def test_list_of_an_account_without_conversations_is_empty(client: SymblClient, stranger: SymblClient) -> None:
    await submitted(stranger, "Theirs")
    assert await client.get(PATH) == {"conversations": []}


async def test_list_covers_the_last_seven_days_unless_told_otherwise(client: SymblClient) -> None:
    for name, days in (("Old", 30), ("Older", 8), ("Fresh", 6), ("Now", 0)):
        await submitted(client, name, days)
    ago = {days: iso_from_ms(now_ms() - days * DAY_MS) for days in (3, 7, 20, 40)}
    assert await names(client) == ["Fresh", "Now"]
    assert await names(client, startTime=ago[20]) == ["Older", "Fresh", "Now"]
    assert await names(client, endTime=ago[3]) == ["Older", "Fresh"]  # seven days before the end
    assert await names(client, startTime=ago[40], endTime=ago[7]) == ["Old", "Older"]
    assert await names(client, startTime=ago[20], endTime=ago[40]) == []


async def test_filter_takes_the_place_of_the_seven_days(client: SymblClient) -> None:
    await submitted(client, "Old", 30, metadata={"agentId": "johndoe"})
    await submitted(client, "Now", metadata={"agentId": "johndoe"})
    await submitted(client, "Other", metadata={"agentId": "other"})
    where = "conversation.metadata.agentId==johndoe"
    assert await names(client, filter=where) == ["Old", "Now"]
    assert await names(client, filter=where, startTime=iso_from_ms(now_ms() - DAY_MS)) == ["Now"]
    assert await names(client, filter=f"{where};conversation.name==O*") == ["Old"]
    assert await names(client, filter="conversation.metadata.agentId!=johndoe") == ["Other"]


async def test_list_is_sorted_and_counted_off(client: SymblClient) -> None:
    for name, days in (("b", 3), ("c", 2), ("a", 1)):
        await submitted(client, name, days)
    assert await names(client) == ["b", "c", "a"]
    assert await names(client, order="desc") == ["a", "c", "b"]
    assert await names(client, sort="conversation.name") == ["a", "b", "c"]
    assert await names(client, sort="conversation.type, conversation.endTime", order="desc") == ["a", "c", "b"]
    assert await names(client, limit="1", offset="1") == ["c"]
    assert await names(client, limit="0") == []
    assert await names(client, limit="65536") == ["b", "c", "a"]


async def test_twenty_are_listed_by_default(client: SymblClient) -> None:
    for place in range(21):
        await client.submit("Hi.", name=f"{place:02d}")
    assert len((await client.get(PATH, endTime=iso_from_ms(now_ms() + DAY_MS)))["conversations"]) == 20


async def test_empty_parameters_are_absent(client: SymblClient) -> None:
    await submitted(client, "Now")
    empty = dict.fromkeys(("limit", "offset", "order", "sort", "startTime", "endTime", "filter"), "")
    assert await names(client, **empty) == ["Now"]


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"limit": "-1"}, '"limit"'),
        ({"limit": "65537"}, '"limit"'),
        ({"limit": "many"}, '"limit" must be a whole number'),
        ({"offset": "-1"}, '"offset"'),
        ({"offset": "99999999999999999999"}, '"offset"'),
        ({"order": "down"}, "\"order\" must be 'asc' or 'desc'"),
        ({"sort": "name"}, "\"sort\" names 'name'; conversations are sorted by conversation.id"),
        ({"sort": "conversation.name,"}, "\"sort\" names ''"),
        ({"startTime": "yesterday"}, '"startTime" must be a time in ISO 8601'),
        ({"endTime": "5"}, '"endTime" must be a time in ISO 8601'),
        ({"filter": "conversation.name==a,conversation.name==b"}, '"filter" has an OR'),
        ({"filter": "agentId==x"}, "\"filter\" names 'agentId'"),
        ({"filter": "nonsense"}, '"filter"'),
        ({"filter": "conversation.startTime>x"}, '"filter" compares a time with'),
    ],
)
async def test_wrong_parameter_is_400_and_named(client: SymblClient, params: dict[str, str], named: str) -> None:
    assert named in refusal(await client.ask("GET", PATH, params=params), 400)


# -- 5.2 -------------------------------------------------------------------------------------


async def test_put_replaces_the_metadata_and_nothing_else(client: SymblClient) -> None:
    conversation = await submitted(client, "Renewal", metadata={"old": 1})
    path = f"{PATH}/{conversation}"
    before = await client.get(path)
    metadata = {"agentId": "a17", "tags": ["x", {"y": 1.5}], "größe": "é"}
    answer = expect(await client.ask("PUT", path, {**before, "name": "Other", "metadata": metadata}), 200)
    assert answer == {"id": conversation, "metadata": metadata}
    assert await client.get(path) == {**before, "metadata": metadata}
    expect(await client.ask("PUT", path, {"metadata": {}}), 200)
    assert await client.get(path) == {**before, "metadata": {}}


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, '"metadata" is required'),
        ({"name": "x"}, '"metadata" is required'),
        ({"metadata": None}, '"metadata" is required'),
        ({"metadata": "x"}, '"metadata" must be an object'),
        ({"metadata": {"a": "x" * 17_000}}, '"metadata" has'),
        ({"metadata": {"a": "x\0"}}, '"metadata.a" holds U+0000'),
        ({"metadata": json.loads("[" * 20 + "]" * 20)}, '"metadata" must be an object'),
        ({"metadata": {"a": json.loads("[" * 20 + "]" * 20)}}, "is nested too deep"),
    ],
)
async def test_wrong_metadata_is_400(client: SymblClient, body: dict[str, Any], named: str) -> None:
    conversation = await client.process("Hi.", metadata={"kept": True})
    assert named in refusal(await client.ask("PUT", f"{PATH}/{conversation}", body), 400)
    assert (await client.get(f"{PATH}/{conversation}"))["metadata"] == {"kept": True}


async def test_metadata_of_another_accounts_conversation_is_404(client: SymblClient, stranger: SymblClient) -> None:
    conversation = await stranger.process("Hi.")
    answer = await client.ask("PUT", f"{PATH}/{conversation}", {"metadata": {"a": 1}})
    assert refusal(answer, 404) == UNKNOWN
    assert (await stranger.get(f"{PATH}/{conversation}"))["metadata"] == {}
