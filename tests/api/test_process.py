"""Contract 3 and 4: submissions of text, job status, webhooks."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI

from earmark.outbound import Outbound
from earmark.services.deps import Deps
from earmark.store import submissions
from earmark.types import EntityRule, SubmissionOptions
from symbl_client import SymblClient, expect, refusal, texts
from webhook_receiver import receiving

PRICING = {"name": "Pricing", "vocabulary": ["subscription plan", "how much does it cost"]}
COST = "How much does it cost?"
LUNCH = "I had lunch in the park yesterday."
UNKNOWN = "1234567890123456"


def message(content: Any, **more: Any) -> dict[str, Any]:
    return {"payload": {"content": content}, **more}


# -- acceptance ------------------------------------------------------------------------------


async def test_submission_is_201_with_a_16_digit_conversation_and_a_uuid_job(client: SymblClient) -> None:
    accepted = await client.submit(COST)
    assert set(accepted) == {"conversationId", "jobId"}
    assert re.fullmatch(r"[1-9]\d{15}", accepted["conversationId"])
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", accepted["jobId"])
    assert await client.end_of(accepted["jobId"]) == "completed"


async def test_job_answers_its_id_and_one_of_the_four_words(client: SymblClient) -> None:
    accepted = await client.submit(COST)
    answer = await client.get(f"/v1/job/{accepted['jobId']}")
    assert answer["id"] == accepted["jobId"]
    assert answer["status"] in ("scheduled", "in_progress", "completed")
    await client.end_of(accepted["jobId"])


@pytest.mark.parametrize("job_id", ["9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d", "x", "%F0%9F%98%80"])
async def test_unknown_job_is_404(client: SymblClient, job_id: str) -> None:
    refusal(await client.ask("GET", f"/v1/job/{job_id}"), 404)


async def test_job_of_another_account_is_404(client: SymblClient, stranger: SymblClient) -> None:
    accepted = await stranger.submit(COST)
    refusal(await client.ask("GET", f"/v1/job/{accepted['jobId']}"), 404)
    await stranger.end_of(accepted["jobId"])


async def test_unknown_options_and_nulls_are_ignored(client: SymblClient) -> None:
    body = {
        "messages": [message(COST, **{"from": None, "duration": None, "extra": 1})],
        "trackers": None,
        "name": None,
        "webhookUrl": None,
        "confidenceThreshold": None,
        "entities": None,
        "metadata": None,
        "features": {"featureList": ["x"]},
        "parentRefs": "x",
        "sentiment": 5,
    }
    accepted = expect(await client.ask("POST", "/v1/process/text", body), 201)
    assert await client.end_of(accepted["jobId"]) == "completed"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, '"messages" is required'),
        ({"messages": None}, '"messages" is required'),
        ({"messages": []}, '"messages" must hold at least one message'),
        ({"messages": "x"}, '"messages" must be an array'),
        ({"messages": {}}, '"messages" must be an array'),
        ({"messages": [1]}, '"messages[0]" must be an object'),
        ({"messages": [message("fine"), {}]}, '"messages[1].payload" is required'),
        ({"messages": [{"payload": "x"}]}, '"messages[0].payload" must be an object'),
        ({"messages": [{"payload": {}}]}, '"messages[0].payload.content" is required'),
        ({"messages": [message(5)]}, '"messages[0].payload.content" must be a string'),
        ({"messages": [message(["x"])]}, '"messages[0].payload.content" must be a string'),
        ({"messages": [message("")]}, '"messages[0].payload.content" must not be empty'),
        ({"messages": [message(" \n ")]}, '"messages[0].payload.content" must not be empty'),
        ({"messages": [message("x" * 100_001)]}, '"messages[0].payload.content" has 100,001 characters'),
        ({"messages": [message("a\0b")]}, '"messages[0].payload.content" holds the control character U+0000'),
        ({"messages": [message("x", **{"from": "Ana"})]}, '"messages[0].from" must be an object'),
        ({"messages": [message("x", **{"from": {"name": 5}})]}, '"messages[0].from.name" must be a string'),
        ({"messages": [message("x", **{"from": {"userId": "x" * 501}})]}, '"messages[0].from.userId" has 501'),
        ({"messages": [message("x", duration={"startTime": 5})]}, '"messages[0].duration.startTime" must be a string'),
        (
            {"messages": [message("x", duration={"startTime": "soon"})]},
            '"messages[0].duration.startTime" must be a time',
        ),
        (
            {"messages": [message("x", duration={"startTime": "2024-05-02T00:00:00Z", "endTime": "2024-05-01"})]},
            '"messages[0].duration.endTime" lies before startTime',
        ),
        ({"messages": [message("x")], "name": 5}, '"name" must be a string'),
        ({"messages": [message("x")], "name": "x" * 501}, '"name" has 501 characters'),
        ({"messages": [message("x")], "enableAllTrackers": "true"}, '"enableAllTrackers" must be true or false'),
        ({"messages": [message("x")], "enableAllTrackers": 1}, '"enableAllTrackers" must be true or false'),
        ({"messages": [message("x")], "languageCode": 5}, '"languageCode" must be a string'),
        ({"messages": [message("x")], "languageCode": "not a tag"}, '"languageCode"'),
        ({"messages": [message("x")], "trackers": {}}, '"trackers" must be an array'),
        ({"messages": [message("x")], "trackers": ["x"]}, '"trackers[0]" must be an object'),
        ({"messages": [message("x")], "trackers": [{}]}, '"trackers[0].name" is required'),
        ({"messages": [message("x")], "trackers": [{"name": "X"}]}, '"trackers[0].vocabulary" must hold at least one'),
        ({"messages": [message("x")], "trackers": [PRICING, {"id": 5}]}, '"trackers[1].id" must be a string'),
        (
            {"messages": [message("x")], "trackers": [PRICING, {"id": UNKNOWN}]},
            "\"trackers[1].id\" is '1234567890123456'",
        ),
        ({"messages": [message("x")], "trackers": [{"id": "a\0b"}]}, '"trackers[0].id" holds the control'),
        ({"messages": [message("x")], "trackers": [{"id": "x" * 65}]}, '"trackers[0].id" has 65 characters'),
        (
            {"messages": [message("x")], "trackers": [{"name": "X", "vocabulary": ["a", ""]}]},
            '"trackers[0].vocabulary[1]" must not be empty',
        ),
        ({"messages": [message("x")], "confidenceThreshold": 0.4}, '"confidenceThreshold" must be greater'),
        ({"messages": [message("x")], "confidenceThreshold": 1.1}, '"confidenceThreshold" must be less'),
        ({"messages": [message("x")], "confidenceThreshold": "0.7"}, '"confidenceThreshold" must be a number'),
        ({"messages": [message("x")], "detectPhrases": "true"}, '"detectPhrases" must be true or false'),
        ({"messages": [message("x")], "detectEntities": 1}, '"detectEntities" must be true or false'),
        ({"messages": [message("x")], "enableSummary": "yes"}, '"enableSummary" must be true or false'),
        ({"messages": [message("x")], "timezoneOffset": 1.5}, '"timezoneOffset" must be a whole number'),
        ({"messages": [message("x")], "timezoneOffset": 1441}, '"timezoneOffset" must be less'),
        ({"messages": [message("x")], "conversationType": 5}, '"conversationType" must be a string'),
        ({"messages": [message("x")], "metadata": []}, '"metadata" must be an object'),
        ({"messages": [message("x")], "metadata": {"a": "x" * 20_000}}, '"metadata" has'),
        ({"messages": [message("x")], "metadata": {"a": "b\0"}}, '"metadata.a" holds U+0000'),
        ({"messages": [message("x")], "entities": {}}, '"entities" must be an array'),
        ({"messages": [message("x")], "entities": [{"customType": "x"}]}, '"entities[0].text" is required'),
        (
            {"messages": [message("x")], "entities": [{"customType": " ", "text": "y"}]},
            '"entities[0].customType" must not be empty',
        ),
        ({"messages": [message("x")], "webhookUrl": "ftp://example.com"}, '"webhookUrl" must begin with http'),
        ({"messages": [message("x")], "webhookUrl": "not an address"}, '"webhookUrl"'),
        ({"messages": [message("x")], "webhookUrl": 5}, '"webhookUrl" must be a string'),
        ([], "The body must be an object"),
    ],
)
async def test_malformed_submission_is_400_and_names_the_field(client: SymblClient, body: Any, named: str) -> None:
    assert named in refusal(await client.ask("POST", "/v1/process/text", body), 400)


async def test_many_problems_are_counted_and_not_all_listed(client: SymblClient) -> None:
    sentence = refusal(await client.ask("POST", "/v1/process/text", {"messages": [{}] * 30}), 400)
    assert '"messages[9].payload" is required' in sentence
    assert "and 20 more" in sentence


# -- options: 3.1 ----------------------------------------------------------------------------

ENTITY = {"customType": "Company", "value": "Acme", "text": "acme corp"}
OPTIONS = {
    "name": "Renewal",
    "conversationType": "call",
    "confidenceThreshold": 0.75,
    "detectPhrases": True,
    "detectEntities": True,
    "enableSummary": True,
    "entities": [ENTITY],
    "metadata": {"agent": {"id": 17}},
    "timezoneOffset": -330,
    "languageCode": "en-GB",
}


@pytest.mark.parametrize("in_query", [False, True])
async def test_options_are_kept_with_the_submission(client: SymblClient, deps: Deps, in_query: bool) -> None:
    body: dict[str, Any] = {"messages": [message(COST)]}
    params: dict[str, str] = {}
    if in_query:  # lists and objects as JSON: 3.4
        params = {key: value if isinstance(value, str) else json.dumps(value) for key, value in OPTIONS.items()}
    else:
        body |= OPTIONS
    accepted = expect(await client.ask("POST", "/v1/process/text", body, params=params), 201)
    async with deps.db.read() as db:
        submission = await submissions.get_any(db, accepted["jobId"])
    assert submission is not None
    assert submission.options == SubmissionOptions(
        0.75, True, True, (EntityRule("Company", "Acme", "acme corp"),), -330
    )
    assert submission.language == "en-GB"
    conversation = await client.get(f"/v1/conversations/{accepted['conversationId']}")
    assert (conversation["name"], conversation["type"]) == ("Renewal", "call")
    assert conversation["metadata"] == {"agent": {"id": 17}}
    await client.end_of(accepted["jobId"])


async def test_option_in_the_body_counts_before_the_one_in_the_query(client: SymblClient) -> None:
    body = {"messages": [message(COST)], "metadata": {"from": "body"}, "conversationType": ""}
    params = {"metadata": '{"from": "query"}', "conversationType": "call"}
    accepted = expect(await client.ask("POST", "/v1/process/text", body, params=params), 201)
    conversation = await client.get(f"/v1/conversations/{accepted['conversationId']}")
    assert (conversation["metadata"], conversation["type"]) == ({"from": "body"}, "meeting")


async def test_appended_talk_changes_neither_kind_nor_metadata(client: SymblClient) -> None:
    conversation = await client.process(COST, metadata={"a": 1})
    await client.process(LUNCH, to=conversation, metadata={"b": 2}, conversationType="call", name="Other")
    found = await client.get(f"/v1/conversations/{conversation}")
    assert (found["metadata"], found["type"], found["name"]) == ({"a": 1}, "meeting", conversation)


async def test_inline_trackers_may_stand_in_the_query(client: SymblClient) -> None:
    params = {"trackers": json.dumps([PRICING]), "enableAllTrackers": "false"}
    body = {"messages": [message(COST)]}
    accepted = expect(await client.ask("POST", "/v1/process/text", body, params=params), 201)
    await client.end_of(accepted["jobId"])
    assert list(await client.detected(accepted["conversationId"])) == ["Pricing"]


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"detectPhrases": "perhaps"}, '"detectPhrases" must be true or false'),
        ({"confidenceThreshold": "high"}, '"confidenceThreshold"'),
        ({"confidenceThreshold": "nan"}, '"confidenceThreshold"'),
        ({"confidenceThreshold": "0.2"}, '"confidenceThreshold" must be greater'),
        ({"timezoneOffset": "x"}, '"timezoneOffset" must be a whole number'),
        ({"entities": "[{"}, '"entities" must be JSON in the query'),
        ({"entities": "{}"}, '"entities" must be an array'),
        ({"metadata": "5"}, '"metadata" must be an object'),
        ({"trackers": "[5]"}, '"trackers[0]" must be an object'),
    ],
)
async def test_malformed_option_in_the_query_is_400_and_names_it(
    client: SymblClient, params: dict[str, str], named: str
) -> None:
    answer = await client.ask("POST", "/v1/process/text", {"messages": [message(COST)]}, params=params)
    assert named in refusal(answer, 400)


async def test_empty_and_unknown_parameters_are_ignored(client: SymblClient) -> None:
    params = {"detectPhrases": "", "metadata": "", "name": "", "source": "python_sdk", "features": "x"}
    expect(await client.ask("POST", "/v1/process/text", {"messages": [message(COST)]}, params=params), 201)


# -- which trackers run: 3.5 -----------------------------------------------------------------


async def test_inline_trackers_are_run_and_not_stored(client: SymblClient) -> None:
    conversation = await client.process(COST, LUNCH, trackers=[PRICING])
    detected = await client.detected(conversation)
    assert texts(detected["Pricing"]["how much does it cost"]) == [COST]
    assert await client.get("/v1/manage/trackers") == {"trackers": []}


async def test_inline_trackers_may_have_any_punctuation(client: SymblClient) -> None:
    inline = {"name": "Cost, etc.", "vocabulary": ["How much, exactly, does it cost?"]}
    assert "Cost, etc." in await client.detected(await client.process(COST, trackers=[inline]))


async def test_inline_tracker_has_one_16_digit_id_within_a_conversation(client: SymblClient) -> None:
    conversation = await client.process(COST, trackers=[PRICING])
    await client.process("It costs too much: how much does it cost really?", to=conversation, trackers=[PRICING])
    found = await client.get(f"/v1/conversations/{conversation}/trackers")
    assert [tracker["name"] for tracker in found] == ["Pricing"]
    assert re.fullmatch(r"[1-9]\d{15}", found[0]["id"])


async def test_stored_trackers_are_named_by_id(client: SymblClient) -> None:
    pricing = await client.create("Pricing", "how much does it cost")
    await client.create("Lunch", "I had lunch")
    conversation = await client.process(COST, LUNCH, trackers=[{"id": pricing["id"]}], enableAllTrackers=False)
    found = await client.get(f"/v1/conversations/{conversation}/trackers")
    assert [(tracker["id"], tracker["name"]) for tracker in found] == [(pricing["id"], "Pricing")]


async def test_ids_and_inline_trackers_may_be_mixed(client: SymblClient) -> None:
    pricing = await client.create("Pricing", "how much does it cost")
    inline = {"name": "Lunch", "vocabulary": ["I had lunch"]}
    conversation = await client.process(COST, LUNCH, trackers=[inline, {"id": pricing["id"]}], enableAllTrackers=False)
    assert set(await client.detected(conversation)) == {"Pricing", "Lunch"}


async def test_tracker_of_another_account_is_400(client: SymblClient, stranger: SymblClient) -> None:
    theirs = await stranger.create("Pricing", "how much does it cost")
    body = {"messages": [message(COST)], "trackers": [{"id": theirs["id"]}]}
    assert '"trackers[0].id"' in refusal(await client.ask("POST", "/v1/process/text", body), 400)


@pytest.mark.parametrize(
    ("setting", "given", "run"),
    [(True, None, True), (True, False, False), (True, True, True), (False, None, False), (False, True, True)],
)
async def test_all_trackers_of_the_account_run_by_request_or_by_setting(
    client: SymblClient, set_options: Callable[..., None], setting: bool, given: bool | None, run: bool
) -> None:
    set_options(enable_all_trackers=setting)
    await client.create("Pricing", "how much does it cost")
    conversation = await client.process(COST, enableAllTrackers=given)
    assert ("Pricing" in await client.detected(conversation)) is run


async def test_trackers_of_another_account_are_never_run(client: SymblClient, stranger: SymblClient) -> None:
    await stranger.create("Pricing", "how much does it cost")
    assert await client.detected(await client.process(COST, enableAllTrackers=True)) == {}


async def test_edited_tracker_is_run_as_it_is_now(client: SymblClient) -> None:
    tracker = await client.create("Food", "how much does it cost")
    await client.process(COST)
    operations = [{"op": "replace", "path": "/vocabulary", "value": "I had lunch"}]
    expect(await client.ask("PATCH", f"/v1/manage/trackers/{tracker['id']}", operations), 200)
    assert list((await client.detected(await client.process(COST, LUNCH)))["Food"]) == ["I had lunch"]


async def test_renamed_tracker_is_reported_under_its_new_name(client: SymblClient) -> None:
    tracker = await client.create("Old", "how much does it cost")
    await client.process(COST)
    expect(await client.ask("PUT", f"/v1/manage/trackers/{tracker['id']}", {"name": "New"}), 200)
    assert set(await client.detected(await client.process(COST))) == {"New"}


# -- append ----------------------------------------------------------------------------------


async def test_append_goes_behind_what_is_there(client: SymblClient) -> None:
    conversation = await client.process("First of all. Then second.")
    assert await client.process("Third comes last.", to=conversation) == conversation
    assert texts(await client.messages(conversation)) == ["First of all.", "Then second.", "Third comes last."]


async def test_requests_of_one_conversation_are_processed_in_order(client: SymblClient) -> None:
    conversation = await client.process("Sentence number 0.")
    accepted = [await client.submit(f"Sentence number {n}.", to=conversation) for n in range(1, 8)]
    assert await asyncio.gather(*(client.end_of(one["jobId"]) for one in accepted)) == ["completed"] * 7
    assert texts(await client.messages(conversation)) == [f"Sentence number {n}." for n in range(8)]


async def test_append_to_an_unknown_conversation_is_404(client: SymblClient) -> None:
    answer = await client.ask("PUT", f"/v1/process/text/{UNKNOWN}", {"messages": [message("x")]})
    assert refusal(answer, 404) == "The conversationId is either invalid or does not exist."


async def test_append_to_a_conversation_of_another_account_is_404(client: SymblClient, stranger: SymblClient) -> None:
    conversation = await stranger.process(COST)
    refusal(await client.ask("PUT", f"/v1/process/text/{conversation}", {"messages": [message("x")]}), 404)
    assert len(await stranger.messages(conversation)) == 1


# -- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("in_body", "in_query", "name"), [("Call", None, "Call"), (None, "Asked", "Asked"), ("Call", "Asked", "Call")]
)
async def test_name_comes_from_the_body_or_the_query(
    client: SymblClient, in_body: str | None, in_query: str | None, name: str
) -> None:
    params = {"name": in_query} if in_query else {}
    body = {"messages": [message("x")], "name": in_body}
    accepted = expect(await client.ask("POST", "/v1/process/text", body, params=params), 201)
    assert (await client.get(f"/v1/conversations/{accepted['conversationId']}"))["name"] == name


async def test_name_is_the_id_when_there_is_none(client: SymblClient) -> None:
    conversation = await client.process("Hello.")
    assert (await client.get(f"/v1/conversations/{conversation}"))["name"] == conversation


# -- webhooks: 4.2 ---------------------------------------------------------------------------


@pytest.mark.parametrize("in_query", [False, True])
async def test_webhook_hears_of_every_change_of_status_in_order(client: SymblClient, in_query: bool) -> None:
    async with receiving() as receiver:
        body: dict[str, Any] = {"messages": [message(COST)]}
        params = {"webhookUrl": receiver.url} if in_query else {}
        body |= {} if in_query else {"webhookUrl": receiver.url}
        accepted = expect(await client.ask("POST", "/v1/process/text", body, params=params), 201)
        assert await receiver.received(2) == [
            {"jobId": accepted["jobId"], "status": "in_progress"},
            {"jobId": accepted["jobId"], "status": "completed"},
        ]
        assert len({headers["webhook-id"] for headers in receiver.headers}) == 2


async def test_webhook_that_is_down_at_first_is_called_again(client: SymblClient) -> None:
    async with receiving(503, 200) as receiver:
        accepted = await client.submit(COST, webhookUrl=receiver.url)
        bodies = await receiver.received(3)
        assert [body["status"] for body in bodies] == ["in_progress", "in_progress", "completed"]
        assert receiver.headers[0]["webhook-id"] == receiver.headers[1]["webhook-id"]
        assert await client.end_of(accepted["jobId"]) == "completed"


async def test_webhook_that_refuses_is_not_called_again_and_fails_nothing(client: SymblClient) -> None:
    async with receiving(410) as receiver:
        accepted = await client.submit(COST, webhookUrl=receiver.url)
        assert [body["status"] for body in await receiver.received(2)] == ["in_progress", "completed"]
        assert await client.end_of(accepted["jobId"]) == "completed"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/x",
        "http://169.254.169.254/latest",
        "http://2130706433/",
        "http://0x7f.1/",
    ],
)
async def test_webhook_on_a_private_address_is_400_unless_it_is_allowed(
    client: SymblClient, app: FastAPI, deps: Deps, url: str
) -> None:
    app.state.deps = replace(deps, outbound=Outbound(allow_private=False))
    body = {"messages": [message(COST)], "webhookUrl": url}
    answer = await client.ask("POST", "/v1/process/text", body)
    app.state.deps = deps
    assert '"webhookUrl"' in refusal(answer, 400)
