"""The jobs as DBOS keeps them and hands them out. The only module that knows DBOS."""

from __future__ import annotations

import contextlib
import itertools
import logging
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions, Serializer, WorkflowStatus

# Not public, and the reason why a job starts within milliseconds and an idle server stays idle: DBOS only polls, at
# 3 ms of CPU time a look, but this loop waits on an event that the caller brings.
from dbos._queue import queue_worker_thread

from earmark.jobs.records import text_from_value, value_from_text
from earmark.privatefile import keep_private

#: Jobs of each queue that run at once in this process. Of submissions few: more would not be done sooner, since threads
#: are as many as cores, but each would stand before requests in the line for SQLite's one writer (measured: with 32 a
#: request waited a second). A delivery waits for its receiver, and for nothing else.
QUEUES: Final = {"submissions": 4, "deliveries": 256, "history": 2}
#: Starts of one job before it counts as failed: one that kills the process must not do so forever.
STARTS_PER_JOB: Final = 20

_APPLICATION: Final = "earmark"
_SCHEMA: Final = "earmark_jobs"  # on Postgres
# DBOS gives a job only to the version of the program that enqueued it. Ours go to every later one.
_VERSION: Final = "1"
# Between two looks into a queue: at most, for what other processes put there, and at least.
LOOK_S: Final = 0.5
_GATHER_S: Final = 0.02
# SQLite has one writer. Sixteen threads that wait for each other there cost a third of the jobs per second.
_SQLITE_THREADS: Final = 1
_POSTGRES_THREADS: Final = 8
_LISTENER_S: Final = 0.1  # DBOS's end waits for a thread that sleeps this long
_LAST_PLACE: Final = 2**31 - 1
_MILLISECOND_S: Final = 0.001

T = TypeVar("T")
Argument = str | int
#: Called on DBOS's event loop with a job's id, the name of its workflow and its arguments.
Run = Callable[[str, str, tuple[Argument, ...]], Awaitable[None]]


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


_STATES: Final = {
    "ENQUEUED": JobState.QUEUED,
    "DELAYED": JobState.QUEUED,
    "PENDING": JobState.RUNNING,
    "SUCCESS": JobState.DONE,
    "ERROR": JobState.FAILED,
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": JobState.FAILED,
    "CANCELLED": JobState.CANCELLED,
}
_UNFINISHED: Final = [name for name, state in _STATES.items() if state in (JobState.QUEUED, JobState.RUNNING)]


async def recorded(step: str, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """On DBOS's loop, within a job: the result of *work*, or the one that is recorded under *step*."""
    return await DBOS.run_step_async({"name": step}, work)


async def sleep(seconds: float) -> None:
    """On DBOS's loop, within a job: wait until a moment that a restart does not move."""
    await DBOS.sleep_async(seconds)


class Ledger:
    """
    The jobs of one database. DBOS has one instance in a process, so only one ledger may be open.

    All methods but `look` block, and must be called by one thread, which has no event loop: DBOS would adopt it, put
    its own pool in the place of the loop's (``asyncio.to_thread``) and take that down at the end. Jobs are ordered as
    this thread inserts them.
    """

    def __init__(self, database_url: str, executor_id: str) -> None:
        self._url = database_url
        self._sqlite = database_url.startswith("sqlite:///")
        self._executor_id = executor_id
        self._bells = {queue: _Bell() for queue in QUEUES}
        self._pollers: list[threading.Thread] = []
        self._exits = contextlib.ExitStack()

    def open(self, queues: Mapping[str, str], run: Run) -> None:
        """
        Take up what was left unfinished and start to hand out jobs.

        Args:
            queues: The queue of every workflow, by the workflow's name.
        """
        self._queues = queues
        if self._sqlite:
            _make_wal_file(self._url.removeprefix("sqlite:///"))
        DBOS.migrate(self._url, schema=_SCHEMA)
        self._client = DBOSClient(
            system_database_url=self._url,
            dbos_system_schema=_SCHEMA,
            serializer=_Json(),
            application_name=_APPLICATION,
        )
        self._exits.callback(self._client.destroy)
        live = self._client.list_workflows(status=_UNFINISHED, load_input=False, load_output=False)
        self._places = itertools.count(1 + max((job.priority or 0 for job in live), default=0))
        dbos = DBOS(config=self._config())
        self._exits.callback(DBOS.destroy, destroy_registry=True)
        DBOS.listen_queues([])  # the pollers below do
        for workflow in queues:
            DBOS.workflow(name=workflow, max_recovery_attempts=STARTS_PER_JOB)(_durable(workflow, run))
        DBOS.launch()
        for name, at_once in QUEUES.items():
            queue = self._client.register_queue(
                name, worker_concurrency=at_once, partition_concurrency=1, polling_interval_sec=LOOK_S
            )
            bell = self._bells[name]
            poller = threading.Thread(
                target=queue_worker_thread, args=(bell, dbos, queue), name=f"jobs-{name}", daemon=True
            )
            poller.start()
            self._pollers.append(poller)

    def stop_handing_out(self) -> None:
        for bell in self._bells.values():
            bell.set()
        for poller in self._pollers:
            poller.join()

    def close(self) -> None:
        """Cancel what runs on DBOS's loop. It stays unfinished."""
        self.stop_handing_out()
        self._exits.close()

    def insert(self, job_id: str, workflow: str, args: tuple[Argument, ...], order_key: str) -> None:
        """Enqueue a job, unless its id is known."""
        options: EnqueueOptions = {
            "workflow_name": workflow,
            "queue_name": self._queues[workflow],
            "workflow_id": job_id,
            "queue_partition_key": order_key,
            "app_version": _VERSION,
        }
        # DBOS orders by priority, then by time. On SQLite it may write that in whole seconds, so a number of ours goes
        # before it; on Postgres, where other processes enqueue as well, the millisecond decides.
        if self._sqlite:
            options["priority"] = min(next(self._places), _LAST_PLACE)
        self._client.enqueue(options, *args)
        if not self._sqlite:
            time.sleep(_MILLISECOND_S)
        self.look(workflow)

    def state(self, job_id: str) -> JobState | None:
        found = self._find(job_id)
        return None if found is None else _STATES[found.status]

    def cancel(self, job_id: str) -> None:
        self._client.cancel_workflow(job_id)
        for bell in self._bells.values():
            bell.ring()

    def rewind(self, job_id: str) -> bool:
        """Enqueue a failed or cancelled job again, with what is recorded but the error; False if it is neither."""
        found = self._find(job_id)
        if found is None or _STATES[found.status] not in (JobState.FAILED, JobState.CANCELLED):
            return False
        last = max(self._client.list_workflow_steps(job_id), key=lambda step: step["function_id"], default=None)
        self._client.rewind_workflow(
            job_id,
            start_step=1 if last is None else last["function_id"] + (last["error"] is None),
            queue_name=self._queues[found.name],  # DBOS has forgotten that of a cancelled one
            queue_partition_key=found.queue_partition_key,
        )
        self.look(found.name)
        return True

    def look(self, workflow: str) -> None:
        """Look into the workflow's queue now, since a job in it may have become free to run. From any thread."""
        self._bells[self._queues[workflow]].ring()

    def _find(self, job_id: str) -> WorkflowStatus | None:
        found = self._client.list_workflows(workflow_ids=[job_id], load_input=False, load_output=False)
        return found[0] if found else None

    def _config(self) -> DBOSConfig:
        return {
            "name": _APPLICATION,
            "application_version": _VERSION,
            "executor_id": self._executor_id,
            "system_database_url": self._url,
            "dbos_system_schema": _SCHEMA,
            "serializer": _Json(),
            "max_executor_threads": _SQLITE_THREADS if self._sqlite else _POSTGRES_THREADS,
            "notification_listener_polling_interval_sec": _LISTENER_S,
            "log_level": logging.getLevelName(max(logging.WARNING, _LOGGER.getEffectiveLevel())),
        }


def _durable(workflow: str, run: Run) -> Callable[..., Coroutine[Any, Any, None]]:
    async def durable(*args: Argument) -> None:
        job_id = DBOS.workflow_id
        assert job_id is not None
        await run(job_id, workflow, args)

    return durable


class _Bell(threading.Event):
    """What a poller waits on: its end, as DBOS means it, or being rung."""

    def __init__(self) -> None:
        super().__init__()
        self._rung = threading.Event()
        self._looked_s = 0.0

    def ring(self) -> None:
        self._rung.set()

    def set(self) -> None:
        super().set()
        self._rung.set()

    def wait(self, timeout: float | None = None) -> bool:
        self._rung.wait(timeout)
        super().wait(max(0.0, self._looked_s + _GATHER_S - time.monotonic()))
        self._rung.clear()
        self._looked_s = time.monotonic()
        return self.is_set()


class _Json(Serializer):
    def name(self) -> str:
        return "earmark_json"

    def serialize(self, data: Any) -> str:
        return text_from_value(data)

    def deserialize(self, serialized_data: str) -> Any:
        return value_from_text(serialized_data)


def _make_wal_file(path: str) -> None:
    # A property of the file, which DBOS does not set. With SQLite's default for a connection, synchronous=FULL, every
    # commit then lasts through a power cut.
    keep_private(Path(path))
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=WAL")


class _DbosLogs(logging.Filter):
    """Keeps back the texts of errors, and how jobs ended: `runner` logs that in our words."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.funcName in ("_execute_workflow_async", "_wrap"):
            return False
        if record.exc_info and record.exc_info[0]:
            record.msg, record.exc_info = f"{record.msg} {record.exc_info[0].__name__}", None
        return True


_LOGGER: Final = logging.getLogger("dbos")
_LOGGER.setLevel(max(logging.WARNING, _LOGGER.level))
_LOGGER.addFilter(_DbosLogs())
_LOGGER.addHandler(logging.NullHandler())  # where there is a handler, DBOS puts none on the console
