"""Conversations and jobs of the native API, over a running server."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from earmark import limits
from earmark.services import accounts, processing, submissions
from earmark.services.deps import Deps
from earmark.services.submissions import Draft
from earmark.types import SubmittedMessage
from native_client import API, processed, walk
from problems import problem
from symbl_client import SymblClient, expect

SAID = {
    "name": "Renewal",
    "messages": [
        {
            "text": "We have no budget left. Send the invoice.",
            "speaker": {"name": "Ana", "user_id": "ana@x"},
            "started_at": "2024-05-01T10:00:00Z",
            "ended_at": "2024-05-01T10:00:10Z",
        },
        {"text": "That is fine.", "started_at": "2024-05-01T10:00:20+00:00"},
    ],
    "trackers": [{"name": "Budget", "phrases": ["no budget"]}],
    "all_trackers": False,
    "metadata": {"agent": "a17"},
}


async def submit(client: SymblClient, headers: Mapping[str, str] | None = None, **changed: Any) -> dict[str, str]:
    accepted: dict[str, str] = expect(
        await client.ask("POST", f"{API}/conversations", {**SAID, **changed}, headers=dict(headers or {})), 202
    )
    return accepted


async def names(client: SymblClient, **params: str) -> list[str]:
    return [one["name"] for one in (await client.get(f"{API}/conversations", **params))["conversations"]]


async def test_a_submitted_conversation_tells_who_spoke_what_was_said_and_what_was_found(client: SymblClient) -> None:
    answer = await client.ask("POST", f"{API}/conversations", SAID)
    accepted = expect(answer, 202)
    assert set(accepted) == {"conversation_id", "job_id"}
    assert answer.headers["location"] == f"{API}/jobs/{accepted['job_id']}"
    assert await client.end_of(accepted["job_id"]) == "completed"
    place = f"{API}/conversations/{accepted['conversation_id']}"

    conversation = await client.get(place)
    assert conversation.pop("created_at").endswith("Z")
    (member,) = conversation.pop("members")
    assert conversation == {
        "id": accepted["conversation_id"],
        "name": "Renewal",
        "kind": "meeting",
        "started_at": "2024-05-01T10:00:00.000Z",
        "ended_at": "2024-05-01T10:00:20.000Z",
        "metadata": {"agent": "a17"},
    }
    assert (member["name"], member["user_id"]) == ("Ana", "ana@x")

    said = await client.get(f"{place}/messages")
    assert said["next_cursor"] is None
    assert [(one["text"], one["speaker"], one["member_id"]) for one in said["messages"]] == [
        ("We have no budget left.", "Ana", member["id"]),
        ("Send the invoice.", "Ana", member["id"]),
        ("That is fine.", "", None),
    ]
    assert said["messages"][0]["started_at"] == "2024-05-01T10:00:00.000Z"

    (hit,) = (await client.get(f"{place}/hits"))["hits"]
    assert (hit["tracker_name"], hit["phrase"], hit["kind"], hit["text"]) == (
        "Budget",
        "no budget",
        "exact",
        "We have no budget left.",
    )


async def test_only_the_trackers_that_are_asked_for_run(client: SymblClient) -> None:
    budget = await client.create("Stored budget", "no budget")
    await client.create("Stored invoice", "send the invoice")
    by_id = await processed(
        client, "There is no budget. Send the invoice.", trackers=[{"id": budget["id"]}], all_trackers=False
    )
    everything = await processed(client, "There is no budget. Send the invoice.", all_trackers=True)

    async def found(conversation_id: str) -> set[str]:
        hits = (await client.get(f"{API}/conversations/{conversation_id}/hits"))["hits"]
        return {hit["tracker_name"] for hit in hits}

    assert await found(by_id) == {"Stored budget"}
    assert await found(everything) == {"Stored budget", "Stored invoice"}


async def test_twenty_equal_submissions_with_one_key_make_one_conversation_and_one_job(client: SymblClient) -> None:
    key = {"Idempotency-Key": "call-17"}
    answers = await asyncio.gather(*(client.ask("POST", f"{API}/conversations", SAID, headers=key) for _ in range(20)))
    accepted = [expect(answer, 202) for answer in answers]
    assert accepted == accepted[:1] * 20
    assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1
    assert await client.end_of(accepted[0]["job_id"]) == "completed"
    assert len(await names(client)) == 1
    said = (await client.get(f"{API}/conversations/{accepted[0]['conversation_id']}/messages"))["messages"]
    assert len(said) == 3  # a second job would have said it all again

    other = await client.ask("POST", f"{API}/conversations", {**SAID, "name": "Another"}, headers=key)
    problem(other, 422, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"messages": []}, "messages"),
        ({"messages": [{"text": " "}]}, "messages[0].text"),
        ({"messages": [{"text": "Hi.", "speaker": {"email": "x"}}]}, "messages[0].speaker.email"),
        ({"messages": [{"text": "Hi.", "started_at": "yesterday"}]}, "messages[0].started_at"),
        ({"messages": [{"text": "Hi.", "started_at": 5}]}, "messages[0].started_at"),
        (
            {"messages": [{"text": "Hi.", "started_at": "2024-05-01T10:00:01Z", "ended_at": "2024-05-01T10:00:00Z"}]},
            "messages[0].ended_at",
        ),
        ({"trackers": [{"id": "5000000000000000"}]}, "trackers[0].id"),
        ({"trackers": [{"id": "5000000000000000", "name": "x"}]}, "trackers[0].name"),
        ({"trackers": [{"name": "x", "phrases": []}]}, "trackers[0].phrases"),
        ({"trackers": ["5000000000000000"]}, "trackers[0]"),
        ({"trackers": [{"name": "x"}]}, "trackers[0].phrases"),
        ({"all_trackers": "yes"}, "all_trackers"),
        ({"language": "?"}, "language"),
        ({"name": "x" * (limits.NAME_CHARS + 1)}, "name"),
        ({"metadata": {"a": "\x00"}}, "metadata.a"),
        ({"metadata": []}, "metadata"),
        ({"webhook": "https://x"}, "webhook"),
    ],
)
async def test_a_wrong_submission_is_refused_by_the_field_and_makes_nothing(
    client: SymblClient, changed: dict[str, Any], field: str
) -> None:
    told = problem(await client.ask("POST", f"{API}/conversations", {**SAID, **changed}), 400, "invalid_field")
    assert [one["field"] for one in told["errors"]] == [field]
    assert await names(client) == []


async def test_a_name_that_is_absent_or_null_is_the_id(client: SymblClient) -> None:
    accepted = await submit(client, name=None, language=None, metadata=None)
    assert await names(client) == [accepted["conversation_id"]]


@pytest.mark.parametrize("limit", [1, 2, 200])
async def test_pages_hold_every_conversation_once_newest_first_although_others_come_in(
    client: SymblClient, limit: int
) -> None:
    at = {"a": "2024-05-01", "b": "2024-05-03", "c": "2024-05-02", "d": "2024-05-03"}
    for name, day in at.items():
        await submit(client, name=name, messages=[{"text": "Hi.", "started_at": day}])

    async def one_more() -> None:
        await submit(client, name="new", messages=[{"text": "Hi.", "started_at": "2024-05-04"}])

    walked = await walk(client, "conversations", "conversations", limit, one_more)
    assert [one["name"] for one in walked] == ["d", "b", "c", "a"]


async def test_filters_narrow_the_list(client: SymblClient, stranger: SymblClient) -> None:
    tracker = await client.create("Budget", "no budget")
    first = [{"text": "There is no budget. ÜBER 100%.", "started_at": "2024-05-01T10:00:00Z"}]
    await processed(client, name="first", messages=first)
    await processed(client, name="Second", messages=[{"text": "Hi.", "started_at": "2024-06-01"}])

    assert await names(client) == ["Second", "first"]
    assert await names(client, tracker=tracker["id"]) == ["first"]
    assert await names(client, without_tracker=tracker["id"]) == ["Second"]
    assert await names(client, tracker="unknown") == []
    assert await names(client, **{"from": "2024-05-01T10:00:00.001Z"}) == ["Second"]
    assert await names(client, **{"from": "2024-05-01T10:00:00Z", "to": "2024-06-01"}) == ["first"]
    assert await names(client, q="sEC") == ["Second"]
    assert await names(client, q="über 100%") == ["first"]
    assert await names(client, q="%") == ["first"]
    assert await names(stranger, q="first") == []


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"from": "soon"}, "invalid_field"),
        ({"limit": "0"}, "invalid_field"),
        ({"limit": "201"}, "invalid_field"),
        ({"q": "x" * (limits.SEARCH_CHARS + 1)}, "invalid_field"),
        ({"cursor": "nonsense"}, "invalid_cursor"),
    ],
)
async def test_a_wrong_question_for_the_list_is_refused(client: SymblClient, params: dict[str, str], code: str) -> None:
    problem(await client.ask("GET", f"{API}/conversations", params=params), 400, code)


@pytest.mark.parametrize("limit", [1, 2, 200])
async def test_pages_hold_every_message_once_in_order(client: SymblClient, limit: int) -> None:
    conversation_id = await processed(client, **SAID)
    walked = await walk(client, f"conversations/{conversation_id}/messages", "messages", limit)
    assert [one["text"] for one in walked] == ["We have no budget left.", "Send the invoice.", "That is fine."]


async def test_a_change_renames_and_merges_the_metadata(client: SymblClient) -> None:
    accepted = await submit(client, metadata={"agent": "a17", "deal": {"id": 1, "open": True}})
    place = f"{API}/conversations/{accepted['conversation_id']}"
    patch = {"metadata": {"agent": None, "deal": {"open": None, "tags": ["x"]}, "team": "north"}}
    changed = expect(await client.ask("PATCH", place, patch), 200)
    assert changed["name"] == "Renewal"
    assert changed["metadata"] == {"deal": {"id": 1, "tags": ["x"]}, "team": "north"}
    renamed = expect(await client.ask("PATCH", place, {"name": " Won ", "metadata": None}), 200)
    assert renamed == {**changed, "name": "Won"}
    assert await client.get(place) == renamed


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": 5}, "name"),
        ({"kind": "call"}, "kind"),
        ({"metadata": {"a": "x" * limits.METADATA_BYTES}}, "metadata"),
        ({"metadata": "x"}, "metadata"),
    ],
)
async def test_a_wrong_change_is_refused_by_the_field(client: SymblClient, change: dict[str, Any], field: str) -> None:
    accepted = await submit(client)
    answer = await client.ask("PATCH", f"{API}/conversations/{accepted['conversation_id']}", change)
    assert [one["field"] for one in problem(answer, 400, "invalid_field")["errors"]] == [field]


async def test_metadata_cannot_grow_past_its_limit_piece_by_piece(client: SymblClient) -> None:
    place = f"{API}/conversations/{(await submit(client))['conversation_id']}"
    half = "x" * (limits.METADATA_BYTES // 2)
    expect(await client.ask("PATCH", place, {"metadata": {"a": half}}), 200)
    problem(await client.ask("PATCH", place, {"metadata": {"b": half}}), 400, "invalid_field")
    assert set((await client.get(place))["metadata"]) == {"agent", "a"}


async def test_a_deleted_conversation_is_gone_with_its_messages_and_hits(client: SymblClient) -> None:
    conversation_id = await processed(client, **SAID)
    place = f"{API}/conversations/{conversation_id}"
    deleted = await client.ask("DELETE", place)
    assert (deleted.status_code, deleted.content) == (204, b"")
    for path in (place, f"{place}/messages", f"{place}/hits"):
        problem(await client.ask("GET", path), 404, "conversation_not_found")
    assert await names(client) == []
    problem(await client.ask("DELETE", place), 404, "conversation_not_found")


async def test_another_account_sees_nothing_of_a_conversation(client: SymblClient, stranger: SymblClient) -> None:
    accepted = await submit(client)
    place = f"{API}/conversations/{accepted['conversation_id']}"
    assert await names(stranger) == []
    for method, path, body in [
        ("GET", place, None),
        ("PATCH", place, {"name": "Taken"}),
        ("DELETE", place, None),
        ("GET", f"{place}/messages", None),
        ("GET", f"{place}/hits", None),
    ]:
        problem(await stranger.ask(method, path, body), 404, "conversation_not_found")
    problem(await stranger.ask("GET", f"{API}/jobs/{accepted['job_id']}"), 404, "job_not_found")
    assert (await client.get(place))["name"] == "Renewal"


async def test_a_job_tells_where_it_stands_and_why_it_failed(client: SymblClient, deps: Deps) -> None:
    accepted = await submit(client)
    assert await client.end_of(accepted["job_id"]) == "completed"
    job = await client.get(f"{API}/jobs/{accepted['job_id']}")
    assert (job["id"], job["conversation_id"]) == (accepted["job_id"], accepted["conversation_id"])
    assert (job["status"], job["failure"]) == ("completed", None)
    assert job["created_at"] <= job["updated_at"]

    # Stored, and given up before it ever reached the queue.
    caller = await accounts.identify(deps, client.token)
    prepared = await submissions.prepare(deps, caller.account_id, Draft((SubmittedMessage("Hi."),)))
    async with deps.db.begin() as db:
        await submissions.store(db, prepared)
    await processing.fail(deps, prepared.submission.id, "The job was given up.")
    told = await client.get(f"{API}/jobs/{prepared.submission.id}")
    assert (told["status"], told["failure"]) == ("failed", "The job was given up.")
