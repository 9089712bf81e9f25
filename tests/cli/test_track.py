"""Trackers found in files, without a server."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run, Spawn, sentence_of

SRT = "1\n00:01:02,500 --> 00:01:05,000\nAna: We ran out of budget.\n\n2\n00:01:06,000 --> 00:01:08,000\nBen: I see.\n"
TALKS = {
    "talk.txt": "Ana: We ran out of budget.\nBen: I see.\n",
    "talk.srt": SRT,
    "talk.vtt": "WEBVTT\n\n01:02.500 --> 01:05.000\n<v Ana>We ran out of budget.\n",
    "talk.json": json.dumps({"messages": [{"payload": {"content": "We ran out of budget."}, "from": {"name": "Ana"}}]}),
    "talk.jsonl": '{"speaker": "Ana", "text": "We ran out of budget."}\n',
}


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_phrase_is_found_in_every_format_of_talk_in_the_order_of_the_files(
    run: Run, trackers: Path, tmp_path: Path
) -> None:
    for name, text in TALKS.items():
        write(tmp_path / name, text)
    result = run("track", *TALKS, "--trackers", trackers, "--format", "jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    found = records(result.stdout)
    assert [one["file"] for one in found] == list(TALKS)
    assert {(one["speaker"], one["tracker"], one["kind"], one["marked"]) for one in found} == {
        ("Ana", "Budget", "exact", "[We ran out of budget].")
    }
    assert [one["time"] for one in found] == [None, 62.5, 62.5, None, None]


def test_standard_input_is_found_in_by_meaning_and_small_talk_is_not(run: Run, trackers: Path) -> None:
    talk = "How was your weekend? We simply cannot afford it. The weather is fine today. Have you seen the game?"
    result = run("track", "-", "-t", trackers, "-f", "csv", given=talk)
    found = csv.DictReader(io.StringIO(result.stdout))
    assert [(one["file"], one["kind"], one["sentence"]) for one in found] == [
        ("-", "meaning", "We simply cannot afford it.")
    ]


def test_the_table_of_several_files_ends_with_a_count(run: Run, trackers: Path, tmp_path: Path) -> None:
    names = ["b.txt", "a.txt", "c.txt"]
    for name in names:
        write(tmp_path / name, "Goodbye!" if name != "c.txt" else "Nothing.")
    assert run("track", *names, "-t", trackers).stdout.endswith("\n2 hits in 2 sentences of 2 of 3 files.\n")


def test_a_talk_is_in_one_language_however_it_is_cut_into_steps(run: Run, tmp_path: Path) -> None:
    trackers = write(tmp_path / "plan.yaml", "- {name: Plan, vocabulary: [Plan], languages: [en]}")
    # "Plan." tells no language. The last one is alone in its step, and must not be taken for English there.
    talk = "Plan.\n" + "Vamos a hablar con el cliente sobre eso.\n" * 127 + "Plan.\n"
    result = run("track", "-", "-t", trackers, "-f", "jsonl", given=talk)
    first, last = (one for one in records(result.stdout) if one["sentence"] == "Plan.")
    assert first["score"] == last["score"]


TALK_FAULTS = {
    "missing.txt": (None, "missing.txt: does not exist."),
    "folder.txt": ("folder", "folder.txt: is a folder; name a file."),
    "empty.txt": (b"", "empty.txt: holds no talk."),
    "blank.vtt": (b"WEBVTT\n\n", "blank.vtt: holds no talk."),
    "binary.txt": (b"fine\n\x00\x01", "binary.txt, line 2: holds a NUL character"),
    "latin.txt": ("Guten Tag\nschön".encode("latin-1"), "latin.txt, line 2: is not UTF-8 text (the byte 0xf6)"),
    "song.mp3": (b"\xff\xfb\x90", "song.mp3: has the unknown extension '.mp3'"),
    "half.json": (b'{"messages": [\n', "half.json, line 2: is not JSON"),
    "other.json": (b'{"turns": []}', 'other.json, line 1: must hold an object with a list "messages"'),
    "odd.jsonl": (b'{"text": "a"}\n{"text": 7}\n', 'odd.jsonl, line 2: the entry has a "text" that is no string.'),
    "times.srt": (b"1\n00:99 --> x\nHi\n", "times.srt, line 2: holds the time"),
}


@pytest.mark.parametrize("name", TALK_FAULTS)
def test_a_talk_that_cannot_be_read_is_told_with_file_and_line(
    name: str, run: Run, trackers: Path, tmp_path: Path
) -> None:
    content, said = TALK_FAULTS[name]
    if content == "folder":
        (tmp_path / name).mkdir()
    elif isinstance(content, bytes):
        write(tmp_path / name, content)
    good = write(tmp_path / "good.txt", "Goodbye.")
    result = run("track", good, name, "-t", trackers)
    assert sentence_of(result).startswith(said)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_file_that_cannot_be_opened_is_told_with_the_reason(run: Run, trackers: Path, tmp_path: Path) -> None:
    (tmp_path / "circle.txt").symlink_to("circle.txt")  # nobody may follow it, not even root
    said = sentence_of(run("track", "circle.txt", "-t", trackers))
    assert said.startswith("circle.txt: cannot be read (")


TRACKER_FAULTS = {
    "missing.yaml": (None, "missing.yaml: does not exist."),
    "trackers.txt": ("Budget", "trackers.txt: has the unknown extension '.txt'; a tracker file is one of .yaml"),
    "empty.yaml": ("", "empty.yaml: holds no tracker."),
    "open.yaml": ("- name: [", "open.yaml, line 1: is not YAML"),
    "key.yaml": ("- name: A\n  phrases: [b]", "key.yaml, line 2: tracker 'A': unknown key 'phrases'; did you mean"),
    "none.json": ('[{"name": "A", "vocabulary": []}]', "none.json: tracker 'A': \"vocabulary\" must hold at least one"),
    "twice.jsonl": (
        '{"name": "A", "vocabulary": ["b"]}\n{"name": "A", "vocabulary": ["c"]}',
        "twice.jsonl, line 2: tracker 'A': \"name\" is the name of tracker 1 as well",
    ),
}


@pytest.mark.parametrize("name", TRACKER_FAULTS)
def test_a_tracker_file_that_is_wrong_is_told_with_file_line_and_fix(name: str, run: Run, tmp_path: Path) -> None:
    content, said = TRACKER_FAULTS[name]
    if content is not None:
        write(tmp_path / name, content)
    result = run("track", "-", "-t", name, given="Goodbye.")
    assert sentence_of(result).startswith(said)
    assert result.exit_code == 2


def test_standard_input_is_read_once(run: Run, trackers: Path) -> None:
    result = run("track", "-", "-", "-t", trackers, given="Goodbye.")
    assert sentence_of(result) == "Standard input can be read only once; name - once."
    assert result.exit_code == 2


def test_empty_standard_input_is_told(run: Run, trackers: Path) -> None:
    result = run("track", "-", "-t", trackers, given=b"")
    assert (sentence_of(result), result.exit_code) == ("standard input: holds no talk.", 2)


def test_a_fault_on_standard_input_names_the_line(run: Run, trackers: Path) -> None:
    result = run("track", "-", "-t", trackers, given='{"text": "a"}\n{\n')
    assert sentence_of(result).startswith("standard input, line 2: is not JSON")


def test_standard_input_that_is_closed_is_empty(spawn: Spawn, trackers: Path) -> None:
    shut = ["sh", "-c", 'exec "$@" <&-', "sh"]
    process = spawn("track", "-", "-t", trackers, before=shut, stdin=None)
    assert process.communicate()[1] == b"earmark: standard input: holds no talk.\n"
    assert process.returncode == 2


def test_missing_models_and_no_way_to_fetch_them_are_told(
    run: Run, trackers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARMARK_MODELS_DIR", str(tmp_path / "models"))
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    result = run("track", "-", "-t", trackers, given="Goodbye.")
    assert (result.exit_code, result.stdout) == (1, "")
    fetching, said = result.stderr.splitlines()
    assert fetching.startswith("Fetching ")
    assert "could not be downloaded; pip says: " in said
    assert "PIP_INDEX_URL" in said
    assert "earmark models bundle" in said


def test_markup_emoji_and_foreign_scripts_come_through_a_pipe_as_they_are(run: Run, tmp_path: Path) -> None:
    trackers = write(tmp_path / "t.yaml", "- {name: '[bold]Budget[/]', vocabulary: ['[red] budget']}")
    talk = {"speaker": "[link=x]ليلى", "text": "We have no [red] budget [/red] :smile: نفدت الميزانية"}
    result = run("track", "-", "-t", trackers, given=json.dumps(talk))
    assert (result.exit_code, result.stderr) == (0, "")
    for part in ("[bold]Budget[/]", "[link=x]ليلى", "[red]", "[/red] :smile:", "نفدت", "الميزانية"):
        assert part in result.stdout


@pytest.mark.parametrize("output", ["jsonl", "table"])
def test_a_locale_without_the_letters_of_the_talk_is_no_error(output: str, spawn: Spawn, trackers: Path) -> None:
    plain = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    process = spawn("track", "-", "-t", trackers, "-f", output, env=plain)
    printed, said = process.communicate("Łucja: Goodbye, José.".encode())
    assert (process.returncode, said) == (0, b"")
    if output == "jsonl":
        assert json.loads(printed)["sentence"] == "Goodbye, José."
    else:
        assert b"[Goodbye], Jos?." in printed


def test_a_reader_that_has_seen_enough_is_no_error(spawn: Spawn, trackers: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = spawn("track", "-", "-t", trackers, stdout=writing)
    os.close(writing)
    assert process.communicate(b"Goodbye.")[1] == b""
    assert process.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are a matter of POSIX")
def test_a_terminal_sees_progress_and_ctrl_c_leaves_it_as_it_was(spawn: Spawn, trackers: Path, tmp_path: Path) -> None:
    talk = write(tmp_path / "talk.txt", "We talked about the plan for the next year at length.\n" * 2_000)
    terminal, side = os.openpty()
    process = spawn("track", talk, "-t", trackers, stderr=side)
    os.close(side)
    seen = b""
    while b"Matching sentences" not in seen:
        seen += os.read(terminal, 4_096)
    process.send_signal(signal.SIGINT)
    seen += _rest_of(terminal)
    assert process.communicate(timeout=60)[0] == b""
    assert process.returncode == 130
    assert b"Traceback" not in seen
    assert seen.rindex(b"\x1b[?25h") > seen.rindex(b"\x1b[?25l")  # the cursor is shown again


def _rest_of(terminal: int) -> bytes:
    seen = b""
    try:
        while part := os.read(terminal, 4_096):
            seen += part
    except OSError:  # Linux: the other side was closed
        pass
    return seen
