"""`@symblai/symbl-js` 1.4.10, unmodified, against the running server."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server import Server

HERE = Path(__file__).parent
LISTS = ("questions", "actionItems", "followUps", "insights")


@pytest.fixture(scope="module")
def told(javascript_sdk: Path, shared_server: Server) -> dict[str, Any]:
    """What the SDK made of the server's answers."""
    done = run(javascript_sdk, HERE / "javascript_driver.cjs", shared_server)
    assert done.returncode == 0, done.stderr
    answers: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answers


def run(modules: Path, script: Path, server: Server) -> subprocess.CompletedProcess[str]:
    node = shutil.which("node")
    assert node, "node is missing: install it, or run `make services`"
    command = [node, str(script), server.base_url, server.app_id, server.app_secret]
    environment = os.environ | {"NODE_PATH": str(modules)}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment)


def test_the_sdk_gets_a_token_whose_expiry_it_can_read_and_which_is_nowhere_near(told: dict[str, Any]) -> None:
    payload = told["token"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert told["lifetime"] == 86_400
    assert claims["exp"] - time.time() > 86_000


def test_the_sdk_is_refused_with_a_wrong_secret(told: dict[str, Any]) -> None:
    assert told["refused"] == "Combination of appId and appSecret is not valid."


def test_the_sdk_reads_every_sentence_with_its_speaker_and_who_spoke(told: dict[str, Any]) -> None:
    assert told["status"] == "completed"
    assert [(one["from"], one["text"]) for one in told["messages"]] == [
        ("Ana", "Hi there."),
        ("Ana", "Our subscription plan ends in May."),
        ("Ben", "I had lunch in the park yesterday."),
    ]
    assert told["members"] == [
        {"name": "Ana", "email": "ana@example.com"},
        {"name": "Ben", "email": "ben@example.com"},
    ]


def test_the_sdk_reads_the_inline_tracker_alike_from_both_paths(told: dict[str, Any]) -> None:
    [tracker] = told["detected"]
    [match] = tracker["matches"]
    message = told["messages"][1]
    assert tracker["name"] == "Pricing"
    assert match["value"] == "subscription plan"
    assert [(ref["id"], ref["text"], ref["offset"]) for ref in match["messageRefs"]] == [
        (message["id"], message["text"], 4)
    ]
    assert told["trackers"] == told["detected"]


def test_the_client_reads_the_conversation_and_what_was_said(told: dict[str, Any]) -> None:
    read = told["read"]
    assert read["conversation"]["name"] == "Contract"
    assert [one["text"] for one in read["messages"]] == [
        "How much does it cost?",
        "Our subscription plan costs nine euros.",
        "I will send the contract tomorrow.",
        "Great, I love it.",
        "Let's talk again on Friday about the discount.",
    ]
    assert [one["name"] for one in read["members"]] == ["Ana", "Ben"]


def test_the_client_reads_what_was_found_in_it(told: dict[str, Any]) -> None:
    read = told["read"]
    asked, _, promised, _, put_off = (message["id"] for message in read["messages"])
    found = {name: [(one["type"], one["messageIds"]) for one in read[name]] for name in LISTS}
    assert found == {
        "questions": [("question", [asked])],
        "actionItems": [("action_item", [promised])],
        "followUps": [("follow_up", [put_off])],
        "insights": [("question", [asked]), ("action_item", [promised])],
    }
    assert read["actionItems"][0]["assignee"]["name"] == "Ben"
    assert "subscription plan costs" in [topic["text"] for topic in read["topics"]]
    assert read["intents"] == []


def test_the_sdk_sees_status_and_message_of_a_refusal(told: dict[str, Any]) -> None:
    message = "The conversationId is either invalid or does not exist."
    assert told["unknown"] == {"status": 404, "body": {"message": message}}


def test_the_probe_of_the_javascript_sdk_passes(
    javascript_sdk: Path, shared_server: Server, probe: Callable[[str], Path]
) -> None:
    done = run(javascript_sdk, probe("probe_js.cjs"), shared_server)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "PASS"
