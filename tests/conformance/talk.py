"""The conversation that all reading rows share."""

from __future__ import annotations

from typing import Any, Final

from conformance.cases import Ended, Step, get, post
from conformance.shapes import ID, UUID, Keep, Only

ANA: Final = {"name": "Ana", "userId": "ana@example.com"}
BEN: Final = {"name": "Ben", "userId": "ben@example.com"}


def turn(content: str, speaker: dict[str, str], start: str, end: str) -> dict[str, Any]:
    day = "2024-05-01T10:00"
    duration = {"startTime": f"{day}:{start}.000Z", "endTime": f"{day}:{end}.000Z"}
    return {"payload": {"content": content}, "from": speaker, "duration": duration}


TALK: Final[dict[str, Any]] = {
    "name": "Renewal call",
    "metadata": {"agentId": "a17"},
    "messages": [
        turn("Hi there. How much does it cost?", ANA, "00", "04"),
        turn("Our subscription plan costs nine euros. I will send the contract tomorrow.", BEN, "05", "15"),
        turn("Great, I love it. Let's talk again on Friday about the discount.", ANA, "14", "20"),
    ],
    "trackers": [
        {"name": "Pricing", "vocabulary": ["how much is it", "subscription plan", "lunch in the park"]},
        {"id": "<stored>"},
        {"name": "Silence", "vocabulary": ["nobody ever says this"]},
    ],
    "enableAllTrackers": False,
    "detectPhrases": True,
    "detectEntities": True,
    "entities": [{"customType": "Paper", "value": "Agreement", "text": "contract"}],
}
STORED: Final = {"name": "Delight", "vocabulary": ["I love it"]}
ACCEPTED: Final = Only(conversationId=Keep("conversation", ID), jobId=Keep("job", UUID))

TOLD: Final[tuple[Step, ...]] = (
    post("/v1/manage/trackers", STORED, {"tracker": {"id": Keep("stored", ID)}}),
    post("/v1/process/text", TALK, ACCEPTED, 201),
    Ended(),
    get(
        "/v1/conversations/<conversation>/messages",
        {"messages": [{"id": Keep(f"message_{number}", ID)} for number in range(6)]},
    ),
    get("/v1/conversations/<conversation>/members", {"members": [{"id": Keep(who, UUID)} for who in ("ana", "ben")]}),
)
