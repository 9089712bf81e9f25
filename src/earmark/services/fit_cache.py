"""Whitening fits kept for their next use."""

from __future__ import annotations

from collections import OrderedDict

from earmark.engine.fits import Fit


class FitCache:
    """Fits by space and version, which says all of what is in one; the longest unused go first."""

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._fits: OrderedDict[tuple[str, str], Fit] = OrderedDict()

    def get(self, space: str, version: str) -> Fit | None:
        found = self._fits.get((space, version))
        if found is not None:
            self._fits.move_to_end((space, version))
        return found

    def keep(self, space: str, fit: Fit) -> None:
        self._fits[space, fit.version] = fit
        while len(self._fits) > self._most:
            self._fits.popitem(last=False)
