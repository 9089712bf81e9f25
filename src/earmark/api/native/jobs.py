"""Jobs of the native API: where the work on a submission stands."""

from __future__ import annotations

from earmark.api.auth import Caller, WithDeps
from earmark.api.native.routing import problems
from earmark.api.native.routing import router as router_of
from earmark.api.native.talk_bodies import NativeJob
from earmark.services import submissions
from earmark.types import SubmissionId

router = router_of("Jobs (native)")


@router.get("/jobs/{job_id}", responses=problems(404), summary="See where a job stands, and why it failed")
async def get(deps: WithDeps, caller: Caller, job_id: str) -> NativeJob:
    return NativeJob.of(await submissions.job(deps, caller.account_id, SubmissionId(job_id)))
