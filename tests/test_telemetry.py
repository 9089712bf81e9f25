"""Logs: one line an event, in the form that the settings name, without what was said."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog

from earmark import telemetry


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize(("log_format", "is_json"), [("auto", True), ("json", True), ("console", False)])
def test_log_is_json_unless_it_goes_to_a_terminal_or_the_settings_say_otherwise(
    log_format: Literal["auto", "json", "console"], is_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    telemetry.configure_logging("info", log_format)
    telemetry.get_logger("test").info("hit_stored", hits=3)
    (line,) = capsys.readouterr().err.splitlines()
    assert "hit_stored" in line
    assert line.startswith("{") is is_json
    if is_json:
        assert json.loads(line)["hits"] == 3


def test_what_was_said_is_logged_at_debug_alone(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.configure_logging("debug", "json")
    log = telemetry.get_logger("test")
    log.info("heard", pii_text="a secret")
    log.debug("heard", pii_text="no secret")
    first, second = capsys.readouterr().err.splitlines()
    assert "pii_text" not in json.loads(first)
    assert json.loads(second)["pii_text"] == "no secret"


def test_events_below_the_level_are_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry.configure_logging("warning", "json")
    telemetry.get_logger("test").info("heard")
    logging.getLogger("library").info("chatter")
    assert capsys.readouterr().err == ""
