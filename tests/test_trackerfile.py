"""Trackers in files: YAML and what all formats share."""

from __future__ import annotations

import codecs
import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.checks import check_tracker
from earmark.errors import InvalidField, UnreadableFile
from earmark.trackerfile import FileFormat, TrackerEntry, examine, read, write
from earmark.types import Tracker

FULL = TrackerEntry(
    Tracker(
        "Pricing",
        ["what does it cost", "yes", "10", "a: b", "# no comment"],
        counter_examples=["at any cost"],
        sensitivity=0.8,
        description="Cost questions\nof all kinds",
        categories=["sales; inbound", "money"],
        languages=["en-US", "no"],
        exclusive_group="Topic of a call",
    ),
    must_match=("How much is it?", "null"),
    must_not_match=("It is free.",),
)
SMALL = TrackerEntry(Tracker("Ñandú", ["~"]))

FULL_YAML = """\
# what we look for
trackers:
  - name: Pricing
    vocabulary:
      - what does it cost
      - yes
      - 10
      - "a: b"
      - '# no comment'
    exclude: [at any cost]
    description: |
      Cost questions
      of all kinds
    categories: ["sales; inbound", money]
    languages: [en-US, no]
    sensitivity: broad
    exclusive_group: Topic of a call
    tests:
      must_match: ["How much is it?", null]
      must_not_match:
        - It is free.
  - name: Ñandú
    vocabulary: [~]
"""


def trackers(text: str, name: str = "t.yaml") -> list[Tracker]:
    return [entry.tracker for entry in read(name, text.encode())]


def refusal(text: str, name: str = "t.yaml") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(name, text.encode())
    return str(caught.value)


def test_yaml_with_every_field_is_read() -> None:
    assert read("t.yaml", FULL_YAML.encode()) == [FULL, SMALL]


def test_yaml_scalars_are_their_literal_text() -> None:
    (tracker,) = trackers("- name: 2024\n  vocabulary: [yes, No, on, 1_000, 0x1F, 1.50, null, ~, 2024-01-01, =, <<]\n")
    assert tracker.name == "2024"
    assert tracker.phrases == ("yes", "No", "on", "1_000", "0x1F", "1.50", "null", "~", "2024-01-01", "=", "<<")


def test_a_bare_list_is_read_as_well() -> None:
    assert trackers("- {name: A, vocabulary: [a]}\n- {name: a, vocabulary: [a]}\n") == [
        Tracker("A", ["a"]),
        Tracker("a", ["a"]),
    ]


def test_the_wire_spelling_of_counter_examples_is_read() -> None:
    (tracker,) = trackers("- {name: A, vocabulary: [a], excludeVocabulary: [b]}")
    assert tracker.counter_examples == ("b",)


def test_what_the_tracker_api_answers_is_read() -> None:
    answer = {
        "trackers": [
            {
                "id": "5123456789012345",
                "type": "custom",
                "name": "Pricing",
                "vocabulary": ["what does it cost"],
                "createdOn": "2024-05-01T10:00:00.000Z",
                "updatedOn": "2024-05-01T10:00:00.000Z",
            }
        ]
    }
    assert trackers(json.dumps(answer), "t.json") == [Tracker("Pricing", ["what does it cost"])]


def test_compound_phrases_are_read_and_written_as_they_are() -> None:
    written = ["refund*", '"as is" ~3 sold', "\\f***", "a ~3 b"]
    for file_format in FileFormat:
        entry = TrackerEntry(Tracker("A", written, counter_examples=["refund* ~5 appointment"]))
        assert read(f"t.{file_format}", write([entry], file_format).encode()) == [entry]


def test_a_malformed_compound_names_the_line_the_place_and_the_fix() -> None:
    text = "- name: A\n  vocabulary:\n    - refund*\n    - '\"as is'\n  exclude:\n    - cancel ~99 it\n"
    _, problems = examine("t.yaml", text.encode())
    assert list(map(str, problems)) == [
        "t.yaml, line 4: tracker 'A': \"vocabulary[1]\" is '\"as is': at character 0 a quotation mark opens that is "
        "never closed; close it, or begin the phrase with a backslash to take all of it as plain text.",
        "t.yaml, line 6: tracker 'A': \"exclude[0]\" is 'cancel ~99 it': at character 7 ~99 is out of range; write ~1 "
        "to ~30, or begin the phrase with a backslash to take all of it as plain text.",
    ]


def test_letters_with_marks_are_one_whichever_way_the_file_writes_them() -> None:
    (tracker,) = trackers("- {name: A, vocabulary: [cafe\u0301], exclude: [cafe\u0301 bar]}")
    assert (tracker.phrases, tracker.counter_examples) == (("caf\u00e9",), ("caf\u00e9 bar",))


def test_space_around_texts_is_left_out_and_empty_fields_are_absent() -> None:
    text = '- name: " A "\n  vocabulary: ["  a b  "]\n  exclude:\n  description:\n  languages: null\n  tests: ~\n'
    assert trackers(text) == [Tracker("A", ["a b"])]


@pytest.mark.parametrize(
    ("written", "sensitivity"),
    [
        ("strict", 0.2),
        ("balanced", 0.5),
        ("broad", 0.8),
        ("0", 0.0),
        ("1", 1.0),
        ('"0.35"', 0.35),
        (".35", 0.35),
        ("1.0e-05", 1e-5),
    ],
)
def test_sensitivity_is_a_name_or_a_number(written: str, sensitivity: float) -> None:
    (tracker,) = trackers(f"- {{name: A, vocabulary: [a], sensitivity: {written}}}")
    assert tracker.sensitivity == sensitivity


@pytest.mark.parametrize("written", ["Strict", "1.5", "-0.1", "nan", "inf", "1e1", "yes", "[0.5]", "'0 5'"])
def test_any_other_sensitivity_is_refused(written: str) -> None:
    assert refusal(f"- name: A\n  vocabulary: [a]\n  sensitivity: {written}") == (
        "t.yaml, line 3: tracker 'A': \"sensitivity\" must be strict, balanced, broad or a number from 0 to 1."
    )


A = "- name: A\n  vocabulary: [a]\n"


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("- name: A\n", 1, '"vocabulary" is missing.'),
        ("- name: A\n  vocabulary:\n", 2, '"vocabulary" is missing.'),
        ("- name: A\n  vocabulary: []\n", 2, '"vocabulary" must hold at least one phrase.'),
        ("- name: A\n  vocabulary: cost\n", 2, '"vocabulary" must be a list of texts, not a text.'),
        ("- name: A\n  vocabulary:\n  - a: b\n", 3, '"vocabulary[0]" must be text, not a mapping; put quotes'),
        ("- name: A\n  vocabulary:\n  - a\n  -\n", 4, '"vocabulary[1]" must not be empty.'),
        ("- name: A\n  vocabulary:\n  - Buy\n  - b\n  - buy\n", 5, "\"vocabulary[2]\" repeats the phrase 'buy' of"),
        ("- name: A\n  vocabulary:\n  - |\n    a\n    b\n", 3, '"vocabulary[0]" holds the control character U+000A'),
        (f"- name: A\n  vocabulary:\n  - {'x' * 501}\n", 3, '"vocabulary[0]" has 501 characters; shorten it'),
        ('- name: A\n  vocabulary: ["\\ud83d"]\n', 2, '"vocabulary[0]" holds half of a surrogate pair'),
        (f"{A}  exclude:\n  - A\n", 4, '"exclude[0]" repeats the phrase \'A\' of "vocabulary[0]"'),
        (f"{A}  excludeVocabulary: [b, b]\n", 3, '"excludeVocabulary[1]" repeats'),
        (f"{A}  exclude: [b]\n  excludeVocabulary: [c]\n", 4, '"excludeVocabulary" says the same as "exclude"'),
        (f"{A}  description: [b]\n", 3, '"description" must be text, not a list.'),
        (f"{A}  languages: [english please]\n", 3, "\"languages[0]\" is 'english please'; write a language tag"),
        (f"{A}{A}", 3, '"name" is the name of tracker 1 as well'),
        (f"{A}  vocabulry: [b]\n", 3, "unknown key 'vocabulry'; did you mean 'vocabulary'?"),
        (f"{A}  phrases: [b]\n", 3, "unknown key 'phrases'; did you mean 'vocabulary'?"),
        (f"{A}  must_match: [x]\n", 3, "unknown key 'must_match'; did you mean 'tests'?"),
        (f"{A}  zzz: 1\n", 3, "unknown key 'zzz'; known are name, vocabulary, exclude,"),
        (f"{A}  tests: [x]\n", 3, '"tests" must be a mapping with must_match and must_not_match.'),
        (f"{A}  tests:\n    must_mach: [x]\n", 4, "unknown key 'tests.must_mach'; did you mean 'must_match'?"),
        (f"{A}  tests: {{must_match: x}}\n", 3, '"tests.must_match" must be a list of texts'),
        (f"{A}  tests:\n    must_match:\n    - ''\n", 5, '"tests.must_match[0]" must not be empty.'),
        (f"{A}  tests:\n    must_match: [x]\n    must_not_match: [x]\n", 5, '"tests.must_not_match[0]" also stands in'),
    ],
)
def test_a_tracker_that_is_refused_names_line_field_and_fix(text: str, line: int, problem: str) -> None:
    assert refusal(text).startswith(f"t.yaml, line {line}: tracker 'A': {problem}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- vocabulary: [a]\n", 'line 1: tracker 1: "name" is missing.'),
        ("- name: [A]\n  vocabulary: [a]\n", 'line 1: tracker 1: "name" must be text, not a list.'),
        ("- just text\n", 'line 1: tracker 1 must be a mapping with "name" and "vocabulary".'),
        ("trackers: text\n", 'line 1: must hold a list of trackers, alone or under "trackers".'),
        ("just text\n", 'line 1: must hold a list of trackers, alone or under "trackers".'),
        ("tracker:\n- name: A\n", "line 2: the file: unknown key 'tracker'; did you mean 'trackers'?"),
        ("- name: A\n  name: B\n", "line 2: holds the key 'name' twice in one mapping; remove one."),
        ("- name: A\n  [a]: B\n", "line 2: holds a list or mapping as a key"),
        ("- name: &a A\n  vocabulary:\n  - *a\n", "line 3: holds the alias *a; write its value out."),
        ("- name: A\n  vocabulary: [!!python/name:os.system x]\n", "line 2: holds the tag 'tag:yaml.org,2002:python"),
        ("- !!map\n  name: A\n", "line 1: holds the tag 'tag:yaml.org,2002:map'; remove it."),
        ("- name: A\n  vocabulary: [a]\n---\n- name: B\n", "line 3: holds a second document"),
        ("- name: A\n   vocabulary: [a]\n", "line 2: is not YAML: "),
        ("- name: A\n  vocabulary: [how?, b]\n", "line 2: is not YAML: while parsing a flow sequence expected"),
        ("- name: A\n  vocabulary: [a\x07]\n", "line 2: holds the character U+0007, which YAML does not allow; remove"),
        ('- name: A\n  vocabulary: ["\\UFFFFFFFF"]\n', "line 2: is not YAML: a number here, or soon after, is out of"),
        ("[" * 100_000, "line 1: is nested too deeply."),
    ],
)
def test_a_yaml_file_that_is_refused_names_line_and_fix(text: str, expected: str) -> None:
    assert refusal(text).startswith(f"t.yaml, {expected}")


@pytest.mark.parametrize("name", ["t.yaml", "t.yml", "t.json", "t.jsonl", "t.csv"])
@pytest.mark.parametrize("text", ["", "\n \r\n", "\ufeff"])
def test_an_empty_file_holds_no_tracker(name: str, text: str) -> None:
    assert refusal(text, name) == f"{name}: holds no tracker."


@pytest.mark.parametrize("text", ["trackers:\n", "trackers: []\n", "[]", "# nothing\n", "---\n", "---\n...\n"])
def test_a_yaml_file_without_trackers_holds_no_tracker(text: str) -> None:
    assert refusal(text) == "t.yaml: holds no tracker."


def test_an_unknown_extension_is_refused_with_the_known_ones() -> None:
    assert refusal("", "trackers.toml") == (
        "trackers.toml: has the unknown extension '.toml'; a tracker file is one of .yaml, .yml, .json, .jsonl, .csv."
    )


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"t\.yaml, line 2: is not UTF-8 text"):
        read("t.yaml", b"- name: A\n  vocabulary: [caf\xe9]\n")


# -- writing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("file_format", FileFormat)
def test_what_is_written_reads_back(file_format: FileFormat) -> None:
    text = write([FULL, SMALL], file_format)
    assert read(f"t.{file_format}", text.encode()) == [FULL, SMALL]


def test_no_cell_of_csv_is_a_formula_and_apostrophes_of_a_text_stay() -> None:
    texts = ["=1+1 a", "'=1+1 a", "+1 a", "-1 a", "@a", "'cause a", "a = b"]
    tracker = Tracker("=name", texts, description="-d", categories=["=c", "d"])
    written = write([TrackerEntry(tracker)], "csv")
    first, *rows = csv.DictReader(io.StringIO(written))
    assert (first["name"], first["description"], first["categories"]) == ("'=name", "'-d", "'=c;d")
    assert [row["phrase"] for row in (first, *rows)] == [
        "'=1+1 a", "''=1+1 a", "'+1 a", "'-1 a", "'@a", "'cause a", "a = b",
    ]  # fmt: skip
    assert [entry.tracker for entry in read("t.csv", written.encode())] == [tracker]


def test_a_file_that_was_written_by_hand_needs_no_apostrophes() -> None:
    (entry,) = read("t.csv", b"name,phrase\n-A,=1+1 a\n-A,'cause a\n")
    assert entry.tracker == Tracker("-A", ["=1+1 a", "'cause a"])


def test_defaults_are_not_written() -> None:
    assert write([SMALL], "yaml") == "trackers:\n- name: Ñandú\n  vocabulary:\n  - '~'\n"


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="toml"):
        write([SMALL], "toml")


CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"))
#: A visible character in front, among them some that mean something in YAML and CSV.
BEGINNINGS = (*"aZ1~#-'=+@", "'=", "''-", "' @")
TEXTS = st.builds("{}{}".format, st.sampled_from(BEGINNINGS), st.text(CHARACTERS, max_size=10).map(str.rstrip))
TRACKERS = st.builds(
    Tracker,
    name=TEXTS,
    phrases=st.lists(TEXTS, min_size=1, max_size=4),
    counter_examples=st.lists(TEXTS, max_size=2),
    sensitivity=st.sampled_from([0.0, 0.2, 0.35, 0.5, 0.8, 1.0]),
    description=st.just("") | TEXTS | TEXTS.map(lambda text: f"{text}\n\n{text}"),
    categories=st.lists(TEXTS, max_size=2),
    languages=st.lists(st.sampled_from(["en-US", "no", "es"]), max_size=2),
    exclusive_group=st.just("") | TEXTS,
)


def is_valid(tracker: Tracker) -> bool:
    try:
        check_tracker(tracker)
    except InvalidField:
        return False
    return True


ENTRIES = st.builds(TrackerEntry, TRACKERS.filter(is_valid), st.lists(TEXTS, max_size=2).map(tuple))


@given(
    st.lists(ENTRIES, min_size=1, max_size=3, unique_by=lambda entry: entry.tracker.name), st.sampled_from(FileFormat)
)
def test_any_valid_tracker_survives_writing_and_reading(entries: list[TrackerEntry], file_format: FileFormat) -> None:
    assert read(f"t.{file_format}", write(entries, file_format).encode()) == entries


# -- any input -------------------------------------------------------------------------------

YAML_MARKS = ("- ", ": ", "\n", "\n  ", "&a ", "*a", "!!str ", "!", "---", "...", "%YAML 1.1", "|", ">", "?", "#", "\t")
KEYS = ("trackers", "name", "vocabulary", "exclude", "languages", "sensitivity", "tests", "must_match")
OTHER = ("[", "]", "{", "}", '"', "'", ",", ";", "a", "yes", "1", "null", "\\U00110000")
PIECES = st.lists(st.sampled_from((*YAML_MARKS, *KEYS, *OTHER)), max_size=25).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.sampled_from(("t.yaml", "t.json", "t.jsonl", "t.csv")),
    st.binary(max_size=60)
    | st.binary(max_size=60).map(lambda data: codecs.BOM_UTF16_LE + data)
    | PIECES.map(str.encode)
    | PIECES.map(lambda text: f"name,phrase,kind\n{text}".encode())
    | VALUES.map(lambda value: json.dumps([{"name": "A", "vocabulary": value, "tests": value}, value]).encode()),
)
def test_no_input_raises_anything_but_unreadable_file(name: str, data: bytes) -> None:
    try:
        entries = read(name, data)
    except UnreadableFile as error:
        str(error).encode()
        return
    assert entries
    for entry in entries:
        check_tracker(entry.tracker)


# -- all problems ----------------------------------------------------------------------------


def test_all_problems_of_a_file_are_found_with_their_lines_and_the_right_trackers_are_read() -> None:
    text = (
        "- name: A\n  vocabulry: [a]\n  languages: [english please, en]\n"
        "- name: B\n  vocabulary: [b, '']\n  exclude: [B]\n  sensitivity: high\n"
        "- name: C\n  vocabulary: [c, '?', C]\n  categories: x\n  tests: {must_match: [''], must_mach: [y]}\n"
        "- name: D\n  vocabulary: [d]\n"
        "- name: D\n  vocabulary: [e, ...]\n"
    )
    entries, problems = examine("t.yaml", text.encode())
    assert [entry.tracker for entry in entries] == [Tracker("D", ["d"])]
    assert [(problem.line, str(problem).split(": ", 2)[-1]) for problem in problems] == [
        (2, "unknown key 'vocabulry'; did you mean 'vocabulary'?"),
        (1, '"vocabulary" is missing.'),
        (7, '"sensitivity" must be strict, balanced, broad or a number from 0 to 1.'),
        (10, '"categories" must be a list of texts, not a text.'),
        (11, "unknown key 'tests.must_mach'; did you mean 'must_match'?"),
        (11, '"tests.must_match[0]" must not be empty.'),
        (15, "\"vocabulary[1]\" is '...', which holds no word."),
        (14, '"name" is the name of tracker 4 as well; give each tracker its own.'),
    ]


def test_what_a_tracker_holds_is_examined_to_the_end_once_its_shape_is_right() -> None:
    _, problems = examine("t.yaml", b"- name: B\n  vocabulary: [b, '?']\n  exclude: [B]\n  languages: [x, '']\n")
    assert [str(problem).split(": ", 2)[-1].split(" ")[0] for problem in problems] == [
        '"vocabulary[1]"',
        '"exclude[0]"',
        '"languages[0]"',
        '"languages[1]"',
    ]


def test_a_file_that_is_not_its_format_has_one_problem() -> None:
    assert [str(problem) for problem in examine("t.json", b"[")[1]] == [
        "t.json, line 1: is not JSON: Expecting value at column 2."
    ]
