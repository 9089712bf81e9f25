"""What a fresh account holds, so that the first look shows something."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from earmark.services import submissions, trackers
from earmark.services.deps import Deps
from earmark.services.submissions import Draft
from earmark.types import AccountId, ConversationId, Tracker

_POLL_S: Final = 0.05
_POLLS: Final = 1_200  # a minute; later it is still processed, but nobody waits for it


async def fill(
    deps: Deps, account_id: AccountId, starter_trackers: Sequence[Tracker], sample_call: Draft
) -> ConversationId:
    """Give an account trackers and a conversation, and wait until this is processed, within reason."""
    await trackers.create(deps, account_id, starter_trackers)
    submission = await submissions.accept(deps, account_id, replace(sample_call, all_of_account=True))
    for _ in range(_POLLS):
        if (await submissions.status(deps, account_id, submission.id)).is_final:
            break
        await asyncio.sleep(_POLL_S)
    return submission.conversation_id
