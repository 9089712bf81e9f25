"""What a fresh account holds: three trackers and a sales call, both our own, as data.

`trackers.yaml` is a tracker file, `sample-call.json` the body of a text submission (contract 3.3).
"""

from __future__ import annotations

from importlib import resources
from typing import Final

TRACKERS: Final = "trackers.yaml"
SAMPLE_CALL: Final = "sample-call.json"


def trackers() -> bytes:
    """The tracker file, for `trackerfile.read`."""
    return _data(TRACKERS)


def sample_call() -> bytes:
    """The conversation: a submission of text, and a file that `transcripts.read` takes."""
    return _data(SAMPLE_CALL)


def _data(name: str) -> bytes:
    return resources.files(__package__).joinpath(name).read_bytes()
