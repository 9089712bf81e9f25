"""Contract 5.3, 5.4, 5.6 and 5.7: what was said, by whom, and for how long."""

from __future__ import annotations

from typing import Any, Final

from conformance.cases import Case, Step, error, get, post, put, reading, row
from conformance.conversations import HERE, TALKED, UNKNOWN, conversation
from conformance.shapes import ANYTHING, STRING, TIME, UUID, Each, Keep, Number, Only, Text, Without
from conformance.submissions import said, submitted
from conformance.talk import ANA

WORD: Final = {
    "word": Text(r"\S+"),
    "startTime": TIME,
    "endTime": TIME,
    "timeOffset": Number(0, 20),
    "duration": Number(0, 4),
}
MESSAGE: Final = {
    "id": "<message_1>",
    "text": "How much does it cost?",
    "from": {"id": "<ana>", "name": "Ana", "email": "ana@example.com"},
    "startTime": "2024-05-01T10:00:01.250Z",
    "endTime": "2024-05-01T10:00:04.000Z",
    "timeOffset": 1.25,
    "duration": 2.75,
    "conversationId": "<conversation>",
    "phrases": [],
}
SENTIMENT: Final = Only(polarity=Only(score=Number(-1, 1)), suggested=Text("positive|negative|neutral"))
SECOND: Final = [ANYTHING, ANYTHING, ANYTHING, ANYTHING]


def messages(name: str, second: Any, of_each: Any, **query: str) -> Case:
    found = {"messages": [{}, second, {}, {}, {}, {}]}
    return reading(
        "5.3",
        name,
        get(f"{HERE}/messages", found, query=query),
        get(f"{HERE}/messages", {"messages": Each(of_each)}, query=query),
    )


MESSAGES: Final = (
    messages("members-of-a-message", Only(MESSAGE), Without({}, ("words", "sentiment"))),
    messages("verbose-adds-words", Only(MESSAGE, words=Each(WORD)), {"words": Each(WORD)}, verbose="true"),
    messages(
        "words-are-those-of-the-text",
        {"words": [{"word": one} for one in ("How", "much", "does", "it", "cost?")]},
        {},
        verbose="true",
    ),
    messages("verbose-false", Only(MESSAGE), Without({}, ("words",)), verbose="false"),
    messages("sentiment-adds-a-mood", Only(MESSAGE, sentiment=SENTIMENT), {"sentiment": SENTIMENT}, sentiment="true"),
    messages("both", Only(MESSAGE, sentiment=SENTIMENT, words=Each(WORD)), {}, sentiment="true", verbose="true"),
    messages("sdk-spelling-of-true", {"words": Each(WORD)}, {}, verbose="True"),
    reading(
        "5.3",
        "mood-of-praise",
        get(
            f"{HERE}/messages",
            {"messages": [*SECOND, {"text": "Great, I love it.", "sentiment": {"suggested": "positive"}}, {}]},
            query={"sentiment": "true"},
        ),
    ),
    reading(
        "5.3",
        "phrases-have-the-sdk-shape",
        get(
            f"{HERE}/messages",
            {"messages": [{}, {}, {"phrases": Each(Only(type="action_phrase", text=STRING))}, {}, {}, {}]},
        ),
    ),
    reading(
        "5.3", "verbose-is-a-boolean", get(f"{HERE}/messages", error('"verbose"'), 400, query={"verbose": "perhaps"})
    ),
    reading(
        "5.3", "sentiment-is-a-boolean", get(f"{HERE}/messages", error('"sentiment"'), 400, query={"sentiment": "5"})
    ),
)


def member(**members: Any) -> dict[str, Any]:
    return {"id": "<member>", "name": "Ana", "email": "ana@example.com", **members}


SPOKEN: Final[tuple[Step, ...]] = (
    *submitted({"messages": [{"payload": {"content": "Hi."}, "from": ANA}, {"payload": {"content": "Bye."}}]}),
    get(f"{HERE}/members", {"members": [{"id": Keep("member", UUID)}]}),
)


def speaks(kind: str, user: dict[str, str], seconds: float) -> dict[str, Any]:
    return {"type": kind, "user": user, "offset": {"seconds": seconds, "nanos": 0}}


CLEO: Final = {"id": "cleo", "name": "Cleo", "email": "cleo@example.com"}
MEMBERS: Final = (
    reading("5.4", "members-in-order", get(f"{HERE}/members", Only(members=[Only(one) for one in TALKED["members"]]))),
    reading("5.4", "ids-are-uuids", get(f"{HERE}/members", {"members": Each({"id": UUID})})),
    row(
        "5.4",
        "put-renames-everywhere",
        *SPOKEN,
        put(f"{HERE}/members/<member>", member(name="Ana M."), {"message": Text(r".+")}),
        get(f"{HERE}/members", {"members": [member(name="Ana M.")]}),
        get(f"{HERE}/messages", {"messages": [{"from": member(name="Ana M.")}, {}]}),
    ),
    row(
        "5.4",
        "put-email-alone",
        *SPOKEN,
        put(f"{HERE}/members/<member>", {"email": "ana@example.org"}, {"message": Text(r".+")}),
        get(f"{HERE}/members", {"members": [member(email="ana@example.org")]}),
    ),
    row("5.4", "put-other-id", *SPOKEN, put(f"{HERE}/members/<member>", member(id="x"), error('"id"'), 400)),
    row("5.4", "put-unknown-member", *SPOKEN, put(f"{HERE}/members/{UNKNOWN}", {"name": "A"}, error(UNKNOWN), 404)),
    row("5.4", "put-name-is-a-string", *SPOKEN, put(f"{HERE}/members/<member>", {"name": 5}, error('"name"'), 400)),
    row(
        "5.4",
        "put-speakers",
        *conversation("Call", 0),
        put(
            f"{HERE}/speakers",
            {"speakerEvents": [speaks("started_speaking", CLEO, 0), speaks("stopped_speaking", CLEO, 300)]},
            {"message": Text(r".+")},
        ),
        get(f"{HERE}/members", {"members": [{"name": "Cleo", "email": "cleo@example.com"}]}),
        get(f"{HERE}/messages", {"messages": [{"from": {"name": "Cleo"}}]}),
    ),
    row("5.4", "put-speakers-needs-events", *SPOKEN, put(f"{HERE}/speakers", {}, error('"speakerEvents"'), 400)),
    row(
        "5.4",
        "put-speakers-unknown-type",
        *SPOKEN,
        put(f"{HERE}/speakers", {"speakerEvents": [speaks("spoke", CLEO, 0)]}, error('"speakerEvents[0].type"'), 400),
    ),
)

PERCENT: Final = Number(0, 100)
SECONDS: Final = Number(0, 20)


def spoke(name: str, other: str) -> Only:
    email = f"{name.lower()}@example.com"
    overlapped = Only(
        id=f"<{other.lower()}>", name=other, userId=f"{other.lower()}@example.com", percent=PERCENT, seconds=1.0
    )
    return Only(
        id=f"<{name.lower()}>",
        name=name,
        userId=email,
        pace=Only(wpm=Number(1, 600, whole=True)),
        talkTime=Only(percentage=PERCENT, seconds=SECONDS),
        listenTime=Only(percentage=PERCENT, seconds=SECONDS),
        overlap=Only(overlapDuration=1.0, overlappingMembers=[overlapped]),
    )


ANALYTICS: Final = (
    reading(
        "5.6",
        "metrics-and-members",
        get(
            f"{HERE}/analytics",
            Only(
                metrics=[
                    Only(type=kind, percent=PERCENT, seconds=SECONDS)
                    for kind in ("total_silence", "total_talk_time", "total_overlap")
                ],
                members=[spoke("Ana", "Ben"), spoke("Ben", "Ana")],
            ),
        ),
    ),
    row(
        "5.6",
        "without-speakers-and-times",
        *submitted(said("Hi.")),
        get(f"{HERE}/analytics", {"metrics": Each({"type": STRING}), "members": []}),
    ),
)


def transcript(name: str, body: dict[str, Any], *words: str, srt: bool = False) -> Case:
    text = Text(holds=words)
    payload = Only(content=text, contentType="text/srt") if srt else text
    kind = {} if srt else {"contentType": "text/markdown"}
    return reading("5.7", name, post(f"{HERE}/transcript", body, Only(transcript=Only(payload=payload, **kind))))


TRANSCRIPTS: Final = (
    transcript("markdown", {"contentType": "text/markdown"}, "Hi there. How much does it cost?"),
    transcript("markdown-unless-told-otherwise", {}, "Hi there. How much does it cost?"),
    transcript(
        "markdown-paragraphs",
        {"contentType": "text/markdown", "createParagraphs": True},
        "Hi there.<br/><br/>How much does it cost?<br/><br/>Our subscription",
    ),
    transcript(
        "markdown-speakers",
        {"contentType": "text/markdown", "showSpeakerSeparation": True},
        "Ana: Hi there.",
        "Ben: Our",
    ),
    transcript(
        "markdown-all-phrases",
        {"contentType": "text/markdown", "phrases": {"highlightAllKeyPhrases": True}},
        "<mark>plan costs</mark>",
        "<mark>send the contract</mark>",
    ),
    transcript(
        "markdown-phrases-of-insights",
        {"contentType": "text/markdown", "phrases": {"highlightOnlyInsightKeyPhrases": True}},
        "subscription plan costs nine euros",
        "<mark>send the contract</mark>",
    ),
    transcript("srt", {"contentType": "text/srt"}, "1\n00:00:00,000 --> 00:00:01,125\nHi there.\n\n2\n", srt=True),
    transcript(
        "srt-speakers", {"contentType": "text/srt", "showSpeakerSeparation": True}, "\nAna: Hi there.\n", srt=True
    ),
    reading(
        "5.7",
        "unknown-content-type",
        post(f"{HERE}/transcript", {"contentType": "text/html"}, error('"contentType"'), 400),
    ),
    reading(
        "5.7",
        "flags-are-booleans",
        post(f"{HERE}/transcript", {"createParagraphs": 5}, error('"createParagraphs"'), 400),
    ),
)

CASES: Final = (*MESSAGES, *MEMBERS, *ANALYTICS, *TRANSCRIPTS)
