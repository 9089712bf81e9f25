"""Trackers of the native API."""

from __future__ import annotations

from earmark.api.native.routing import router as router_of

router = router_of("Trackers (native)")
