"""Fixtures that every test may use."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping
from pathlib import Path

import hypothesis
import pytest
from bench.data import data_folder

from earmark import model_files
from earmark.config import load_settings
from earmark.engine.encoder import Encoder
from earmark.services.encoders import load_encoders

# How long an example takes says how busy the machine is, and which example came first.
hypothesis.settings.register_profile("earmark", deadline=None)
hypothesis.settings.load_profile("earmark")

# A run in the background of a shell ignores Ctrl-C, and so would every process that a test starts and interrupts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

#: `postgres_url` and its kin; `shared_server` and its account; `app` and its accounts.
pytest_plugins = ["postgres", "server", "app_in_process"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Coroutines under test run on asyncio, as the server does."""
    return "asyncio"


@pytest.fixture(scope="session")
def evaluation_data() -> Callable[[str], Path]:
    """Finds a suite, or the scorer, in the evaluation data beside the checkout; skips the test where it is missing."""

    def find(name: str) -> Path:
        path = data_folder() / "eval" / name
        if not path.exists():
            pytest.skip(f"needs {path}; EARMARK_EVAL_DATA names another folder")
        return path

    return find


@pytest.fixture(scope="session")
def encoders() -> Mapping[str, Encoder]:
    """The real encoders, by space; what their models lack is fetched first."""
    folder = load_settings().model_folder
    model_files.get(folder, list(model_files.Role), lambda _: None)
    return load_encoders(folder)
