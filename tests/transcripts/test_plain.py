"""Conversations in text files."""

from __future__ import annotations

import pytest

from earmark.transcripts import read


def said(name: str, text: str) -> list[tuple[str, str]]:
    return [(message.speaker, message.text) for message in read(name, text.encode()).messages]


def timed(name: str, text: str) -> list[tuple[int | None, int | None, str]]:
    return [(message.start_ms, message.end_ms, message.text) for message in read(name, text.encode()).messages]


def test_text_lines_with_a_name_become_turns() -> None:
    assert said("call.txt", "Ana: Hello there.\nBen Ortiz: Hi, Ana.\n") == [
        ("Ana", "Hello there."),
        ("Ben Ortiz", "Hi, Ana."),
    ]


def test_text_lines_below_a_turn_belong_to_it() -> None:
    text = "Ana: Hello there,\n   how are you?\nBen:\nFine.\nThanks.\n"
    assert said("call.txt", text) == [("Ana", "Hello there, how are you?"), ("Ben", "Fine. Thanks.")]


def test_a_blank_line_ends_a_turn_and_keeps_the_speaker() -> None:
    text = "Ana: First thought.\n\nSecond thought.\n \nBen: Right.\n"
    assert said("call.txt", text) == [("Ana", "First thought."), ("Ana", "Second thought."), ("Ben", "Right.")]


def test_text_without_names_is_a_turn_a_line() -> None:
    assert said("notes.txt", "hello how are you today\ni am looking for a quote\n\nsure\n") == [
        ("", "hello how are you today"),
        ("", "i am looking for a quote"),
        ("", "sure"),
    ]


def test_text_that_is_wrapped_at_a_width_is_a_turn_a_paragraph() -> None:
    paragraph = (
        "We looked at three vendors last spring and none of\n"
        "them could handle the volume that we see between\n"
        "November and January, so we stayed.\n"
    )
    assert said("notes.txt", paragraph + "\n" + "Then the budget went.\n") == [
        ("", " ".join(paragraph.split())),
        ("", "Then the budget went."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "My only problem is: nobody answers.",
        "We met at 10:30 and left.",
        "10:30 works for me.",
        "Meeting at 10: 30 people came, all of them late: sadly.",
        "See https://example.com/a: it is all there.",
        "http://example.com",
        "So, then: what now?",
        "He said what? Well: nothing.",
        "1: one",
        "a much longer run of words: than any name has",
    ],
)
def test_a_colon_does_not_make_a_speaker(line: str) -> None:
    assert said("call.txt", f"{line}\n") == [("", line)]


@pytest.mark.parametrize(
    "name",
    [
        "Ana",
        "agent",
        "SPEAKER_01",
        "Speaker 2",
        "Dr. Ruiz",
        "J. P. Morgan",
        "Seán O’Neil",
        "Ana de la Cruz",
        "Dana Whitfield (Acme)",
        "田中さん",
        "Мария",
    ],
)
def test_names_of_many_kinds_are_speakers(name: str) -> None:
    assert said("call.txt", f"{name}: Hello there.") == [(name, "Hello there.")]


def test_a_lower_case_label_of_several_words_is_a_speaker_when_it_comes_back() -> None:
    assert said("call.txt", "sales rep: hello\ncustomer: hi\nsales rep: how are you\n") == [
        ("sales rep", "hello"),
        ("customer", "hi"),
        ("sales rep", "how are you"),
    ]


def test_a_full_width_colon_ends_a_name() -> None:
    assert said("call.txt", "田中：こんにちは。") == [("田中", "こんにちは。")]


@pytest.mark.parametrize(
    ("line", "start_ms", "end_ms"),
    [
        ("[00:01:02] Ana: hello", 62_000, None),
        ("[1:02.5] Ana: hello", 62_500, None),
        ("(01:02) Ana: hello", 62_000, None),
        ("00:01:02 Ana: hello", 62_000, None),
        ("00:01:02,250 - Ana: hello", 62_250, None),
        ("Ana [00:01:02]: hello", 62_000, None),
        ("Ana (01:02): hello", 62_000, None),
        ("[00:01:02 --> 00:01:04.5] Ana: hello", 62_000, 64_500),
        ("[10:00:00 - 10:00:01] Ana: hello", 36_000_000, 36_001_000),
    ],
)
def test_a_time_beside_the_name_is_the_start(line: str, start_ms: int, end_ms: int | None) -> None:
    (message,) = read("call.txt", line.encode()).messages
    assert (message.speaker, message.text) == ("Ana", "hello")
    assert (message.start_ms, message.end_ms) == (start_ms, end_ms)


def test_times_in_brackets_open_turns_without_names() -> None:
    text = "[00:00.000 --> 00:02.500]  Hello there.\n[00:02.500 --> 00:04.000]  Hi.\n"
    assert timed("whisper.txt", text) == [(0, 2_500, "Hello there."), (2_500, 4_000, "Hi.")]


def test_windows_line_ends_and_marks_leave_no_trace() -> None:
    data = b"\xef\xbb\xbfAna: Hello.\r\n\r\nBen: Hi.\r\n"
    assert [(m.speaker, m.text) for m in read("call.txt", data).messages] == [("Ana", "Hello."), ("Ben", "Hi.")]


def test_utf16_from_a_windows_editor_is_read() -> None:
    (message,) = read("call.txt", "José: ¿Cuánto cuesta?".encode("utf-16")).messages
    assert (message.speaker, message.text) == ("José", "¿Cuánto cuesta?")


def test_control_characters_and_runs_of_space_become_one_space() -> None:
    assert said("call.txt", "Ana: Hello\x0c\x1b  there\t.") == [("Ana", "Hello there .")]
