"""The short form of all measurements: at most a quarter of an hour on two cores.

    python -m bench

Speed first, while nothing else runs; then accuracy over at most 3,000 messages of each suite, whole conversations,
if the evaluation data is there.
"""

from __future__ import annotations

from typing import Final

from bench import accuracy, report, speed
from bench.data import data_folder, has_data
from bench.vectors import CachedEncoder
from earmark.services.encoders import load_encoders

_MESSAGES: Final = 3_000


def main() -> None:
    report.record("speed", speed.measure())
    if not has_data():
        print(f"\nNo accuracy: the evaluation data is not at {data_folder()}. EARMARK_EVAL_DATA names another place.")
        return
    encoders = {space: CachedEncoder(one) for space, one in load_encoders().items()}
    suites = (*accuracy.SUITES, *accuracy.OTHER_SUITES)
    report.record("accuracy", accuracy.measure(suites, encoders, _MESSAGES, accuracy.ROUNDS))


if __name__ == "__main__":
    main()
