"""The question that all tests of polarity ask."""

from __future__ import annotations

from earmark.engine.polarity import contradiction, stance, stance_of_phrase


def is_opposite(phrase: str, text: str, language: str) -> bool:
    """Whether *text* says the opposite of *phrase*, or only supposes or asks it."""
    return contradiction(stance_of_phrase(phrase, language), stance(text, language), language) is not None
