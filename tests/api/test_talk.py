"""Contract 5.3, 5.4, 5.6 and 5.7: what was said, by whom, for how long, and as a text."""

from __future__ import annotations

from typing import Any

import pytest

from symbl_client import SymblClient, expect, refusal

ANA = {"name": "Ana", "userId": "ana@example.com"}
BO = {"name": "Bo", "userId": "bo@example.com"}
UNKNOWN = "The conversationId is either invalid or does not exist."


def at(second: int) -> str:
    return f"2024-05-01T10:{second // 60:02d}:{second % 60:02d}.000Z"


def turn(content: str, start: int, end: int, speaker: dict[str, str] | None = None) -> dict[str, Any]:
    return {
        "payload": {"content": content},
        "duration": {"startTime": at(start), "endTime": at(end)},
        **({"from": speaker} if speaker else {}),
    }


async def processed(client: SymblClient, *messages: dict[str, Any], **options: Any) -> str:
    accepted = expect(await client.ask("POST", "/v1/process/text", {"messages": messages, **options}), 201)
    assert await client.end_of(accepted["jobId"]) == "completed"
    return f"/v1/conversations/{accepted['conversationId']}"


async def called(client: SymblClient, **options: Any) -> str:
    """A minute: Ana for 36 seconds, then Bo for 24."""
    words = [" ".join(["word"] * count) + "." for count in (72, 48)]
    return await processed(client, turn(words[0], 0, 36, ANA), turn(words[1], 36, 60, BO), **options)


async def speakers(client: SymblClient, path: str) -> list[str]:
    return [message["from"].get("name", "") for message in (await client.get(f"{path}/messages"))["messages"]]


ROUTES = [
    ("PUT", "", {"metadata": {}}),
    ("PUT", "/members/x", {"name": "x"}),
    ("PUT", "/speakers", {"speakerEvents": [{"type": "started_speaking", "user": {"id": "x"}, "offset": {}}]}),
    ("GET", "/analytics", None),
    ("POST", "/transcript", {"contentType": "text/markdown"}),
    ("POST", "/transcript", {"contentType": "text/markdown", "phrases": {"highlightOnlyInsightKeyPhrases": True}}),
    ("POST", "/transcript", {"contentType": "text/srt"}),
]


@pytest.mark.parametrize(("method", "part", "body"), ROUTES)
async def test_conversation_that_is_unknown_or_another_accounts_is_404(
    client: SymblClient, stranger: SymblClient, method: str, part: str, body: Any
) -> None:
    theirs = await stranger.process("Hi.")
    for conversation in ("5815170693595136", theirs):
        answer = await client.ask(method, f"/v1/conversations/{conversation}{part}", body)
        assert refusal(answer, 404) == UNKNOWN


# -- messages: 5.3 ---------------------------------------------------------------------------


async def test_sentiment_tells_the_mood_of_each_message_when_it_is_asked_for(client: SymblClient) -> None:
    path = await processed(
        client, turn("This is a wonderful, excellent product.", 0, 4), turn("This is terrible, I hate it.", 4, 8)
    )
    good, bad = (await client.get(f"{path}/messages", sentiment="true"))["messages"]
    assert good["sentiment"]["suggested"] == "positive"
    assert 0 < good["sentiment"]["polarity"]["score"] <= 1
    assert bad["sentiment"]["suggested"] == "negative"
    assert -1 <= bad["sentiment"]["polarity"]["score"] < 0
    for params in ({}, {"sentiment": "false"}, {"sentiment": ""}, {"verbose": ""}):
        for message in (await client.get(f"{path}/messages", **params))["messages"]:
            assert not {"sentiment", "words"} & set(message)


async def test_phrases_are_told_only_when_the_submission_asked_for_them(client: SymblClient) -> None:
    message = turn("I will send you the contract tomorrow.", 0, 4)
    (plain,) = (await client.get(f"{await processed(client, message)}/messages"))["messages"]
    assert plain["phrases"] == []
    (rich,) = (await client.get(f"{await processed(client, message, detectPhrases=True)}/messages"))["messages"]
    assert rich["phrases"]
    for phrase in rich["phrases"]:
        assert phrase["type"] == "action_phrase"
        assert phrase["text"] in message["payload"]["content"]


# -- members: 5.4 ----------------------------------------------------------------------------


async def test_renamed_member_keeps_its_id_and_is_shown_everywhere(client: SymblClient) -> None:
    path = await called(client)
    ana, bo = (await client.get(f"{path}/members"))["members"]
    renamed = {"id": ana["id"], "name": "Ana María", "email": "am@example.com"}
    answer = expect(await client.ask("PUT", f"{path}/members/{ana['id']}", renamed), 200)
    assert isinstance(answer["message"], str)
    assert ana["id"] in answer["message"]
    assert (await client.get(f"{path}/members"))["members"] == [renamed, bo]
    assert (await client.get(f"{path}/messages"))["messages"][0]["from"] == renamed
    expect(await client.ask("PUT", f"{path}/members/{ana['id']}", {"email": ""}), 200)
    assert (await client.get(f"{path}/members"))["members"][0] == {**renamed, "email": ""}


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, '"name" is required, unless there is an email'),
        ({"name": 5}, '"name" must be a string'),
        ({"name": "x" * 501}, '"name" has 501 characters'),
        ({"name": "a\0"}, '"name" holds the control character'),
        ({"email": ["x"]}, '"email" must be a string'),
        ({"id": "other", "name": "x"}, "\"id\" is 'other', but the path names"),
    ],
)
async def test_wrong_member_is_400(client: SymblClient, body: dict[str, Any], named: str) -> None:
    path = await called(client)
    (ana, _) = (await client.get(f"{path}/members"))["members"]
    assert named in refusal(await client.ask("PUT", f"{path}/members/{ana['id']}", body), 400)


async def test_unknown_member_is_404(client: SymblClient) -> None:
    path = await called(client)
    answer = await client.ask("PUT", f"{path}/members/nobody", {"name": "x"})
    assert refusal(answer, 404) == "Nobody with the id 'nobody' speaks in this conversation."


def event(kind: str, user: dict[str, Any], seconds: float, nanos: int = 0) -> dict[str, Any]:
    return {"type": f"{kind}_speaking", "user": user, "offset": {"seconds": seconds, "nanos": nanos}}


async def test_speaker_events_give_messages_to_who_spoke_during_them(client: SymblClient) -> None:
    path = await processed(client, *(turn(f"Sentence {place}.", place * 10, place * 10 + 10) for place in range(4)))
    derek = {"id": "4194eb50-357d-4712-a02d-94215ead1064", "name": "Derek", "email": "derek@example.com"}
    rick = {"id": "4194eb50-357d-4712-a02d-94215ead2104", "name": "Richard"}
    events = [
        event("stopped", derek, 15, 5_000_000_000),  # the vendor's own sample has nanos beyond a second
        event("started", rick, 20),
        event("started", derek, 0),
        event("stopped", rick, 29.5, 500_000_000),
    ]
    answer = expect(await client.ask("PUT", f"{path}/speakers", {"speakerEvents": events}), 200)
    assert isinstance(answer["message"], str)
    assert await speakers(client, path) == ["Derek", "Derek", "Richard", ""]
    members = (await client.get(f"{path}/members"))["members"]
    assert [(member["name"], member["email"]) for member in members] == [
        ("Derek", "derek@example.com"),
        ("Richard", rick["id"]),
    ]


async def test_speaker_events_know_members_by_id_address_and_name(client: SymblClient) -> None:
    path = await processed(client, *(turn(f"Sentence {place}.", place, place + 1) for place in range(3)))
    first = {"speakerEvents": [event("started", {"name": "Ana", "email": "ana@example.com"}, 0)]}
    expect(await client.ask("PUT", f"{path}/speakers", first), 200)
    assert await speakers(client, path) == ["Ana"] * 3  # who never stops speaks to the end
    (ana,) = (await client.get(f"{path}/members"))["members"]
    for user in ({"id": ana["id"]}, {"email": "ana@example.com"}, {"name": "Ana"}):
        expect(
            await client.ask("PUT", f"{path}/speakers", {"speakerEvents": [event("started", user, 0)]}),
            200,
        )
        assert (await client.get(f"{path}/members"))["members"] == [ana]


async def test_message_during_which_nobody_spoke_keeps_its_speaker(client: SymblClient) -> None:
    path = await called(client)
    events = [event("started", {"name": "Cy"}, 40), event("stopped", {"name": "Cy"}, 60)]
    expect(await client.ask("PUT", f"{path}/speakers", {"speakerEvents": events}), 200)
    assert await speakers(client, path) == ["Ana", "Cy"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, '"speakerEvents" is required'),
        ({"speakerEvents": []}, '"speakerEvents" must hold at least one event'),
        ({"speakerEvents": [5]}, '"speakerEvents[0]" must be an object'),
        ({"speakerEvents": [event("paused", {"id": "x"}, 0)]}, "\"speakerEvents[0].type\" must be 'started_speaking'"),
        ({"speakerEvents": [event("started", {}, 0)]}, '"speakerEvents[0].user" must have an id, a name or an email'),
        ({"speakerEvents": [event("started", {"id": 5}, 0)]}, '"speakerEvents[0].user.id" must be a string'),
        ({"speakerEvents": [event("started", {"id": "x"}, -1)]}, '"speakerEvents[0].offset.seconds"'),
        ({"speakerEvents": [event("started", {"id": "x"}, 1e300)]}, '"speakerEvents[0].offset.seconds"'),
        ({"speakerEvents": [{"type": "started_speaking", "user": {"id": "x"}}]}, '"speakerEvents[0].offset" is'),
        (
            {"speakerEvents": [event("started", {"id": "x"}, 5), event("stopped", {"id": "x"}, 4)]},
            '"speakerEvents[1]" stops a user who did not start before',
        ),
        ({"speakerEvents": [event("started", {"id": f"{n}"}, 0) for n in range(501)]}, "more than 500 different users"),
    ],
)
async def test_wrong_speaker_events_are_400_and_change_nothing(
    client: SymblClient, body: dict[str, Any], named: str
) -> None:
    path = await called(client)
    assert named in refusal(await client.ask("PUT", f"{path}/speakers", body), 400)
    assert await speakers(client, path) == ["Ana", "Bo"]


# -- analytics: 5.6 --------------------------------------------------------------------------


async def test_analytics_tell_shares_of_a_minute(client: SymblClient) -> None:
    path = await called(client)
    ana, bo = (await client.get(f"{path}/members"))["members"]
    assert await client.get(f"{path}/analytics") == {
        "metrics": [
            {"type": "total_silence", "percent": 0.0, "seconds": 0.0},
            {"type": "total_talk_time", "percent": 100.0, "seconds": 60.0},
            {"type": "total_overlap", "percent": 0.0, "seconds": 0.0},
        ],
        "members": [
            {
                "id": ana["id"],
                "name": "Ana",
                "userId": "ana@example.com",
                "pace": {"wpm": 120},
                "talkTime": {"percentage": 60.0, "seconds": 36.0},
                "listenTime": {"percentage": 40.0, "seconds": 24.0},
                "overlap": {"overlapDuration": 0.0, "overlappingMembers": []},
            },
            {
                "id": bo["id"],
                "name": "Bo",
                "userId": "bo@example.com",
                "pace": {"wpm": 120},
                "talkTime": {"percentage": 40.0, "seconds": 24.0},
                "listenTime": {"percentage": 60.0, "seconds": 36.0},
                "overlap": {"overlapDuration": 0.0, "overlappingMembers": []},
            },
        ],
    }


async def test_analytics_tell_who_spoke_over_whom(client: SymblClient) -> None:
    path = await processed(client, turn("One two.", 0, 10, ANA), turn("Three four.", 6, 12, BO), turn("Five.", 18, 20))
    found = await client.get(f"{path}/analytics")
    assert [(one["type"], one["percent"], one["seconds"]) for one in found["metrics"]] == [
        ("total_silence", 30.0, 6.0),
        ("total_talk_time", 70.0, 14.0),
        ("total_overlap", 28.571, 4.0),
    ]
    ana, bo = found["members"]
    assert ana["overlap"] == {
        "overlapDuration": 4.0,
        "overlappingMembers": [
            {"id": bo["id"], "name": "Bo", "userId": "bo@example.com", "percent": 25.0, "seconds": 4.0}
        ],
    }


async def test_analytics_without_any_times_are_estimated_by_words(client: SymblClient) -> None:
    messages = [{"payload": {"content": "one two three four five"}, "from": speaker} for speaker in (ANA, BO, ANA)]
    found = await client.get(f"{await processed(client, *messages)}/analytics")
    assert [one["seconds"] for one in found["metrics"]] == [0.0, 6.0, 0.0]
    assert [(one["pace"]["wpm"], one["talkTime"]["seconds"]) for one in found["members"]] == [(150, 4.0), (150, 2.0)]
    assert all(isinstance(one["pace"]["wpm"], int) for one in found["members"])


# -- transcript: 5.7 -------------------------------------------------------------------------


async def test_markdown_transcript_has_names_marks_and_no_markup_of_strangers(client: SymblClient) -> None:
    path = await processed(
        client,
        turn("Hello <b>all</b>.", 0, 4, ANA),
        turn("I will send you the contract tomorrow.", 4, 8, {"name": "*Bo*"}),
        turn("The billing error was odd.", 8, 12, ANA),
    )

    async def payload(**body: Any) -> str:
        answer = expect(await client.ask("POST", f"{path}/transcript", {"contentType": "text/markdown", **body}), 200)
        assert answer["transcript"]["contentType"] == "text/markdown"
        text: str = answer["transcript"]["payload"]
        return text

    hello = "Hello &lt;b&gt;all&lt;/b&gt;."
    assert await payload() == f"{hello} I will send you the contract tomorrow. The billing error was odd."
    assert await payload(createParagraphs=True) == (
        f"{hello}<br/><br/>I will send you the contract tomorrow.<br/><br/>The billing error was odd."
    )
    named = await payload(showSpeakerSeparation=True, createParagraphs=False)
    assert named.startswith(f"Ana: {hello}<br/><br/>&#42;Bo&#42;: I will")
    every = await payload(phrases={"highlightAllKeyPhrases": True})
    assert "<mark>billing error</mark>" in every
    assert "<mark>send you the contract</mark>" in every
    insights = await payload(phrases={"highlightOnlyInsightKeyPhrases": True})
    assert "<mark>send you the contract</mark>" in insights
    assert "<mark>billing" not in insights


async def test_subtitles_are_nested_one_level_deeper(client: SymblClient) -> None:
    path = await processed(client, turn("Hello.", 0, 4, ANA), turn("Bye.", 6, 8, BO))
    answer = expect(
        await client.ask("POST", f"{path}/transcript", {"contentType": "text/srt", "showSpeakerSeparation": True}), 200
    )
    content = "1\n00:00:00,000 --> 00:00:04,000\nAna: Hello.\n\n2\n00:00:06,000 --> 00:00:08,000\nBo: Bye."
    assert answer == {"transcript": {"payload": {"content": content, "contentType": "text/srt"}}}


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"contentType": "text/html"}, "\"contentType\" must be 'text/markdown' or 'text/srt'"),
        ({"createParagraphs": "true"}, '"createParagraphs" must be true or false'),
        ({"showSpeakerSeparation": 1}, '"showSpeakerSeparation" must be true or false'),
        ({"phrases": True}, '"phrases" must be an object'),
        ({"phrases": {"highlightAllKeyPhrases": "x"}}, '"phrases.highlightAllKeyPhrases" must be true or false'),
    ],
)
async def test_wrong_transcript_request_is_400(client: SymblClient, body: dict[str, Any], named: str) -> None:
    path = await called(client)
    assert named in refusal(await client.ask("POST", f"{path}/transcript", body), 400)
