"""A process that runs jobs is killed with SIGKILL, twice, and started again: nothing is lost or out of order."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from earmark.jobs import Jobs, JobState

JOBS = 30
KEYS = 6
STEPS = ("split", "match", "tell")
TIMEOUT_S = 30.0


def test_jobs_that_ran_when_the_process_was_killed_are_completed_by_the_next(tmp_path: Path) -> None:
    effects = tmp_path / "effects"
    effects.touch()
    seed = random.randrange(10**6)
    kills = sorted(random.Random(seed).sample(range(5, JOBS * len(STEPS) - 5), 2))
    for kill_after in kills:
        process = _start(tmp_path)
        _wait_for_lines(effects, kill_after)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL, f"seed {seed}"
    assert _start(tmp_path).wait(TIMEOUT_S) == 0, f"seed {seed}"

    ran = [tuple(line.split()) for line in _lines(effects)]
    times = Counter(ran)
    wanted = {(f"job{number}", step) for number in range(JOBS) for step in STEPS}
    assert set(times) == wanted, f"seed {seed}"
    # A step runs again only where the kill came between its effect and its record: one step of each key at most.
    assert sum(times.values()) - len(wanted) <= KEYS * len(kills), f"seed {seed}"
    for key in range(KEYS):
        first = list(dict.fromkeys(one for one in ran if _key(int(one[0].removeprefix("job"))) == key))
        in_order = [(f"job{number}", step) for number in range(JOBS) if _key(number) == key for step in STEPS]
        assert first == in_order, f"seed {seed}"


def _key(number: int) -> int:
    return number % KEYS


def _start(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, __file__, str(folder)])


def _lines(effects: Path) -> list[str]:
    return effects.read_text().splitlines()


def _wait_for_lines(effects: Path, count: int) -> None:
    deadline_s = time.monotonic() + TIMEOUT_S
    while len(_lines(effects)) < count:
        assert time.monotonic() < deadline_s, "the jobs did not get on"
        time.sleep(0.002)


async def work_off(folder: Path) -> None:
    """What the killed process does: enqueue all jobs, as far as they are not, and see them done."""
    jobs = Jobs(f"sqlite:///{folder / 'jobs.db'}", executor_id="killed")
    file = os.open(folder / "effects", os.O_WRONLY | os.O_APPEND)

    async def write(job: str, step: str) -> None:
        await asyncio.sleep(0.002)
        os.write(file, f"{job} {step}\n".encode())

    @jobs.workflow("work", queue="submissions")
    async def work(job: str) -> None:
        for step in STEPS:
            await jobs.step(step, write, job, step)

    await jobs.launch()
    for number in range(JOBS):
        await jobs.enqueue("work", f"job{number}", job_id=f"job{number}", order_key=f"key{_key(number)}")
    while any([await jobs.status(f"job{number}") is not JobState.DONE for number in range(JOBS)]):
        await asyncio.sleep(0.02)
    await jobs.close()


if __name__ == "__main__":
    asyncio.run(work_off(Path(sys.argv[1])))
