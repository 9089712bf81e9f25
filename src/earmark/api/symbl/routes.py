"""The routes of the Symbl API, in the order of its documentation."""

from __future__ import annotations

from typing import Final

from earmark.api.symbl import conversations, insights, jobs, process, talk, tokens, trackers

SYMBL: Final = (
    tokens.router,
    trackers.router,
    process.router,
    jobs.router,
    conversations.router,
    talk.router,
    talk.events_router,
    insights.router,
)
