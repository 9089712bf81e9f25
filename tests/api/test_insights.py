"""Contract 5.8: what is counted from the words of a conversation; and 5.5: insights beside trackers."""

from __future__ import annotations

from typing import Any

import pytest

from symbl_client import SymblClient, expect, refusal

UNKNOWN = "The conversationId is either invalid or does not exist."
EMPTY = {
    "questions": "questions",
    "action-items": "actionItems",
    "follow-ups": "followUps",
    "insights": "insights",
    "topics": "topics",
    "entities": "entities",
    "summary": "summary",
    "intents": "intents",
}
ANA = {"name": "Ana", "userId": "ana@example.com"}
BO = {"name": "Bo", "userId": "bo@example.com"}


async def call(client: SymblClient, *turns: tuple[dict[str, str], str], to: str = "", **options: Any) -> str:
    """The id of a finished conversation that took place on Wednesday, 1 May 2024."""
    times = {"startTime": "2024-05-01T10:00:00.000Z", "endTime": "2024-05-01T10:00:10.000Z"}
    messages = [{"payload": {"content": text}, "from": who, "duration": times} for who, text in turns]
    method, path = ("PUT", f"/v1/process/text/{to}") if to else ("POST", "/v1/process/text")
    accepted = expect(await client.ask(method, path, {"messages": messages, **options}), 201)
    assert await client.end_of(accepted["jobId"]) == "completed"
    conversation: str = accepted["conversationId"]
    return conversation


async def listed(client: SymblClient, conversation: str, path: str, **params: str) -> list[dict[str, Any]]:
    answer = await client.get(f"/v1/conversations/{conversation}/{path}", **params)
    assert list(answer) == [EMPTY[path]]
    items: list[dict[str, Any]] = answer[EMPTY[path]]
    assert not any(value is None for item in items for value in item.values())
    return items


@pytest.mark.parametrize("path", EMPTY)
async def test_unknown_or_foreign_conversation_is_404(client: SymblClient, stranger: SymblClient, path: str) -> None:
    foreign = await stranger.process("What does it cost?")
    for conversation in ("5815170693595136", foreign):
        assert refusal(await client.ask("GET", f"/v1/conversations/{conversation}/{path}"), 404) == UNKNOWN


@pytest.mark.parametrize("path", EMPTY)
async def test_list_without_items_is_there_and_empty(client: SymblClient, path: str) -> None:
    conversation = await client.process("Hm, well.", "Yes.")
    assert await listed(client, conversation, path) == []


async def test_question_names_its_message_and_who_asked(client: SymblClient) -> None:
    conversation = await call(client, (ANA, "What does a renewal cost?"), (BO, "Ten dollars."))
    (question,) = await listed(client, conversation, "questions")
    message = (await client.messages(conversation))[0]
    member = message["from"]
    assert question == {
        "id": question["id"],
        "text": "What does a renewal cost?",
        "type": "question",
        "score": 0.95,
        "messageIds": [message["id"]],
        "from": member | {"userId": "ana@example.com"},
    }
    assert len(question["id"]) == 16


async def test_action_item_tells_who_is_to_do_it_and_until_when(client: SymblClient) -> None:
    conversation = await call(
        client, (ANA, "I will send you the contract by Friday."), (BO, "Okay."), timezoneOffset=120, detectPhrases=True
    )
    (item,) = await listed(client, conversation, "action-items")
    assert item["type"] == "action_item"
    assert item["from"] == item["assignee"]
    assert item["assignee"]["email"] == "ana@example.com"
    assert item["definitive"] is True
    assert item["dueBy"] == "2024-05-03T21:59:59.000Z"
    assert item["phrases"] == [{"type": "action_phrase", "text": "send you the contract"}]
    assert item["entities"] == []


async def test_action_item_that_nobody_is_named_for_has_an_empty_assignee(client: SymblClient) -> None:
    conversation = await call(client, (ANA, "We need to update the docs."), (BO, "Right."))
    (item,) = await listed(client, conversation, "action-items")
    assert item["assignee"] == {}
    assert "dueBy" not in item
    assert item["phrases"] == []  # nobody asked for them


async def test_follow_up_has_a_whole_number_for_a_score(client: SymblClient) -> None:
    conversation = await call(client, (ANA, "Let's talk again next week."), (BO, "Okay."))
    (item,) = await listed(client, conversation, "follow-ups")
    assert item["type"] == "follow_up"
    assert item["score"] == 1
    assert isinstance(item["score"], int)


async def test_insights_are_questions_and_action_items_of_the_same_ids(client: SymblClient) -> None:
    conversation = await call(client, (ANA, "Can you please send me the invoice?"), (BO, "Let's talk again next week."))
    ids = [item["id"] for item in await listed(client, conversation, "insights")]
    questions = await listed(client, conversation, "questions")
    actions = await listed(client, conversation, "action-items")
    assert ids == [item["id"] for item in questions + actions]
    assert len(ids) == 2


async def test_confidence_threshold_leaves_out_what_is_less_sure(client: SymblClient) -> None:
    conversation = await call(client, (ANA, "We should update the docs."), (ANA, "I will send it by Friday."))
    assert len(await listed(client, conversation, "action-items")) == 2
    await call(client, (BO, "Okay."), to=conversation, confidenceThreshold=0.9)
    (left,) = await listed(client, conversation, "action-items")
    assert left["text"] == "I will send it by Friday."


async def test_detected_tracker_refers_to_the_insights_of_its_messages(client: SymblClient) -> None:
    tracker = {"name": "Pricing", "vocabulary": ["renewal cost"]}
    conversation = await call(
        client,
        (ANA, "What does the renewal cost?"),
        (ANA, "The renewal cost is high."),
        (BO, "What is your name?"),
        trackers=[tracker],
        enableAllTrackers=False,
    )
    question = (await listed(client, conversation, "questions"))[0]
    ((found,),) = [one["matches"] for one in await client.get(f"/v1/conversations/{conversation}/trackers")]
    ref = next(one for one in found["messageRefs"] if one["id"] == question["messageIds"][0])
    assert found["insightRefs"] == [
        {"id": question["id"], "type": "question", "text": question["text"], "offset": ref["offset"]}
    ]


async def test_insight_below_the_threshold_is_not_beside_a_tracker_either(client: SymblClient) -> None:
    tracker = {"name": "Docs", "vocabulary": ["update the docs"]}
    conversation = await call(client, (ANA, "We should update the docs."), trackers=[tracker], confidenceThreshold=0.95)
    (found,) = await client.get(f"/v1/conversations/{conversation}/trackers-detected")
    assert found["matches"][0]["insightRefs"] == []


async def test_topic_has_its_messages_and_a_mood_when_asked_for(client: SymblClient) -> None:
    conversation = await call(client, (ANA, "The billing error is terrible."), (BO, "A billing error again?"))
    (topic,) = await listed(client, conversation, "topics")
    assert topic == {
        "id": topic["id"],
        "text": "billing error",
        "type": "topic",
        "score": 1.0,
        "messageIds": [message["id"] for message in await client.messages(conversation)],
        "parentRefs": [],
    }
    (with_mood,) = await listed(client, conversation, "topics", sentiment="true", parentRefs="true")
    assert with_mood["sentiment"]["suggested"] == "negative"
    assert with_mood["sentiment"]["polarity"]["score"] < 0


async def test_custom_topic_vocabulary_is_found_when_it_is_said(client: SymblClient) -> None:
    conversation = await call(client, (ANA, "It is about next year."))
    topics = await listed(client, conversation, "topics", customTopicVocabulary="Next Year")
    assert [topic["text"] for topic in topics] == ["Next Year"]


@pytest.mark.parametrize(
    "sent",
    [["Next Year", "budget"], ['["Next Year", "budget"]'], list('["Next Year", "budget"]')],
    ids=["repeated", "json", "json one character a parameter"],
)
async def test_custom_topic_vocabulary_comes_in_every_form_of_the_query(client: SymblClient, sent: list[str]) -> None:
    conversation = await call(client, (ANA, "The budget is for next year."))
    path = f"/v1/conversations/{conversation}/topics"
    topics = expect(await client.ask("GET", path, params={"customTopicVocabulary": sent}), 200)["topics"]
    assert {"Next Year", "budget"} <= {topic["text"] for topic in topics}
    for wrong in ("[", "[1]", '[["x"]]'):
        answer = await client.ask("GET", path, params={"customTopicVocabulary": wrong})
        assert '"customTopicVocabulary"' in refusal(answer, 400)


async def test_submitted_entities_are_found_with_every_mention(client: SymblClient) -> None:
    rule = {"customType": "plan", "value": "gold", "text": "gold plan"}
    conversation = await call(client, (ANA, "I want the Gold Plan."), (BO, "The gold plan is cheap."), entities=[rule])
    (entity,) = await listed(client, conversation, "entities")
    first, second = await client.messages(conversation)
    assert entity == {
        "type": "custom",
        "customType": "plan",
        "value": "gold",
        "text": "Gold Plan",
        "messageRefs": [
            {"id": first["id"], "text": first["text"], "offset": 11},
            {"id": second["id"], "text": second["text"], "offset": 4},
        ],
    }


async def test_entities_are_detected_only_where_a_submission_asks_for_it(client: SymblClient) -> None:
    conversation = await call(client, (ANA, "Thanks, Bo Li."), (BO | {"name": "Bo Li"}, "It is $20."))
    assert await listed(client, conversation, "entities") == []
    await call(client, (ANA, "Okay."), to=conversation, detectEntities=True)
    found = [(one["type"], one["text"]) for one in await listed(client, conversation, "entities")]
    assert found == [("person", "Bo Li"), ("money", "$20")]


async def test_summary_is_a_sentence_of_the_conversation(client: SymblClient) -> None:
    conversation = await call(
        client, (ANA, "Hello."), (ANA, "The printer contract has a wrong invoice."), (BO, "The invoice? Hm.")
    )
    (sentence,) = await listed(client, conversation, "summary")
    message = (await client.messages(conversation))[1]
    assert sentence == {"id": message["id"], "text": message["text"], "messageRefs": [{"id": message["id"]}]}


async def test_query_of_a_wrong_type_is_400(client: SymblClient) -> None:
    conversation = await client.process("Hello there.")
    answer = await client.ask("GET", f"/v1/conversations/{conversation}/topics", params={"sentiment": "perhaps"})
    assert '"sentiment" must be true or false' in refusal(answer, 400)
