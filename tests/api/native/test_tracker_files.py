"""Tracker files in and out over the native API."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from earmark import trackerfile
from problems import problem
from symbl_client import SymblClient, expect

TRACKERS = "/api/v1/trackers"
IMPORT = f"{TRACKERS}/import"

FILE = """
trackers:
  - name: Pricing
    vocabulary: [what does it cost, "how much, roughly?"]
    exclude: [at any cost]
    categories: [Sales]
    sensitivity: broad
  - name: Budget
    vocabulary: [no money]
"""


async def imported(client: SymblClient, file: str | bytes, **params: str) -> httpx2.Response:
    return await client.ask("POST", IMPORT, content=file, params=params)


async def stored(client: SymblClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get(TRACKERS))["trackers"]
    return found


async def test_import_stores_the_trackers_of_a_file(client: SymblClient) -> None:
    answer = expect(await imported(client, FILE), 200)
    assert [one["name"] for one in answer["created"]] == ["Pricing", "Budget"]
    assert (answer["updated"], answer["unchanged"]) == ([], [])
    assert answer["created"] == await stored(client)
    assert answer["created"][0]["counter_examples"] == ["at any cost"]
    versions = await client.get(f"{TRACKERS}/{answer['created'][0]['id']}/versions")
    assert versions["versions"][0]["author"] == client.app_id


@pytest.mark.parametrize(
    ("file_format", "media_type"),
    [
        ("yaml", "application/yaml"),
        ("json", "application/json"),
        ("jsonl", "application/jsonl"),
        ("csv", "text/csv; charset=utf-8"),
    ],
)
async def test_export_in_every_format_is_what_was_imported(
    client: SymblClient, stranger: SymblClient, file_format: str, media_type: str
) -> None:
    expect(await imported(client, FILE), 200)
    answer = await client.ask("GET", f"{TRACKERS}/export", params={"format": file_format})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="trackers.{file_format}"'
    assert trackerfile.read(f"x.{file_format}", answer.content) == trackerfile.read("x.yaml", FILE.encode())
    copied = expect(await imported(stranger, answer.content, format=file_format), 200)
    assert [one["name"] for one in copied["created"]] == ["Pricing", "Budget"]


async def test_update_changes_stored_ones_by_name_and_leaves_equal_ones_alone(client: SymblClient) -> None:
    expect(await imported(client, FILE), 200)
    pricing, budget = await stored(client)
    expect(await client.ask("PATCH", f"{TRACKERS}/{budget['id']}", {"paused": True}), 200)
    file = FILE.replace("no money", "no money left") + "  - {name: New, vocabulary: [new]}\n"
    answer = expect(await imported(client, file, mode="update"), 200)
    assert [one["name"] for one in answer["created"]] == ["New"]
    assert answer["unchanged"] == [pricing]
    (changed,) = answer["updated"]
    assert (changed["id"], changed["version"], changed["phrases"]) == (budget["id"], 3, ["no money left"])
    assert changed["paused"]
    again = expect(await imported(client, file, mode="update"), 200)
    assert (len(again["unchanged"]), again["created"], again["updated"]) == (3, [], [])


async def test_taken_name_refuses_the_whole_file(client: SymblClient) -> None:
    expect(await client.ask("POST", TRACKERS, {"name": "Budget", "phrases": ["x"]}), 201)
    before = await stored(client)
    assert "'Budget'" in problem(await imported(client, FILE), 409, "tracker_name_taken")["detail"]
    assert await stored(client) == before


async def test_limit_refuses_the_whole_file(client: SymblClient, set_options: Any) -> None:
    set_options(tracker_limit=2)
    expect(await client.ask("POST", TRACKERS, {"name": "Budget", "phrases": ["x"]}), 201)
    before = await stored(client)
    file = FILE + "  - {name: New, vocabulary: [new]}\n"
    problem(await imported(client, file, mode="update"), 400, "too_many_trackers")
    assert await stored(client) == before


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (b"", "no tracker"),
        (b"\xff\xfe\xfd", ""),
        (b"trackers: [{name: A}]", '"vocabulary" is missing'),
        (b"- {name: A, vocabulary: [a]}\n- {name: A, vocabulary: [b]}", "line 2"),
        (b"- {name: A, vocabulary: [a, '']}", "vocabulary[1]"),
        (b"- {name: A, vocabulary: [a], phrases: [b]}", "'vocabulary'"),
        (b"{" * 5_000, ""),
    ],
)
async def test_unreadable_file_is_400_and_stores_nothing(client: SymblClient, file: bytes, told: str) -> None:
    answer = await imported(client, file)
    assert answer.status_code == 400
    assert told in problem(answer, 400, answer.json()["code"])["detail"]
    assert await stored(client) == []


async def test_unknown_format_and_mode_are_400(client: SymblClient) -> None:
    for params in ({"format": "xml"}, {"mode": "merge"}):
        problem(await imported(client, FILE, **params), 400, "invalid_field")
    problem(await client.ask("GET", f"{TRACKERS}/export", params={"format": "xml"}), 400, "invalid_field")


async def test_import_with_a_key_happens_once(client: SymblClient) -> None:
    answers = [await client.ask("POST", IMPORT, content=FILE, headers={"Idempotency-Key": "one"}) for _ in range(2)]
    assert expect(answers[0], 200) == expect(answers[1], 200)
    assert answers[1].headers["idempotency-replayed"] == "true"
    other = await client.ask("POST", f"{IMPORT}?mode=update", content=FILE, headers={"Idempotency-Key": "one"})
    problem(other, 422, "idempotency_key_reused")


async def test_export_and_import_leave_other_accounts_alone(client: SymblClient, stranger: SymblClient) -> None:
    expect(await imported(client, FILE), 200)
    expect(await imported(stranger, '{"name": "Budget", "vocabulary": ["x"]}', format="jsonl", mode="update"), 200)
    assert [one["phrases"] for one in await stored(client)][1] == ["no money"]
    exported = (await stranger.ask("GET", f"{TRACKERS}/export", params={"format": "json"})).json()
    assert json.dumps(exported) == '{"trackers": [{"name": "Budget", "vocabulary": ["x"]}]}'
