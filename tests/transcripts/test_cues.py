"""Conversations in subtitle files."""

from __future__ import annotations

import pytest

from earmark.errors import UnreadableFile
from earmark.transcripts import read


def said(name: str, text: str) -> list[tuple[str, str]]:
    return [(message.speaker, message.text) for message in read(name, text.encode()).messages]


def timed(name: str, text: str) -> list[tuple[int | None, int | None, str]]:
    return [(message.start_ms, message.end_ms, message.text) for message in read(name, text.encode()).messages]


def refusal(name: str, text: str) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(name, text.encode())
    return str(caught.value)


MEETING_VTT = """\
WEBVTT - Weekly sync
Kind: captions
Language: en

STYLE
::cue { color: papayawhip }

NOTE
Ana: recorded by a tool
00:00.000 --> 00:01.000
this cue is commented out

1
00:03.270 --> 00:05.910 align:start position:0%
Ana Ruiz: Hello everyone,
thanks for joining.

2
00:06.000 --> 00:07.500
Ben Ortiz: Hi Ana.

3
00:07.500 --> 00:09.000
no worries
"""


def test_vtt_of_a_meeting_tool_is_read_without_hours_notes_styles_and_settings() -> None:
    messages = read("sync.vtt", MEETING_VTT.encode()).messages
    assert [(m.speaker, m.text, m.start_ms, m.end_ms) for m in messages] == [
        ("Ana Ruiz", "Hello everyone, thanks for joining.", 3_270, 5_910),
        ("Ben Ortiz", "Hi Ana.", 6_000, 7_500),
        ("", "no worries", 7_500, 9_000),
    ]


def test_vtt_voice_tags_are_speakers_and_other_tags_vanish() -> None:
    text = (
        "WEBVTT\n\n"
        "3f1c9a2e/12-0\n00:00:01.000 --> 00:00:04.000\n<v.loud Ana Ruiz>I <i>really</i> <c.red>mean</c> it</v>\n\n"
        "3f1c9a2e/13-0\n00:00:04.000 --> 00:00:06.000\n<v Ben &amp; Co>R&amp;D: <00:00:05.000>yes, 3 &lt; 4</v>\n"
    )
    assert said("call.vtt", text) == [("Ana Ruiz", "I really mean it"), ("Ben & Co", "R&D: yes, 3 < 4")]


def test_vtt_cue_with_two_voices_is_two_turns() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Ready?\n<v Ben>Nearly,\nwait.\n"
    assert timed("call.vtt", text) == [(1_000, 2_000, "Ready?"), (1_000, 2_000, "Nearly, wait.")]
    assert [speaker for speaker, _ in said("call.vtt", text)] == ["Ana", "Ben"]


def test_vtt_cues_without_blank_lines_or_header_are_read() -> None:
    text = "00:01.000 --> 00:02.000\nOne.\n00:02.000 --> 00:03.000\nTwo.\n"
    assert timed("call.vtt", text) == [(1_000, 2_000, "One."), (2_000, 3_000, "Two.")]


def test_a_number_that_somebody_says_is_talk_where_cues_have_no_numbers() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nHow many?\n\n00:02.000 --> 00:03.000\n42\n\n00:03.000 --> 00:04.000\nOh.\n"
    )
    assert [text for _, text in said("call.vtt", text)] == ["How many?", "42", "Oh."]


def test_consecutive_fragments_stay_apart() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nI would like\n\n00:02.000 --> 00:03.000\na quote please\n"
    assert [text for _, text in said("call.vtt", text)] == ["I would like", "a quote please"]


SRT_WITH_MISSING_BLANK_LINES = """\
1
00:00:01,000 --> 00:00:02,500
Ana: Hello.
2
00:00:02,500 --> 00:00:04,000
<font color="#ffff00">Ben: Hi,</font>
{\\an8}how are you?


3

00:00:04,000 --> 00:00:05,000

Fine.
4
00:00:05,000 --> 00:00:06,000
"""


def test_srt_with_missing_and_extra_blank_lines_is_read() -> None:
    messages = read("film.srt", SRT_WITH_MISSING_BLANK_LINES.replace("\n", "\r\n").encode()).messages
    assert [(m.speaker, m.text, m.start_ms) for m in messages] == [
        ("Ana", "Hello.", 1_000),
        ("Ben", "Hi, how are you?", 2_500),
        ("", "Fine.", 4_000),
    ]


def test_srt_cue_with_dashes_is_a_turn_each() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\n-Are you in?\n-I am,\nnearly.\n\n2\n00:00:03,000 --> 00:00:04,000\n- Good.\n"
    )
    assert [text for _, text in said("film.srt", text)] == ["Are you in?", "I am, nearly.", "Good."]


def test_captions_with_arrows_name_their_speakers() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n>> ANA: Good evening.\n>> Thank you.\n"
    assert said("news.srt", text) == [("ANA", "Good evening."), ("", "Thank you.")]


def test_a_negative_number_keeps_its_sign() -> None:
    assert said("film.srt", "1\n00:00:01,000 --> 00:00:02,000\n-5 degrees\n") == [("", "-5 degrees")]


def test_a_cue_that_ends_before_it_begins_has_no_end() -> None:
    assert timed("film.srt", "1\n00:00:09,000 --> 00:00:02,000\nHello\n") == [(9_000, None, "Hello")]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "a.srt",
            "1\n00:00:01,000 --> soon\nHello\n",
            "a.srt, line 2: holds the time '00:00:01,000 --> soon'; write it",
        ),
        ("a.vtt", "WEBVTT\n\n00:01.000 -->\nHello\n", "a.vtt, line 3: holds the time '00:01.000 -->'"),
        ("a.srt", "1\n", "a.srt, line 1: holds text before any time"),
        ("a.srt", "Hello there\nhow are you\n", "a.srt, line 1: holds text before any time"),
        ("a.vtt", "WEBVTT\n\nintro\n\n00:01.000 --> 00:02.000\nHello\n", "a.vtt, line 3: holds text before any time"),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "a.vtt: holds no talk."),
    ],
)
def test_a_subtitle_file_that_is_refused_names_file_and_line(name: str, text: str, expected: str) -> None:
    assert refusal(name, text).startswith(expected)
