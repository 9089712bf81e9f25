"""The body of a webhook: contract 4.2."""

from __future__ import annotations

import json

import pytest

from earmark.types import JobStatus, SubmissionId
from earmark.webhooks import job_status_payload


@pytest.mark.parametrize("status", JobStatus)
def test_a_status_change_is_announced_with_the_job_and_its_status_alone(status: JobStatus) -> None:
    payload = job_status_payload(SubmissionId("job-1"), status)
    assert json.loads(json.dumps(payload)) == {"jobId": "job-1", "status": status.value}
    assert type(payload["status"]) is str
