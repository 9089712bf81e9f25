"""The routes of the native API, in the order of its documentation. Of two that fit a path the first one counts."""

from __future__ import annotations

from typing import Final

from earmark.api.native import backtests, runs, tracker_files, tracker_versions, trackers

NATIVE: Final = (
    tracker_files.router,  # before the trackers, whose ids could be named like its paths
    trackers.router,
    tracker_versions.router,
    backtests.router,
    runs.router,
)
