"""Webhooks over the native API, to real receivers: who is told, how it went, again, and without an address."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from standardwebhooks import Webhook

from earmark import limits
from earmark.outbound import Outbound
from earmark.services.deps import Deps
from inner_addresses import REFUSED_HOSTS
from problems import problem
from symbl_client import SymblClient, expect
from webhook_receiver import receiving

WEBHOOKS = "/api/v1/webhooks"
COST = "How much does it cost?"
TRACKER = {"name": "Pricing", "vocabulary": ["how much does it cost"]}
NOWHERE = "http://127.0.0.1:1/hook"


async def added(client: SymblClient, url: str = NOWHERE, **more: Any) -> dict[str, Any]:
    receiver: dict[str, Any] = expect(await client.ask("POST", WEBHOOKS, {"url": url, **more}), 201)
    return receiver


async def ended(client: SymblClient, delivery_id: str) -> dict[str, Any]:
    """The delivery with its log, once it is settled."""
    for _ in range(500):
        found: dict[str, Any] = await client.get(f"{WEBHOOKS}/deliveries/{delivery_id}")
        if found["status"] != "pending":
            return found
        await asyncio.sleep(0.02)
    raise AssertionError(f"{found} is still pending")


async def deliveries(client: SymblClient, **params: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.get(f"{WEBHOOKS}/deliveries", **params))["deliveries"]
    return found


# -- receivers -------------------------------------------------------------------------------


async def test_receiver_is_told_with_its_secret_once(client: SymblClient) -> None:
    answer = await client.ask("POST", WEBHOOKS, {"url": NOWHERE, "events": ["job.failed"], "description": " mine "})
    made = expect(answer, 201)
    assert made.pop("secret").startswith("whsec_")
    assert made == {
        "id": made["id"],
        "url": NOWHERE,
        "events": ["job.failed"],
        "description": "mine",
        "disabled": None,
        "created_at": made["created_at"],
    }
    assert await client.get(answer.headers["location"]) == made
    assert (await client.get(WEBHOOKS))["receivers"] == [made]


async def test_receiver_hears_of_everything_unless_it_says_otherwise(client: SymblClient) -> None:
    assert (await added(client))["events"] == ["hit.created", "conversation.completed", "job.failed"]


async def test_repeated_create_makes_one_receiver_and_tells_no_secret_again(client: SymblClient) -> None:
    headers = {"Idempotency-Key": "once"}
    first = await client.ask("POST", WEBHOOKS, {"url": NOWHERE}, headers=headers)
    again = await client.ask("POST", WEBHOOKS, {"url": NOWHERE}, headers=headers)
    assert "secret" not in again.json()
    assert again.json()["id"] == first.json()["id"]
    assert again.headers["idempotency-replayed"] == "true"
    assert len((await client.get(WEBHOOKS))["receivers"]) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": "ftp://receiver.example/"}, "url"),
        ({"url": "https://user:pass@receiver.example/"}, "url"),
        ({"url": NOWHERE, "events": []}, "events"),
        ({"url": NOWHERE, "events": ["hit.deleted"]}, "events[0]"),
        ({"url": NOWHERE, "events": ["webhook.test"]}, "events[0]"),
        ({"url": NOWHERE, "events": "hit.created"}, "events"),
        ({"url": NOWHERE, "description": "x" * (limits.DESCRIPTION_CHARS + 1)}, "description"),
        ({"url": NOWHERE, "secret": "whsec_x"}, "secret"),
    ],
)
async def test_wrong_receiver_is_refused_by_its_field(client: SymblClient, body: dict[str, Any], field: str) -> None:
    answer = await client.ask("POST", WEBHOOKS, body)
    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert (await client.get(WEBHOOKS))["receivers"] == []


@pytest.fixture
def guarded(app: FastAPI, deps: Deps) -> Iterator[None]:
    """A server that calls public addresses alone, as every one does by default."""
    app.state.deps = replace(deps, outbound=Outbound(allow_private=False))
    yield
    app.state.deps = deps


def test_there_are_many_spellings_of_an_inner_address() -> None:
    assert len({*REFUSED_HOSTS}) >= 60


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("host", [*REFUSED_HOSTS, "127.0.0.1.", "a.localhost", "ip6-localhost"])
async def test_address_that_is_not_public_is_refused_at_once(client: SymblClient, host: str) -> None:
    problem(await client.ask("POST", WEBHOOKS, {"url": f"https://{host}/hook"}), 400, "address_refused")
    assert (await client.get(WEBHOOKS))["receivers"] == []


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"url": "http://127.0.0.1:2/other"}, "url", "http://127.0.0.1:2/other"),
        ({"events": ["job.failed", "hit.created"]}, "events", ["hit.created", "job.failed"]),
        ({"description": "of the team"}, "description", "of the team"),
        ({}, "description", "before"),
    ],
)
async def test_change_touches_what_it_names(
    client: SymblClient, change: dict[str, Any], field: str, value: Any
) -> None:
    made = await added(client, description="before")
    del made["secret"]
    changed = expect(await client.ask("PATCH", f"{WEBHOOKS}/{made['id']}", change), 200)
    assert changed == made | {field: value}
    assert await client.get(f"{WEBHOOKS}/{made['id']}") == changed


async def test_receiver_is_disabled_and_enabled_on_request(client: SymblClient) -> None:
    path = f"{WEBHOOKS}/{(await added(client))['id']}"
    disabled = expect(await client.ask("PATCH", path, {"disabled": True}), 200)["disabled"]
    assert disabled["why"] == "It was disabled on request."
    assert expect(await client.ask("PATCH", path, {"disabled": True}), 200)["disabled"] == disabled
    problem(await client.ask("POST", f"{path}/test"), 409, "receiver_disabled")
    assert expect(await client.ask("PATCH", path, {"disabled": False}), 200)["disabled"] is None
    expect(await client.ask("POST", f"{path}/test"), 202)


async def test_deleted_receiver_is_gone_with_its_log(client: SymblClient) -> None:
    path = f"{WEBHOOKS}/{(await added(client))['id']}"
    sent = expect(await client.ask("POST", f"{path}/test"), 202)
    assert (await client.ask("DELETE", path)).status_code == 204
    problem(await client.ask("GET", path), 404, "receiver_not_found")
    problem(await client.ask("GET", f"{WEBHOOKS}/deliveries/{sent['id']}"), 404, "delivery_not_found")


async def test_account_holds_so_many_receivers(client: SymblClient) -> None:
    for _ in range(limits.WEBHOOK_RECEIVERS_PER_ACCOUNT):
        await added(client)
    problem(await client.ask("POST", WEBHOOKS, {"url": NOWHERE}), 400, "too_many_receivers")
    problem(await client.ask("POST", f"{WEBHOOKS}/listen", {}), 400, "too_many_receivers")


async def test_receivers_come_page_by_page_the_newest_first(client: SymblClient) -> None:
    made = [(await added(client))["id"] for _ in range(3)]
    first = await client.get(WEBHOOKS, limit="2")
    second = await client.get(WEBHOOKS, limit="2", cursor=first["next_cursor"])
    assert [one["id"] for page in (first, second) for one in page["receivers"]] == made[::-1]
    assert second["next_cursor"] is None


async def test_stranger_sees_and_changes_nothing(client: SymblClient, stranger: SymblClient) -> None:
    made = await added(client)
    sent = expect(await client.ask("POST", f"{WEBHOOKS}/{made['id']}/test"), 202)
    for method, path in (
        ("GET", f"{WEBHOOKS}/{made['id']}"),
        ("DELETE", f"{WEBHOOKS}/{made['id']}"),
        ("POST", f"{WEBHOOKS}/{made['id']}/test"),
        ("POST", f"{WEBHOOKS}/{made['id']}/secret/rotate"),
        ("GET", f"{WEBHOOKS}/{made['id']}/events"),
    ):
        problem(await stranger.ask(method, path), 404, "receiver_not_found")
    problem(await stranger.ask("PATCH", f"{WEBHOOKS}/{made['id']}", {"disabled": True}), 404, "receiver_not_found")
    for method, path in (("GET", ""), ("POST", "/replay")):
        answer = await stranger.ask(method, f"{WEBHOOKS}/deliveries/{sent['id']}{path}")
        problem(answer, 404, "delivery_not_found")
    assert await deliveries(stranger) == []
    assert (await stranger.get(WEBHOOKS))["receivers"] == []
    await stranger.process(COST, trackers=[TRACKER])
    assert len(await deliveries(client)) == 1


# -- what is told ----------------------------------------------------------------------------


async def test_hit_is_told_as_the_api_shows_it(client: SymblClient) -> None:
    async with receiving() as receiver:
        made = await added(client, receiver.url)
        conversation_id = await client.process(COST, trackers=[TRACKER], name="Renewal")
        hit, completed = await receiver.received(2)
    Webhook(made["secret"]).verify(receiver.contents[0], receiver.headers[0])
    shown = (await client.get(f"/api/v1/conversations/{conversation_id}/hits"))["hits"][0]
    assert hit["data"] == shown | {"conversation_name": "Renewal"}
    assert hit["type"] == "hit.created"
    assert completed["data"]["hits"] == 1
    assert [one["event"] for one in await deliveries(client, conversation=conversation_id)] == [
        "conversation.completed",
        "hit.created",
    ]


async def test_test_event_is_logged_with_payload_and_attempts(client: SymblClient) -> None:
    async with receiving() as receiver:
        made = await added(client, receiver.url)
        sent = expect(await client.ask("POST", f"{WEBHOOKS}/{made['id']}/test"), 202)
        assert (sent["status"], sent["url"], sent["receiver_id"]) == ("pending", receiver.url, made["id"])
        found = await ended(client, sent["id"])
    assert (found["status"], found["attempts"], found["next_attempt_at"]) == ("delivered", 1, None)
    assert found["payload"] == receiver.bodies[0]
    assert found["payload"]["data"] == {"receiver_id": made["id"]}
    ((attempt),) = found["log"]
    assert (attempt["attempt"], attempt["status"], attempt["error"]) == (1, 200, "")


async def test_log_is_filtered_and_paged(client: SymblClient) -> None:
    async with receiving() as receiver:
        made, other = await added(client, receiver.url), await added(client, receiver.url)
        ids = []
        for receiver_id in (made["id"], made["id"], other["id"]):
            ids.append(expect(await client.ask("POST", f"{WEBHOOKS}/{receiver_id}/test"), 202)["id"])
            await ended(client, ids[-1])
    assert [one["id"] for one in await deliveries(client)] == ids[::-1]
    assert [one["id"] for one in await deliveries(client, receiver=other["id"])] == ids[2:]
    assert [one["id"] for one in await deliveries(client, status="delivered", event="webhook.test")] == ids[::-1]
    assert await deliveries(client, status="pending") == []
    assert await deliveries(client, event="job.status") == []
    first = await client.get(f"{WEBHOOKS}/deliveries", limit="2")
    second = await client.get(f"{WEBHOOKS}/deliveries", limit="2", cursor=first["next_cursor"])
    assert [one["id"] for page in (first, second) for one in page["deliveries"]] == ids[::-1]
    assert (await client.ask("GET", f"{WEBHOOKS}/deliveries", params={"status": "lost"})).status_code == 400


async def test_replay_calls_again_with_the_same_id(client: SymblClient) -> None:
    async with receiving() as receiver:
        made = await added(client, receiver.url)
        sent = expect(await client.ask("POST", f"{WEBHOOKS}/{made['id']}/test"), 202)
        await ended(client, sent["id"])
        again = expect(await client.ask("POST", f"{WEBHOOKS}/deliveries/{sent['id']}/replay"), 202)
        assert (again["id"], again["status"]) == (sent["id"], "pending")
        assert [one["attempt"] for one in (await ended(client, sent["id"]))["log"]] == [1, 2]
    assert [one["webhook-id"] for one in receiver.headers] == [sent["id"]] * 2


async def test_pending_delivery_is_not_replayed(client: SymblClient) -> None:
    made = await added(client)
    sent = expect(await client.ask("POST", f"{WEBHOOKS}/{made['id']}/test"), 202)
    problem(await client.ask("POST", f"{WEBHOOKS}/deliveries/{sent['id']}/replay"), 409, "delivery_pending")


async def test_gone_receiver_is_disabled_and_says_why(client: SymblClient) -> None:
    async with receiving(410) as receiver:
        made = await added(client, receiver.url)
        sent = expect(await client.ask("POST", f"{WEBHOOKS}/{made['id']}/test"), 202)
        assert (await ended(client, sent["id"]))["status"] == "failed"
    assert (await client.get(f"{WEBHOOKS}/{made['id']}"))["disabled"]["why"] == "The receiver answered 410 (Gone)."


# -- secrets ---------------------------------------------------------------------------------


async def test_rotated_secret_and_the_one_before_both_verify(client: SymblClient) -> None:
    async with receiving() as receiver:
        made = await added(client, receiver.url)
        rotated = expect(await client.ask("POST", f"{WEBHOOKS}/{made['id']}/secret/rotate"), 200)
        assert rotated["previous_until"] > made["created_at"]
        expect(await client.ask("POST", f"{WEBHOOKS}/{made['id']}/test"), 202)
        await receiver.received(1)
    for secret in (made["secret"], rotated["secret"]):
        Webhook(secret).verify(receiver.contents[0], receiver.headers[0])


async def test_job_secret_signs_what_submissions_ask_for(client: SymblClient) -> None:
    rotated = expect(await client.ask("POST", f"{WEBHOOKS}/job-secret/rotate"), 200)
    assert rotated["previous_until"] is None
    async with receiving() as receiver:
        accepted = await client.submit(COST, webhookUrl=receiver.url)
        await receiver.received(2)
    assert Webhook(rotated["secret"]).verify(receiver.contents[1], receiver.headers[1]) == {
        "jobId": accepted["jobId"],
        "status": "completed",
    }


# -- without an address ----------------------------------------------------------------------


async def listening(client: SymblClient, **body: Any) -> str:
    made = expect(await client.ask("POST", f"{WEBHOOKS}/listen", body), 201)
    assert made["url"] is None
    receiver_id: str = made["id"]
    return receiver_id


async def test_listener_asks_for_what_happened_and_gets_it_once(client: SymblClient) -> None:
    path = f"{WEBHOOKS}/{await listening(client)}/events"
    assert await client.get(path) == {"events": []}
    waiting = asyncio.create_task(client.get(path, wait="25"))
    await client.process(COST, trackers=[TRACKER])
    told = (await waiting)["events"]
    while len(told) < 2:
        told += (await client.get(path, wait="5"))["events"]
    assert [one["event"] for one in told] == ["hit.created", "conversation.completed"]
    assert told[0]["payload"]["data"]["text"] == COST
    assert await client.get(path) == {"events": []}
    assert {one["status"] for one in await deliveries(client)} == {"delivered"}


async def test_who_names_no_events_needs_no_body_to_listen(client: SymblClient) -> None:
    made = expect(await client.ask("POST", f"{WEBHOOKS}/listen"), 201)
    assert made["events"] == (await client.get(f"{WEBHOOKS}/{await listening(client)}"))["events"]
    problem(await client.ask("POST", f"{WEBHOOKS}/listen", content=b" "), 400, "invalid")


async def test_listener_is_no_receiver_with_an_address(client: SymblClient) -> None:
    receiver_id = await listening(client, events=["hit.created"])
    assert (await client.get(WEBHOOKS))["receivers"] == []
    assert (await client.get(f"{WEBHOOKS}/{receiver_id}"))["events"] == ["hit.created"]
    answer = await client.ask("PATCH", f"{WEBHOOKS}/{receiver_id}", {"url": NOWHERE})
    assert [one["field"] for one in problem(answer, 400, "invalid_field")["errors"]] == ["url"]
    await client.process(COST, trackers=[TRACKER])
    ((told),) = (await client.get(f"{WEBHOOKS}/{receiver_id}/events", wait="5"))["events"]
    problem(await client.ask("POST", f"{WEBHOOKS}/deliveries/{told['id']}/replay"), 409, "conflict")
    made = await added(client)
    problem(await client.ask("GET", f"{WEBHOOKS}/{made['id']}/events"), 409, "conflict")
    assert (await client.ask("GET", f"{WEBHOOKS}/{receiver_id}/events", params={"wait": "26"})).status_code == 400
