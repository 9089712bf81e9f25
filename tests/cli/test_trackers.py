"""Trackers as code: the same commands on a data folder and on a server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.conftest import Run, sentence_of
from earmark import starter
from earmark.cli import places
from earmark.cli.places import Overtaken, PartlyApplied, TrackerPlace
from earmark.trackerfile import FileFormat, TrackerEntry, plan, read
from earmark.types import Tracker
from server import Server, serving

FILE = """
- name: Budget
  description: No money.
  vocabulary: [no money, too dear]
  exclude: [money is no object]
  sensitivity: broad
- name: "[bold]Same"
  vocabulary: [y]
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(Server(tmp_path_factory.mktemp("trackers"))) as running:
        yield running


def opened(place: list[str]) -> Iterator[TrackerPlace]:
    given = dict(zip(place[::2], place[1::2], strict=True))
    options = [given.get(f"--{name}", "") for name in ("server", "app-id", "app-secret")]
    with places.opened(Path(given["--data"]) if "--data" in given else None, *options) as there:
        yield there


@pytest.fixture(params=["data folder", "server"])
def place(request: pytest.FixtureRequest) -> list[str]:
    """The options that name a place without trackers."""
    if request.param == "data folder":
        request.getfixturevalue("first_app_id")
        return []
    server: Server = request.getfixturevalue("server")
    options = ["--server", server.base_url, "--app-id", server.app_id, "--app-secret", server.app_secret]
    for there in opened(options):
        there.apply(plan(there.list_all(), [], prune=True))
    return options


@pytest.fixture
def there(place: list[str]) -> Iterator[TrackerPlace]:
    yield from opened(place)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "t.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture
def starter_file(tmp_path: Path) -> Path:
    path = tmp_path / starter.TRACKERS
    path.write_bytes(starter.trackers())
    return path


@pytest.mark.parametrize("file_format", FileFormat)
def test_what_was_applied_plans_no_change_and_neither_does_what_is_exported(
    file_format: FileFormat, run: Run, place: list[str], starter_file: Path
) -> None:
    applied = run("trackers", "apply", starter_file, "--yes", *place)
    assert applied.stdout.endswith("\nDone: 3 created, 0 changed, 0 deleted.\n"), applied.output
    again = run("trackers", "plan", starter_file, "--prune", "--exit-code", *place)
    assert (again.exit_code, again.stdout) == (0, "No changes: 3 trackers as the files say.\n")
    exported = run("trackers", "export", f"t.{file_format}", *place)
    assert exported.stdout == f"Wrote 3 trackers to t.{file_format}.\n"
    assert run("trackers", "plan", f"t.{file_format}", "--prune", "--exit-code", *place).exit_code == 0


def test_a_plan_shows_what_comes_goes_and_changes(run: Run, place: list[str], there: TrackerPlace, file: Path) -> None:
    stored = [
        Tracker("Budget", ["too dear", "no cash"], languages=["en"], description="x"),
        Tracker("Old", ["a", "b"]),
        Tracker("Other", ["o"]),
    ]
    there.apply(plan([], [TrackerEntry(tracker) for tracker in stored]))
    shown = run("trackers", "plan", file, "--prune", "--exit-code", *place)
    assert shown.exit_code == 2
    assert shown.stdout.splitlines() == [
        '+ create "[bold]Same"',
        "    + phrase: y",
        "",
        '~ update "Budget"',
        "    + phrase: no money",
        "    - phrase: no cash",
        "    + counter-example: money is no object",
        "    ~ sensitivity: 0.5 -> 0.8",
        "    ~ description: x -> No money.",
        "    - language: en",
        "",
        '- delete "Old"',
        "    2 phrases; its hits stay, its versions go",
        "",
        '- delete "Other"',
        "    1 phrase; its hits stay, its versions go",
        "",
        "Plan: 1 to create, 1 to change, 2 to delete.",
    ]
    assert [tracker.name for tracker in there.list_all()] == ["Budget", "Old", "Other"]
    record = json.loads(run("trackers", "plan", file, "--json", *place).stdout)
    assert {key: [one["name"] for one in record[key]] for key in record} == {
        "create": ["[bold]Same"],
        "update": ["Budget"],
        "delete": [],
        "unchanged": [],
        "warnings": [],
    }


def test_applying_asks_and_deletes_only_when_pruning(
    run: Run, place: list[str], there: TrackerPlace, file: Path
) -> None:
    there.apply(plan([], [TrackerEntry(Tracker("Old", ["a"]))]))
    refused = run("trackers", "apply", file, *place, given="\n")
    assert (refused.exit_code, refused.stdout.splitlines()[-1]) == (1, "Nothing was changed.")
    assert [tracker.name for tracker in there.list_all()] == ["Old"]
    assert run("trackers", "apply", file, *place, given="y\n").exit_code == 0
    assert [tracker.name for tracker in there.list_all()] == ["Old", "Budget", "[bold]Same"]
    assert run("trackers", "apply", file, "--prune", "--yes", *place).exit_code == 0
    assert [tracker.name for tracker in there.list_all()] == ["Budget", "[bold]Same"]


def test_nobodys_edit_is_overwritten(there: TrackerPlace) -> None:
    there.apply(plan([], [TrackerEntry(Tracker("A", ["a"])), TrackerEntry(Tracker("B", ["b"]))]))
    stored = there.list_all()
    mine = plan(stored, [TrackerEntry(Tracker("A", ["mine"]))])
    gone = plan(stored, [TrackerEntry(Tracker("A", ["a"]))], prune=True)
    there.apply(plan(stored, [TrackerEntry(Tracker("A", ["theirs"])), TrackerEntry(Tracker("B", ["theirs"]))]))
    for planned, name in ((mine, "A"), (gone, "B")):
        with pytest.raises(Overtaken, match=f"The tracker '{name}' was changed or deleted .* Nothing was changed"):
            there.apply(planned)
    there.apply(plan(there.list_all(), [], prune=True))
    with pytest.raises(Overtaken, match="The tracker 'A'"):
        there.apply(mine)


def test_what_was_done_before_a_failure_is_told_and_in_a_data_folder_nothing_was(there: TrackerPlace) -> None:
    there.apply(plan([], [TrackerEntry(Tracker("A", ["a"]))]))
    planned = plan(there.list_all(), [TrackerEntry(Tracker("A", ["mine"])), TrackerEntry(Tracker("B", ["mine"]))])
    there.apply(plan(there.list_all(), [TrackerEntry(Tracker("B", ["theirs"]))]))
    is_local = isinstance(there, places.LocalPlace)
    with pytest.raises(Exception, match="A tracker named 'B' already exists") as caught:
        there.apply(planned)
    assert isinstance(caught.value, PartlyApplied) is not is_local
    assert is_local or "1 of 2 changes were made before" in str(caught.value)
    assert [tracker.phrases for tracker in there.list_all()] == [("a",) if is_local else ("mine",), ("theirs",)]


def test_importing_refuses_a_stored_name_unless_it_may_update(
    run: Run, place: list[str], there: TrackerPlace, file: Path
) -> None:
    there.apply(plan([], [TrackerEntry(Tracker("Budget", ["old"]))]))
    refused = run("trackers", "import", file, *place)
    assert sentence_of(refused) == "A tracker named 'Budget' already exists. Names are case-sensitive."
    assert [tracker.phrases for tracker in there.list_all()] == [("old",)]
    done = run("trackers", "import", file, "--mode", "update", *place)
    assert done.stdout == "Done: 1 created, 1 changed, 0 deleted, 0 as they were.\n"
    assert [tracker.phrases for tracker in there.list_all()] == [("no money", "too dear"), ("y",)]


def test_the_list_names_every_tracker_with_its_phrases_and_version(
    run: Run, place: list[str], there: TrackerPlace, file: Path
) -> None:
    run("trackers", "apply", file, "--yes", *place)
    lines = run("trackers", "list", *place).stdout.splitlines()
    assert [line.split()[:3] for line in lines] == [
        ["Name", "Phrases", "Version"],
        ["Budget", "2", "1"],
        ["[bold]Same", "1", "1"],
    ]
    rows = json.loads(run("trackers", "list", "--json", *place).stdout)
    assert [(row["name"], row["phrases"], row["version"]) for row in rows] == [
        (tracker.name, list(tracker.phrases), tracker.version) for tracker in there.list_all()
    ]


def test_more_trackers_than_a_page_holds_are_all_seen(run: Run, place: list[str], there: TrackerPlace) -> None:
    many = [TrackerEntry(Tracker(f"T{number}", [f"phrase {number}"])) for number in range(230)]
    there.apply(plan([], many))
    assert plan(there.list_all(), many, prune=True).is_empty


def test_an_export_goes_to_standard_output_in_any_format_and_replaces_no_file(
    run: Run, place: list[str], there: TrackerPlace, file: Path
) -> None:
    there.apply(plan([], [TrackerEntry(Tracker("Only", ["x"]))]))
    for file_format in FileFormat:
        text = run("trackers", "export", "--format", file_format, *place).stdout
        assert [entry.tracker.name for entry in read(f"t.{file_format}", text.encode())] == ["Only"]
    refused = run("trackers", "export", file, *place)
    assert (refused.exit_code, file.read_text(encoding="utf-8")) == (2, FILE)
    assert "--force" in sentence_of(refused)
    run("trackers", "export", file, "--force", *place)
    assert file.read_text(encoding="utf-8") == "trackers:\n- name: Only\n  vocabulary:\n  - x\n"


def test_a_running_server_has_at_once_what_is_applied_to_its_data_folder(run: Run, server: Server, file: Path) -> None:
    remote = ["--server", server.base_url, "--app-id", server.app_id, "--app-secret", server.app_secret]
    assert run("trackers", "apply", file, "--prune", "--yes", "--data", server.data).exit_code == 0
    assert run("trackers", "plan", file, "--prune", "--exit-code", *remote).exit_code == 0


def test_wrong_secrets_and_servers_that_are_not_there_are_told(run: Run, server: Server, file: Path) -> None:
    options = ["--server", server.base_url, "--app-id", server.app_id, "--app-secret", "wrong"]
    assert "do not belong together" in sentence_of(run("trackers", "list", *options))
    nowhere = run("trackers", "list", "--server", "http://127.0.0.1:9", "--app-id", "a", "--app-secret", "b")
    assert "cannot be reached" in sentence_of(nowhere)
    both = run("trackers", "plan", file, "--data", ".", "--server", server.base_url)
    assert both.exit_code == 2
    assert sentence_of(both).startswith("--data and --server")


def test_validating_names_all_problems_of_all_files(run: Run, file: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("- name: A\n  vocabulary: [a, '?']\n  exclude: [A]\n- name: B\n", "utf-8")
    (tmp_path / "twice.csv").write_text("name,phrase\nBudget,x\n", "utf-8")
    result = run("trackers", "validate", "wrong.yaml", "t.yaml", "missing.json", "twice.csv")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "wrong.yaml, line 2: tracker 'A': \"vocabulary[1]\" is '?', which holds no word.",
        "wrong.yaml, line 3: tracker 'A': \"exclude[0]\" repeats the phrase 'A' of \"vocabulary[0]\" (upper and lower "
        "case are alike); remove one.",
        "wrong.yaml, line 4: tracker 'B': \"vocabulary\" is missing.",
        "missing.json: does not exist.",
        "twice.csv: tracker 'Budget' stands in t.yaml as well; keep one.",
        "",
        "5 problems.",
    ]
    assert run("trackers", "validate", "t.yaml").stdout == "2 trackers in 1 file, no problem.\n"


ODD = """
- name: Cancellation
  vocabulary: [please close my account, I want to cancel my subscription, I do not want to cancel my subscription]
- name: Refund
  vocabulary: [I want my money back, can I get a refund, you charged me twice, please close my account now]
"""


def test_odd_phrases_are_warned_of_when_files_are_validated(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text(ODD, "utf-8")
    result = run("trackers", "validate", "odd.yaml")
    assert result.exit_code == 0
    *told, verdict = result.stdout.splitlines()
    assert verdict == f"2 trackers in 1 file, no problem, {len(told)} warnings."
    assert told[0].startswith(
        "warning: tracker 'Cancellation': The phrase 'I do not want to cancel my subscription' says the opposite of"
    )
    assert any("'please close my account now' is nearer to the tracker 'Cancellation'" in line for line in told)


def test_odd_phrases_are_warned_of_by_their_words_alone_where_the_models_are_not(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "odd.yaml").write_text(ODD, "utf-8")
    monkeypatch.setenv("EARMARK_MODELS_DIR", str(tmp_path / "no-models"))
    *told, verdict = run("trackers", "validate", "odd.yaml").stdout.splitlines()
    assert len(told) == 1
    assert verdict == "2 trackers in 1 file, no problem, 1 warning."


def test_what_a_plan_brings_is_warned_of_beside_what_is_stored(run: Run, place: list[str], tmp_path: Path) -> None:
    (tmp_path / "first.yaml").write_text("- name: Refund\n  vocabulary: [I want my money back]\n", "utf-8")
    (tmp_path / "second.yaml").write_text("- name: Money\n  vocabulary: [I want my money back]\n", "utf-8")
    assert "warning" not in run("trackers", "import", "first.yaml", *place).stdout
    found = json.loads(run("trackers", "plan", "second.yaml", "--json", *place).stdout)["warnings"]
    assert [(one["tracker"], one["code"], one["phrase"], one["other"]) for one in found] == [
        ("Money", "nearer_to_another_tracker", "I want my money back", "Refund")
    ]
    assert run("trackers", "plan", "second.yaml", *place).stdout.splitlines()[-1].startswith("warning: tracker 'Money'")
    assert run("trackers", "import", "second.yaml", *place).stdout.startswith("warning: tracker 'Money'")


@pytest.mark.parametrize("command", ["plan", "apply", "import", "test"])
def test_no_command_goes_on_with_a_file_that_is_wrong(command: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("- name: A\n", "utf-8")
    result = run("trackers", command, "wrong.yaml")
    assert result.exit_code == 2
    assert sentence_of(result) == "wrong.yaml, line 1: tracker 'A': \"vocabulary\" is missing."


def test_the_starter_trackers_pass_their_tests_and_fail_them_without_a_phrase(run: Run, starter_file: Path) -> None:
    passed = run("trackers", "test", starter_file)
    assert (passed.exit_code, passed.stdout) == (0, "38 tests passed, 3 trackers tested.\n")
    text = starter_file.read_text(encoding="utf-8")
    starter_file.write_text(text.replace("      - Quotes\n", ""), encoding="utf-8")
    failed = run("trackers", "test", starter_file)
    assert failed.exit_code == 1
    first, reason, _, last = failed.stdout.splitlines()
    assert first == "FAIL  Leads: must match: Could you send me two quotes by Thursday?"
    assert reason.strip().startswith("score 0.")
    assert "; nearest phrase: " in reason
    assert last == "1 of 38 tests failed, 3 trackers tested."


def test_a_sentence_that_must_not_match_fails_with_the_phrase_that_it_matches(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(
        "- {name: A, vocabulary: [no money], tests: {must_not_match: [There is no money left.]}}\n"
        "- {name: B, vocabulary: [I am interested], tests: {must_match: [I am not interested.]}}\n"
        "- {name: C, vocabulary: [c]}\n",
        "utf-8",
    )
    result = run("trackers", "test", "t.yaml")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "FAIL  A: must not match: There is no money left."
    assert lines[1].endswith("; phrase: no money")
    assert lines[2] == "FAIL  B: must match: I am not interested."
    assert lines[3].strip() == "no phrase may match: a negation or a counter-example stands against it"
    assert lines[4:] == ["none  C: has no tests", "", "2 of 2 tests failed, 2 trackers tested."]
