"""The routes of the native API, in the order of its documentation. Of two that fit a path the first one counts."""

from __future__ import annotations

from typing import Final

from earmark.api.native import (
    backtests,
    conversations,
    hits,
    jobs,
    judgements,
    match,
    promises,
    runs,
    tracker_files,
    tracker_versions,
    trackers,
    webhooks,
)

NATIVE: Final = (
    tracker_files.router,  # before the trackers, whose ids could be named like its paths
    trackers.router,
    tracker_versions.router,
    promises.router,
    match.router,
    conversations.router,
    conversations.changes_router,
    jobs.router,
    hits.router,
    judgements.router,
    backtests.router,
    runs.router,
    webhooks.router,
)
