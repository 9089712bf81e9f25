"""What the server answers about trackers, matching and history, as values.

Times are datetimes in UTC, lists are tuples. Members that a newer server adds are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from earmark.client.drafts import TrackerDraft
from earmark.client.reasons import Why
from earmark.types import Basis, MatchKind, RunStatus


@dataclass(frozen=True, slots=True)
class PhraseWarning:
    """
    What is odd about a phrase of a tracker, which may be saved all the same.

    Attributes:
        code: ``generic_phrase``, ``contradicting_phrases``, ``countered_phrase`` or ``nearer_to_another_tracker``.
        message: A sentence that says what is odd and what to do.
        other: The other phrase, counter-example or tracker, where there is one.
        share: Of messages that the phrase fires on, from 0 to 1, where that is the matter.
    """

    code: str
    phrase: str
    message: str
    other: str | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Tracker:
    """
    A stored tracker.

    Attributes:
        id: 16 digits.
        sensitivity: From 0, only near-identical sentences, to 1, the broadest.
        paused: Kept, but not run on new talk.
        version: Rises with every change.
        exclusive_group: Of the trackers of one group only the best one fires in a message; empty for none.
        warnings: What is odd about its phrases; told by what saves it, and only then.
    """

    id: str
    name: str
    phrases: tuple[str, ...]
    counter_examples: tuple[str, ...]
    sensitivity: float
    description: str
    categories: tuple[str, ...]
    languages: tuple[str, ...]
    paused: bool
    version: int
    created_at: datetime
    updated_at: datetime
    exclusive_group: str = ""
    warnings: tuple[PhraseWarning, ...] = ()

    def to_draft(self) -> TrackerDraft:
        """Its content, to be changed with `dataclasses.replace` and saved or tried."""
        return TrackerDraft(
            self.name,
            self.phrases,
            self.counter_examples,
            self.sensitivity,
            self.description,
            self.categories,
            self.languages,
            self.paused,
            self.exclusive_group,
        )


@dataclass(frozen=True, slots=True)
class TrackerVersion:
    """
    A tracker as it once was.

    Attributes:
        author: The app id that saved it; empty where that is not known.
    """

    version: int
    author: str
    created_at: datetime
    tracker: Tracker


@dataclass(frozen=True, slots=True)
class Change:
    """
    A field in which two versions differ.

    Attributes:
        added, removed: Of a list; both empty where only the order is another.
        before, after: Of any other field; else None.
    """

    field: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    before: str | float | bool | None = None
    after: str | float | bool | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """
    What became of the trackers of a file.

    Attributes:
        unchanged: Stored ones that are what the file says.
    """

    created: tuple[Tracker, ...]
    updated: tuple[Tracker, ...]
    unchanged: tuple[Tracker, ...]


@dataclass(frozen=True, slots=True)
class MatchedTracker:
    """
    Attributes:
        id: None for one that is not stored.
    """

    id: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Match:
    """
    A phrase of a tracker that was found in a message; nothing of it is stored.

    Attributes:
        message: Its place among the messages, counted from 0.
        kind: By the phrase's own words, other forms of them, their sound, or other words that mean it.
        score: Similarity in meaning, at most 1.
        threshold: Where the tracker begins to match by meaning.
        margin: Lead over the nearest counter-example; None if the tracker has none.
        start, end: Characters of the message that carry it, end exclusive.
        text: Those characters.
        why: How it was decided; None for a compound phrase.
    """

    message: int
    tracker: MatchedTracker
    phrase: str
    kind: MatchKind
    score: float
    threshold: float
    margin: float | None
    start: int
    end: int
    text: str
    why: Why | None


@dataclass(frozen=True, slots=True)
class Matches:
    """
    Attributes:
        matches: In the order of the messages, then of the trackers.
        near_misses: What would match if the threshold were lower; empty unless asked for.
    """

    matches: tuple[Match, ...]
    near_misses: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """
    How much a tracker finds in history.

    Attributes:
        hits: Phrases in messages.
        messages, conversations: Those with a hit.
        rate: Share of all searched conversations that have one.
    """

    hits: int
    messages: int
    conversations: int
    rate: float


@dataclass(frozen=True, slots=True)
class Example:
    """
    A message of history, with the match in it that says most of why.

    Attributes:
        text: The whole message.
        start, end: Characters of it that carry the phrase, end exclusive.
    """

    conversation_id: str
    message_id: str
    text: str
    speaker: str
    said_at: datetime | None
    phrase: str
    kind: MatchKind
    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Examples:
    """
    Attributes:
        count: How many messages there are.
        examples: The first of them.
    """

    count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """
    False alarms per 1,000 messages that do not mean what a tracker looks for.

    Attributes:
        value: How many are expected.
        low, high: With a probability of 80 % there will be no fewer and no more than these.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Promise:
    """
    What a tracker is expected to cost at its sensitivity.

    Attributes:
        threshold: Where it begins to match by meaning.
        threshold_fitted: Whether that was fitted to judgements of its hits.
        basis: Made from generic sentences alone, from stored talk, or from judgements as well.
        messages: How many stored messages it is made from.
        judgements: How many judged messages it is made from.
        is_estimate: Whether too few hits were judged to say more than what is usual.
    """

    threshold: float
    threshold_fitted: bool
    false_alarms_per_1000: FalseAlarms
    basis: Basis
    messages: int
    judgements: int
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class Backtest:
    """
    What a tracker would find in stored talk, beside what is stored of it.

    Attributes:
        messages, conversations: How many were searched.
        unread: Messages that are still to be read by the present models; they were not searched.
        threshold: Where the tracker begins to match by meaning.
        now: What is stored of the tracker that it was compared with.
        then: What there would be after saving it and running it over all of this.
        added, lost, unchanged: Messages that would be hit newly, no longer, and as they are.
        near_misses: Messages that come nearest to the threshold from below.
        promise: How many false alarms it is expected to raise; None from a server that does not tell.
    """

    messages: int
    conversations: int
    unread: int
    threshold: float
    now: Reach
    then: Reach
    added: Examples
    lost: Examples
    unchanged: Examples
    near_misses: Examples
    promise: Promise | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """
    A search of all stored talk for one tracker.

    Attributes:
        tracker_version: The version that is run; a change of the tracker ends the run.
        failure: Why it failed or was cancelled by the server; else empty.
        messages_total: How many there are to search; 0 until it has begun.
        percent: From 0 to 100.
        hits_added, hits_lost, hits_kept: Messages in which the tracker is found newly, no longer, and as before.
        author: The app id that started it.
    """

    id: str
    tracker_id: str
    tracker_version: int
    status: RunStatus
    failure: str
    messages_total: int
    messages_done: int
    percent: int
    hits_added: int
    hits_lost: int
    hits_kept: int
    author: str
    created_at: datetime
    updated_at: datetime
