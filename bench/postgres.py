"""A private Postgres server, for measurements and for the tests, started from the binaries on this machine.

It has no network port: it listens on a socket in its own folder.
"""

from __future__ import annotations

import itertools
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import psycopg

from earmark.store import migration
from earmark.store.engines import parse_url

OLDEST_VERSION: Final = 15
MISSING: Final = (
    f"No Postgres server of version {OLDEST_VERSION} or newer was found in PATH or /usr/lib/postgresql/*/bin. "
    "Install it: on Debian and Ubuntu the package is called postgresql."
)
_OWNER: Final = "postgres"  # the system user that Debian's package makes
_START_S: Final = 30.0
_TEMPLATE: Final = "migrated"


def find_binaries(search_path: str, installed: Path = Path("/usr/lib/postgresql")) -> Path | None:
    """The folder of the newest usable server, looked for in *search_path* and where Debian puts them."""
    folders = [Path(folder) for folder in search_path.split(os.pathsep) if folder] + list(installed.glob("*/bin"))
    # os.path.isfile bears folders that we may not look into. initdb finds the rest of the installation beside the
    # real file, not beside a link to it.
    found = {(folder / "initdb").resolve().parent for folder in folders if os.path.isfile(folder / "initdb")}
    usable = [(version, folder) for folder in found if (version := _version(folder)) >= OLDEST_VERSION]
    return max(usable)[1] if usable else None


def _version(folder: Path) -> int:
    try:
        told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"(\d+)", told)
    return int(number[1]) if number else 0


class PostgresServer:
    """
    A running server.

    Args:
        binaries: From `find_binaries`.
        place: Where its temporary folder is made. The path must be short, since that of a socket is, and the
            system user that the server runs as must be able to get there.
        settings: As in ``postgresql.conf``.
    """

    def __init__(self, binaries: Path, place: str, settings: Mapping[str, str]) -> None:
        self._names = itertools.count(1)
        self._folder = Path(tempfile.mkdtemp(prefix="earmark-postgres-", dir=place))
        self._log = self._folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        # Postgres refuses to run as root.
        self._as: dict[str, Any] = {"cwd": self._folder}
        try:
            if os.geteuid() == 0:
                owner = _owner()
                os.chown(self._folder, owner.pw_uid, owner.pw_gid)
                self._as |= {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
            self._start(binaries, {"listen_addresses": "", **settings})
        except BaseException:
            self.stop()
            raise

    def url(self, name: str) -> str:
        return f"postgresql://{_OWNER}@/{name}?host={self._folder}"

    def create_database(self, template: str = "template1") -> str:
        """The URL of a new database, a copy of *template*."""
        name = f"database_{next(self._names)}"
        self._administer(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(name)

    def make_template(self) -> None:
        """Make the database that migrated ones are copied from."""
        self._administer(f"CREATE DATABASE {_TEMPLATE}")
        migration.upgrade(parse_url(self.url(_TEMPLATE)))

    def create_migrated_database(self) -> str:
        return self.create_database(_TEMPLATE)

    def drop_database(self, url: str) -> None:
        """Drop a database, whoever is still connected."""
        self._administer(f"DROP DATABASE {parse_url(url).database} WITH (FORCE)")

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)  # "fast shutdown": clients are disconnected
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, binaries: Path, settings: Mapping[str, str]) -> None:
        data = self._folder / "data"
        given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        initdb = subprocess.run(
            [binaries / "initdb", "--no-sync", "-A", "trust", "-U", _OWNER, "-E", "UTF8", "--locale=C", "-D", data],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            **self._as,
        )
        if initdb.returncode != 0:
            raise RuntimeError(f"initdb failed:\n{initdb.stdout}")
        with self._log.open("wb") as log:
            command: list[str | Path] = [binaries / "postgres", "-D", data, "-k", self._folder, *given]
            started: subprocess.Popen[bytes] = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, **self._as
            )
        self._process = started
        deadline = time.monotonic() + _START_S
        while True:
            try:
                self._administer("SELECT 1")
            except psycopg.OperationalError:
                if started.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"Postgres did not start:\n{self._log.read_text()}") from None
                time.sleep(0.05)
            else:
                return

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


def _owner() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(_OWNER)
    except KeyError:
        raise RuntimeError(
            f"Postgres refuses to run as root and there is no system user {_OWNER!r}. {MISSING}"
        ) from None
