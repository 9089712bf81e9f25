from __future__ import annotations

from pathlib import Path

import pytest

from earmark.config import Settings, SettingsInvalid, load_settings

ID, SECRET = "i" * 64, "s" * 128


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"EARMARK_{name.upper()}", raising=False)


def test_defaults_serve_this_machine_alone_from_a_folder() -> None:
    settings = load_settings()
    assert settings.base_url == "http://127.0.0.1:8750"
    assert settings.earmark_database_url == "sqlite:///data/earmark.db"
    assert settings.jobs_database_url == "sqlite:///data/jobs.db"


def test_environment_is_read_and_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARMARK_PORT", "9000")
    monkeypatch.setenv("EARMARK_EMPTY", "1")
    monkeypatch.setenv("EARMARK_DATA", "")
    settings = load_settings()
    assert (settings.port, settings.empty, settings.data) == (9000, True, Path("data"))


def test_given_values_win_over_the_environment_and_none_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARMARK_PORT", "9000")
    monkeypatch.setenv("EARMARK_HOST", "::1")
    settings = load_settings(port=9001, host=None)
    assert (settings.port, settings.host) == (9001, "::1")


def test_one_postgres_database_serves_both_purposes() -> None:
    settings = load_settings(database_url="postgresql://db/earmark")
    assert settings.earmark_database_url == settings.jobs_database_url == "postgresql://db/earmark"


@pytest.mark.parametrize(
    ("given", "jobs"),
    [
        ("sqlite:///folder/earmark.db", "sqlite:///folder/earmark-jobs.db"),
        ("sqlite:////var/lib/talk.sqlite", "sqlite:////var/lib/talk-jobs.sqlite"),
        ("sqlite:///earmark", "sqlite:///earmark-jobs"),
    ],
)
def test_jobs_have_a_file_of_their_own_beside_a_named_sqlite_file(given: str, jobs: str) -> None:
    settings = load_settings(database_url=given)
    assert (settings.earmark_database_url, settings.jobs_database_url) == (given, jobs)


@pytest.mark.parametrize(
    ("host", "tls", "url"),
    [
        ("0.0.0.0", False, "http://127.0.0.1:8750"),
        ("::", False, "http://[::1]:8750"),
        ("::1", False, "http://[::1]:8750"),
        ("tracker.example", True, "https://tracker.example:8750"),
    ],
)
def test_base_url_is_one_that_a_client_here_can_call(host: str, tls: bool, url: str) -> None:
    pair = {"tls_cert": Path("c.pem"), "tls_key": Path("k.pem")} if tls else {}
    assert load_settings(host=host, **pair).base_url == url


def test_every_wrong_variable_has_one_line_that_begins_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "PORT": "abc",
        "LOG_LEVEL": "loud",
        "EMPTY": "perhaps",
        "APP_ID": "short",
        "APP_SECRET": "hunter2",
        "TRACKER_LIMIT": "0",
        "VOCABULARY_PUNCTUATION": "some",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(f"EARMARK_{name}", value)
    with pytest.raises(SettingsInvalid) as caught:
        load_settings()
    lines = str(caught.value).splitlines()
    assert sorted(line.split(" ")[0] for line in lines) == sorted(f"EARMARK_{name}" for name in wrong)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"app_id": ID}, "EARMARK_APP_ID and EARMARK_APP_SECRET go together: set both or neither"),
        ({"app_secret": SECRET}, "EARMARK_APP_ID and EARMARK_APP_SECRET go together: set both or neither"),
        ({"tls_cert": Path("c.pem")}, "EARMARK_TLS_CERT and EARMARK_TLS_KEY go together: set both or neither"),
    ],
)
def test_half_a_pair_is_refused(given: dict[str, object], line: str) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        load_settings(**given)
    assert str(caught.value) == line


def test_secret_does_not_show() -> None:
    assert SECRET not in repr(load_settings(app_id=ID, app_secret=SECRET))


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
