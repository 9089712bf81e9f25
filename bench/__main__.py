"""The short form of all measurements: at most a quarter of an hour on two cores.

    python -m bench

Times first, while nothing else runs: each read for a few seconds, history of 100,000 messages. Then accuracy over at
most 3,000 messages of each suite, whole conversations, if the evaluation data is there.
"""

from __future__ import annotations

from typing import Final

from bench import accuracy, history, reads, report, speed
from bench.data import data_folder, has_data
from bench.vectors import CachedEncoder
from earmark.services.encoders import load_encoders

_MESSAGES: Final = 3_000
_READ_S: Final = 3.0
_HISTORY: Final = (100_000,)


def main() -> None:
    report.record("speed", speed.measure())
    report.record("reads", reads.measure(seconds=_READ_S))
    report.record("history", history.measure(load_encoders(), _HISTORY))
    if not has_data():
        print(f"\nNo accuracy: the evaluation data is not at {data_folder()}. EARMARK_EVAL_DATA names another place.")
        return
    encoders = {space: CachedEncoder(one) for space, one in load_encoders().items()}
    suites = (*accuracy.SUITES, *accuracy.OTHER_SUITES)
    report.record("accuracy", accuracy.measure(suites, encoders, _MESSAGES, accuracy.ROUNDS))


if __name__ == "__main__":
    main()
