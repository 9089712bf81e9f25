"""The command line: ``earmark serve``, ``track``, ``eval``, ``models`` and ``doctor``, a module each."""

from __future__ import annotations

from earmark.cli.main import app

__all__ = ["app"]
