"""The settings of a server: environment variables with the prefix ``EARMARK_``, each described once, here.

The configuration reference is generated from these fields. Only `app.py` and `cli/` read them; everything
below is handed values.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal, Self, TypeVar

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from earmark import limits
from earmark.errors import Invalid, InvalidField
from earmark.model_files import default_folder
from earmark.security import check_app_id, check_app_secret

PREFIX: Final = "EARMARK_"

T = TypeVar("T")


class SettingsInvalid(Invalid):
    """One or more settings have values that no server can run with; a line for each."""

    code = "settings_invalid"


class Settings(BaseSettings):
    """What a server can be told. An empty variable counts as one that is not set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    host: str = Field("127.0.0.1", description="Address to listen on; `0.0.0.0` for every interface.")
    port: int = Field(8750, ge=0, le=65_535, description="Port to listen on; `0` takes any free one.")
    data: Path = Field(Path("data"), description="Folder of the embedded databases; made when it is missing.")
    database_url: str = Field(
        "",
        description="`sqlite:///path/earmark.db` or `postgresql://user:password@host:5432/name`. "
        "Without it an embedded SQLite database in the data folder is used. Beside a SQLite file there is another one "
        "for jobs, `path/earmark-jobs.db`.",
    )
    empty: bool = Field(False, description="A fresh account gets neither starter trackers nor the sample conversation.")
    app_id: str = Field(
        "",
        description=f"App id of the first account, {limits.APP_ID_CHARS} letters and digits; invented when not set. "
        "Goes with `EARMARK_APP_SECRET`.",
    )
    app_secret: SecretStr = Field(
        SecretStr(""),
        description=f"App secret of the first account, {limits.APP_SECRET_CHARS} letters and digits; invented when "
        "not set, and then printed once. A changed value replaces the stored one at the next start and ends the "
        "tokens of that one.",
    )
    models_dir: Path | None = Field(
        None, description="Folder of the model files; without it a folder in the user's cache."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least severe events that are logged. Only `debug` may log what was said."
    )
    log_format: Literal["auto", "json", "console"] = Field(
        "auto", description="`auto` writes JSON when standard error is not a terminal."
    )
    vocabulary_punctuation: Literal["strict", "any"] = Field(
        "strict",
        description="`strict` allows only periods, apostrophes and dashes in stored vocabularies, as Symbl did.",
    )
    put_vocabulary: Literal["merge", "replace"] = Field(
        "merge", description="What PUT does with the phrases of a tracker: add the new ones in front, or replace all."
    )
    enable_all_trackers: bool = Field(
        True, description="Run all trackers of the account where a submission does not set `enableAllTrackers`."
    )
    allow_private_webhooks: bool = Field(
        False, description="Call webhooks on loopback, private and link-local addresses too."
    )
    tls_cert: Path | None = Field(None, description="Certificate chain (PEM) to serve https with.")
    tls_key: Path | None = Field(None, description="Private key (PEM) of the certificate.")
    node: str = Field(
        "main",
        min_length=1,
        max_length=64,
        description="Name of this process among those that share a database. A restart under the same name takes up "
        "the jobs that it left unfinished.",
    )
    tracker_limit: int = Field(limits.TRACKERS_PER_ACCOUNT, ge=1, description="Trackers that an account may hold.")
    threads: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=256,
        description="Threads that cut and match text; as many as the machine has cores when not set.",
    )
    matcher_phrases: int = Field(
        100_000, ge=1, description="Phrases kept ready for matching over all sets of trackers; about 7 KB each."
    )

    @field_validator("app_id")
    @classmethod
    def _check_app_id(cls, app_id: str) -> str:
        return _checked(check_app_id, app_id, app_id, "app_id")

    @field_validator("app_secret")
    @classmethod
    def _check_app_secret(cls, app_secret: SecretStr) -> SecretStr:
        return _checked(check_app_secret, app_secret, app_secret.get_secret_value(), "app_secret")

    @model_validator(mode="after")
    def _check_pairs(self) -> Self:
        if bool(self.app_id) != bool(self.app_secret.get_secret_value()):
            raise ValueError(f"{_variable('app_id')} and {_variable('app_secret')} go together: set both or neither")
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError(f"{_variable('tls_cert')} and {_variable('tls_key')} go together: set both or neither")
        return self

    @property
    def base_url(self) -> str:
        """Where a client on this machine finds the server."""
        scheme = "https" if self.tls_cert else "http"
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        return f"{scheme}://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{self.port}"

    @property
    def model_folder(self) -> Path:
        """Where the model files lie."""
        return self.models_dir or default_folder()

    @property
    def earmark_database_url(self) -> str:
        """Where accounts, trackers, conversations and hits are kept."""
        return self.database_url or f"sqlite:///{self.data / 'earmark.db'}"

    @property
    def jobs_database_url(self) -> str:
        """Where jobs are kept: with SQLite beside, in a file of its own, so that polling never blocks a write."""
        if not self.database_url:
            return f"sqlite:///{self.data / 'jobs.db'}"
        scheme, separator, path = self.database_url.partition(":///")
        if scheme != "sqlite" or not path:
            return self.database_url
        file = Path(path)
        return f"{scheme}{separator}{file.with_name(f'{file.stem}-jobs{file.suffix}')}"


def load_settings(**given: Any) -> Settings:
    """
    The settings from *given*, then from the environment, then the defaults. None counts as not given.

    Raises:
        SettingsInvalid: its text has one line for every wrong variable, without the value of a secret.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise SettingsInvalid("\n".join(map(_line, error.errors()))) from None


def _checked(check: Callable[[str, str], None], setting: T, value: str, field: str) -> T:
    try:
        if value:
            check(value, field)
    except InvalidField as error:
        raise ValueError(error.problem) from None  # so that it is listed beside the other problems
    return setting


def _line(problem: Any) -> str:
    wrong = str(problem["ctx"]["error"]) if problem["type"] == "value_error" else problem["msg"]
    if not problem["loc"]:
        return wrong
    return f"{_variable(str(problem['loc'][0]))} {wrong.removeprefix('Input ')}"


def _variable(field: str) -> str:
    return f"{PREFIX}{field.upper()}"
