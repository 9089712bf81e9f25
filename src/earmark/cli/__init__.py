"""The command line, a module for each command: ``earmark serve``, ``track``, ``trackers``, ``webhooks`` and more.

What does the work is imported where it is called: the engine, the settings and the server take seconds together,
and ``--help`` should not wait for them.
"""

from __future__ import annotations

from earmark.cli.main import app

__all__ = ["app"]
