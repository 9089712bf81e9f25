"""Drives a server with the unmodified `symbl` package, as an application does that was written against Symbl.

    python python_driver.py BASE_URL APP_ID APP_SECRET

Runs in an environment that has the package and nothing of ours; prints what the SDK's objects say as one JSON line.
"""

import importlib
import json
import os
import sys
import types

base_url, app_id, app_secret = sys.argv[1:]
credentials = {"app_id": app_id, "app_secret": app_secret}

# The microphone alone needs it.
sys.modules["pyaudio"] = types.ModuleType("pyaudio")

import symbl_rest  # noqa: E402

# The SDK has no option for its server. `import symbl` copies this default (contract 13.1), so it is set before.
configuration = symbl_rest.Configuration()
configuration.host = base_url
symbl_rest.Configuration.set_default(configuration)

import symbl  # noqa: E402

# Thirty seconds between two looks at a job are all that is shortened.
importlib.import_module("symbl.Conversations").Conversation._Conversation__INTERVAL_TIME_IN_SECONDS = 0.1

PRICING = {"name": "Pricing", "vocabulary": ["subscription plan", "how much does it cost"]}


def payload(name, *turns):
    return {
        "name": name,
        "messages": [
            {
                "payload": {"content": content, "contentType": "text/plain"},
                "from": {"name": speaker, "userId": f"{speaker.lower()}@example.com"},
                "duration": {"startTime": f"2024-05-01T10:0{i}:00.000Z", "endTime": f"2024-05-01T10:0{i}:10.000Z"},
            }
            for i, (speaker, content) in enumerate(turns)
        ],
        "trackers": [PRICING],
        "enableAllTrackers": False,
    }


def members_of(answer):
    return [{"id": one.id, "name": one.name, "email": one.email} for one in answer.members]


def messages_of(answer):
    return [
        {
            "id": one.id,
            "text": one.text,
            "from": one._from.name,
            "start": one.start_time.isoformat(),
            "conversation": one.conversation_id,
            "words": [word.word for word in one.words or []],
        }
        for one in answer.messages
    ]


def trackers_of(answer):
    return [
        {
            "id": tracker.id,
            "name": tracker.name,
            "matches": [
                {
                    "type": match.type,
                    "value": match.value,
                    "refs": [{"id": ref.id, "text": ref.text, "offset": ref.offset} for ref in match.message_refs],
                    "insights": [ref.to_dict() for ref in match.insight_refs],
                }
                for match in tracker.matches
            ],
        }
        for tracker in answer
    ]


def seen(conversation):
    about = conversation.get_conversation()
    return {
        "id": conversation.get_conversation_id(),
        "job": conversation.get_job_id(),
        "status": conversation.get_job_status(),
        "name": about.name,
        "members": members_of(conversation.get_members()),
        "messages": messages_of(conversation.get_messages()),
        "words": messages_of(conversation.get_messages(parameters={"verbose": True}))[0]["words"],
        "trackers": trackers_of(conversation.get_trackers()),
    }


def insight_of(one):
    return {"text": one.text, "type": one.type, "from": one._from.name, "messages": one.message_ids}


def task_of(one):
    phrases = [phrase.text for phrase in one.phrases]
    due = one.due_by and one.due_by.isoformat()
    return {
        **insight_of(one),
        "phrases": phrases,
        "definitive": one.definitive,
        "assignee": one.assignee.name,
        "due": due,
    }


def read_from(conversation):
    analytics = conversation.get_analytics()
    moods = conversation.get_messages(parameters={"sentiment": True}).messages
    return {
        "metrics": {metric.type: metric.seconds for metric in analytics.metrics},
        "talk": {member.name: member.talk_time.seconds for member in analytics.members},
        "moods": [one.sentiment.suggested for one in moods],
        "ids": [one.id for one in moods],
        "phrases": [[phrase.text for phrase in one.phrases] for one in moods],
        "questions": [insight_of(one) for one in conversation.get_questions().questions],
        "actions": [task_of(one) for one in conversation.get_action_items().action_items],
        "follow_ups": [task_of(one) for one in conversation.get_follow_ups().follow_ups],
        "topics": [
            {"text": one.text, "type": one.type, "messages": one.message_ids, "mood": one.sentiment.suggested}
            for one in conversation.get_topics(parameters={"sentiment": True}).topics
        ],
        "entities": [
            [one["type"], one.get("custom_type"), one["value"], one["text"]]
            for one in conversation.get_entities()["entities"]
        ],
        "trackers": trackers_of(conversation.get_trackers()),
    }


def corrected(conversation):
    # Those of symbl itself never send a request, nor do its transcript and its deletion: they call methods of
    # symbl_rest that take other arguments or are not there.
    rest, here = symbl_rest.ConversationsApi(), conversation.get_conversation_id()
    ana, ben = rest.get_members_by_conversation_id(here).members
    renamed = symbl_rest.PutMembersInformationPayload(id=ana.id, name="Ana M.", email=ana.email)
    user = {"id": ben.id, "name": ben.name, "email": ben.email}
    events = [
        {"type": kind, "user": user, "offset": {"seconds": seconds, "nanos": 0}}
        for kind, seconds in (("started_speaking", 0), ("stopped_speaking", 2))
    ]
    return {
        "insights": [one.type for one in rest.get_insights_by_conversation_id(here).insights],
        "intents": rest.get_intents_by_conversation_id(here).intents,
        "told": [
            rest.put_members_information_by_members_id(renamed, here, ana.id).message,
            rest.put_speakers_event_by_conversation_id({"speakerEvents": events}, here).message,
        ],
        "members": [member.name for member in rest.get_members_by_conversation_id(here).members],
        "spoken": [one._from.name for one in rest.get_messages_by_conversation_id(here).messages],
    }


first = symbl.Text.process(
    payload=payload(
        "Renewal",
        ("Ana", "Hi there. Our subscription plan ends in May."),
        ("Ben", "I had lunch in the park yesterday."),
    ),
    credentials=credentials,
    wait=True,
)
told = {"processed": seen(first)}

second = symbl.Text.append(
    payload=payload("Renewal", ("Cleo", "So what would I have to pay for it?")),
    conversation_id=first.get_conversation_id(),
    credentials=credentials,
    wait=True,
)
told["appended"] = seen(second)

third = symbl.Text.process(
    payload={
        **payload(
            "Contract",
            ("Ana", "How much does it cost?"),
            ("Ben", "Our subscription plan costs nine euros. I will send the contract tomorrow."),
            ("Ana", "Great, I love it. Let's talk again on Friday about the discount."),
        ),
        "detectPhrases": True,
        "detectEntities": True,
        "entities": [{"customType": "Paper", "value": "Agreement", "text": "contract"}],
    },
    credentials=credentials,
    wait=True,
)
told["read"] = read_from(third)
told["corrected"] = corrected(third)

told["unknown"] = symbl.Conversations.get_trackers("1234567890123456", credentials=credentials)

sys.stdout.write(json.dumps(told) + "\n")
sys.stdout.flush()
os._exit(0)  # the SDK's timer for the next token is still running
