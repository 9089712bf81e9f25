"""Hits as a person counts them, and how they are printed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import pytest

from earmark.cli.moments import Format, Moment, moments, write
from earmark.types import Match, MatchKind, Message, Tracker

BUDGET = Tracker("Budget", ["I don't have any money", "We ran out of budget"])
SAID = Message("Well, I ran out of budget.", speaker="Ana", start_ms=3_723_400)


class Terminal(io.StringIO):
    """A terminal that remembers what it was sent."""

    def isatty(self) -> bool:
        return True


def match(
    message: Message = SAID,
    part: str = "ran out of budget",
    tracker: Tracker = BUDGET,
    phrase: int = 0,
    kind: MatchKind = MatchKind.MEANING,
    score: float = 0.5,
) -> Match:
    start = message.text.index(part)
    return Match(tracker, message, tracker.phrases[phrase], kind, score, 0.31, start, start + len(part))


def printed(
    found: Sequence[Moment], output: Format = Format.TABLE, files: int = 1, to: io.StringIO | None = None
) -> str:
    stream = to or io.StringIO()
    write(found, output, stream, files=files)
    return stream.getvalue()


def table_of(message: Message, part: str, tracker: Tracker = BUDGET) -> list[str]:
    return printed(moments("a.txt", [match(message, part, tracker)])).splitlines()


def test_a_tracker_counts_once_in_a_sentence_however_many_phrases_match() -> None:
    other = Tracker("Money", ["No money"])
    found = moments(
        "a.txt",
        [match(phrase=0), match(phrase=1), match(tracker=other), match(Message("We ran out of budget."), phrase=0)],
    )
    assert [(one.best.tracker.name, len(one.others)) for one in found] == [("Budget", 1), ("Money", 0), ("Budget", 0)]


def test_one_text_said_twice_is_two_moments() -> None:
    again = Message(SAID.text)
    assert len(moments("a.txt", [match(SAID), match(again)])) == 2


def test_the_surest_reason_stands_for_a_moment_and_then_the_highest_score() -> None:
    sure = match(phrase=1, kind=MatchKind.EXACT, score=0.1)
    assert moments("a.txt", [match(score=0.9), sure])[0].best is sure
    near = match(phrase=1, score=0.9)
    assert moments("a.txt", [match(score=0.8), near])[0].best is near


def test_json_holds_all_that_is_known_of_a_hit() -> None:
    found = moments("a.txt", [match(phrase=0), match(phrase=1, score=0.4)])
    assert json.loads(printed(found, Format.JSON)) == [
        {
            "file": "a.txt",
            "time": 3723.4,
            "speaker": "Ana",
            "tracker": "Budget",
            "phrase": "I don't have any money",
            "kind": "meaning",
            "score": 0.5,
            "threshold": 0.31,
            "sentence": "Well, I ran out of budget.",
            "start": 8,
            "end": 25,
            "marked": "Well, I [ran out of budget].",
            "otherPhrases": ["We ran out of budget"],
        }
    ]


def test_the_formats_for_programs_say_the_same() -> None:
    found = moments("a.txt", [match(), match(Message('We ran out of budget, "really".\u2028Yes.'))])
    records = json.loads(printed(found, Format.JSON))
    lines = [json.loads(line) for line in printed(found, Format.JSONL).split("\n") if line]
    rows = list(csv.DictReader(io.StringIO(printed(found, Format.CSV))))
    assert lines == records
    as_text = [{name: "" if value is None else str(value) for name, value in record.items()} for record in records]
    assert rows == as_text
    assert list(rows[0]) == list(records[0])


def test_no_cell_of_csv_is_a_formula() -> None:
    hostile = Tracker("-name", ["=phrase"])
    found = moments("@file.txt", [match(Message("=SUM(A1)", speaker="+1 555"), "SUM", hostile, score=-0.5)])
    (row,) = csv.DictReader(io.StringIO(printed(found, Format.CSV)))
    assert [row[name] for name in ("file", "speaker", "tracker", "phrase", "sentence", "marked", "score")] == [
        "'@file.txt", "'+1 555", "'-name", "'=phrase", "'=SUM(A1)", "'=[SUM](A1)", "-0.5",
    ]  # fmt: skip
    assert json.loads(printed(found, Format.JSON))[0]["sentence"] == "=SUM(A1)"


@pytest.mark.parametrize(
    ("output", "nothing"), [(Format.JSON, "[]\n"), (Format.JSONL, ""), (Format.TABLE, "No hits.\n")]
)
def test_no_hits_are_still_an_answer(output: Format, nothing: str) -> None:
    assert printed([], output) == nothing


def test_no_hits_in_csv_leave_the_header() -> None:
    assert printed([], Format.CSV).startswith("file,time,speaker,tracker,phrase,")
    assert printed([], Format.CSV).count("\n") == 1


def test_json_stays_json_on_a_stream_that_cannot_hold_every_letter() -> None:
    found = moments("ä.txt", [match(Message("نفدت الميزانية", speaker="Łucja"), "الميزانية")])
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="latin-1")
    write(found, Format.JSONL, stream, files=1)
    stream.flush()
    record = json.loads(raw.getvalue())
    assert (record["file"], record["speaker"], record["sentence"]) == ("ä.txt", "Łucja", "نفدت الميزانية")


def test_the_table_shows_time_speaker_tracker_sentence_and_how_it_matches() -> None:
    assert printed(moments("a.txt", [match()])).splitlines() == [
        "Time     Speaker  Tracker  Sentence                            ",
        "1:02:03  Ana      Budget   Well, I [ran out of budget].        ",
        "                           meaning 0.50: I don't have any money",
        "",
        "1 hit in 1 sentence.",
    ]


@pytest.mark.parametrize(
    ("start_ms", "clock"), [(0, "0:00"), (59_999, "0:59"), (754_321, "12:34"), (36_000_000, "10:00:00")]
)
def test_times_are_as_a_clock_shows_them(start_ms: int, clock: str) -> None:
    lines = table_of(Message("I ran out of budget", start_ms=start_ms), "budget")
    assert lines[1].split()[0] == clock


def test_the_table_leaves_out_columns_that_would_be_empty() -> None:
    assert table_of(Message("I ran out of budget"), "budget")[0].split()[:2] == ["Tracker", "Sentence"]
    assert table_of(Message("I ran out of budget", start_ms=0), "budget")[0].split()[:2] == ["Time", "Tracker"]


def test_the_table_names_files_only_where_there_are_several() -> None:
    first, second = moments("a.txt", [match()]), moments("b.txt", [match(), match(Message("budget"), "budget")])
    assert "a.txt" not in printed(first)
    text = printed([*first, *second], files=3)
    assert [line for line in text.splitlines() if line.endswith(".txt")] == ["a.txt", "b.txt"]
    assert text.endswith("\n3 hits in 2 sentences of 2 of 3 files.\n")


@pytest.mark.parametrize("width", [20, 40, 80, 132])
def test_the_table_fits_its_width_and_loses_no_letter(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    said = "So " + "Donaudampfschifffahrt" * 20 + " costs money"
    lines = table_of(Message(said), "costs money")
    assert max(map(len, lines)) <= width
    beside_the_tracker = "".join(line[len("Tracker") :] for line in lines).replace(" ", "")
    assert said.replace("costs money", "[costs money]").replace(" ", "") in beside_the_tracker


@pytest.mark.parametrize("width", [20, 40, 80, 132])
def test_long_names_fit_the_width_too(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    message = Message("I ran out of budget", speaker="ana.maria.ruiz@example.com" * 9, start_ms=36_000_000)
    assert max(map(len, table_of(message, "budget", Tracker("money " * 30, ["no money"])))) <= width


def test_a_name_takes_a_fifth_of_the_width_at_most() -> None:
    lines = table_of(Message("I ran out of budget", speaker="A" * 60), "budget", Tracker("B" * 60, ["x"]))
    assert lines[1].startswith("A" * 16 + "  " + "B" * 16 + "  I ran out of [budget]")


def test_a_table_that_goes_to_a_file_has_a_width_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS")
    text = "budget " * 15
    assert table_of(Message(text), "budget")[1].rstrip().endswith(text.strip().removeprefix("budget"))


MARKUP = "[bold]no[/bold] [/] :smile: [link=x]"


def test_names_and_talk_that_look_like_markup_are_printed_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    message = Message(f"{MARKUP} budget", speaker=f"[red]{MARKUP}")
    found = moments(f"[blue]{MARKUP}.txt", [match(message, "budget", Tracker(f"[i]{MARKUP}", [f"[u]{MARKUP}"]))])
    for stream in (io.StringIO(), Terminal()):
        text = printed(found, files=2, to=stream)
        for name in ("[red]", "[blue]", "[i]", "[u]", ""):
            assert f"{name}{MARKUP}" in text


def test_talk_from_right_to_left_keeps_its_letters_and_marks() -> None:
    lines = table_of(Message("نفدت الميزانية اليوم", speaker="ليلى"), "الميزانية")
    assert "ليلى" in lines[1]
    assert "نفدت [الميزانية] اليوم" in lines[1]


def test_on_a_terminal_color_shows_the_words_that_carry_the_match() -> None:
    text = printed(moments("a.txt", [match()]), to=Terminal())
    assert "Well, I \x1b[1;32mran out of budget\x1b[0m." in text
    assert "[ran" not in text


@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_without_color_marks_show_them(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    text = printed(moments("a.txt", [match()]), to=Terminal())
    assert "[ran out of budget]" in text
    assert "\x1b[1;32m" not in text
