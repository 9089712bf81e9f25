"""The rules by which examples in pages are found, run and compared."""

from __future__ import annotations

from pathlib import Path

import pytest

import pages

PAGE = """
<!-- file: said.txt -->
```text
hello
```

<!-- run -->
```sh
word=$(cat said.txt)
echo $word
```

<!-- output -->
```text
hello
```

<!-- run: 3 -->
```sh
exit 3
```

```sh
not run
```

<!-- run -->
```python
print("http://127.0.0.1:8750")
```

<!-- sdk -->
```js
elsewhere();
```

<!-- output -->
```text
other
```
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def run(page: Path, folder: Path) -> list[str]:
    return pages.run_page(page, folder, pages.reader_environment("", ""), "http://127.0.0.1:1")


def test_marked_blocks_run_in_one_shell_with_the_pages_files(page: Path, tmp_path: Path) -> None:
    assert run(page, tmp_path) == ["hello\n", "", "http://127.0.0.1:8750\n"]


def test_an_output_belongs_to_the_marked_block_above_it() -> None:
    assert [example.output is not None for example in pages.examples(PAGE)] == [True, False, False]
    assert [example.output is not None for example in pages.examples(PAGE, mark="sdk")] == [True]


def test_a_status_that_was_not_expected_names_page_line_and_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text("<!-- run -->\n```sh\necho before; false\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"page\.md, line 3: status 1\n(.|\n)*before"):
        run(page, tmp_path)


@pytest.mark.parametrize(
    ("shown", "printed", "differs"),
    [
        ('"id": "1537792429097315"', '"id": "1537792716507869"', False),
        ("job 9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d", "job 0a1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d", False),
        ("hit adbc84dfc7316d0e3dce7c1871e62285", "hit f26dc9eb90c1f2908020ffeac00892a5", False),
        ("at 2025-03-03T10:00:01.647Z", "at 2026-03-03T11:00:01.000Z", False),
        ("score 0.41  \n", "score   0.40", False),
        ("score 0.41", "score 0.31", True),
        ("one hit", "two hits", True),
        ("one", "one\ntwo", True),
    ],
)
def test_outputs_are_compared_but_for_what_two_honest_runs_may_differ_in(
    shown: str, printed: str, differs: bool
) -> None:
    assert pages.differs(shown, printed) is differs


def test_written_outputs_change_only_what_differs() -> None:
    first, second = (one for one in pages.blocks(PAGE) if one.mark == "output")
    fresh = pages.with_outputs(PAGE, [(first, "hello  \n"), (second, "new\n")])
    assert fresh == PAGE.replace("other", "new")
