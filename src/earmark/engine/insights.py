"""Questions, tasks and appointments in talk, found by patterns of words. No language model reads it."""

from __future__ import annotations

from typing import Final

from earmark.engine import keywords, tongues
from earmark.engine.keywords import Run
from earmark.engine.text import words

#: Key phrases of one message: the first ones.
_MOST_PHRASES: Final = 5


def key_phrases(text: str, language: str = "") -> list[str]:
    """
    Short phrases that tell what a sentence is about, as they stand in it, in order.

    Verbs of doing with the name of what is done ("send you the contract"), and names of two words and more ("billing
    error"). Names are what stands between stop words, so a word on no list may pass for one.

    Args:
        language: A BCP-47 tag; empty lets the text itself tell whether it is English or Spanish.

    Returns:
        At most 5; none for text of other languages.
    """
    spoken = words(text)
    tongue = tongues.of(text, spoken, language)
    found = list(keywords.actions(text, spoken, tongue))
    found += [
        run
        for run in keywords.names(text, spoken, tongue)
        if run.first < run.last and not any(_overlap(run, action) for action in found)
    ]
    found.sort(key=lambda run: run.first)
    return list(dict.fromkeys(run.text(text, spoken) for run in found))[:_MOST_PHRASES]


def _overlap(one: Run, other: Run) -> bool:
    return one.first <= other.last and other.first <= one.last
