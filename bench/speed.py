"""How fast earmark is on this machine: the engine alone, and a real server over HTTP.

    python -m bench.speed

Prints tables, keeps the figures in ``bench/results`` and puts the tables into ``docs/benchmarks.md``. Run it while the
machine does nothing else: every figure here is a time.
"""

from __future__ import annotations

from typing import Any

from bench import engine_speed, report, server_speed
from earmark.services.encoders import load_encoders


def measure() -> dict[str, Any]:
    encoders = load_encoders()
    known = engine_speed.known_vectors(encoders)
    return {"engine": engine_speed.measure(encoders, known), "server": server_speed.measure(known, encoders)}


def main() -> None:
    report.record("speed", measure())


if __name__ == "__main__":
    main()
