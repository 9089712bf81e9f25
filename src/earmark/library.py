"""earmark without a server: trackers and messages in, matches out."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from earmark import textfile, trackerfile
from earmark.checks import check_tracker
from earmark.engine import matcher, sentences
from earmark.engine.encoder import Encoder
from earmark.errors import Invalid
from earmark.services.encoders import load_encoders
from earmark.types import Match, Message, Tracker


class Matcher:
    """
    Finds in messages what means one of the trackers' phrases.

    The first matcher of a process loads the models (about a second); its trackers are compiled once. A matcher may be
    used by several threads at a time.

    Args:
        trackers: Each with at least one phrase; names must differ.
        models_dir: Where the models lie; by default the folder that ``earmark models get`` fills.

    Raises:
        Invalid: two trackers have one name.
        InvalidField: a tracker has no phrase, or holds what no tracker may hold; the message names the place.
        ModelMissing: the models are not there; the message names the command that fetches them.
        ModelDamaged, ModelUnfit: a model's file was changed, or a model of your own cannot be loaded.

    Example:
        >>> from earmark import Matcher, Tracker
        >>> matcher = Matcher([Tracker("Budget", ["I don't have any money"])])
        >>> [(match.tracker.name, match.kind.value) for match in matcher.match(["I ran out of budget"])]
        [('Budget', 'meaning')]
    """

    def __init__(self, trackers: Iterable[Tracker], *, models_dir: Path | None = None) -> None:
        self.trackers = tuple(trackers)
        names: set[str] = set()
        for place, tracker in enumerate(self.trackers):
            check_tracker(tracker, f"trackers[{place}].", phrases_field="phrases", exclude_field="counter_examples")
            if tracker.name in names:
                raise Invalid(f"Two trackers are named {tracker.name!r}. Names must differ.")
            names.add(tracker.name)
        self._compiled = matcher.compile_matcher(self.trackers, _encoders(models_dir))

    def match(self, messages: Iterable[Message | str]) -> list[Match]:
        """
        Every phrase of every tracker found in the messages of one conversation.

        Args:
            messages: Sentences in the order they were said; a plain string is a message without a speaker. Cut longer
                turns into sentences first (`earmark.split_sentences`): a match points into its message.

        Returns:
            In message order, then tracker order, then phrase order; at most one match for a phrase and a message.
        """
        return self._compiled.match([Message(one) if isinstance(one, str) else one for one in messages])


def load_trackers(path: str | Path) -> list[Tracker]:
    """
    Read trackers from a YAML, JSON, JSON lines or CSV file; its extension tells which.

    Raises:
        UnreadableFile: the file is missing or wrong; the message names the line and the fix.
    """
    return [entry.tracker for entry in trackerfile.read(str(path), textfile.read_bytes(path))]


def split_sentences(text: str, language: str = "") -> list[str]:
    """The sentences of a turn of talk, as the server cuts it; *language* is a BCP-47 tag if it is known."""
    return [text[start:end] for start, end in sentences.split(text, language)]


def _encoders(models_dir: Path | None) -> Mapping[str, Encoder]:
    named = os.environ.get("EARMARK_MODELS_DIR")
    return _load_once(models_dir or (Path(named) if named else None))


@functools.cache
def _load_once(models_dir: Path | None) -> Mapping[str, Encoder]:
    return load_encoders(models_dir)
