from __future__ import annotations

from dataclasses import replace

import pytest

from earmark.errors import AddressUnreachable
from earmark.outbound import Outbound
from earmark.services import deliveries
from earmark.services.deps import Deps
from earmark.types import JobStatus, SubmissionId
from webhook_receiver import receiving

JOB = SubmissionId("9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d")


@pytest.mark.parametrize(("status", "taken"), [(200, True), (204, True), (301, False), (400, False), (410, False)])
async def test_receiver_that_answers_has_the_last_word(deps: Deps, status: int, taken: bool) -> None:
    async with receiving(status) as receiver:
        assert await deliveries.deliver(deps, receiver.url, JOB, JobStatus.COMPLETED) is taken
        assert receiver.bodies == [{"jobId": JOB, "status": "completed"}]


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503])
async def test_receiver_in_trouble_is_worth_another_attempt(deps: Deps, status: int) -> None:
    async with receiving(status) as receiver:
        with pytest.raises(AddressUnreachable):
            await deliveries.deliver(deps, receiver.url, JOB, JobStatus.COMPLETED)


async def test_receiver_that_is_down_is_worth_another_attempt(deps: Deps) -> None:
    async with receiving() as receiver:
        url = receiver.url
    with pytest.raises(AddressUnreachable):
        await deliveries.deliver(deps, url, JOB, JobStatus.COMPLETED)


async def test_name_of_a_private_address_is_given_up_without_a_call(deps: Deps) -> None:
    guarded = replace(deps, outbound=Outbound(allow_private=False))
    async with receiving() as receiver:
        url = receiver.url.replace("127.0.0.1", "localhost")
        assert not await deliveries.deliver(guarded, url, JOB, JobStatus.COMPLETED)
        assert receiver.bodies == []
