"""What a receiver of webhooks is sent. Pure."""

from __future__ import annotations

from earmark.types import JobStatus, SubmissionId


def job_status_payload(submission_id: SubmissionId, status: JobStatus) -> dict[str, str]:
    """The body that announces one change of a job's status: contract 4.2."""
    return {"jobId": submission_id, "status": status.value}
