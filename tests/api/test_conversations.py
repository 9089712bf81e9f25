"""Contract 5: what a conversation tells."""

from __future__ import annotations

from typing import Any

import pytest

from symbl_client import SymblClient, expect, refusal, texts

UNKNOWN = "The conversationId is either invalid or does not exist."
T0 = "2024-05-01T10:00:00.000Z"
ANA = {"name": "Ana", "userId": "ana@example.com"}
BO = {"name": "Bo", "userId": "bo@example.com"}


def turn(content: str, start: str | None = None, end: str | None = None, **more: Any) -> dict[str, Any]:
    duration = {key: time for key, time in (("startTime", start), ("endTime", end)) if time}
    return {"payload": {"content": content}, **({"duration": duration} if duration else {}), **more}


async def processed(client: SymblClient, *messages: dict[str, Any], to: str = "", **options: Any) -> str:
    method, path = ("PUT", f"/v1/process/text/{to}") if to else ("POST", "/v1/process/text")
    accepted = expect(await client.ask(method, path, {"messages": messages, **options}), 201)
    assert await client.end_of(accepted["jobId"]) == "completed"
    conversation: str = accepted["conversationId"]
    return conversation


@pytest.mark.parametrize("part", ["", "/messages", "/members", "/trackers", "/trackers-detected"])
@pytest.mark.parametrize("conversation_id", ["5815170693595136", "nonsense", "%F0%9F%98%80"])
async def test_unknown_conversation_is_404_everywhere(client: SymblClient, part: str, conversation_id: str) -> None:
    assert refusal(await client.ask("GET", f"/v1/conversations/{conversation_id}{part}"), 404) == UNKNOWN


@pytest.mark.parametrize("part", ["", "/messages", "/members", "/trackers", "/trackers-detected"])
async def test_conversation_of_another_account_is_404_everywhere(
    client: SymblClient, stranger: SymblClient, part: str
) -> None:
    conversation = await stranger.process("Hello there.")
    assert refusal(await client.ask("GET", f"/v1/conversations/{conversation}{part}"), 404) == UNKNOWN


# -- messages: 5.3 ---------------------------------------------------------------------------


async def test_message_is_cut_into_sentences_that_share_its_time_by_their_characters(client: SymblClient) -> None:
    conversation = await processed(
        client,
        turn("Hi there now. It is nice to meet you", T0, "2024-05-01T10:00:36.000Z", **{"from": ANA}),
    )
    first, second = await client.messages(conversation)
    member = {"name": "Ana", "email": "ana@example.com"}
    assert first | {"id": "", "from": ""} == {
        "id": "",
        "text": "Hi there now.",
        "from": "",
        "startTime": T0,
        "endTime": "2024-05-01T10:00:13.000Z",
        "timeOffset": 0.0,
        "duration": 13.0,
        "conversationId": conversation,
        "phrases": [],
    }
    assert second["text"] == "It is nice to meet you"
    assert second["startTime"] == "2024-05-01T10:00:14.000Z"
    assert second["endTime"] == "2024-05-01T10:00:36.000Z"
    assert second["timeOffset"] == 14.0
    assert first["from"] == second["from"] == member | {"id": first["from"]["id"]}


async def test_ids_are_strings_and_rise_with_the_talk(client: SymblClient) -> None:
    conversation = await client.process("One thing. Another thing. A third thing.")
    ids = [message["id"] for message in await client.messages(conversation)]
    assert all(isinstance(one, str) and len(one) == 16 for one in ids)
    assert ids == sorted(ids)


async def test_message_without_times_lies_where_the_conversation_began(client: SymblClient) -> None:
    conversation = await client.process("One thing. Another thing.")
    start = (await client.get(f"/v1/conversations/{conversation}"))["startTime"]
    for message in await client.messages(conversation):
        assert message["startTime"] == message["endTime"] == start
        assert message["timeOffset"] == message["duration"] == 0
        assert message["from"] == {}


async def test_verbose_adds_words_whose_times_are_interpolated(client: SymblClient) -> None:
    conversation = await processed(client, turn("Hi Bo now", T0, "2024-05-01T10:00:09.000Z"))
    assert "words" not in (await client.messages(conversation))[0]
    (message,) = await client.messages(conversation, verbose="true")
    assert [(one["word"], one["timeOffset"], one["duration"]) for one in message["words"]] == [
        ("Hi", 0.0, 2.0),
        ("Bo", 3.0, 2.0),
        ("now", 6.0, 3.0),
    ]
    assert message["words"][1]["startTime"] == "2024-05-01T10:00:03.000Z"


async def test_sentiment_is_accepted(client: SymblClient) -> None:
    conversation = await client.process("Hello there.")
    assert len(await client.messages(conversation, sentiment="true")) == 1


async def test_verbose_that_is_no_boolean_is_400(client: SymblClient) -> None:
    conversation = await client.process("Hello there.")
    answer = await client.ask("GET", f"/v1/conversations/{conversation}/messages", params={"verbose": "perhaps"})
    assert '"verbose" must be true or false' in refusal(answer, 400)


# -- members: 5.4 ----------------------------------------------------------------------------


async def test_members_are_listed_once_in_the_order_in_which_they_came(client: SymblClient) -> None:
    conversation = await processed(
        client, turn("Hi.", **{"from": BO}), turn("Hello.", **{"from": ANA}), turn("Bye.", **{"from": BO})
    )
    await processed(client, turn("Wait.", **{"from": {"name": "Cy"}}), turn("Yes.", **{"from": ANA}), to=conversation)
    members = (await client.get(f"/v1/conversations/{conversation}/members"))["members"]
    assert [(member["name"], member["email"]) for member in members] == [
        ("Bo", "bo@example.com"),
        ("Ana", "ana@example.com"),
        ("Cy", ""),
    ]
    by_message = [message["from"]["id"] for message in await client.messages(conversation)]
    bo, ana, cy = (member["id"] for member in members)
    assert by_message == [bo, ana, bo, cy, ana]


@pytest.mark.parametrize("speakers", [[ANA, {"userId": ANA["userId"]}], [{"userId": ANA["userId"]}, ANA]])
async def test_member_who_is_named_once_keeps_the_name(client: SymblClient, speakers: list[dict[str, str]]) -> None:
    conversation = await processed(client, *(turn("Hi.", **{"from": speaker}) for speaker in speakers))
    members = (await client.get(f"/v1/conversations/{conversation}/members"))["members"]
    assert [(member["name"], member["email"]) for member in members] == [("Ana", "ana@example.com")]


# -- conversation: 5.2 -----------------------------------------------------------------------


async def test_conversation_spans_what_was_said_in_it(client: SymblClient) -> None:
    conversation = await processed(
        client, turn("Middle.", T0, "2024-05-01T10:00:04.000Z", **{"from": ANA}), name="Renewal call"
    )
    await processed(client, turn("Late.", "2024-05-01T11:00:00Z", "2024-05-01T11:00:02Z"), to=conversation)
    await processed(client, turn("Early.", "2024-05-01T11:00:00+02:00"), to=conversation)
    answer = await client.get(f"/v1/conversations/{conversation}")
    members = (await client.get(f"/v1/conversations/{conversation}/members"))["members"]
    assert answer == {
        "id": conversation,
        "type": "meeting",
        "name": "Renewal call",
        "startTime": "2024-05-01T09:00:00.000Z",
        "endTime": "2024-05-01T11:00:02.000Z",
        "members": members,
        "metadata": {},
    }
    offsets = [message["timeOffset"] for message in await client.messages(conversation)]
    assert offsets == [3600.0, 7200.0, 0.0]


async def test_deleted_conversation_is_gone_with_its_job(client: SymblClient) -> None:
    accepted = await client.submit("Hello there.")
    await client.end_of(accepted["jobId"])
    path = f"/v1/conversations/{accepted['conversationId']}"
    answer = expect(await client.ask("DELETE", path), 200)
    assert answer == {"message": "successfully deleted the conversation"}
    for gone in (path, f"{path}/messages", f"/v1/job/{accepted['jobId']}"):
        refusal(await client.ask("GET", gone), 404)
    refusal(await client.ask("DELETE", path), 404)


async def test_conversation_of_another_account_cannot_be_deleted(client: SymblClient, stranger: SymblClient) -> None:
    conversation = await stranger.process("Hello there.")
    refusal(await client.ask("DELETE", f"/v1/conversations/{conversation}"), 404)
    assert len(await stranger.messages(conversation)) == 1


# -- detected trackers: 5.5, 12 --------------------------------------------------------------


async def test_detected_trackers_are_one_bare_array_under_both_paths(client: SymblClient) -> None:
    tracker = await client.create("Platform", "platform", "lunch")
    line = "I don't know which platform is it, but I came to know that platform."
    conversation = await processed(client, turn(line, T0, "2024-05-01T10:00:04.000Z"))
    found = await client.get(f"/v1/conversations/{conversation}/trackers-detected")
    (message,) = await client.messages(conversation)
    score = found[0]["matches"][0]["messageRefs"][0]["score"]
    assert found == [
        {
            "id": tracker["id"],
            "name": "Platform",
            "matches": [
                {
                    "type": "vocabulary",
                    "value": "platform",
                    "messageRefs": [
                        {
                            "id": message["id"],
                            "text": line,
                            "offset": 19,
                            "score": score,
                            "startTime": T0,
                            "endTime": "2024-05-01T10:00:04.000Z",
                        }
                    ],
                    "insightRefs": [],
                }
            ],
        }
    ]
    assert await client.get(f"/v1/conversations/{conversation}/trackers") == found


async def test_nothing_detected_is_an_empty_array(client: SymblClient) -> None:
    conversation = await client.process("Hello there.")
    assert await client.get(f"/v1/conversations/{conversation}/trackers-detected") == []


async def test_every_phrase_lists_its_messages_in_order_each_once(client: SymblClient) -> None:
    await client.create("Money", "budget", "invoice")
    lines = ["Our budget is a small budget.", "The invoice broke the budget.", "Nothing here.", "Budget again."]
    detected = await client.detected(await client.process(*lines))
    assert [text for text in texts(detected["Money"]["budget"]) if "udget" in text] == [lines[0], lines[1], lines[3]]
    assert lines[1] in texts(detected["Money"]["invoice"])
    assert detected["Money"]["budget"][0]["offset"] == 4
