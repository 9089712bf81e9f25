"""Phrases on the Symbl paths, where every one is plain text; stored ones may be compounds: see `earmark.compound`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from earmark.checks import text_key
from earmark.compound import is_compound, plain, shown
from earmark.types import Tracker


def to_phrases(texts: Iterable[str], stored: Tracker | None = None) -> tuple[str, ...]:
    """
    The phrases that say *texts*.

    Args:
        stored: What it says in the same words stays as it is, so that what was read can be sent back: a compound then
            stays a compound, in upper and lower case alike.
    """
    known = [] if stored is None else [*stored.phrases, *stored.counter_examples]
    same = {shown(phrase): phrase for phrase in known}
    compounds = {text_key(phrase) for phrase in known if is_compound(phrase)}

    def to_phrase(text: str) -> str:
        if text in same:
            return same[text]
        return text if text_key(text) in compounds else plain(text)

    return tuple(to_phrase(text.strip()) for text in texts)


def as_shown(tracker: Tracker) -> Tracker:
    """*tracker* with its phrases as texts: what `to_tracker` makes phrases of again."""
    return replace(tracker, phrases=texts_of(tracker.phrases), counter_examples=texts_of(tracker.counter_examples))


def to_tracker(shown_tracker: Tracker, stored: Tracker) -> Tracker:
    """The tracker whose phrases say the texts of *shown_tracker*, in which those of *stored* stay as they are."""
    return replace(
        shown_tracker,
        phrases=to_phrases(shown_tracker.phrases, stored),
        counter_examples=to_phrases(shown_tracker.counter_examples, stored),
    )


def texts_of(phrases: Sequence[str]) -> tuple[str, ...]:
    """Phrases as texts."""
    return tuple(map(shown, phrases))
