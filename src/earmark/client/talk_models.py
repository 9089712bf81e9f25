"""What the server answers about talk: conversations, jobs, hits and judgements, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from earmark.client.reasons import Why
from earmark.types import JobStatus, MatchKind, Verdict


@dataclass(frozen=True, slots=True)
class Member:
    """
    Somebody who speaks in a conversation.

    Attributes:
        user_id: Tells speakers apart, before the name does; mostly an e-mail address.
    """

    id: str
    name: str
    user_id: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """
    A stored conversation.

    Attributes:
        kind: Such as meeting.
        started_at, ended_at: When the first and the last word were said.
        metadata: An object of your own.
        members: Who speaks, in the order in which they came in.
    """

    id: str
    name: str
    kind: str
    started_at: datetime
    ended_at: datetime
    created_at: datetime
    metadata: Mapping[str, Any]
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """
    One sentence of a conversation.

    Attributes:
        member_id: Of who said it, if that is known.
        speaker: Their present name; empty when it is not known.
        language: As it was submitted, if it was.
    """

    id: str
    text: str
    member_id: str | None
    speaker: str
    started_at: datetime | None
    ended_at: datetime | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """
    A conversation that will be searched.

    Attributes:
        job_id: Of the job that finds the trackers.
    """

    conversation_id: str
    job_id: str


@dataclass(frozen=True, slots=True)
class Job:
    """
    Where the work on a conversation stands.

    Attributes:
        status: Hits can be read once it is completed.
        failure: Why there will be no results; None unless it failed.
    """

    id: str
    conversation_id: str
    status: JobStatus
    failure: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    A person's word on a hit: whether the message means what its tracker looks for.

    Attributes:
        hit_id: The hit that it was said of; it may be gone meanwhile.
        author: A name, or an app id.
    """

    conversation_id: str
    message_id: str
    tracker_id: str
    hit_id: str
    verdict: Verdict
    author: str
    note: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Hit:
    """
    A phrase of a tracker that was found in a message, and is stored.

    Attributes:
        id: The same whenever the phrase is found there again.
        tracker_name, tracker_version: As they were then.
        kind: By the phrase's own words, other forms of them, their sound, or other words that mean it.
        score: Similarity in meaning, comparable with threshold.
        threshold: Where the tracker began to match by meaning.
        margin: Lead over the nearest counter-example; None without counter-examples.
        start, end: Characters of the message that carry it, end exclusive.
        text: The whole message.
        created_at: When it was found.
        judgement: What was said of it, if anything.
        why: How it was decided; None for a compound phrase, and for hits from before this was kept.
    """

    id: str
    conversation_id: str
    message_id: str
    tracker_id: str
    tracker_name: str
    tracker_version: int
    phrase: str
    kind: MatchKind
    score: float
    threshold: float
    margin: float | None
    start: int
    end: int
    text: str
    speaker: str
    said_at: datetime | None
    created_at: datetime
    judgement: Judgement | None
    why: Why | None
