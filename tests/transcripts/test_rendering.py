"""Contract 5.7: transcripts as texts."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark import transcripts
from earmark.transcripts.rendering import PARAGRAPH, Line, markdown, srt

HELLO, BYE = Line("Hello.", "Ana", start_ms=0, end_ms=1_500), Line("Bye.", "Bo", start_ms=3_725_042, end_ms=3_726_000)


@pytest.mark.parametrize(
    ("paragraphs", "speakers", "expected"),
    [
        (True, False, "Hello.<br/><br/>Bye."),
        (False, False, "Hello. Bye."),
        (True, True, "Ana: Hello.<br/><br/>Bo: Bye."),
        (False, True, "Ana: Hello.<br/><br/>Bo: Bye."),
    ],
)
def test_markdown_has_paragraphs_and_speakers_where_asked(paragraphs: bool, speakers: bool, expected: str) -> None:
    assert markdown([HELLO, BYE], paragraphs=paragraphs, speakers=speakers) == expected


def test_message_of_an_unknown_speaker_has_no_name() -> None:
    assert markdown([Line("Hello.")], paragraphs=True, speakers=True) == "Hello."


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("Send the contract now.", ["the contract"], "Send <mark>the contract</mark> now."),
        ("a b a", ["a"], "<mark>a</mark> b <mark>a</mark>"),
        ("send you the contract", ["send you", "you the contract"], "<mark>send you the contract</mark>"),
        ("R&D <now>", ["R&D"], "<mark>R&amp;D</mark> &lt;now&gt;"),
        ("a+b", ["+", "", "z"], "a<mark>+</mark>b"),
        ("nothing", [], "nothing"),
    ],
)
def test_phrases_are_marked_each_character_once(text: str, phrases: list[str], expected: str) -> None:
    assert markdown([Line(text, phrases=phrases)], paragraphs=True, speakers=False) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("[here](javascript:alert(1))", "&#91;here&#93;(javascript:alert(1))"),
        ("![x](http://example.com/x.png)", "!&#91;x&#93;(http://example.com/x.png)"),
        ("*loud* _low_ ~~gone~~ `code`", "&#42;loud&#42; &#95;low&#95; &#126;&#126;gone&#126;&#126; &#96;code&#96;"),
        ("a\\*b | c", "a&#92;&#42;b &#124; c"),
        ("one\n\n# two\r\n> three", "one &#35; two &gt; three"),
        ("- item", "&#45; item"),
        ("1. first", "1&#46; first"),
        ("25) next", "25&#41; next"),
        ("12 of 25.", "12 of 25."),
    ],
)
def test_what_was_said_brings_no_markup_into_markdown(text: str, expected: str) -> None:
    assert markdown([Line(text)], paragraphs=True, speakers=False) == expected


def test_name_of_a_speaker_brings_no_markup_either() -> None:
    assert markdown([Line("Hi.", "<b>*A*")], paragraphs=True, speakers=True) == "&lt;b&gt;&#42;A&#42;: Hi."


@given(st.text(), st.text(), st.lists(st.text(max_size=3), max_size=3))
def test_markdown_holds_no_tag_but_ours_and_shows_what_was_said(text: str, speaker: str, phrases: list[str]) -> None:
    shown = markdown([Line(text, speaker, phrases), Line(text)], paragraphs=True, speakers=True)
    bare = shown.replace("<mark>", "").replace("</mark>", "").replace(PARAGRAPH, " ")
    assert not set(bare) & set("<>*_[]`\\\n")
    named = f"{speaker}: " if speaker else ""
    # What has no character of its own in HTML, such as U+0080, comes back as another one.
    if (named + text).isprintable():
        assert html.unescape(bare).split() == f"{named}{text} {text}".split()


def test_subtitles_number_their_cues_and_tell_hours() -> None:
    assert srt([HELLO, BYE], speakers=True) == (
        "1\n00:00:00,000 --> 00:00:01,500\nAna: Hello.\n\n2\n01:02:05,042 --> 01:02:06,000\nBo: Bye."
    )
    assert srt([HELLO], speakers=False) == "1\n00:00:00,000 --> 00:00:01,500\nHello."


def test_what_was_said_brings_no_cue_and_no_tag_into_subtitles() -> None:
    text = "one\n\n2\n00:00:00,000 --> 00:00:09,000\n<b>two</b> {\\an8}"
    assert srt([Line(text)], speakers=False) == (
        "1\n00:00:00,000 --> 00:00:00,000\none 2 00:00:00,000 --> 00:00:09,000 &lt;b>two&lt;/b> { \\an8}"
    )


def test_subtitles_are_read_back_as_they_were_shown() -> None:
    read = transcripts.read("call.srt", srt([HELLO, BYE], speakers=True).encode())
    assert [(message.speaker, message.text, message.start_ms, message.end_ms) for message in read.messages] == [
        ("Ana", "Hello.", 0, 1_500),
        ("Bo", "Bye.", 3_725_042, 3_726_000),
    ]


def test_subtitles_come_in_the_order_of_time() -> None:
    cues = srt([BYE, Line("First."), Line("Second.")], speakers=False).split("\n\n")
    assert [cue.split("\n")[::2] for cue in cues] == [["1", "First."], ["2", "Second."], ["3", "Bye."]]
