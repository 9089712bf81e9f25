"""Conversations as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from earmark.errors import UnreadableFile
from earmark.transcripts import read


def refusal(name: str, text: str) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(name, text.encode())
    return str(caught.value)


SUBMITTED: list[dict[str, Any]] = [
    {
        "payload": {"content": "Hi there. What would it cost?", "contentType": "text/plain"},
        "from": {"name": "Ana", "userId": "ana@example.com"},
        "duration": {"startTime": "2024-05-01T10:00:02.000Z", "endTime": "2024-05-01T10:00:04.500Z"},
    },
    {"payload": {"content": "Let me look."}, "from": {"userId": "ben@example.com"}},
]
ANSWERED: list[dict[str, Any]] = [
    {
        "id": "6412283618000896",
        "text": "What would it cost?",
        "from": {"id": "c1f0", "name": "Ana", "email": "ana@example.com"},
        "startTime": "2024-05-01T10:00:02.000Z",
        "endTime": "2024-05-01T10:00:04.000Z",
        "timeOffset": 2.0,
        "duration": 2.0,
        "phrases": [],
    }
]


@pytest.mark.parametrize("content", [{"name": "Renewal", "messages": SUBMITTED}, SUBMITTED])
def test_json_of_a_text_submission_is_read(content: object) -> None:
    messages = read("call.json", json.dumps(content).encode()).messages
    assert [(m.speaker, m.text, m.start_ms, m.end_ms) for m in messages] == [
        ("Ana", "Hi there. What would it cost?", 0, 2_500),
        ("ben@example.com", "Let me look.", None, None),
    ]


@pytest.mark.parametrize("content", [{"messages": ANSWERED}, ANSWERED])
def test_json_of_the_conversation_api_is_read(content: object) -> None:
    (message,) = read("call.json", json.dumps(content).encode()).messages
    assert (message.speaker, message.text) == ("Ana", "What would it cost?")
    assert (message.start_ms, message.end_ms) == (2_000, 4_000)


def test_jsonl_is_read_with_seconds_and_without() -> None:
    text = '{"speaker": "Ana", "text": "Hello.", "start": 1.5, "end": 2}\n\n{"text": "Hi.", "extra": [1]}\r\n'
    messages = read("call.jsonl", text.encode()).messages
    assert [(m.speaker, m.text, m.start_ms, m.end_ms) for m in messages] == [
        ("Ana", "Hello.", 1_500, 2_000),
        ("", "Hi.", None, None),
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.json", '{"messages": [\n{"text": "a"},\n]}', "a.json, line 3: is not JSON: "),
        ("a.json", '{"talk": []}', 'a.json, line 1: must hold an object with a list "messages"'),
        ("a.json", '"hello"', 'a.json, line 1: must hold an object with a list "messages"'),
        (
            "a.json",
            '{"x": {"messages": 1},\n "messages": [\n{"text": "a"},\n\n{}]}',
            "a.json, line 5: messages[1] has neither",
        ),
        (
            "a.json",
            '[{"text": "a"}, {"text": "b"},\n{"text": 5}]',
            'a.json, line 2: messages[2] has a "text" that is no',
        ),
        ("a.json", "[\n3]", "a.json, line 2: messages[0] must be an object."),
        ("a.json", '[{"text": "a", "from": "Ana"}]', 'a.json, line 1: messages[0] has a "from" that is no object.'),
        (
            "a.json",
            '[{"text": "a", "startTime": "noon"}]',
            'a.json, line 1: messages[0] has a "startTime" that is no ISO',
        ),
        ("a.json", "[" * 100_000, "a.json, line 1: is "),
        ("a.jsonl", '{"text": "a"}\nhello\n', "a.jsonl, line 2: is not JSON: "),
        ("a.jsonl", '{"text": "a"}\n{"speaker": "b"}\n', 'a.jsonl, line 2: the entry has neither "text" nor'),
        ("a.jsonl", '{"text": "a", "start": "1"}', 'a.jsonl, line 1: the entry has a "start" that is no number'),
        ("a.jsonl", '{"text": "a", "start": NaN}', 'a.jsonl, line 1: the entry has a "start" that is no number'),
        ("a.jsonl", '{"text": "a", "end": 1' + "0" * 5_000 + "}", 'a.jsonl, line 1: the entry has a "end" that is no'),
        ("a.jsonl", '{"text": "a \\ud83d"}', 'a.jsonl, line 1: the entry has a "text" with half of a surrogate pair'),
    ],
)
def test_json_that_is_refused_names_file_line_and_field(name: str, text: str, expected: str) -> None:
    assert refusal(name, text).startswith(expected)
