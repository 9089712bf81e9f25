"""Job status: contract 4.1."""

from __future__ import annotations

from fastapi import APIRouter

from earmark.api.auth import Caller, WithDeps
from earmark.api.symbl.answers import JobAnswer
from earmark.services import submissions
from earmark.types import SubmissionId

router = APIRouter(tags=["Jobs"])


@router.get("/v1/job/{job_id}", summary="See where a job stands")
async def status(deps: WithDeps, caller: Caller, job_id: str) -> JobAnswer:
    found = await submissions.status(deps, caller.account_id, SubmissionId(job_id))
    return JobAnswer(id=job_id, status=found.value)
