"""The reference says what the code does, and every link leads somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import pages
from earmark import errors, limits
from earmark.app import create_app
from earmark.cli import app as command_line
from earmark.config import PREFIX, Settings

REFERENCE = pages.ROOT / "docs" / "reference"

_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (?P<title>.*)$", re.MULTILINE)
_REFERENCE = re.compile(r"contract (?:section )?(?P<numbers>\d[\d.]*\d|\d)(?P<more>(?:,? (?:and )?\d[\d.]*)*)")


def read(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_generated_parts_are_fresh() -> None:
    script = pages.ROOT / "scripts" / "generate_docs.py"
    done = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_setting_is_in_the_reference() -> None:
    page = read("configuration.md")
    assert [name for name in Settings.model_fields if f"`{PREFIX}{name.upper()}`" not in page] == []


def test_every_setting_that_a_page_names_exists() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    for page in pages.pages():
        named = set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", page.read_text(encoding="utf-8")))
        assert named - known - {f"{PREFIX}EVAL_DATA", f"{PREFIX}DEBUG"} == set(), pages.name_of(page)


def test_every_command_is_in_the_reference() -> None:
    page = read("cli.md")
    root = typer.main.get_command(command_line)
    paths = [f"earmark {name}" for name in root.commands]
    paths += [f"earmark models {name}" for name in root.commands["models"].commands]
    assert len(paths) > 5
    assert [path for path in paths if f"## {path}\n" not in page] == []


def test_every_route_is_in_the_reference() -> None:
    page = read("http.md")
    document = create_app(Settings.model_construct()).openapi()
    routes = [f"`{method.upper()} {path}`" for path, methods in document["paths"].items() for method in methods]
    assert len(routes) > 20
    assert [route for route in routes if route not in page] == []


def test_every_limit_is_in_the_reference() -> None:
    page = read("http.md")
    values = [value for name, value in vars(limits).items() if name.isupper() and isinstance(value, int)]
    assert [value for value in values if f"{value:,}" not in page] == []


def test_every_problem_is_in_the_reference_with_its_meaning() -> None:
    rows = re.findall(
        r"^\| `urn:earmark:problem:([a-z-]+)` \| ([^|]+) \| \d+ \| ([^|]+) \|$", read("problems.md"), re.MULTILINE
    )
    classes = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.EarmarkError)]
    codes = {one.code.replace("_", "-") for one in classes if one is not errors.EarmarkError}
    assert len(codes) > 30
    assert {code for code, _, _ in rows} == codes
    assert [code for code, title, meaning in rows if not title.strip() or not meaning.strip()] == []


def test_every_section_of_the_wire_contract_that_the_source_names_is_there() -> None:
    page = read("wire-contract.md")
    named: set[str] = set()
    for path in [*(pages.ROOT / "src").rglob("*.py"), *(pages.ROOT / "tests").rglob("*.py")]:
        for found in _REFERENCE.finditer(path.read_text(encoding="utf-8")):
            named |= set(re.findall(r"\d+(?:\.\d+)?", found["numbers"] + found["more"]))
    assert len(named) > 20
    assert [number for number in sorted(named) if not has_section(page, number)] == []


def has_section(page: str, number: str) -> bool:
    if number.startswith("0."):
        return re.search(rf"^{number.removeprefix('0.')}\. ", page, re.MULTILINE) is not None
    if "." not in number:
        return f"\n## {number}. " in page
    whole, part = number.split(".")
    ranges = re.findall(rf"^### {whole}\.(\d+)(?: to {whole}\.(\d+))? ", page, re.MULTILINE)
    return any(int(first) <= int(part) <= int(last or first) for first, last in ranges)


@pytest.mark.parametrize("page", pages.pages(), ids=pages.name_of)
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    for found in _LINK.finditer(_CODE.sub("", page.read_text(encoding="utf-8"))):
        target, _, anchor = found["target"].partition("#")
        if ":" in target:
            continue
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), f"{pages.name_of(page)}: {found['target']}"
        if anchor:
            assert anchor in anchors(path), f"{pages.name_of(page)}: {found['target']}"


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings."""
    titles = (found["title"].lower() for found in _HEADING.finditer(page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", title).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", pages.pages(), ids=pages.name_of)
def test_no_page_is_an_orphan(page: Path) -> None:
    if page.parent == pages.ROOT:
        return
    index = (pages.ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    relative = str(page.relative_to(pages.ROOT / "docs"))
    assert relative == "README.md" or f"({relative})" in index
