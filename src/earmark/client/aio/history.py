"""Trackers tried on stored talk, and run over it."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import AsyncIterator
from datetime import datetime
from time import monotonic

from earmark.client.aio.session import AsyncSession
from earmark.client.calls import Call, once, path_of, read, read_page
from earmark.client.drafts import TrackerDraft, given, iso_from_moment, tracker_body
from earmark.client.models import Backtest, Run
from earmark.client.waiting import pauses


class AsyncBacktests:
    """`AsyncEarmark.backtests`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def run(
        self,
        draft: TrackerDraft,
        *,
        tracker_id: str | None = None,
        examples: int | None = None,
        began_from: datetime | None = None,
        began_before: datetime | None = None,
        timeout_s: float | None = None,
    ) -> Backtest:
        """
        Try a tracker on stored talk; nothing is saved.

        >>> wider = replace(tracker.to_draft(), sensitivity="broad")
        >>> backtest = await earmark.backtests.run(wider, tracker_id=tracker.id)
        >>> backtest.then.hits >= backtest.now.hits
        True

        Args:
            draft: The tracker as it would be saved.
            tracker_id: The stored tracker that it would replace, with whose hits it is compared.
            examples: How many messages of each kind are told in full, at most 200.
            began_from, began_before: Only talk that began then. With a time zone.
            timeout_s: Instead of the client's, for a long history.
        """
        body = given(
            tracker=tracker_body(draft),
            tracker_id=tracker_id,
            examples=examples,
            to=iso_from_moment("began_before", began_before),
            **{"from": iso_from_moment("began_from", began_from)},
        )
        call = Call("POST", path_of("backtests"), read(Backtest), json=body, timeout_s=timeout_s)
        return await self._session.send(call)


class AsyncRuns:
    """`AsyncEarmark.runs`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def start(self, tracker_id: str, *, full: bool = False, idempotency_key: str | None = None) -> Run:
        """
        Run a stored tracker over all stored talk, as a job.

        >>> run = await earmark.runs.start(tracker.id)
        >>> (await earmark.runs.wait(run.id)).percent
        100

        Args:
            full: Search all of history again; without it, only what came since the last completed run of the
                tracker's present version.
            idempotency_key: A word of your own for this run, when it shall survive your own restart.

        Raises:
            Conflict: a run of this tracker is not finished.
        """
        path = path_of("trackers", tracker_id, "runs")
        call = Call("POST", path, read(Run), json={"full": full}, headers=once(idempotency_key))
        return await self._session.send(call)

    async def get(self, run_id: str) -> Run:
        """
        How far a run is.

        >>> (await earmark.runs.get(run.id)).status.value
        'completed'
        """
        return await self._session.send(Call("GET", path_of("runs", run_id), read(Run)))

    def list(self, tracker_id: str, *, page_size: int | None = None) -> AsyncIterator[Run]:
        """
        Every run of a tracker, the newest first.

        >>> [one.id == run.id async for one in earmark.runs.list(tracker.id)]
        [True]
        """
        path = path_of("trackers", tracker_id, "runs")
        return self._session.walk(Call("GET", path, read_page(Run, "runs"), {"limit": page_size}))

    async def cancel(self, run_id: str) -> Run:
        """
        End a run where it stands. What it has stored stays; a finished run stays as it is.

        >>> (await earmark.runs.cancel(run.id)).status.value
        'completed'
        """
        return await self._session.send(Call("POST", path_of("runs", run_id, "cancel"), read(Run)))

    async def wait(self, run_id: str, *, timeout_s: float = 3_600.0) -> Run:
        """
        The run once it is completed, failed or cancelled.

        >>> (await earmark.runs.wait(run.id)).failure
        ''

        Raises:
            TimeoutError: it is not finished after *timeout_s*; it goes on.
        """
        began = monotonic()
        for pause_s in pauses():
            run = await self.get(run_id)
            if run.status.is_final:
                return run
            if monotonic() - began + pause_s > timeout_s:
                break
            await sleep(pause_s)
        raise TimeoutError(f"The run {run_id} is not finished after {timeout_s:g} s.")
