"""Contract 3, the async API as far as text goes; its options stand in `options`."""

from __future__ import annotations

import json
from typing import Any, Final

from conformance.cases import Ask, Case, Ended, Step, error, get, post, put, row
from conformance.shapes import ID, TIME, UUID, Keep, Only

TEXT: Final = "/v1/process/text"
CONVERSATION: Final = "/v1/conversations/<conversation>"
DETECTED: Final = f"{CONVERSATION}/trackers"
MESSAGES: Final = f"{CONVERSATION}/messages"
UNKNOWN: Final = "1234567890123456"
NOT_FOUND: Final = Only(message="The conversationId is either invalid or does not exist.")

LINE: Final = "I will send the contract tomorrow."
PLAN: Final = {"name": "Plan", "vocabulary": ["subscription plan"]}
FOUND: Final = {"name": "Plan", "matches": [{"value": "subscription plan"}]}
PLAN_LINE: Final = "Our subscription plan ends in May."
ANSWER: Final = Only(conversationId=Keep("conversation", ID), jobId=Keep("job", UUID))


def said(*lines: Any, **options: Any) -> dict[str, Any]:
    return {"messages": [{"payload": {"content": line}} for line in lines], **options}


def message(**members: Any) -> dict[str, Any]:
    return {"messages": [{"payload": {"content": LINE}, **members}]}


def submitted(body: Any, **more: Any) -> tuple[Step, ...]:
    return post(TEXT, body, ANSWER, 201, **more), Ended()


def tracker(body: dict[str, Any]) -> Ask:
    return post("/v1/manage/trackers", body, {"tracker": {"id": Keep("tracker", ID)}})


def refused(section: str, name: str, body: Any, *words: str, **more: Any) -> Case:
    return row(section, name, post(TEXT, body, error(*words), 400, **more))


def texts(*lines: str) -> Only:
    return Only(messages=[{"text": line} for line in lines])


ACCEPTED: Final = (
    row("3.0", "created-is-201-with-both-ids", *submitted(said(LINE))),
    row(
        "3.0",
        "appended-is-201-with-the-same-conversation",
        *submitted(said(LINE)),
        put(
            f"{TEXT}/<conversation>",
            said("Bye."),
            Only(conversationId="<conversation>", jobId=Keep("second", UUID)),
            201,
        ),
        Ended("<second>"),
        get(MESSAGES, texts(LINE, "Bye.")),
    ),
    row(
        "3.0",
        "worked-off-in-order",
        post(TEXT, said("One."), ANSWER, 201),
        *(
            put(f"{TEXT}/<conversation>", said(line), {"jobId": Keep("job", UUID)}, 201)
            for line in ("Two.", "Three.", "Four.")
        ),
        Ended(),
        get(MESSAGES, texts("One.", "Two.", "Three.", "Four.")),
    ),
    row("3.0", "appended-to-unknown", put(f"{TEXT}/{UNKNOWN}", said(LINE), NOT_FOUND, 404)),
    row(
        "3.0",
        "appended-to-that-of-another-account",
        *submitted(said(LINE)),
        put(f"{TEXT}/<conversation>", said("Bye."), NOT_FOUND, 404, by="stranger"),
    ),
    row(
        "3.0",
        "append-takes-the-same-options",
        *submitted(said(LINE)),
        put(f"{TEXT}/<conversation>", said(PLAN_LINE, trackers=[PLAN]), {"jobId": Keep("job", UUID)}, 201),
        Ended(),
        get(DETECTED, [FOUND]),
    ),
)


SPOKEN: Final = {
    "from": {"name": "Ana", "userId": "ana@example.com"},
    "duration": {"startTime": "2024-05-01T10:00:00.000Z", "endTime": "2024-05-01T10:00:04.000Z"},
}


def heard(name: str, members: dict[str, Any], told: dict[str, Any]) -> Case:
    return row("3.3", name, *submitted(message(**members)), get(MESSAGES, {"messages": [told]}))


BODY: Final = (
    row(
        "3.3",
        "sample",
        *submitted(
            {
                "name": "Renewal call",
                "messages": [{"payload": {"content": "Hi there. What would a renewal cost?"}, **SPOKEN}],
                "trackers": [{"name": "Pricing", "vocabulary": ["how much does a renewal cost"]}],
                "enableAllTrackers": False,
            }
        ),
        get(DETECTED, [{"name": "Pricing", "matches": [{"messageRefs": [{"text": "What would a renewal cost?"}]}]}]),
    ),
    row(
        "3.3",
        "message-is-cut-into-sentences",
        *submitted(said("Hi there. What would a renewal cost?")),
        get(MESSAGES, texts("Hi there.", "What would a renewal cost?")),
    ),
    heard("content-type-is-ignored", {"payload": {"content": LINE, "contentType": "text/plain"}}, {"text": LINE}),
    heard("speaker", SPOKEN, {"from": {"id": UUID, "name": "Ana", "email": "ana@example.com"}}),
    heard("speaker-by-name-alone", {"from": {"name": "Ana"}}, {"from": {"name": "Ana"}}),
    heard("speaker-by-id", {"from": {"name": "Ana", "id": "a1"}}, {"from": {"name": "Ana", "email": "a1"}}),
    heard("without-a-speaker", {}, {"from": Only()}),
    heard("times", SPOKEN, {"startTime": SPOKEN["duration"]["startTime"], "endTime": SPOKEN["duration"]["endTime"]}),
    heard("without-times", {}, {"startTime": TIME, "endTime": TIME, "timeOffset": 0.0, "duration": 0.0}),
    heard("unknown-members-are-ignored", {"extra": 5}, {"text": LINE}),
    refused("3.3", "messages-required", {}, '"messages" is required'),
    refused("3.3", "messages-not-empty", {"messages": []}, '"messages"'),
    refused("3.3", "messages-are-an-array", {"messages": {}}, '"messages" must be an array'),
    refused("3.3", "payload-required", {"messages": [{}]}, '"messages[0].payload" is required'),
    refused("3.3", "content-required", {"messages": [{"payload": {}}]}, '"messages[0].payload.content" is required'),
    refused("3.3", "content-is-a-string", said(LINE, 5), '"messages[1].payload.content" must be a string'),
    refused("3.3", "content-is-not-empty", said(" "), '"messages[0].payload.content"'),
    refused("3.3", "from-is-an-object", message(**{"from": "Ana"}), '"messages[0].from" must be an object'),
    refused("3.3", "duration-is-an-object", message(duration=4), '"messages[0].duration" must be an object'),
    refused("3.3", "times-are-iso-8601", message(duration={"startTime": "soon"}), '"messages[0].duration.startTime"'),
    refused(
        "3.3",
        "end-is-not-before-start",
        message(duration={"startTime": "2024-05-02T00:00:00Z", "endTime": "2024-05-01T00:00:00Z"}),
        '"messages[0].duration.endTime"',
    ),
)

QUERY: Final = (
    row(
        "3.4",
        "options-of-a-text-in-the-query-are-texts-and-json",
        *submitted(
            said(PLAN_LINE),
            query={
                "name": "Renewal",
                "detectPhrases": "true",
                "enableAllTrackers": "false",
                "trackers": json.dumps([PLAN]),
                "source": "python_sdk",
            },
        ),
        get(CONVERSATION, {"name": "Renewal"}),
        get(DETECTED, [FOUND]),
    ),
    row(
        "3.4",
        "question-mark-within-the-query",
        Ask("POST", f"{TEXT}?name=Call?enableAllTrackers=false", 201, ANSWER, said(LINE)),
        Ended(),
    ),
    refused("3.4", "query-holds-no-json", said(LINE), '"trackers"', query={"trackers": "[{"}),
    refused("3.4", "query-holds-no-boolean", said(LINE), '"detectPhrases"', query={"detectPhrases": "perhaps"}),
)

ERRORS: Final = (
    refused("3.6", "wrong-body", b"{", "not valid JSON"),
    refused("3.6", "missing-body", b"", "body"),
    row("3.6", "no-token", post(TEXT, said(LINE), error("Token"), 401, by="")),
    row("3.6", "unknown-conversation", put(f"{TEXT}/nothing", said(LINE), NOT_FOUND, 404)),
    row(
        "3.6",
        "refused-leaves-nothing",
        post(TEXT, said(LINE, " "), error(), 400),
        get("/v1/conversations", Only(conversations=[])),
    ),
)

CASES: Final = (*ACCEPTED, *BODY, *QUERY, *ERRORS)
