from __future__ import annotations

from earmark.services.insights import combined
from earmark.types import EntityRule, SubmissionOptions

GOLD, BLUE = EntityRule("plan", "gold", "gold plan"), EntityRule("plan", "blue", "blue plan")


def test_submissions_to_one_conversation_are_heeded_together() -> None:
    first = SubmissionOptions(0.8, detect_phrases=True, entities=(GOLD, BLUE), timezone_offset_min=60)
    second = SubmissionOptions(0.5, detect_entities=True, entities=(GOLD,), timezone_offset_min=-120)
    assert combined([first, second]) == SubmissionOptions(
        confidence_threshold=0.8,
        detect_phrases=True,
        detect_entities=True,
        entities=(GOLD, BLUE),
        timezone_offset_min=-120,
    )


def test_conversation_that_nobody_submitted_to_asks_for_nothing() -> None:
    assert combined([]) == SubmissionOptions()
