from __future__ import annotations

from earmark.services.conversations import grouped
from earmark.types import (
    ConversationId,
    Hit,
    HitId,
    MatchKind,
    Message,
    MessageId,
    SubmissionId,
    TrackerId,
)

MESSAGES = [Message(f"Sentence {place}.", id=MessageId(str(place))) for place in range(3)]


def hit(message: int, phrase: str, tracker: str = "1", name: str = "X", version: int = 1) -> Hit:
    return Hit(
        id=HitId(f"{message}{phrase}{tracker}{version}"),
        conversation_id=ConversationId("c"),
        message_id=MessageId(str(message)),
        submission_id=SubmissionId("s"),
        tracker_id=TrackerId(tracker),
        tracker_name=name,
        tracker_version=version,
        phrase=phrase,
        kind=MatchKind.MEANING,
        score=0.5,
        threshold=0.3,
        margin=None,
        start=0,
        end=1,
        created_ms=0,
    )


def test_hits_are_grouped_by_tracker_and_phrase_in_the_order_of_the_talk() -> None:
    found = grouped([hit(0, "a"), hit(0, "b"), hit(1, "a", tracker="2", name="Y"), hit(2, "a")], MESSAGES)
    assert [(one.id, one.name) for one in found] == [("1", "X"), ("2", "Y")]
    assert [(phrase, [message.text for _, message in refs]) for phrase, refs in found[0].by_phrase.items()] == [
        ("a", ["Sentence 0.", "Sentence 2."]),
        ("b", ["Sentence 0."]),
    ]


def test_message_is_listed_once_for_a_phrase_even_if_two_versions_of_the_tracker_found_it() -> None:
    (tracker,) = grouped([hit(0, "a"), hit(0, "a", version=2)], MESSAGES)
    assert len(tracker.by_phrase["a"]) == 1


def test_tracker_that_was_renamed_between_two_submissions_has_its_newest_name() -> None:
    (tracker,) = grouped([hit(0, "a", name="Old"), hit(1, "a", name="New", version=2)], MESSAGES)
    assert tracker.name == "New"
    assert len(tracker.by_phrase["a"]) == 2
