"""What a fresh account shows: the starter trackers on the sample call."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import yaml

from server import Server

EXPECTED: Final[list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).parents[1].joinpath("starter_expected.yaml").read_text(encoding="utf-8")
)


async def test_each_starter_tracker_fires_where_it_should_and_nowhere_else(
    fresh_server: Server, curl_line: str
) -> None:
    sample = re.search(r"/v1/conversations/(\d+)/", curl_line)
    assert sample
    async with fresh_server.client() as client:
        found = await client.detected(sample[1])
    offsets: dict[tuple[str, str], list[int]] = {}
    for tracker, phrases in found.items():
        for refs in phrases.values():
            for ref in refs:
                offsets.setdefault((tracker, ref["text"]), []).append(ref["offset"])
    assert sorted(offsets) == sorted((moment["tracker"], moment["text"]) for moment in EXPECTED)
    for moment in EXPECTED:
        if moment.get("kind") == "exact":
            assert max(offsets[moment["tracker"], moment["text"]]) >= 0, moment
