"""Contract 3.1 and 3.5: what a submission may ask for, and which trackers run."""

from __future__ import annotations

from typing import Any, Final

from conformance.cases import Case, error, get, post, row
from conformance.shapes import ID, Each, InAnyOrder, Number, Only
from conformance.submissions import (
    CONVERSATION,
    DETECTED,
    FOUND,
    LINE,
    MESSAGES,
    PLAN,
    PLAN_LINE,
    TEXT,
    UNKNOWN,
    refused,
    said,
    submitted,
    texts,
    tracker,
)


def about(section: str, name: str, options: dict[str, Any], told: dict[str, Any]) -> Case:
    return row(section, name, *submitted(said(LINE, **options)), get(CONVERSATION, told))


def ignored(name: str, **options: Any) -> Case:
    return row("3.1", f"ignored-{name}", *submitted(said(LINE, **options)), get(MESSAGES, texts(LINE)))


PHRASED: Final = {"phrases": [Only(type="action_phrase", text="send the contract")]}
OPTIONS: Final = (
    about("3.1", "name", {"name": "Renewal"}, {"name": "Renewal"}),
    about("3.1", "name-is-the-id-when-absent", {}, {"name": "<conversation>"}),
    about("3.1", "conversation-type", {"conversationType": "call"}, {"type": "call"}),
    about("3.1", "conversation-type-when-absent", {}, {"type": "meeting"}),
    about("3.1", "metadata", {"metadata": {"agentId": "a17", "more": {"n": [1]}}}, {"metadata": {"more": {"n": [1]}}}),
    about("3.1", "null-is-absent", {"name": None, "trackers": None, "metadata": None}, {"metadata": {}}),
    row("3.1", "detect-phrases", *submitted(said(LINE, detectPhrases=True)), get(MESSAGES, {"messages": [PHRASED]})),
    row("3.1", "no-phrases-unless-asked", *submitted(said(LINE)), get(MESSAGES, {"messages": [{"phrases": []}]})),
    row(
        "3.1",
        "entities",
        *submitted(said(LINE, entities=[{"customType": "Paper", "value": "Agreement", "text": "contract"}])),
        get(f"{CONVERSATION}/entities", {"entities": [{"customType": "Paper", "value": "Agreement"}]}),
    ),
    row(
        "3.1",
        "detect-entities",
        *submitted(said(LINE, detectEntities=True)),
        get(f"{CONVERSATION}/entities", {"entities": [{"type": "date", "text": "tomorrow"}]}),
    ),
    row("3.1", "no-entities-unless-asked", *submitted(said(LINE)), get(f"{CONVERSATION}/entities", Only(entities=[]))),
    row(
        "3.1",
        "confidence-threshold-is-about-insights",
        *submitted(said(LINE, PLAN_LINE, confidenceThreshold=1.0, trackers=[PLAN])),
        get(f"{CONVERSATION}/action-items", Only(actionItems=[])),
        get(DETECTED, [FOUND]),
    ),
    row(
        "3.1",
        "confidence-threshold-of-a-half-when-absent",
        *submitted(said(LINE)),
        get(f"{CONVERSATION}/action-items", {"actionItems": [{"score": Number(0.5, 1)}]}),
    ),
    row(
        "3.1",
        "language-code",
        *submitted(said(PLAN_LINE, languageCode="en-GB", trackers=[PLAN])),
        get(DETECTED, [FOUND]),
    ),
    row("3.1", "timezone-offset", *submitted(said(LINE, timezoneOffset=-330)), get(MESSAGES, texts(LINE))),
    row(
        "3.1",
        "enable-summary",
        *submitted(said(PLAN_LINE, "What does the subscription plan cost?", LINE, enableSummary=True)),
        get(f"{CONVERSATION}/summary", {"summary": Each({"id": ID})}),
    ),
    ignored("features", features={"featureList": ["insights"]}),
    ignored("parent-refs", parentRefs=True),
    ignored("sentiment", sentiment=True),
    ignored("whatever-else", nobodyKnowsThis={"a": [1]}),
    refused("3.1", "name-is-a-string", said(LINE, name=5), '"name"'),
    refused("3.1", "threshold-is-a-number", said(LINE, confidenceThreshold="high"), '"confidenceThreshold"'),
    refused("3.1", "threshold-from-a-half", said(LINE, confidenceThreshold=0.49), '"confidenceThreshold"'),
    refused("3.1", "threshold-up-to-one", said(LINE, confidenceThreshold=1.01), '"confidenceThreshold"'),
    refused("3.1", "detect-phrases-is-a-boolean", said(LINE, detectPhrases="yes"), '"detectPhrases"'),
    refused("3.1", "detect-entities-is-a-boolean", said(LINE, detectEntities=1), '"detectEntities"'),
    refused("3.1", "enable-summary-is-a-boolean", said(LINE, enableSummary=[]), '"enableSummary"'),
    refused("3.1", "enable-all-trackers-is-a-boolean", said(LINE, enableAllTrackers="true"), '"enableAllTrackers"'),
    refused("3.1", "entities-are-an-array", said(LINE, entities={}), '"entities"'),
    refused("3.1", "entity-has-a-type", said(LINE, entities=[{"text": "x"}]), '"entities[0].customType"'),
    refused("3.1", "trackers-are-an-array", said(LINE, trackers={}), '"trackers"'),
    refused("3.1", "metadata-is-an-object", said(LINE, metadata=[]), '"metadata"'),
    refused("3.1", "language-code-is-a-tag", said(LINE, languageCode="no tag"), '"languageCode"'),
    refused("3.1", "timezone-offset-is-whole", said(LINE, timezoneOffset=0.5), '"timezoneOffset"'),
    refused("3.1", "webhook-url-is-an-address", said(LINE, webhookUrl="ftp://example.com"), '"webhookUrl"'),
)


def ran(name: str, body: dict[str, Any], *found: Any, **more: Any) -> Case:
    """What was found with a stored tracker named Plan in the account."""
    settings = more.pop("settings", {})
    return row("3.5", name, tracker(PLAN), *submitted(body, **more), get(DETECTED, InAnyOrder(*found)), **settings)


INLINE: Final = {"name": "Costs, all of them", "vocabulary": ["what, then, does it cost?"]}
CHOICE: Final = (
    ran(
        "inline",
        said(PLAN_LINE, trackers=[{**PLAN, "name": "Mine"}], enableAllTrackers=False),
        {**FOUND, "name": "Mine", "id": ID},
    ),
    ran(
        "inline-with-punctuation",
        said("What, then, does it cost?", trackers=[INLINE], enableAllTrackers=False),
        {"name": INLINE["name"]},
    ),
    row(
        "3.5",
        "inline-is-not-stored",
        *submitted(said(PLAN_LINE, trackers=[PLAN])),
        get("/v1/manage/trackers", Only(trackers=[])),
    ),
    ran(
        "by-id", said(PLAN_LINE, trackers=[{"id": "<tracker>"}], enableAllTrackers=False), {**FOUND, "id": "<tracker>"}
    ),
    ran(
        "inline-and-by-id",
        said(PLAN_LINE, trackers=[{**PLAN, "name": "Mine"}, {"id": "<tracker>"}], enableAllTrackers=False),
        {"name": "Mine"},
        {"id": "<tracker>"},
    ),
    ran("all-of-the-account", said(PLAN_LINE, enableAllTrackers=True), {**FOUND, "id": "<tracker>"}),
    ran("none-of-the-account", said(PLAN_LINE, enableAllTrackers=False)),
    ran("all-unless-told-otherwise", said(PLAN_LINE), {"id": "<tracker>"}),
    ran("none-where-it-is-set-so", said(PLAN_LINE), settings={"enable_all_trackers": False}),
    ran(
        "all-where-it-is-asked-for",
        said(PLAN_LINE, enableAllTrackers=True),
        FOUND,
        settings={"enable_all_trackers": False},
    ),
    ran(
        "all-and-by-id-is-once",
        said(PLAN_LINE, trackers=[{"id": "<tracker>"}], enableAllTrackers=True),
        {"id": "<tracker>"},
    ),
    ran(
        "by-id-in-the-query",
        said(PLAN_LINE),
        {"id": "<tracker>"},
        query={"trackers": '[{"id":"<tracker>"}]', "enableAllTrackers": "false"},
    ),
    refused("3.5", "unknown-id", said(LINE, trackers=[{"id": UNKNOWN}]), '"trackers[0].id"', UNKNOWN),
    row(
        "3.5",
        "id-of-another-account",
        tracker(PLAN),
        post(TEXT, said(LINE, trackers=[{"id": "<tracker>"}]), error('"trackers[0].id"'), 400, by="stranger"),
    ),
    refused("3.5", "inline-needs-a-name", said(LINE, trackers=[{"vocabulary": ["x"]}]), '"trackers[0].name"'),
    refused("3.5", "inline-needs-a-phrase", said(LINE, trackers=[{"name": "A"}]), '"trackers[0].vocabulary"'),
    row(
        "3.5",
        "not-added-after-the-fact",
        *submitted(said(PLAN_LINE)),
        tracker(PLAN),
        get(DETECTED, []),
    ),
)

CASES: Final = (*OPTIONS, *CHOICE)
