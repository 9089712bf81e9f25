"""`symbl` 2.0.6, unmodified, against the running server."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server import Server

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def told(python_sdk: Path, shared_server: Server) -> dict[str, Any]:
    """What the SDK made of the server's answers."""
    done = run(python_sdk, HERE / "python_driver.py", shared_server)
    assert done.returncode == 0, done.stderr
    answers: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answers


def run(python: Path, script: Path, server: Server) -> subprocess.CompletedProcess[str]:
    command = [str(python), "-I", str(script), server.base_url, server.app_id, server.app_secret]
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment)


def test_the_sdk_waits_for_the_job_and_sees_it_completed(told: dict[str, Any]) -> None:
    assert told["processed"]["status"] == "completed"
    assert len(told["processed"]["id"]) == 16
    assert told["processed"]["name"] == "Renewal"


def test_the_sdk_reads_every_sentence_with_its_speaker_and_time(told: dict[str, Any]) -> None:
    messages = told["processed"]["messages"]
    assert [(one["from"], one["text"]) for one in messages] == [
        ("Ana", "Hi there."),
        ("Ana", "Our subscription plan ends in May."),
        ("Ben", "I had lunch in the park yesterday."),
    ]
    assert messages[0]["start"] == "2024-05-01T10:00:00+00:00"
    assert messages[2]["start"] == "2024-05-01T10:01:00+00:00"
    assert messages[0]["start"] < messages[1]["start"] < messages[2]["start"]
    assert {one["conversation"] for one in messages} == {told["processed"]["id"]}
    assert told["processed"]["words"] == ["Hi", "there."]


def test_the_sdk_reads_who_spoke(told: dict[str, Any]) -> None:
    members = told["processed"]["members"]
    assert [(one["name"], one["email"]) for one in members] == [
        ("Ana", "ana@example.com"),
        ("Ben", "ben@example.com"),
    ]
    assert [one["name"] for one in told["appended"]["members"]] == ["Ana", "Ben", "Cleo"]


def test_the_sdk_reads_the_inline_tracker_with_its_phrase_message_and_offset(told: dict[str, Any]) -> None:
    [tracker] = told["processed"]["trackers"]
    [match] = tracker["matches"]
    message = told["processed"]["messages"][1]
    assert tracker["name"] == "Pricing"
    assert match == {
        "type": "vocabulary",
        "value": "subscription plan",
        "refs": [{"id": message["id"], "text": message["text"], "offset": 4}],
        "insights": [],
    }


def test_the_sdk_appends_to_a_conversation_and_reads_both_matches_under_one_tracker(told: dict[str, Any]) -> None:
    before, after = told["processed"], told["appended"]
    assert (after["id"], after["status"]) == (before["id"], "completed")
    assert after["job"] != before["job"]
    assert after["messages"][:3] == before["messages"]
    assert [one["text"] for one in after["messages"][3:]] == ["So what would I have to pay for it?"]
    [tracker] = after["trackers"]
    assert tracker["id"] == before["trackers"][0]["id"]
    refs = {match["value"]: [(ref["text"], ref["offset"]) for ref in match["refs"]] for match in tracker["matches"]}
    assert refs == {
        "subscription plan": [("Our subscription plan ends in May.", 4)],
        "how much does it cost": [("So what would I have to pay for it?", -1)],
    }


def test_the_sdk_reads_talk_time_and_moods_and_phrases(told: dict[str, Any]) -> None:
    read = told["read"]
    assert read["metrics"] == {"total_silence": 100.0, "total_talk_time": 30.0, "total_overlap": 0.0}
    assert read["talk"] == {"Ana": 20.0, "Ben": 10.0}
    assert read["moods"] == ["neutral", "neutral", "neutral", "positive", "neutral"]
    assert "send the contract" in read["phrases"][2]


def test_the_sdk_reads_questions_action_items_and_follow_ups(told: dict[str, Any]) -> None:
    read = told["read"]
    asked, _, promised, _, put_off = read["ids"]
    assert read["questions"] == [
        {"text": "How much does it cost?", "type": "question", "from": "Ana", "messages": [asked]}
    ]
    [action] = read["actions"]
    assert action == {
        "text": "I will send the contract tomorrow.",
        "type": "action_item",
        "from": "Ben",
        "messages": [promised],
        "phrases": ["send the contract"],
        "definitive": True,
        "assignee": "Ben",
        "due": "2024-05-02T23:59:59+00:00",
    }
    [follow_up] = read["follow_ups"]
    assert (follow_up["type"], follow_up["messages"], follow_up["assignee"]) == ("follow_up", [put_off], None)


def test_the_sdk_reads_topics_and_entities(told: dict[str, Any]) -> None:
    read = told["read"]
    assert "subscription plan costs" in [topic["text"] for topic in read["topics"]]
    assert {topic["type"] for topic in read["topics"]} == {"topic"}
    assert {message for topic in read["topics"] for message in topic["messages"]} <= set(read["ids"])
    assert ["custom", "Paper", "Agreement", "contract"] in read["entities"]
    assert ["date", None, "friday", "Friday"] in read["entities"]


def test_the_sdk_reads_the_questions_that_a_tracker_was_found_in(told: dict[str, Any]) -> None:
    [tracker] = told["read"]["trackers"]
    [insight] = next(match for match in tracker["matches"] if match["value"] == "how much does it cost")["insights"]
    assert (insight["type"], insight["text"], insight["offset"]) == ("question", "How much does it cost?", 0)


def test_the_sdk_corrects_a_member_and_the_speakers(told: dict[str, Any]) -> None:
    corrected = told["corrected"]
    assert [isinstance(message, str) for message in corrected["told"]] == [True, True]
    assert corrected["members"] == ["Ana M.", "Ben"]
    assert corrected["spoken"] == ["Ben", "Ben", "Ben", "Ana M.", "Ana M."]
    assert (corrected["insights"], corrected["intents"]) == (["question", "action_item"], [])


def test_the_sdk_is_told_that_a_conversation_is_unknown(told: dict[str, Any]) -> None:
    assert told["unknown"] == {"message": "The conversationId is either invalid or does not exist."}


def test_the_probe_of_the_python_sdk_passes(
    python_sdk: Path, shared_server: Server, probe: Callable[[str], Path]
) -> None:
    done = run(python_sdk, probe("probe_python.py"), shared_server)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "PASS"
