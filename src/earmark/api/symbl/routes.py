"""The routes of the Symbl API, in the order of its documentation."""

from __future__ import annotations

from typing import Final

from earmark.api.symbl import conversations, insights, jobs, process, tokens, trackers

SYMBL: Final = (
    tokens.router,
    trackers.router,
    process.router,
    jobs.router,
    conversations.router,
    insights.router,
)
