"""What the pages show is run, in a real shell and against a real server.

``WRITE_OUTPUTS=1`` writes what was printed into the pages instead of comparing it.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import pages
from earmark import starter, trackerfile
from earmark.client import Earmark
from server import Server, serving

PAGES = pages.pages()
RUN = [page for page in PAGES if pages.examples(page.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of our own, since the pages create trackers; with starter trackers and sample, as a reader's."""
    environment = {"EARMARK_ALLOW_PRIVATE_WEBHOOKS": "true"}  # the receivers of the pages are on this machine
    with serving(Server(tmp_path_factory.mktemp("docs"), arguments=(), environment=environment)) as running:
        yield running


@pytest.fixture
def account(server: Server) -> Iterator[Server]:
    """The server, with no other trackers than the starter ones after each page: those of one would show in another."""
    yield server
    with Earmark(server.base_url, app_id=server.app_id, app_secret=server.app_secret) as earmark:
        starters = {entry.tracker.name for entry in trackerfile.read(starter.TRACKERS, starter.trackers())}
        for tracker in list(earmark.trackers.list()):
            if tracker.name not in starters:
                earmark.trackers.delete(tracker.id)


@pytest.mark.parametrize("page", RUN, ids=pages.name_of)
def test_examples_run_and_print_what_the_page_shows(page: Path, account: Server, tmp_path: Path) -> None:
    (tmp_path / "src").symlink_to(pages.ROOT / "src")
    text = page.read_text(encoding="utf-8")
    environment = pages.reader_environment(account.app_id, account.app_secret)
    printed = pages.run_page(page, tmp_path, environment, account.base_url)
    shown = [
        (example.output, output)
        for example, output in zip(pages.examples(text), printed, strict=True)
        if example.output
    ]
    if os.environ.get("WRITE_OUTPUTS"):
        page.write_text(pages.with_outputs(text, shown), encoding="utf-8")
        return
    for block, output in shown:
        assert not pages.differs(block.code, output), f"{pages.name_of(page)}, line {block.line}: printed\n{output}"


@pytest.mark.parametrize("page", PAGES, ids=pages.name_of)
def test_blocks_hold_something_that_is_valid_in_its_language(page: Path) -> None:
    for block in pages.blocks(page.read_text(encoding="utf-8")):
        where = f"{pages.name_of(page)}, line {block.line}"
        assert block.code.strip(), f"{where}: the block is empty"
        try:
            if block.language == "json" and block.argument.endswith(".jsonl"):
                for line in block.code.splitlines():
                    json.loads(line)
            elif block.language == "json":
                json.loads(block.code)
            elif block.language == "yaml":
                yaml.safe_load(block.code)
            elif block.language == "python":
                compile(block.code, where, "exec")
            elif block.language == "js":
                subprocess.run(["node", "--check", "-"], input=block.code, text=True, check=True, capture_output=True)
        except (ValueError, SyntaxError, yaml.YAMLError, subprocess.CalledProcessError) as error:
            raise AssertionError(f"{where}: {error}") from error


def test_certificate_of_the_guide_serves_the_old_host_name(tmp_path: Path) -> None:
    guide = pages.ROOT / "docs" / "howto" / "old-host-name.md"
    pages.run_page(guide, tmp_path, pages.reader_environment("", ""), pages.SHOWN_URL)
    tls = ("--tls-cert", str(tmp_path / "server.pem"), "--tls-key", str(tmp_path / "server.key"))
    with serving(Server(tmp_path / "server", arguments=("--empty", *tls))) as server:
        ask = ["curl", "--silent", "--noproxy", "*", "--resolve", f"api.symbl.ai:{server.port}:127.0.0.1"]
        url = f"https://api.symbl.ai:{server.port}/health/live"
        trusted = subprocess.run([*ask, "--cacert", str(tmp_path / "ca.pem"), url], capture_output=True, text=True)
        assert json.loads(trusted.stdout) == {"status": "live"}
        assert subprocess.run([*ask, url], capture_output=True).returncode == 60  # nobody else trusts the authority


TRACKER_FILES = [
    block
    for block in pages.blocks((pages.ROOT / "docs/reference/tracker-files.md").read_text(encoding="utf-8"))
    if block.argument.startswith("trackers.")
]


@pytest.mark.parametrize("block", TRACKER_FILES, ids=lambda block: block.argument)
def test_tracker_files_of_the_reference_can_be_read(block: pages.Block) -> None:
    assert trackerfile.read(block.argument, block.code.encode())[0].tracker.name == "Cancellation"


def test_every_format_of_a_tracker_file_has_an_example() -> None:
    assert {block.argument.removeprefix("trackers.") for block in TRACKER_FILES} == set(trackerfile.FileFormat)
