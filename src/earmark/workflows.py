"""The durable jobs, each a list of steps; a step is one service call that may run twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from earmark import limits, telemetry
from earmark.errors import EarmarkError
from earmark.jobs import Jobs
from earmark.services import attempts, fits, processing, readings, runs, submissions
from earmark.services.deps import Deps
from earmark.types import AccountId, DeliveryId, RunId, SubmissionId

#: Before the second, third ... attempt of a step that found the database busy or away.
STEP_PAUSES_S: Final = (0.5, 2.0, 10.0)

log = telemetry.get_logger(__name__)


def register(jobs: Jobs, deps: Deps, webhook_pauses_s: Sequence[float] = limits.WEBHOOK_PAUSES_S) -> None:
    """Tell *jobs* what there is to do. Before its launch."""

    @jobs.workflow(submissions.PROCESS_SUBMISSION, queue="submissions")
    async def process_submission(submission_id: str) -> None:
        submission = SubmissionId(submission_id)
        try:
            for name, step in (
                ("begin", processing.begin),
                ("split", processing.split),
                ("match", processing.match),
                ("finish", processing.finish),
            ):
                await jobs.step(name, step, deps, submission, pauses_s=STEP_PAUSES_S)
        except EarmarkError as error:
            log.error("submission_failed", submission=submission_id, error=error.code)
            await jobs.step("fail", processing.fail, deps, submission, str(error), pauses_s=STEP_PAUSES_S)

    @jobs.workflow(runs.RUN_TRACKER, queue="history")
    async def run_tracker(run_id: str) -> None:
        run = RunId(run_id)
        try:
            while await jobs.step("read", readings.read_more, deps, pauses_s=STEP_PAUSES_S):
                pass
            if await jobs.step("begin", runs.begin, deps, run, pauses_s=STEP_PAUSES_S):
                while await jobs.step("advance", runs.advance, deps, run, pauses_s=STEP_PAUSES_S):
                    pass
                await jobs.step("finish", runs.finish, deps, run, pauses_s=STEP_PAUSES_S)
        except EarmarkError as error:
            log.error("run_failed", run=run_id, error=error.code)
            await jobs.step("fail", runs.fail, deps, run, str(error), pauses_s=STEP_PAUSES_S)

    @jobs.workflow(runs.READ_HISTORY, queue="history")
    async def read_history() -> None:
        while await jobs.step("read", readings.read_more, deps, pauses_s=STEP_PAUSES_S):
            pass

    @jobs.workflow(fits.REFIT, queue="history")
    async def refit_whitening(account_id: str) -> None:
        await jobs.step("refit", fits.refit, deps, AccountId(account_id), pauses_s=STEP_PAUSES_S)

    @jobs.workflow(attempts.DELIVER_WEBHOOK, queue="deliveries")
    async def deliver_webhook(delivery_id: str, attempt: int) -> None:
        which = DeliveryId(delivery_id), attempt
        called = await jobs.step("call", attempts.call, deps, *which, pauses_s=STEP_PAUSES_S)
        if called is not None:
            await jobs.step("record", attempts.record, deps, *which, called, webhook_pauses_s, pauses_s=STEP_PAUSES_S)
