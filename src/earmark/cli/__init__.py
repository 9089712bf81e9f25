"""The command line: ``earmark serve``, ``track``, ``eval``, ``models`` and ``doctor``, a module each.

What does the work is imported where it is called: the engine, the settings and the server take seconds together,
and ``--help`` should not wait for them.
"""

from __future__ import annotations

from earmark.cli.main import app

__all__ = ["app"]
