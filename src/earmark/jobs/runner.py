"""Workflows and steps on the server's event loop, on top of a ledger that lives on threads and a loop of its own."""

from __future__ import annotations

import asyncio
import contextlib
import traceback
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeVar, TypeVarTuple

from earmark.errors import EarmarkError
from earmark.jobs import ledger
from earmark.jobs.ledger import QUEUES, Argument, JobState, Ledger
from earmark.jobs.records import StepFailed, check_plain
from earmark.telemetry import get_logger

# For what is cancelled to clean up after itself.
_UNWIND_S: Final = 2.0

R = TypeVar("R")
Arguments = TypeVarTuple("Arguments")
Body = Callable[..., Awaitable[None]]
BodyT = TypeVar("BodyT", bound=Body)
Tasks = set["asyncio.Task[Any]"]

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Workflow:
    queue: str
    body: Body


class Jobs:
    """
    The durable jobs of one database.

    A process may have one launched `Jobs` at a time. Workflows and steps run on the event loop that called `launch`.

    Args:
        database_url: ``sqlite:///<path>``, a file for this process alone, or ``postgresql://...``, where the tables
            get a schema of their own.
        executor_id: Who runs the jobs. A start with the same id takes up what this id left unfinished.
    """

    _launched: ClassVar[Jobs | None] = None

    def __init__(self, database_url: str, *, executor_id: str) -> None:
        self._ledger = Ledger(database_url, executor_id)
        self._clerk = ThreadPoolExecutor(1, thread_name_prefix="jobs-clerk")  # the ledger's one thread
        self._workflows: dict[str, _Workflow] = {}
        self._closing = False
        self._idle = asyncio.Event()
        # Touched by the server's loop alone.
        self._running: Tasks = set()  # the ledger's tasks, each around a body
        self._bodies: dict[str, asyncio.Task[Any]] = {}
        self._working: Tasks = set()  # bodies and steps
        self._asleep: Tasks = set()

    def workflow(self, name: str, *, queue: str) -> Callable[[BodyT], BodyT]:
        """
        Register a workflow under *name*, before `launch`. It may run more than once: see `earmark.jobs`.

        Args:
            queue: One of `QUEUES`, where its jobs wait.
        """
        if queue not in QUEUES:
            raise ValueError(f'"queue" must be one of {", ".join(QUEUES)}')
        if name in self._workflows:
            raise ValueError(f"A workflow named {name!r} is registered already.")

        def register(body: BodyT) -> BodyT:
            self._workflows[name] = _Workflow(queue, body)
            return body

        return register

    @property
    def is_launched(self) -> bool:
        """Whether jobs can be enqueued."""
        return Jobs._launched is self

    async def launch(self) -> None:
        """Open the database, take up what was left unfinished, and run jobs until `close`."""
        if Jobs._launched is not None:
            raise RuntimeError("Only one Jobs can be launched in a process at a time. Close the other one first.")
        Jobs._launched = self
        self._loop = asyncio.get_running_loop()
        self._idle.set()
        queues = {name: workflow.queue for name, workflow in self._workflows.items()}
        try:
            await self._ask(self._ledger.open, queues, self._run_on_ledger_loop)
        except BaseException:
            await self.close(grace_s=0)
            raise

    async def close(self, *, grace_s: float = 10.0) -> None:
        """Let running steps end for at most *grace_s* seconds; what is then unfinished waits for the next launch."""
        if Jobs._launched is not self:
            return
        self._closing = True
        _cancel(self._asleep)
        await self._ask(self._ledger.stop_handing_out)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), grace_s)
        _cancel(self._bodies.values())  # they cancel their steps: a step that is cancelled twice cannot clean up
        try:
            await self._ask(self._ledger.close)
            if self._working:
                await asyncio.wait(self._working, timeout=_UNWIND_S)
        finally:
            self._clerk.shutdown(wait=False)
            Jobs._launched = None

    async def enqueue(self, workflow: str, *args: Argument, job_id: str, order_key: str) -> None:
        """
        Put a job into its workflow's queue. Nothing happens where *job_id* is known, whatever became of it.

        Args:
            args: Ids, never what somebody said: they are stored as they are.
            order_key: Jobs of one queue with the same key run one after another, as they were enqueued.
        """
        await self._ask(self._ledger.insert, job_id, workflow, args, order_key)

    async def status(self, job_id: str) -> JobState | None:
        """None for a job that was never enqueued."""
        return await self._ask(self._ledger.state, job_id)

    async def cancel(self, job_id: str) -> None:
        """Stop a job, also in the middle of a step. Nothing happens where it has ended or never was."""
        await self._ask(self._ledger.cancel, job_id)
        if body := self._bodies.get(job_id):
            body.cancel()

    async def retry(self, job_id: str) -> bool:
        """Put a failed or cancelled job back into its queue, from the step that failed; False where it is neither."""
        return await self._ask(self._ledger.rewind, job_id)

    async def step(
        self,
        name: str,
        work: Callable[[*Arguments], Awaitable[R]],
        *args: *Arguments,
        pauses_s: Sequence[float] = (),
    ) -> R:
        """
        Within a workflow: run one step, or give the result that is recorded of it.

        Args:
            work: Returns plain JSON, for it is stored.
            pauses_s: Before the second, third ... attempt. There is another one only after an error that is
                ``retryable``. After a restart they begin again with the first.

        Raises:
            EarmarkError: the last attempt's; the same whenever the workflow runs again.
            StepFailed: the step broke with any other error.
        """
        self._check_open()

        async def attempts() -> R:
            return await _on(self._loop, self._attempts(name, work, args, pauses_s))

        return await _on(self._ledger_loop, ledger.recorded(name, attempts))

    async def sleep(self, seconds: float) -> None:
        """Within a workflow: wait until a moment that a restart does not move."""
        self._check_open()
        with _among(self._asleep):
            await _on(self._ledger_loop, ledger.sleep(seconds))

    async def _ask(self, work: Callable[[*Arguments], R], *args: *Arguments) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._clerk, work, *args)

    async def _run_on_ledger_loop(self, job_id: str, workflow: str, args: tuple[Argument, ...]) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._ledger_loop = asyncio.get_running_loop()
        self._loop.call_soon_threadsafe(self._started, task)
        # The outcome is written by the same task, so when that is done the next job of the key is free to run.
        task.add_done_callback(lambda task: self._loop.call_soon_threadsafe(self._ended, task, workflow))
        await _on(self._loop, self._run(job_id, workflow, args))

    async def _run(self, job_id: str, workflow: str, args: tuple[Argument, ...]) -> None:
        try:
            with _among(self._working) as self._bodies[job_id]:
                self._check_open()
                await self._workflows[workflow].body(*args)
        except Exception as error:
            log.warning("job_failed", job=job_id, workflow=workflow, error=_kind(error), at=_place(error))
            log.debug("job_failed_traceback", job=job_id, exc_info=error)
            raise
        finally:
            self._bodies.pop(job_id, None)

    async def _attempts(
        self, step: str, work: Callable[[*Arguments], Awaitable[R]], args: tuple[*Arguments], pauses_s: Sequence[float]
    ) -> R:
        with _among(self._working):
            for pause_s in pauses_s:
                try:
                    return await _attempt(step, work, args)
                except EarmarkError as error:
                    if not error.retryable:
                        raise
                    log.info("step_attempt_failed", step=step, error=error.code, pause_s=pause_s)
                self._check_open()
                with _among(self._asleep):
                    await asyncio.sleep(pause_s)
            return await _attempt(step, work, args)

    def _check_open(self) -> None:
        # A workflow that is cancelled leaves its job as it stands, for the next launch.
        if self._closing:
            raise asyncio.CancelledError

    def _started(self, task: asyncio.Task[Any]) -> None:
        self._running.add(task)
        self._idle.clear()

    def _ended(self, task: asyncio.Task[Any], workflow: str) -> None:
        self._running.discard(task)
        if not self._running:
            self._idle.set()
        self._ledger.look(workflow)


async def _attempt(step: str, work: Callable[[*Arguments], Awaitable[R]], args: tuple[*Arguments]) -> R:
    try:
        result = await work(*args)
        check_plain(step, result)
        return result
    except EarmarkError:
        raise
    except Exception as error:
        raise StepFailed(error) from error


async def _on(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, R]) -> R:
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, loop))


@contextlib.contextmanager
def _among(tasks: Tasks) -> Iterator[asyncio.Task[Any]]:
    task = asyncio.current_task()
    assert task is not None
    tasks.add(task)
    try:
        yield task
    finally:
        tasks.discard(task)


def _cancel(tasks: Iterable[asyncio.Task[Any]]) -> None:
    for task in list(tasks):
        task.cancel()


def _kind(error: Exception) -> str:
    return error.code if isinstance(error, EarmarkError) else type(error).__name__


def _place(error: Exception) -> str:
    frames = traceback.extract_tb((error.__cause__ or error).__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
