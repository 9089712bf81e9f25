"""Contract 5.5 and 5.8: what was found in a conversation."""

from __future__ import annotations

from typing import Any, Final

from conformance.cases import error, get, reading, row
from conformance.conversations import HERE
from conformance.shapes import ID, STRING, TIME, Each, Keep, Number, Only, That, Without
from conformance.submissions import said, submitted
from conformance.talk import TALK
from conformance.transcripts import SENTIMENT

QUESTION: Final = {"id": ID, "type": "question", "text": "How much does it cost?", "offset": -1}


def match(phrase: str, number: int, text: str, offset: int, insights: Any) -> Only:
    ref = {"id": f"<message_{number}>", "text": text, "offset": offset, "startTime": TIME, "endTime": TIME}
    return Only(type="vocabulary", value=phrase, messageRefs=[ref], insightRefs=insights)


#: Of the three trackers and five phrases those that match, in the order of the talk.
DETECTED: Final = [
    Only(
        id=Keep("inline", ID),
        name="Pricing",
        matches=[
            match("how much is it", 1, "How much does it cost?", -1, [QUESTION]),
            match("subscription plan", 2, "Our subscription plan costs nine euros.", 4, []),
        ],
    ),
    Only(id="<stored>", name="Delight", matches=[match("I love it", 4, "Great, I love it.", 7, [])]),
]
TRACKERS: Final = (
    reading("5.5", "bare-array", get(f"{HERE}/trackers", DETECTED)),
    reading("5.5", "bare-array-under-the-other-path", get(f"{HERE}/trackers-detected", DETECTED)),
    reading(
        "5.5",
        "both-paths-alike",
        get(f"{HERE}/trackers", Keep("found", DETECTED)),
        get(f"{HERE}/trackers-detected", Keep("again", "<found>")),
    ),
    reading(
        "5.5",
        "insight-refs-are-those-of-the-insights",
        get(f"{HERE}/questions", {"questions": [{"id": Keep("question", ID)}]}),
        get(f"{HERE}/trackers", [{"matches": [{"insightRefs": [{"id": "<question>"}]}, {}]}, {}]),
    ),
    row("5.5", "nothing-found", *submitted(said("Hi.", trackers=[TALK["trackers"][2]])), get(f"{HERE}/trackers", [])),
    row("5.5", "no-trackers", *submitted(said("Hi.")), get(f"{HERE}/trackers-detected", [])),
    row(
        "5.5",
        "message-once-however-often",
        *submitted(said("The platform is a platform.", trackers=[{"name": "A", "vocabulary": ["platform"]}])),
        get(f"{HERE}/trackers", [{"matches": [{"messageRefs": [{"offset": 4}]}]}]),
    ),
    row(
        "5.5",
        "one-ref-for-each-message",
        *submitted(said("A platform.", "My platform.", trackers=[{"name": "A", "vocabulary": ["platform"]}])),
        get(f"{HERE}/trackers", [{"matches": [{"messageRefs": [{"text": "A platform."}, {"text": "My platform."}]}]}]),
    ),
    row(
        "5.5",
        "phrase-as-it-was-written",
        *submitted(said("Our platform.", trackers=[{"name": "A", "vocabulary": ["PlatForm"]}])),
        get(f"{HERE}/trackers", [{"matches": [{"value": "PlatForm"}]}]),
    ),
    row(
        "5.5",
        "insight-refs-of-action-items-and-follow-ups",
        *submitted(
            said(
                "I will send the contract tomorrow.",
                "Let's talk again on Friday.",
                trackers=[{"name": "A", "vocabulary": ["send the contract", "talk again"]}],
            )
        ),
        get(
            f"{HERE}/trackers",
            [
                {
                    "matches": [
                        {"insightRefs": [{"type": "action_item", "offset": 7}]},
                        {"insightRefs": [{"type": "follow_up", "offset": 6}]},
                    ]
                }
            ],
        ),
    ),
)

PERSON: Final = {"id": "<ana>", "name": "Ana", "userId": "ana@example.com"}
BEN_HERE: Final = {"id": "<ben>", "name": "Ben", "email": "ben@example.com"}
ASKED: Final = {
    "id": Keep("question", ID),
    "text": "How much does it cost?",
    "type": "question",
    "score": Number(0.5, 1),
    "messageIds": ["<message_1>"],
    "from": PERSON,
}
PROMISED: Final = {
    "id": Keep("action", ID),
    "text": "I will send the contract tomorrow.",
    "type": "action_item",
    "score": Number(0.5, 1),
    "messageIds": ["<message_3>"],
    "entities": [],
    "phrases": [{"type": "action_phrase", "text": "send the contract"}],
    "from": BEN_HERE,
    "definitive": True,
    "assignee": BEN_HERE,
    "dueBy": TIME,
}
PUT_OFF: Final = {
    "id": ID,
    "text": "Let's talk again on Friday about the discount.",
    "type": "follow_up",
    "score": Number(0, 1, whole=True),
    "messageIds": ["<message_5>"],
    "entities": [],
    "phrases": [],
    "from": PERSON,
    "definitive": False,
    "assignee": {},
    "dueBy": TIME,
}
TOPIC: Final = {
    "id": ID,
    "text": STRING,
    "type": "topic",
    "score": Number(0, 1),
    "messageIds": Each(ID),
    "parentRefs": That("a list", lambda found: isinstance(found, list)),
}
REF: Final = {"id": ID}

REST: Final = (
    reading("5.8", "topics", get(f"{HERE}/topics", Only(topics=Each(Without(TOPIC, ("sentiment",)))))),
    reading(
        "5.8",
        "topics-with-sentiment",
        get(f"{HERE}/topics", {"topics": Each({"sentiment": SENTIMENT})}, query={"sentiment": "true"}),
    ),
    reading(
        "5.8", "topics-with-parent-refs", get(f"{HERE}/topics", {"topics": Each(TOPIC)}, query={"parentRefs": "true"})
    ),
    reading(
        "5.8",
        "topics-of-a-vocabulary",
        get(
            f"{HERE}/topics",
            {"topics": That("discount among them", lambda found: "discount" in [topic["text"] for topic in found])},
            query={"customTopicVocabulary": ["discount", "weather"]},
        ),
    ),
    reading("5.8", "questions", get(f"{HERE}/questions", Only(questions=[ASKED]))),
    reading("5.8", "action-items", get(f"{HERE}/action-items", Only(actionItems=[PROMISED]))),
    reading("5.8", "follow-ups", get(f"{HERE}/follow-ups", Only(followUps=[PUT_OFF]))),
    reading(
        "5.8",
        "insights-mix-questions-and-action-items",
        get(f"{HERE}/questions", {"questions": [ASKED]}),
        get(f"{HERE}/action-items", {"actionItems": [PROMISED]}),
        get(f"{HERE}/insights", Only(insights=[{**ASKED, "id": "<question>"}, {**PROMISED, "id": "<action>"}])),
    ),
    reading("5.8", "intents", get(f"{HERE}/intents", Only(intents=[]))),
    reading(
        "5.8",
        "entities",
        get(
            f"{HERE}/entities",
            {"entities": Each({"type": STRING, "text": STRING, "value": STRING, "messageRefs": Each(REF)})},
        ),
    ),
    reading(
        "5.8",
        "entities-as-submitted",
        get(
            f"{HERE}/entities",
            {
                "entities": That(
                    "the agreement",
                    lambda found: found[0]["customType"] == "Paper" and found[0]["value"] == "Agreement",
                )
            },
        ),
    ),
    reading(
        "5.8",
        "summary",
        get(f"{HERE}/summary", Only(summary=Each({"id": ID, "text": STRING, "messageRefs": Each(REF)}))),
    ),
    *(
        reading("5.8", f"not-served-{part.replace('/', '-')}", get(f"{HERE}/{part}", error(), 404))
        for part in ("bookmarks", "callscore", "callscore/status", "lm-insights/status")
    ),
)

CASES: Final = (*TRACKERS, *REST)
