"""Where the evaluation data lies, and how its files are read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final

#: Beside the checkout, unless EARMARK_EVAL_DATA names another place.
_BESIDE: Final = Path(__file__).resolve().parents[2] / "shared"


def data_folder() -> Path:
    """The folder that holds ``eval`` and ``train``."""
    return Path(os.environ.get("EARMARK_EVAL_DATA") or _BESIDE)


def require_data() -> None:
    """End the program with a sentence that helps, if the evaluation data is not there."""
    if not has_data():
        raise SystemExit(
            f"The evaluation data is not at {data_folder()}. "
            "Set EARMARK_EVAL_DATA to the folder that holds its eval and train folders."
        )


def has_data() -> bool:
    return (data_folder() / "eval").is_dir()


def train_file(name: str) -> Path:
    return data_folder() / "train" / f"{name}.jsonl"


def suite_folder(name: str) -> Path:
    return data_folder() / "eval" / name


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
