"""Credentials from the command line, in a database that a server made."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run, sentence_of


def listed(run: Run) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run("credentials", "list", "--json").stdout)
    return rows


def test_a_created_credential_is_listed_by_name_and_its_secret_is_told_once(run: Run, first_app_id: str) -> None:
    made = json.loads(run("credentials", "create", "--name", "nightly import", "--json").stdout)
    assert (len(made["app_id"]), len(made["app_secret"]), made["name"]) == (64, 128, "nightly import")
    rows = listed(run)
    assert [(row["app_id"], row["name"]) for row in rows] == [(first_app_id, ""), (made["app_id"], "nightly import")]
    shown = run("credentials", "list").stdout
    assert "nightly import" in shown
    assert rows[0]["created_at"][:10] in shown
    assert made["app_secret"] not in shown + json.dumps(rows)


def test_app_id_and_secret_are_printed_with_a_warning(run: Run, first_app_id: str) -> None:
    lines = run("credentials", "create").stdout.splitlines()
    assert lines[0] == "The secret is shown this once: keep it."
    assert lines[2].split()[:2] == ["app", "id"]
    assert [len(line.split()[2]) for line in lines[2:]] == [64, 128]


@pytest.mark.parametrize("columns", ["40", "80"])
def test_a_listed_credential_is_one_line_however_narrow_the_terminal(
    run: Run, first_app_id: str, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    made = json.loads(run("credentials", "create", "--name", "nightly import of calls", "--json").stdout)["app_id"]
    header, *lines = run("credentials", "list").stdout.splitlines()
    assert header.split("  ")[0] == "App id"
    assert [line.split("  ")[::2] for line in lines] == [[first_app_id], [made, "nightly import of calls"]]


def test_rotating_gives_another_secret_for_the_same_app_id(run: Run, first_app_id: str) -> None:
    once, twice = (json.loads(run("credentials", "rotate", first_app_id, "--json").stdout) for _ in range(2))
    assert once["app_id"] == twice["app_id"] == first_app_id
    assert once["app_secret"] != twice["app_secret"]


def test_revoking_asks_and_leaves_everything_as_it_is_without_a_yes(run: Run, first_app_id: str) -> None:
    made = json.loads(run("credentials", "create", "--json").stdout)["app_id"]
    refused = run("credentials", "revoke", made, given="n\n")
    assert (refused.exit_code, len(listed(run))) == (1, 2)
    assert "Nothing was changed." in refused.stdout
    assert run("credentials", "revoke", made, given="y\n").stdout.endswith(f"Revoked {made}.\n")
    assert [row["app_id"] for row in listed(run)] == [first_app_id]


def test_the_last_credential_is_revoked_only_with_force(run: Run, first_app_id: str) -> None:
    refused = run("credentials", "revoke", first_app_id, "--yes")
    assert "--force" in sentence_of(refused)
    assert (refused.exit_code, len(listed(run))) == (1, 1)
    assert run("credentials", "revoke", first_app_id, "--yes", "--force").exit_code == 0
    assert listed(run) == []


@pytest.mark.parametrize("command", ["rotate", "revoke"])
def test_an_unknown_app_id_is_told(command: str, run: Run, first_app_id: str) -> None:
    result = run("credentials", command, "nobody", *(["--yes"] if command == "revoke" else []))
    assert sentence_of(result) == "No credential with the app id 'nobody' exists in this account."
    assert result.exit_code == 1


@pytest.mark.parametrize("arguments", [["list"], ["list", "--data", "elsewhere"], ["create"]])
def test_where_no_server_has_started_nothing_is_made(arguments: list[str], run: Run, tmp_path: Path) -> None:
    result = run("credentials", *arguments)
    assert sentence_of(result).startswith("No earmark has started with the database ")
    assert (result.exit_code, list(tmp_path.iterdir())) == (1, [])


def test_a_database_of_another_schema_is_left_alone(run: Run, tmp_path: Path, first_app_id: str) -> None:
    database = sqlite3.connect(tmp_path / "data" / "earmark.db")
    with database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
    database.close()
    result = run("credentials", "list")
    assert "has schema 0001, this earmark works with" in sentence_of(result)
    assert result.exit_code == 1
