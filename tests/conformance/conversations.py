"""Contract 5, the conversation API."""

from __future__ import annotations

from typing import Any, Final

from conformance.cases import Ask, Case, Step, delete, error, get, post, put, reading, row
from conformance.shapes import ANYTHING, Only, That
from conformance.submissions import NOT_FOUND, said, submitted

LIST: Final = "/v1/conversations"
HERE: Final = f"{LIST}/<conversation>"
UNKNOWN: Final = "1234567890123456"
#: Getters, and the list that each wraps its answer in; the bare array of trackers has none.
WRAPPERS: Final = {
    "messages": "messages",
    "members": "members",
    "topics": "topics",
    "questions": "questions",
    "action-items": "actionItems",
    "follow-ups": "followUps",
    "insights": "insights",
    "intents": "intents",
    "entities": "entities",
    "summary": "summary",
}
GETTERS: Final = ("", "/analytics", "/trackers", "/trackers-detected", *(f"/{part}" for part in WRAPPERS))
CHANGES: Final[tuple[tuple[str, str, Any], ...]] = (
    ("PUT", "", {"metadata": {}}),
    ("DELETE", "", None),
    ("PUT", "/members/c1f0", {"name": "Ana"}),
    (
        "PUT",
        "/speakers",
        {"speakerEvents": [{"type": "started_speaking", "user": {"name": "Ana"}, "offset": {"seconds": 1}}]},
    ),
    ("POST", "/transcript", {"contentType": "text/markdown"}),
)
ALL: Final = (*(("GET", part, None) for part in GETTERS), *CHANGES)


def named(method: str, part: str) -> str:
    return f"{method.lower()}-{part.removeprefix('/').partition('/')[0] or 'conversation'}"


EVERYWHERE: Final = (
    *(
        case
        for method, part, body in ALL
        for case in (
            row("5.0", f"{named(method, part)}-unknown", Ask(method, f"{LIST}/{UNKNOWN}{part}", 404, NOT_FOUND, body)),
            row(
                "5.0",
                f"{named(method, part)}-of-another-account",
                *submitted(said("Hello.")),
                Ask(method, f"{HERE}{part}", 404, NOT_FOUND, body, by="stranger"),
            ),
            row(
                "5.0",
                f"{named(method, part)}-no-token",
                Ask(method, f"{LIST}/{UNKNOWN}{part}", 401, error(), body, by=""),
            ),
        )
    ),
    row(
        "5.0",
        "lists-are-never-null",
        *submitted(said("Oh.")),
        *(
            get(f"{HERE}/{part}", {wrapper: That("a list", lambda found: isinstance(found, list))})
            for part, wrapper in WRAPPERS.items()
        ),
        get(f"{HERE}/trackers", []),
        get(f"{HERE}/members", Only(members=[])),
    ),
)

TALKED: Final[dict[str, Any]] = {
    "id": "<conversation>",
    "type": "meeting",
    "name": "Renewal call",
    "startTime": "2024-05-01T10:00:00.000Z",
    "endTime": "2024-05-01T10:00:20.000Z",
    "members": [
        {"id": "<ana>", "name": "Ana", "email": "ana@example.com"},
        {"id": "<ben>", "name": "Ben", "email": "ben@example.com"},
    ],
    "metadata": {"agentId": "a17"},
}


def conversation(name: str, minute: int, **metadata: Any) -> tuple[Step, ...]:
    times = {"startTime": f"2024-05-01T10:{minute:02}:00Z", "endTime": f"2024-05-01T10:{minute + 5:02}:00Z"}
    body = {"name": name, "metadata": metadata, "messages": [{"payload": {"content": "Hi."}, "duration": times}]}
    return submitted(body)


#: Three conversations, ten minutes apart, not in the order of their times.
THREE: Final = (
    *conversation("Second", 10, agentId="ben", team="sales"),
    *conversation("First", 0, agentId="ana", team="sales"),
    *conversation("Third", 20, agentId="ana", team="care"),
)
SINCE: Final = {"startTime": "2024-05-01T00:00:00Z"}


def listed(name: str, query: dict[str, str], *names: str) -> Case:
    found = Only(conversations=[{"name": one} for one in names])
    return row("5.1", name, *THREE, get(LIST, found, query=query))


def unlisted(name: str, query: dict[str, str], *words: str) -> Case:
    return row("5.1", name, get(LIST, error(*words), 400, query=query))


LISTS: Final = (
    reading("5.1", "conversations-are-whole", get(LIST, Only(conversations=[TALKED]), query=SINCE)),
    row(
        "5.1",
        "last-seven-days",
        *THREE,
        *submitted(said("Hi.", name="Now")),
        get(LIST, {"conversations": [{"name": "Now"}]}),
    ),
    row("5.1", "nothing-of-others", *submitted(said("Hi.")), get(LIST, Only(conversations=[]), by="stranger")),
    listed("by-start-time-rising", SINCE, "First", "Second", "Third"),
    listed("ascending", {**SINCE, "order": "asc"}, "First", "Second", "Third"),
    listed("descending", {**SINCE, "order": "desc"}, "Third", "Second", "First"),
    listed("sort", {**SINCE, "sort": "conversation.name"}, "First", "Second", "Third"),
    listed(
        "sort-by-its-default", {**SINCE, "sort": "conversation.startTime", "order": "desc"}, "Third", "Second", "First"
    ),
    listed("limit", {**SINCE, "limit": "2"}, "First", "Second"),
    listed("limit-0", {**SINCE, "limit": "0"}),
    listed("limit-65536", {**SINCE, "limit": "65536"}, "First", "Second", "Third"),
    row(
        "5.1",
        "twenty-by-default",
        *(post("/v1/process/text", said("Hi."), ANYTHING, 201) for _ in range(22)),
        get(LIST, {"conversations": That("twenty", lambda found: len(found) == 20)}),
    ),
    listed("offset", {**SINCE, "offset": "1"}, "Second", "Third"),
    listed("offset-beyond", {**SINCE, "offset": "3"}),
    listed("offset-and-limit", {**SINCE, "offset": "1", "limit": "1"}, "Second"),
    listed("start-time", {"startTime": "2024-05-01T10:10:00.000Z"}, "Second", "Third"),
    listed("end-time", {**SINCE, "endTime": "2024-05-01T10:15:00.000Z"}, "First", "Second"),
    listed("times-with-an-offset", {"startTime": "2024-05-01T12:20:00+02:00"}, "Third"),
    listed("empty-values-are-absent", {**SINCE, "filter": "", "limit": "", "sort": ""}, "First", "Second", "Third"),
    listed("filter-metadata", {**SINCE, "filter": "conversation.metadata.agentId==ana"}, "First", "Third"),
    listed("filter-not", {**SINCE, "filter": "conversation.metadata.agentId!=ana"}, "Second"),
    listed("filter-name", {**SINCE, "filter": "conversation.name=='Second'"}, "Second"),
    listed(
        "filter-two-fields",
        {**SINCE, "filter": "conversation.metadata.agentId==ana;conversation.metadata.team==sales"},
        "First",
    ),
    listed(
        "filter-two-fields-by-word",
        {**SINCE, "filter": "conversation.metadata.agentId==ana and conversation.name==Third"},
        "Third",
    ),
    listed("filter-nobody", {**SINCE, "filter": "conversation.metadata.agentId==cleo"}),
    unlisted("filter-or", {"filter": "conversation.name==A,conversation.name==B"}, "filter"),
    unlisted("filter-or-by-word", {"filter": "conversation.name==A or conversation.name==B"}, "filter"),
    unlisted(
        "filter-three-fields",
        {"filter": "conversation.name==A;conversation.metadata.a==1;conversation.metadata.b==2"},
        "filter",
    ),
    unlisted("filter-unknown-field", {"filter": "conversation.colour==red"}, "filter"),
    unlisted("filter-no-rsql", {"filter": "conversation.name=="}, "filter"),
    unlisted("limit-below-0", {"limit": "-1"}, '"limit"'),
    unlisted("limit-above-65536", {"limit": "65537"}, '"limit"'),
    unlisted("limit-is-whole", {"limit": "many"}, '"limit"'),
    unlisted("offset-below-0", {"offset": "-1"}, '"offset"'),
    unlisted("unknown-order", {"order": "down"}, '"order"'),
    unlisted("unknown-sort", {"sort": "conversation.colour"}, '"sort"'),
    unlisted("start-time-is-iso-8601", {"startTime": "yesterday"}, '"startTime"'),
    unlisted("end-time-is-iso-8601", {"endTime": "today"}, '"endTime"'),
)

ONE: Final = (
    reading("5.2", "get-is-not-wrapped", get(HERE, Only(TALKED))),
    row(
        "5.2",
        "put-replaces-metadata",
        *submitted(said("Hi.", metadata={"a": 1, "b": 2})),
        put(HERE, {"metadata": {"agentId": "a17"}}, Only(id="<conversation>", metadata=Only(agentId="a17"))),
        get(HERE, {"metadata": Only(agentId="a17")}),
    ),
    row(
        "5.2",
        "put-changes-metadata-alone",
        *submitted(said("Hi.", name="Call")),
        put(HERE, {"metadata": {}, "name": "Other", "type": "other"}, Only(id="<conversation>", metadata=Only())),
        get(HERE, {"name": "Call", "type": "meeting"}),
    ),
    row("5.2", "put-needs-metadata", *submitted(said("Hi.")), put(HERE, {"name": "A"}, error('"metadata"'), 400)),
    row("5.2", "put-takes-an-object", *submitted(said("Hi.")), put(HERE, {"metadata": []}, error('"metadata"'), 400)),
    row(
        "5.2",
        "delete-is-for-good",
        *submitted(said("Hi.")),
        delete(HERE, Only(message="successfully deleted the conversation")),
        *(get(f"{HERE}{part}", NOT_FOUND, 404) for part in GETTERS),
        get(LIST, Only(conversations=[])),
        delete(HERE, NOT_FOUND, 404),
    ),
)

CASES: Final = (*EVERYWHERE, *LISTS, *ONE)
