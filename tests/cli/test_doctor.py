"""What a server needs, checked, with what to do about each fault."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from typer.testing import Result

from cli.conftest import Run, sentence_of
from earmark.cli.diagnosis import Finding, findings
from earmark.config import load_settings
from earmark.store.db import Database

CHECKS = ["Python", "Data folder", "Database", "Models", "Detection"]


def verdicts(result: Result) -> dict[str, tuple[str, str]]:
    """Verdict and advice of every check, by name."""
    found: dict[str, tuple[str, str]] = {}
    for line in result.stdout.splitlines():
        verdict, rest = line[:7].strip(), line[7:]
        if verdict:
            name, what = rest.split(": ", 1)
            found[name] = (f"{verdict} {what}", "")
        else:
            found[name] = (found[name][0], rest)
    return found


async def make_database(path: Path) -> None:
    database = await Database.connect(f"sqlite:///{path}")
    await database.migrate()
    await database.close()


def test_a_fresh_machine_is_sound(run: Run, tmp_path: Path) -> None:
    result = run("doctor")
    assert result.exit_code == 0, result.output
    found = verdicts(result)
    assert list(found) == CHECKS
    assert {verdict.split()[0] for verdict, _ in found.values()} == {"ok"}
    assert found["Data folder"][0] == f"ok {tmp_path}/data (will be made at the first start)"
    assert found["Database"][0] == "ok will be made at the first start"
    assert found["Models"][0].endswith("every digest right")
    assert " ms for a sentence" in found["Detection"][0]
    assert not (tmp_path / "data").exists()


def finding(name: str) -> Finding:
    """What one check finds, without those that come after it."""
    return next(found for check, found in findings(load_settings()) if check == name)


def test_an_empty_database_is_sound_and_one_of_this_version_too(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    sqlite3.connect(tmp_path / "data" / "earmark.db").close()
    assert finding("Database") == Finding("data/earmark.db, empty; the schema will be made at the first start")
    asyncio.run(make_database(tmp_path / "data" / "earmark.db"))
    assert finding("Database") == Finding(f"data/earmark.db, schema {Database.latest_version()}")


def test_a_schema_of_another_version_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "earmark.db"
    asyncio.run(make_database(path))
    database = sqlite3.connect(path)
    with database:
        database.execute("UPDATE alembic_version SET version_num = 'future'")
    database.close()
    found = finding("Database")
    assert "schema future, this earmark has" in found.what
    assert "update earmark" in found.advice


def test_where_a_database_is_named_the_data_folder_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARMARK_DATABASE_URL", "postgresql://127.0.0.1:1/earmark")
    monkeypatch.setenv("EARMARK_DATA", "/dev/null")
    assert finding("Data folder").is_sound


def test_a_data_folder_that_is_a_file_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("EARMARK_DATA", "file")
    found = finding("Data folder")
    assert found.what == f"{tmp_path}/file cannot be written (Not a directory)"
    assert "EARMARK_DATA" in found.advice


def test_a_file_that_is_no_database_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "earmark.db").write_bytes(b"no database at all " * 100)
    found = finding("Database")
    assert found.what == "The database data/earmark.db cannot be used: file is not a database."
    assert "backup" in found.advice


def test_a_database_that_is_named_and_not_there_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARMARK_DATABASE_URL", f"sqlite:///{tmp_path}/named.db")
    assert finding("Database") == Finding("will be made at the first start")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_on_the_command_line_counts_for_more_than_the_environment(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARMARK_DATABASE_URL", "postgresql://127.0.0.1:1/earmark")
    (tmp_path / "other").mkdir()
    asyncio.run(make_database(tmp_path / "other" / "earmark.db"))
    found = verdicts(run("doctor", "--data", "other"))
    assert found["Data folder"][0] == f"ok {tmp_path}/other"
    assert found["Database"][0] == f"ok other/earmark.db, schema {Database.latest_version()}"


@pytest.mark.parametrize(
    "url", ["postgresql://user:hidden@127.0.0.1:1/earmark", "sqlite:////no/such/folder/earmark.db", "nonsense:hidden"]
)
def test_a_database_that_cannot_be_used_is_a_fault_without_its_password(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARMARK_DATABASE_URL", url)
    found = finding("Database")
    assert "EARMARK_DATABASE_URL" in found.advice
    assert "hidden" not in found.what + found.advice


def test_missing_models_are_a_fault_and_every_other_check_is_still_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARMARK_MODELS_DIR", str(tmp_path / "models"))
    result = run("doctor")
    found = verdicts(result)
    assert list(found) == CHECKS
    assert found["Models"][0].startswith("FAULT ")
    assert "earmark models get" in found["Models"][1]
    assert found["Detection"][0] == "FAULT failed"
    assert result.exit_code == 1


def test_wrong_settings_are_told_by_variable(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARMARK_PORT", "eighty")
    result = run("doctor")
    assert sentence_of(result).startswith("EARMARK_PORT ")
    assert result.exit_code == 2
