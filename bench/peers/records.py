"""Figures of the peers as they were measured over all messages, kept for where the peers themselves are not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from bench.report import RESULTS_FOLDER, rounded

PATH: Final = RESULTS_FOLDER / "peers.json"


def keep(figures: Mapping[str, Any], peers: Iterable[str], path: Path = PATH) -> None:
    """Record what a run over all messages found out about the peers that took part; the others stay as they were."""
    kept = _read(path)
    for peer in peers:
        for suite in figures["suites"]:
            measured = suite["systems"].get(peer)
            if measured and not measured.get("recorded"):
                kept.setdefault(peer, {})[suite["suite"]] = measured
    path.write_text(json.dumps(rounded(kept), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def filled(suites: Sequence[dict[str, Any]], peers: Iterable[str], path: Path = PATH) -> None:
    """Put what was recorded where a suite lacks a peer, marked as such."""
    kept = _read(path)
    for peer in peers:
        for suite in suites:
            known = kept.get(peer, {}).get(suite["suite"])
            if known and peer not in suite["systems"]:
                suite["systems"][peer] = {**known, "recorded": True}


def _read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
