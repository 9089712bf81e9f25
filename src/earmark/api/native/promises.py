"""Promises of trackers: how many false alarms each is expected to raise."""

from __future__ import annotations

from pydantic import BaseModel, Field

from earmark.api.auth import Caller, WithDeps
from earmark.api.native.routing import problems
from earmark.api.native.routing import router as router_of
from earmark.services import promises, trackers
from earmark.types import Basis, Promise, TrackerId

router = router_of("Trackers (native)")


class FalseAlarmsOut(BaseModel):
    """Messages in which the tracker is found, per 1,000 that do not mean what it looks for."""

    value: float = Field(description="How many are expected.")
    low: float = Field(description="With a probability of 80 % there will be no fewer.")
    high: float = Field(description="With the same probability there will be no more.")


class PromiseOut(BaseModel):
    """What a tracker is expected to cost at its sensitivity."""

    threshold: float = Field(description="The score at which it fires by meaning.")
    threshold_fitted: bool = Field(description="Whether that was fitted to judgements of its hits.")
    false_alarms_per_1000: FalseAlarmsOut = Field(description="False alarms that are expected.")
    basis: Basis = Field(description="Made from generic sentences alone, from stored talk, or from judgements as well.")
    messages: int = Field(description="How many stored messages it is made from.")
    judgements: int = Field(description="How many judged messages it is made from.")
    is_estimate: bool = Field(description="Whether too few hits were judged to say more than what is usual.")

    @classmethod
    def of(cls, promise: Promise) -> PromiseOut:
        return cls(
            threshold=round(promise.threshold, 4),
            threshold_fitted=promise.is_fitted,
            false_alarms_per_1000=FalseAlarmsOut(
                value=_rounded(promise.value), low=_rounded(promise.low), high=_rounded(promise.high)
            ),
            basis=promise.basis,
            messages=promise.messages,
            judgements=promise.judgements,
            is_estimate=promise.is_estimate,
        )


@router.get(
    "/trackers/{tracker_id}/promise",
    summary="Tell how many false alarms a tracker is expected to raise",
    responses=problems(404),
)
async def get(deps: WithDeps, caller: Caller, tracker_id: str) -> PromiseOut:
    tracker = await trackers.get(deps, caller.account_id, TrackerId(tracker_id))
    return PromiseOut.of(await promises.of_stored(deps, caller.account_id, tracker))


def _rounded(rate: float) -> float:
    """Three significant digits: the interval tells how few of them are sure."""
    return float(f"{rate:.3g}")
