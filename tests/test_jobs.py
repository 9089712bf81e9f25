"""Durable jobs, on DBOS as it is, on both databases."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
import statistics
import time
from collections.abc import AsyncIterator, Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from earmark.errors import AddressUnreachable, InvalidField
from earmark.jobs import QUEUES, Jobs, JobState, StepFailed
from earmark.jobs.ledger import LOOK_S

Register = Callable[[Jobs], None]
TIMEOUT_S = 10.0


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'jobs.db'}"
    postgres_url: str = request.getfixturevalue("postgres_url")
    return postgres_url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'jobs.db'}"


@pytest.fixture(autouse=True)
def events() -> Iterator[list[MutableMapping[str, Any]]]:
    """What is logged."""
    with capture_logs() as events:
        yield events


@contextlib.asynccontextmanager
async def launched(url: str, register: Register, *, grace_s: float = 5.0) -> AsyncIterator[Jobs]:
    """Jobs as in a process that starts and, at the end of the block, stops."""
    jobs = Jobs(url, executor_id="test")
    register(jobs)
    await jobs.launch()
    try:
        yield jobs
    finally:
        await jobs.close(grace_s=grace_s)


async def settled(jobs: Jobs, *job_ids: str) -> list[JobState | None]:
    """The states of the jobs once all have ended."""
    async with asyncio.timeout(TIMEOUT_S):
        while True:
            states = [await jobs.status(job_id) for job_id in job_ids]
            if not {JobState.QUEUED, JobState.RUNNING} & set(states):
                return states
            await asyncio.sleep(0.01)


async def soon(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(TIMEOUT_S):
        while not condition():
            await asyncio.sleep(0.005)


# -- enqueue ---------------------------------------------------------------------------------------


async def test_a_job_that_is_enqueued_twice_runs_once(url: str) -> None:
    ran: list[str] = []

    def register(jobs: Jobs) -> None:
        @jobs.workflow("note", queue="submissions")
        async def note(word: str, number: int) -> None:
            ran.append(f"{word}{number}")

    async with launched(url, register) as jobs:
        await jobs.enqueue("note", "a", 1, job_id="one", order_key="k")
        await jobs.enqueue("note", "a", 1, job_id="one", order_key="k")
        assert await settled(jobs, "one") == [JobState.DONE]
        await jobs.enqueue("note", "a", 1, job_id="one", order_key="k")
        await jobs.enqueue("note", "b", 2, job_id="two", order_key="k")
        assert await settled(jobs, "one", "two") == [JobState.DONE, JobState.DONE]
    assert ran == ["a1", "b2"]


async def test_a_job_that_was_never_enqueued_has_no_state(url: str) -> None:
    async with launched(url, lambda jobs: None) as jobs:
        assert await jobs.status("nothing") is None
        assert await jobs.retry("nothing") is False
        await jobs.cancel("nothing")
        assert await jobs.status("nothing") is None


async def test_a_step_can_enqueue_another_job(url: str) -> None:
    told: list[str] = []

    def register(jobs: Jobs) -> None:
        @jobs.workflow("process", queue="submissions")
        async def process(submission: str) -> None:
            await jobs.step("tell", tell_later, submission)

        async def tell_later(submission: str) -> None:
            await jobs.enqueue("tell", submission, job_id=f"{submission}-told", order_key=submission)

        @jobs.workflow("tell", queue="deliveries")
        async def tell(submission: str) -> None:
            told.append(submission)

    async with launched(url, register) as jobs:
        await jobs.enqueue("process", "s1", job_id="s1", order_key="c1")
        await soon(lambda: told == ["s1"])
        assert await settled(jobs, "s1", "s1-told") == [JobState.DONE, JobState.DONE]


def test_a_workflow_cannot_wait_in_a_queue_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="submissions"):
        Jobs("sqlite:///never", executor_id="test").workflow("note", queue="other")


async def test_a_workflow_name_is_taken_once() -> None:
    jobs = Jobs("sqlite:///never", executor_id="test")
    jobs.workflow("note", queue="submissions")(_nothing)
    with pytest.raises(ValueError, match="note"):
        jobs.workflow("note", queue="submissions")


# -- order and concurrency -------------------------------------------------------------------------


async def test_jobs_of_one_key_run_one_after_another_as_they_were_enqueued(url: str) -> None:
    began: list[int] = []
    at_once, most = 0, 0

    def register(jobs: Jobs) -> None:
        @jobs.workflow("work", queue="submissions")
        async def work(number: int) -> None:
            nonlocal at_once, most
            began.append(number)
            at_once += 1
            most = max(most, at_once)
            await jobs.step("pause", asyncio.sleep, 0.004 * (number % 3))
            at_once -= 1

    numbers = list(range(15))
    async with launched(url, register) as jobs:
        # Without waiting for one to be stored before the next: the order of the calls counts.
        await asyncio.gather(*(jobs.enqueue("work", n, job_id=f"j{n}", order_key="one") for n in numbers))
        await settled(jobs, *(f"j{n}" for n in numbers))
    assert began == numbers
    assert most == 1


async def test_the_order_of_a_key_outlives_a_restart(url: str) -> None:
    began: list[int] = []
    gate = asyncio.Event()

    def register(jobs: Jobs) -> None:
        @jobs.workflow("work", queue="submissions")
        async def work(number: int) -> None:
            await gate.wait()
            began.append(number)

    async with launched(url, register, grace_s=0) as jobs:
        for number in range(4):
            await jobs.enqueue("work", number, job_id=f"j{9 - number}", order_key="one")
    async with launched(url, register) as jobs:
        for number in range(4, 8):
            await jobs.enqueue("work", number, job_id=f"j{9 - number}", order_key="one")
        gate.set()
        await settled(jobs, *(f"j{9 - number}" for number in range(8)))
    assert began == list(range(8))


async def test_jobs_of_different_keys_run_at_the_same_time(url: str) -> None:
    meeting = asyncio.Barrier(3)

    def register(jobs: Jobs) -> None:
        @jobs.workflow("meet", queue="submissions")
        async def meet() -> None:
            await meeting.wait()

    async with launched(url, register) as jobs:
        for name in "abc":
            await jobs.enqueue("meet", job_id=name, order_key=name)
        assert await settled(jobs, *"abc") == [JobState.DONE] * 3


async def test_no_more_jobs_run_at_once_than_their_queue_allows(sqlite_url: str) -> None:
    gate = asyncio.Event()
    running = 0
    names = [f"j{number}" for number in range(QUEUES["submissions"] + 8)]

    def register(jobs: Jobs) -> None:
        @jobs.workflow("wait", queue="submissions")
        async def wait() -> None:
            nonlocal running
            running += 1
            await gate.wait()

    async with launched(sqlite_url, register) as jobs:
        await asyncio.gather(*(jobs.enqueue("wait", job_id=name, order_key=name) for name in names))
        await soon(lambda: running >= QUEUES["submissions"])
        await asyncio.sleep(0.2)
        assert running == QUEUES["submissions"]
        gate.set()
        assert await settled(jobs, *names) == [JobState.DONE] * len(names)


async def test_an_enqueued_job_does_not_wait_for_the_next_look_into_the_queue(url: str) -> None:
    started = asyncio.Event()

    def register(jobs: Jobs) -> None:
        @jobs.workflow("note", queue="submissions")
        async def note() -> None:
            started.set()

    delays_s = []
    async with launched(url, register) as jobs:
        for number in range(9):
            await asyncio.sleep(0.03)
            began_s = time.perf_counter()
            await jobs.enqueue("note", job_id=f"j{number}", order_key=f"k{number}")
            await started.wait()
            delays_s.append(time.perf_counter() - began_s)
            started.clear()
    assert statistics.median(delays_s) < LOOK_S / 2


# -- steps -----------------------------------------------------------------------------------------


async def test_a_retryable_error_is_met_with_another_attempt(url: str) -> None:
    attempts: list[float] = []
    got: list[str] = []

    async def flaky() -> str:
        attempts.append(time.perf_counter())
        if len(attempts) < 3:
            raise AddressUnreachable("The receiver did not answer.")
        return "at last"

    def register(jobs: Jobs) -> None:
        @jobs.workflow("work", queue="submissions")
        async def work() -> None:
            got.append(await jobs.step("flaky", flaky, pauses_s=(0.02, 0.1, 60.0)))

    async with launched(url, register) as jobs:
        await jobs.enqueue("work", job_id="j", order_key="k")
        assert await settled(jobs, "j") == [JobState.DONE]
    assert got == ["at last"]
    assert len(attempts) == 3
    assert attempts[1] - attempts[0] >= 0.02
    assert attempts[2] - attempts[1] >= 0.1


@pytest.mark.parametrize(
    ("error", "raised", "attempts"),
    [
        (AddressUnreachable("No answer."), AddressUnreachable, 3),
        (InvalidField("name", "is missing"), InvalidField, 1),
        (RuntimeError("oh"), StepFailed, 1),
    ],
)
async def test_an_error_that_stays_fails_the_job(
    sqlite_url: str, error: Exception, raised: type[Exception], attempts: int
) -> None:
    tried = 0
    seen: list[Exception] = []

    async def broken() -> None:
        nonlocal tried
        tried += 1
        raise error

    def register(jobs: Jobs) -> None:
        @jobs.workflow("work", queue="submissions")
        async def work() -> None:
            try:
                await jobs.step("broken", broken, pauses_s=(0.01, 0.01))
            except Exception as caught:
                seen.append(caught)
                raise

    async with launched(sqlite_url, register) as jobs:
        await jobs.enqueue("work", job_id="j", order_key="k")
        assert await settled(jobs, "j") == [JobState.FAILED]
    assert tried == attempts
    assert [type(caught) for caught in seen] == [raised]


async def test_a_step_that_is_recorded_is_not_run_again(url: str) -> None:
    calls: list[str] = []
    got: list[object] = []
    gate = asyncio.Event()

    async def first(word: str) -> dict[str, list[int]]:
        calls.append(f"first {word}")
        return {"ids": [1, 2]}

    async def refused() -> None:
        calls.append("refused")
        raise InvalidField("name", "is missing")

    async def last() -> None:
        calls.append("last")
        await gate.wait()

    def register(jobs: Jobs) -> None:
        @jobs.workflow("work", queue="submissions")
        async def work(word: str) -> None:
            got.append(await jobs.step("first", first, word))
            try:
                await jobs.step("refused", refused)
            except InvalidField as error:
                got.append((str(error), error.field))
            await jobs.step("last", last)

    async with launched(url, register, grace_s=0) as jobs:
        await jobs.enqueue("work", "word", job_id="j", order_key="k")
        await soon(lambda: calls[-1:] == ["last"])
    async with launched(url, register) as jobs:
        gate.set()
        assert await settled(jobs, "j") == [JobState.DONE]
    assert calls == ["first word", "refused", "last", "last"]
    assert got == [{"ids": [1, 2]}, ('"name" is missing', "name")] * 2


@pytest.mark.parametrize("result", [(1, 2), {1: "a"}, object()])
async def test_a_step_whose_result_would_not_outlive_a_restart_fails(sqlite_url: str, result: object) -> None:
    async def give() -> object:
        return result

    def register(jobs: Jobs) -> None:
        @jobs.workflow("work", queue="submissions")
        async def work() -> None:
            await jobs.step("give", give)

    async with launched(sqlite_url, register) as jobs:
        await jobs.enqueue("work", job_id="j", order_key="k")
        assert await settled(jobs, "j") == [JobState.FAILED]


async def test_a_restart_does_not_move_the_end_of_a_sleep(sqlite_url: str) -> None:
    asleep, awake = asyncio.Event(), asyncio.Event()
    sleep_s = 2.0

    def register(jobs: Jobs) -> None:
        @jobs.workflow("work", queue="deliveries")
        async def work() -> None:
            asleep.set()
            await jobs.sleep(sleep_s)
            awake.set()

    async with launched(sqlite_url, register) as jobs:
        await jobs.enqueue("work", job_id="j", order_key="k")
        await asleep.wait()
        began_s = time.perf_counter()
        await asyncio.sleep(0.2)
    assert time.perf_counter() - began_s < sleep_s - 0.2, "closing waited for the sleep"
    assert not awake.is_set()
    await asyncio.sleep(began_s + sleep_s - time.perf_counter())
    relaunched_s = time.perf_counter()
    async with launched(sqlite_url, register):
        async with asyncio.timeout(TIMEOUT_S):
            await awake.wait()
        assert time.perf_counter() - relaunched_s < sleep_s - 0.2


async def test_everything_runs_on_the_loop_that_launched(url: str) -> None:
    loops: list[asyncio.AbstractEventLoop] = []

    async def note_loop() -> None:
        loops.append(asyncio.get_running_loop())

    def register(jobs: Jobs) -> None:
        @jobs.workflow("work", queue="submissions")
        async def work() -> None:
            await note_loop()
            await jobs.step("step", note_loop)
            await jobs.sleep(0.001)
            await note_loop()

    for name in ("before", "after"):  # what a restart takes up, too
        async with launched(url, register) as jobs:
            await jobs.enqueue("work", job_id=name, order_key=name)
            await settled(jobs, name)
    assert loops == [asyncio.get_running_loop()] * 6
    assert await asyncio.to_thread(lambda: "the loop's own threads still work") != ""


# -- close, cancel, retry --------------------------------------------------------------------------


async def test_close_lets_a_running_step_end_and_leaves_the_rest_for_the_next_launch(url: str) -> None:
    calls: list[str] = []
    entered = asyncio.Event()

    async def slow() -> None:
        entered.set()
        await asyncio.sleep(0.3)
        calls.append("slow")

    async def quick() -> None:
        calls.append("quick")

    def register(jobs: Jobs) -> None:
        @jobs.workflow("work", queue="submissions")
        async def work() -> None:
            await jobs.step("slow", slow)
            await jobs.step("quick", quick)

    async with launched(url, register) as jobs:
        await jobs.enqueue("work", job_id="one", order_key="k")
        await jobs.enqueue("work", job_id="two", order_key="k")
        await entered.wait()
    assert calls == ["slow"]
    async with launched(url, register) as jobs:
        assert await settled(jobs, "one", "two") == [JobState.DONE, JobState.DONE]
    assert calls == ["slow", "quick", "slow", "quick"]


async def test_close_does_not_wait_for_a_stuck_step_longer_than_it_is_told(url: str) -> None:
    entered, cleaned_up = asyncio.Event(), False

    async def stuck() -> None:
        nonlocal cleaned_up
        entered.set()
        try:
            await asyncio.sleep(3600)
        finally:
            await asyncio.sleep(0.01)
            cleaned_up = True

    def register(jobs: Jobs) -> None:
        @jobs.workflow("work", queue="submissions")
        async def work() -> None:
            await jobs.step("stuck", stuck)

    async with launched(url, register, grace_s=0.1) as jobs:
        await jobs.enqueue("work", job_id="j", order_key="k")
        await entered.wait()
        began_s = time.perf_counter()
    assert time.perf_counter() - began_s < 3
    assert cleaned_up


async def test_only_one_is_launched_at_a_time(sqlite_url: str) -> None:
    async with launched(sqlite_url, lambda jobs: None):
        with pytest.raises(RuntimeError, match="Only one"):
            await Jobs(sqlite_url, executor_id="other").launch()


async def test_a_launch_that_fails_stands_in_nobodys_way(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        await Jobs(f"sqlite:///{tmp_path / 'missing' / 'jobs.db'}", executor_id="test").launch()
    async with launched(sqlite_url, lambda jobs: None):
        pass


async def test_a_cancelled_job_stops_and_makes_room_for_the_next_of_its_key(url: str) -> None:
    entered = asyncio.Event()
    calls: list[str] = []

    async def stuck(name: str) -> None:
        calls.append(name)
        entered.set()
        if name == "running":
            await asyncio.sleep(3600)

    def register(jobs: Jobs) -> None:
        @jobs.workflow("work", queue="submissions")
        async def work(name: str) -> None:
            await jobs.step("stuck", stuck, name)

    async with launched(url, register) as jobs:
        for name in ("running", "queued", "last"):
            await jobs.enqueue("work", name, job_id=name, order_key="k")
        await entered.wait()
        await jobs.cancel("queued")
        await jobs.cancel("running")
        assert await settled(jobs, "running", "queued", "last") == [
            JobState.CANCELLED,
            JobState.CANCELLED,
            JobState.DONE,
        ]
        await jobs.cancel("last")
        assert await jobs.status("last") is JobState.DONE
    assert calls == ["running", "last"]


async def test_a_failed_job_that_is_retried_goes_on_with_the_step_that_failed(url: str) -> None:
    calls: list[str] = []
    receiver_is_up = False

    async def prepare() -> None:
        calls.append("prepare")

    async def deliver() -> None:
        calls.append("deliver")
        if not receiver_is_up:
            raise AddressUnreachable("No answer.")

    def register(jobs: Jobs) -> None:
        @jobs.workflow("work", queue="deliveries")
        async def work() -> None:
            await jobs.step("prepare", prepare)
            await jobs.step("deliver", deliver)

    async with launched(url, register) as jobs:
        await jobs.enqueue("work", job_id="j", order_key="k")
        assert await settled(jobs, "j") == [JobState.FAILED]
        receiver_is_up = True
        assert await jobs.retry("j") is True
        assert await settled(jobs, "j") == [JobState.DONE]
        assert await jobs.retry("j") is False
    assert calls == ["prepare", "deliver", "deliver"]


async def test_a_cancelled_job_can_be_retried_and_still_waits_for_its_key(url: str) -> None:
    gate = asyncio.Event()
    order: list[str] = []

    def register(jobs: Jobs) -> None:
        @jobs.workflow("work", queue="submissions")
        async def work(name: str) -> None:
            order.append(name)
            await gate.wait()
            order.append(f"{name} done")

    async with launched(url, register) as jobs:
        for name in ("first", "second"):
            await jobs.enqueue("work", name, job_id=name, order_key="k")
        await jobs.cancel("second")
        assert await jobs.retry("second") is True
        await soon(lambda: order == ["first"])
        await asyncio.sleep(0.05)
        gate.set()
        assert await settled(jobs, "first", "second") == [JobState.DONE, JobState.DONE]
    assert order == ["first", "first done", "second", "second done"]


# -- files and logs --------------------------------------------------------------------------------


async def test_the_file_survives_a_power_cut(sqlite_url: str) -> None:
    async with launched(sqlite_url, lambda jobs: None):
        with contextlib.closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as db:
            assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert db.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


async def test_what_went_wrong_is_logged_without_a_word_of_what_was_said(
    sqlite_url: str,
    events: list[MutableMapping[str, Any]],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    async def broken() -> None:
        raise ValueError("I do not have any money")

    def register(jobs: Jobs) -> None:
        @jobs.workflow("work", queue="submissions")
        async def work() -> None:
            await jobs.step("broken", broken)

    with caplog.at_level(logging.INFO):
        async with launched(sqlite_url, register) as jobs:
            await jobs.enqueue("work", job_id="the-job", order_key="k")
            await settled(jobs, "the-job")
    [failed] = [event for event in events if event["event"] == "job_failed"]
    assert failed["job"] == "the-job"
    assert failed["workflow"] == "work"
    assert failed["error"] == "step_failed"
    assert "test_jobs.py" in failed["at"]
    told = str([event for event in events if event["log_level"] != "debug"]) + caplog.text + "".join(capfd.readouterr())
    assert "money" not in told
    assert "dbos" not in told.lower()
    assert b"money" not in Path(sqlite_url.removeprefix("sqlite:///")).read_bytes()


async def _nothing() -> None: ...
