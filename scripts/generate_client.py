"""Write the blocking client, `earmark.client.blocking`, from the one for asyncio, `earmark.client.aio`.

python scripts/generate_client.py            writes it
python scripts/generate_client.py --check    changes nothing; names the stale files and leaves with 1
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

CLIENT: Final = Path(__file__).parents[1] / "src" / "earmark" / "client"
SOURCE: Final = CLIENT / "aio"
TARGET: Final = CLIENT / "blocking"

_HEADER: Final = "# Written by scripts/generate_client.py from aio/{name}: change that file.\n\n"

#: In this order; each is a pattern and what takes its place.
_CHANGES: Final = (
    (r"The client for asyncio\.[^\"]*", "The client that blocks until there is an answer."),
    (r"from asyncio import Lock, sleep", "from threading import Lock"),
    (r"from asyncio import sleep\n", ""),
    (r"from time import monotonic", "from time import monotonic, sleep"),
    (r"AsyncIterator", "Iterator"),
    (r"__aenter__", "__enter__"),
    (r"__aexit__", "__exit__"),
    (r"\.aclose\(", ".close("),
    (r"httpx2\.AsyncClient", "httpx2.Client"),
    (r"httpx2\.AsyncBaseTransport", "httpx2.BaseTransport"),
    (r"earmark\.client\.aio\b", "earmark.client.blocking"),
    (r"\bAsync(?=[A-Z])", ""),
    (r"\basync (?=def |for |with )", ""),
    (r"`async with`", "`with`"),
    (r"\(await ([^()]*(?:\([^()]*\)[^()]*)*)\)(?=\.)", r"\1"),
    (r"\bawait ", ""),
    (r"for row in page\.rows:\n +yield row", "yield from page.rows"),
)


def blocking_from(text: str, name: str) -> str:
    """The blocking form of *text*, which is the file *name* of the other."""
    for pattern, other in _CHANGES:
        text = re.sub(pattern, other, text)
    return _tidy(_HEADER.format(name=name) + text, name)


def _tidy(text: str, name: str) -> str:
    ruff = [str(Path(sys.executable).with_name("ruff"))]
    path = ["--stdin-filename", str(TARGET / name), "-"]
    # Named, since the package may not be there yet.
    imports = ["check", "--quiet", "--select", "I", "--fix", "--config", 'lint.isort.known-first-party=["earmark"]']
    for step in (imports, ["format", "--quiet"]):
        text = subprocess.run(  # noqa: S603 - our own command
            [*ruff, *step, *path], input=text, text=True, capture_output=True, check=True, cwd=CLIENT
        ).stdout
    return text


def main(arguments: list[str]) -> int:
    """Write the files, or say which are stale."""
    wanted = {path.name: blocking_from(path.read_text(encoding="utf-8"), path.name) for path in SOURCE.glob("*.py")}
    there = {path.name: path.read_text(encoding="utf-8") for path in TARGET.glob("*.py")}
    stale = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
    if "--check" in arguments:
        for name in stale:
            print(f"{TARGET / name} is stale: run python scripts/generate_client.py", file=sys.stderr)
        return 1 if stale else 0
    TARGET.mkdir(exist_ok=True)
    for name in stale:
        if name in wanted:
            (TARGET / name).write_text(wanted[name], encoding="utf-8")
        else:
            (TARGET / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
