"""What is odd about the phrases of tracker files: by their words, and by their meaning where the models are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TextIO

from rich.text import Text

from earmark.cli.console import PlainConsole, model_folder
from earmark.engine import warnings
from earmark.engine.phrases import plain_texts
from earmark.engine.warnings import PhraseWarning
from earmark.errors import ModelMissing
from earmark.types import Tracker

if TYPE_CHECKING:
    from earmark.engine.encoder import Encoder

#: Phrases whose meaning is looked at: some ten seconds.
_MOST_PHRASES: Final = 1_000


@dataclass(frozen=True, slots=True)
class Warned:
    """What is odd about a phrase of a tracker."""

    tracker: str
    warning: PhraseWarning

    def as_record(self) -> dict[str, Any]:
        """As JSON, spelled as the native API spells it."""
        return {
            "tracker": self.tracker,
            "code": self.warning.code.value,
            "phrase": self.warning.phrase,
            "message": self.warning.message,
            "other": self.warning.other or None,
            "share": self.warning.share,
        }


def find(trackers: Sequence[Tracker], beside: Sequence[Tracker] = ()) -> list[Warned]:
    """
    What is odd about the phrases of *trackers*, each of which stands beside the others.

    Args:
        beside: Other trackers that stand beside them, of which nothing is told.
    """
    found = {tracker.name: warnings.of_words(tracker) for tracker in trackers}
    together = [*trackers, *beside]
    encoders = _encoders() if sum(len(plain_texts(one.phrases)) for one in together) <= _MOST_PHRASES else None
    if trackers and encoders is not None:
        from earmark.engine.matcher import compile_matcher

        matcher = compile_matcher(together, encoders)
        names = [one.name for one in together]
        for place, tracker in enumerate(trackers):
            found[tracker.name] += warnings.of_meaning(matcher, place, names)
    return [Warned(name, warning) for name, of_tracker in found.items() for warning in of_tracker]


def write(found: Sequence[Warned], to: TextIO) -> None:
    """Print a line for each."""
    console = PlainConsole(file=to, soft_wrap=True)
    for one in found:
        console.print(Text.assemble(("warning", "yellow"), f": tracker {one.tracker!r}: {one.warning.message}"))


def _encoders() -> Mapping[str, Encoder] | None:
    from earmark.services.encoders import load_encoders

    try:
        return load_encoders(model_folder())
    except ModelMissing:
        return None
