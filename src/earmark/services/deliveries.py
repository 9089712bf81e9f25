"""Webhooks: telling a receiver where a submission stands."""

from __future__ import annotations

from typing import Final

from earmark import telemetry
from earmark.errors import AddressUnreachable, EarmarkError
from earmark.services.deps import Deps
from earmark.types import JobStatus, Submission, SubmissionId
from earmark.webhooks import job_status_payload

#: The name under which `workflows.py` registers the job that is enqueued here.
DELIVER_WEBHOOK: Final = "deliver_webhook"

#: Statuses that ask for another attempt, beside all of 500 and above: time-out, too early, too many requests.
_TRY_AGAIN: Final = (408, 425, 429)

log = telemetry.get_logger(__name__)


async def announce(deps: Deps, submission: Submission, status: JobStatus) -> None:
    """Have the submission's receiver, if it has one, told that it stands at *status*: once, however often asked."""
    if submission.webhook_url:
        await deps.jobs.enqueue(
            DELIVER_WEBHOOK,
            submission.webhook_url,
            submission.id,
            status.value,
            job_id=_delivery_id(submission.id, status),
            order_key=submission.id,
        )


async def deliver(deps: Deps, url: str, submission_id: SubmissionId, status: JobStatus) -> bool:
    """
    Step: one attempt to tell a receiver; whether it took the news.

    A receiver that refuses gets no further attempt, nor does an address that this server may not call.

    Raises:
        AddressUnreachable: another attempt may succeed.
    """
    # Receivers can drop what they had before: the id of a delivery never changes.
    headers = {"webhook-id": _delivery_id(submission_id, status)}
    try:
        answer = await deps.outbound.post_json(url, job_status_payload(submission_id, status), headers)
    except EarmarkError as error:
        telemetry.WEBHOOKS.labels(error.code).inc()
        log.info("webhook_failed", submission=submission_id, status=status, error=error.code)
        if error.retryable:
            raise
        return False
    telemetry.WEBHOOKS.labels("delivered" if answer.is_success else f"status_{answer.status // 100}xx").inc()
    log.info("webhook_answered", submission=submission_id, status=status, answer=answer.status)
    if answer.status >= 500 or answer.status in _TRY_AGAIN:
        raise AddressUnreachable(f"The receiver answered with the status {answer.status}.")
    return answer.is_success


def _delivery_id(submission_id: SubmissionId, status: JobStatus) -> str:
    return f"{submission_id}-{status}"
