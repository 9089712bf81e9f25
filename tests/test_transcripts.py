"""Conversations in files, whatever their format."""

from __future__ import annotations

import codecs
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.errors import UnreadableFile
from earmark.transcripts import EXTENSIONS, read

MEETING = "WEBVTT - Weekly sync\nKind: captions\n\n1\n00:03.270 --> 00:05.910\nAna Ruiz: Hello.\n"
SUBTITLES = "1\n00:00:01,000 --> 00:00:02,500\nAna: Hello.\n"
SUBMITTED = [{"payload": {"content": "Hi there."}, "from": {"name": "Ana"}}]


def said(name: str, text: str) -> list[tuple[str, str]]:
    return [(message.speaker, message.text) for message in read(name, text.encode()).messages]


def refusal(name: str, text: str) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(name, text.encode())
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        MEETING,
        SUBTITLES,
        "00:00:01,000 --> 00:00:02,000\nHello\n",
        json.dumps({"messages": SUBMITTED}, indent=1),
        json.dumps({"messages": SUBMITTED}),
        json.dumps(SUBMITTED),
    ],
)
def test_standard_input_of_every_format_is_recognized(text: str) -> None:
    assert said("-", text) == said(_extension_of(text), text)


def _extension_of(text: str) -> str:
    if text.startswith("WEBVTT"):
        return "a.vtt"
    return "a.json" if text[0] in "{[" else "a.srt"


def test_standard_input_with_an_entry_a_line_is_recognized() -> None:
    assert said("-", '{"speaker": "Ana", "text": "Hello."}\n') == [("Ana", "Hello.")]
    assert said("-", '{"text": "a"}\n{"text": "b"}\n') == [("", "a"), ("", "b")]


@pytest.mark.parametrize("text", ["[00:00:01] Ana: hello", "[inaudible] hello", "Ana: hello", "hello --> you"])
def test_standard_input_of_anything_else_is_text(text: str) -> None:
    assert said("-", text) == said("a.txt", text)


def test_a_broken_object_on_standard_input_is_refused_as_json() -> None:
    assert refusal("-", '{\n"messages": [').startswith("-, line 2: is not JSON: ")


@pytest.mark.parametrize("name", [*(f"empty{extension}" for extension in EXTENSIONS), "-"])
@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\r\n"])
def test_an_empty_file_holds_no_talk(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(name, data)
    assert str(caught.value) == f"{name}: holds no talk."


def test_messages_without_words_hold_no_talk() -> None:
    assert refusal("a.json", '{"messages": [{"text": " "}]}') == "a.json: holds no talk."


def test_an_unknown_extension_is_refused_with_the_known_ones() -> None:
    assert refusal("talk.wav", "RIFF") == (
        "talk.wav: has the unknown extension '.wav'; a conversation is one of .txt, .srt, .vtt, .json, .jsonl."
    )


def test_the_extension_is_read_without_its_case() -> None:
    assert said("CALL.TXT", "Ana: hi") == [("Ana", "hi")]


#: What the formats are made of, so that random files come near to being valid.
MARKS = (
    "Ana",
    ": ",
    ":",
    "\n",
    "\n\n",
    "\r\n",
    "00:01",
    "00:00:01,000",
    " --> ",
    "-->",
    "- ",
    ">> ",
    "<v Ben>",
    "<",
    ">",
)
JSON_MARKS = (
    '{"messages": [',
    '{"text": "hi"',
    '"start": ',
    '"from": {}',
    '"duration": ',
    "1e999",
    "null",
    "\\ud800",
    '"',
)
OTHER = ("[", "]", "(", ")", "{", "}", ",", "&#xd800;", "&amp;", "WEBVTT", "NOTE", "1", "text", "-", " ")
PIECES = st.sampled_from((*MARKS, *JSON_MARKS, *OTHER))
FIELDS = st.sampled_from(
    (
        "messages",
        "text",
        "speaker",
        "payload",
        "content",
        "from",
        "name",
        "start",
        "end",
        "timeOffset",
        "duration",
        "startTime",
    )
)
NAMES = st.sampled_from([*(f"a{extension}" for extension in EXTENSIONS), "-"])
LEAVES = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=4),
    max_leaves=12,
)


@given(
    NAMES,
    st.binary(max_size=60)
    | st.binary(max_size=60).map(lambda data: codecs.BOM_UTF16_LE + data)
    | st.text(max_size=60).map(str.encode)
    | st.lists(PIECES, max_size=25).map(lambda pieces: "".join(pieces).encode())
    | VALUES.map(lambda value: json.dumps(value).encode())
    | VALUES.map(lambda value: json.dumps([value, {"messages": [value]}], indent=1).encode()),
)
def test_no_input_raises_anything_but_unreadable_file(name: str, data: bytes) -> None:
    try:
        transcript = read(name, data)
    except UnreadableFile:
        return
    assert transcript.messages
    for message in transcript.messages:
        assert message.text == " ".join(message.text.split())
        f"{message.speaker}{message.text}".encode()
        assert message.start_ms is None or message.start_ms >= 0
        assert message.start_ms is None or message.end_ms is None or message.start_ms <= message.end_ms
