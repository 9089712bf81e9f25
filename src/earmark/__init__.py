"""earmark finds the moments in talk that mean what you are looking for.

>>> from earmark import Matcher, Tracker
>>> matcher = Matcher([Tracker("Budget", ["I don't have any money"])])
>>> [match.tracker.name for match in matcher.match(["I ran out of budget"])]
['Budget']
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from earmark.types import Match, MatchKind, Message, Tracker

if TYPE_CHECKING:
    from earmark.library import Matcher, load_trackers, split_sentences

__version__ = "0.1.0"

__all__ = ["Match", "MatchKind", "Matcher", "Message", "Tracker", "load_trackers", "split_sentences"]


def __getattr__(name: str) -> Any:
    # The engine takes half a second to import: a command such as --help should not pay for it.
    if name in __all__:
        return getattr(importlib.import_module("earmark.library"), name)
    raise AttributeError(f"module 'earmark' has no attribute {name!r}")
