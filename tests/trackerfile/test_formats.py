"""What is particular to tracker files in JSON, JSON lines and CSV."""

from __future__ import annotations

import pytest

from earmark.errors import UnreadableFile
from earmark.trackerfile import TrackerEntry, read
from earmark.types import Tracker


def entries(name: str, text: str) -> list[TrackerEntry]:
    return read(name, text.encode())


def refusal(name: str, text: str) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(name, text.encode())
    return str(caught.value)


def test_json_lines_are_a_tracker_each() -> None:
    text = '{"name": "A", "vocabulary": ["a"], "sensitivity": 0.3}\r\n\r\n{"name": "B", "vocabulary": ["b"]}\r\n'
    assert [entry.tracker for entry in entries("t.jsonl", text)] == [
        Tracker("A", ["a"], sensitivity=0.3),
        Tracker("B", ["b"]),
    ]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ('"vocabulary": [1]', '"vocabulary[0]" must be text, not a number; put quotes around it.'),
        ('"vocabulary": [true]', '"vocabulary[0]" must be text, not true or false.'),
        ('"vocabulary": [null]', '"vocabulary[0]" must be text, not null.'),
        ('"vocabulary": ["a\\u0000"]', '"vocabulary[0]" holds the control character U+0000'),
        ('"vocabulary": ["a"], "sensitivity": true', '"sensitivity" must be strict, balanced, broad or a number'),
        ('"vocabulary": ["a"], "sensitivity": NaN', '"sensitivity" must be strict, balanced, broad or a number'),
        (f'"vocabulary": ["a"], "sensitivity": 1{"0" * 5_000}', '"sensitivity" must be strict, balanced, broad or a'),
    ],
)
def test_a_json_tracker_that_is_refused_names_field_and_fix(fields: str, problem: str) -> None:
    assert refusal("t.json", f'[{{"name": "A", {fields}}}]').startswith(f"t.json: tracker 'A': {problem}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"name": "A",\n"vocabulary": ["a",]}]', "t.json, line 2: is not JSON: "),
        ('[{"name": 3, "vocabulary": ["a"]}]', 't.json: tracker 1: "name" must be text, not a number'),
        ('[{"name": "A", "name": "B"}]', "t.json: holds the key 'name' twice in one object; remove one."),
        ('{"\\ud800": 1}', "t.json: the file: unknown key '\\ud800'; known are trackers."),
        ("[" * 100_000, "t.json: is nested too deeply."),
        ("[" * 20 + "]" * 20, "t.json: is nested too deeply."),
        ("3", 't.json: must hold a list of trackers, alone or under "trackers".'),
    ],
)
def test_json_that_is_refused_says_where(text: str, expected: str) -> None:
    assert refusal("t.json", text).startswith(expected)


@pytest.mark.parametrize(
    ("second_line", "problem"),
    [
        ("nope", "is not JSON: Expecting value at column 1."),
        ('{"name": "B"}', "tracker 'B': \"vocabulary\" is missing."),
        ('{"name": "B", "name": "C"}', "holds the key 'name' twice in one object; remove one."),
        ("[]", "tracker 2 must be a mapping"),
    ],
)
def test_json_lines_that_are_refused_name_the_line(second_line: str, problem: str) -> None:
    text = f'{{"name": "A", "vocabulary": ["a"]}}\n{second_line}\n'
    assert refusal("t.jsonl", text).startswith(f"t.jsonl, line 2: {problem}")


def test_csv_needs_no_more_than_name_and_phrase() -> None:
    text = "name,phrase\nA,one\nB,two\nA,three\n"
    assert [entry.tracker for entry in entries("t.csv", text)] == [
        Tracker("A", ["one", "three"]),
        Tracker("B", ["two"]),
    ]


def test_csv_with_every_column_is_read() -> None:
    text = (
        "Name,Phrase,Kind,Description,Categories,Languages,Sensitivity,Exclusive_Group\r\n"
        'A,"one, two",,"What\nit finds",sales; "a;b",en-US;es,strict,Answer\r\n'
        "A,yes,vocabulary,,,,\r\n"
        "A,no,Exclude,,,,strict\r\n"
        "A,Yes it is.,must_match\r\n"
        ",,,,,,\r\n"
        "A,Not at all.,must_not_match,,,,\r\n"
    )
    assert entries("t.csv", text) == [
        TrackerEntry(
            Tracker(
                "A",
                ["one, two", "yes"],
                counter_examples=["no"],
                sensitivity=0.2,
                description="What\nit finds",
                categories=["sales", "a;b"],
                languages=["en-US", "es"],
                exclusive_group="Answer",
            ),
            must_match=("Yes it is.",),
            must_not_match=("Not at all.",),
        )
    ]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_of_a_spreadsheet_is_read_with_its_delimiter(delimiter: str) -> None:
    text = "\ufeffname,phrase,sensitivity\r\nA,one,0.4\r\n".replace(",", delimiter)
    assert [entry.tracker for entry in entries("t.csv", text)] == [Tracker("A", ["one"], sensitivity=0.4)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A,one\n", "line 1: has the unknown column 'a'; known are name, phrase, kind,"),
        ("name,kind\n", "line 1: has no column 'phrase'; the first row must name the columns."),
        ("name,phrase,name\n", "line 1: has the column 'name' twice"),
        ("name,phrase\nA,one\n,two\n", "line 3: has no name in this row"),
        ("name,phrase\nA,one, two\n", "line 2: has 3 cells under 2 columns; put quotes"),
        ("name,phrase,kind\nA,one,vocab\n", "line 2: has the unknown kind 'vocab'; known are vocabulary, exclude,"),
        ("name,phrase,sensitivity\nA,one,strict\nA,two,broad\n", 'line 3: has another "sensitivity" than line 2'),
        ("name,phrase\n\nA,one\nA,One\n", "line 4: tracker 'A': \"vocabulary[1]\" repeats the phrase 'One'"),
        ('name,phrase\nA,"one\n', "line 2: is not CSV: "),
        ("name,phrase,kind\nA,one,exclude\n", "line 2: tracker 'A': \"vocabulary\" must hold at least one phrase."),
        ("name,phrase\n", "t.csv: holds no tracker."),
    ],
)
def test_csv_that_is_refused_names_the_line(text: str, expected: str) -> None:
    assert expected in refusal("t.csv", text)
