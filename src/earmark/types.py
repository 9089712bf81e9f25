"""The values that earmark's parts hand to each other.

Frozen, hashable where their fields are, free of any framework and of wire names. Times are integer
milliseconds since 1970 in UTC; offsets and spans are character positions in the message's own text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Literal, NewType

AccountId = NewType("AccountId", str)
TrackerId = NewType("TrackerId", str)
ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)
MemberId = NewType("MemberId", str)
SubmissionId = NewType("SubmissionId", str)
HitId = NewType("HitId", str)
RunId = NewType("RunId", str)
ReadingId = NewType("ReadingId", str)
ReceiverId = NewType("ReceiverId", str)
DeliveryId = NewType("DeliveryId", str)

#: The offset of a match that is not literal: contract section 12.
NO_OFFSET: Final = -1

#: Names a user may write instead of a number.
SENSITIVITY_NAMES: Final[Mapping[str, float]] = {"strict": 0.2, "balanced": 0.5, "broad": 0.8}
BALANCED: Final = SENSITIVITY_NAMES["balanced"]

#: What a conversation is unless its submission says otherwise: contract 5.1.
MEETING: Final = "meeting"


def sensitivity_from(given: float | str) -> float:
    """The number behind a sensitivity that a user wrote as a number or as a name.

    Raises:
        ValueError: neither one of `SENSITIVITY_NAMES` nor a number from 0 to 1.
    """
    if isinstance(given, str) and given in SENSITIVITY_NAMES:
        return SENSITIVITY_NAMES[given]
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 1:
        raise ValueError("must be strict, balanced, broad or a number from 0 to 1")
    return float(given)


class MatchKind(StrEnum):
    """Why a phrase matched, from the surest reason to the softest."""

    EXACT = "exact"  # the phrase's own words, case and diacritics aside
    INFLECTED = "inflected"  # the same words in another form, in order, with small gaps
    MEANING = "meaning"  # other words that mean it


class JobStatus(StrEnum):
    """Where a submission stands. The Python SDK raises on any other word: contract 4.1."""

    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        return self in (JobStatus.COMPLETED, JobStatus.FAILED)


@dataclass(frozen=True, slots=True)
class Tracker:
    """What is looked for: a name and a few example phrases.

    Sequences become tuples, so that a tracker is hashable and cannot change under a running match, and phrases and
    counter-examples take Unicode's composed form (NFC): keyboards differ in how they write "é". `id` is empty and
    `version` 1 until the tracker is stored.

    Args:
        name: Unique among one account's trackers, case-sensitive.
        phrases: At least one; five to fifty work best.
        counter_examples: Sentences that must not fire, although they are near a phrase.
        sensitivity: 0 fires on near-identical sentences only, 1 on the broadest; a higher one always
            fires on a superset.
        languages: BCP-47 tags of the talk this tracker is meant for; empty for any.
        paused: Kept, but not run on new talk.

    Raises:
        TypeError: a string stands where a list of strings belongs.
        ValueError: *sensitivity* is not within 0 and 1.
    """

    name: str
    phrases: Sequence[str]
    counter_examples: Sequence[str] = ()
    sensitivity: float = BALANCED
    description: str = ""
    categories: Sequence[str] = ()
    languages: Sequence[str] = ()
    paused: bool = False
    id: TrackerId = TrackerId("")
    version: int = 1
    created_ms: int = 0
    updated_ms: int = 0

    def __post_init__(self) -> None:
        for name in ("phrases", "counter_examples", "categories", "languages"):
            given: Sequence[str] = getattr(self, name)
            if isinstance(given, str):
                raise TypeError(f"{name} must be a list of strings, not one string")
            object.__setattr__(self, name, tuple(given))
        for name in ("phrases", "counter_examples"):
            texts = tuple(unicodedata.normalize("NFC", text) for text in getattr(self, name))
            object.__setattr__(self, name, texts)
        if not 0 <= self.sensitivity <= 1:
            raise ValueError(f"sensitivity must lie between 0 and 1, not be {self.sensitivity}")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who speaks in a conversation. `user_id` is an e-mail address in most clients."""

    id: MemberId
    name: str = ""
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence of talk: the unit of matching.

    `language` is a BCP-47 tag when the caller knows it; empty means that the engine decides.
    """

    text: str
    speaker: str = ""
    id: MessageId = MessageId("")
    member_id: MemberId = MemberId("")
    start_ms: int | None = None
    end_ms: int | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One phrase of one tracker found in one message: a pure result.

    Attributes:
        score: Similarity in meaning, comparable with `threshold`; for exact and inflected matches too.
        threshold: Where the tracker begins to fire by meaning at its sensitivity.
        margin: Lead of the phrase's own cosine over the nearest counter-example's; None without counter-examples.
        start, end: Characters of the message that carry the match, end exclusive.
        offset: `start` of an exact match, else `NO_OFFSET`.
    """

    tracker: Tracker
    message: Message
    phrase: str
    kind: MatchKind
    score: float
    threshold: float
    start: int
    end: int
    margin: float | None = None

    @property
    def offset(self) -> int:
        return self.start if self.kind is MatchKind.EXACT else NO_OFFSET

    @property
    def text(self) -> str:
        """The words that carry the match."""
        return self.message.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Hit:
    """A match that is stored: it outlives edits and deletion of its tracker."""

    id: HitId
    conversation_id: ConversationId
    message_id: MessageId
    submission_id: SubmissionId
    tracker_id: TrackerId
    tracker_name: str
    tracker_version: int
    phrase: str
    kind: MatchKind
    score: float
    threshold: float
    margin: float | None
    start: int
    end: int
    created_ms: int

    @property
    def offset(self) -> int:
        return self.start if self.kind is MatchKind.EXACT else NO_OFFSET


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation of one account, without its messages."""

    id: ConversationId
    account_id: AccountId
    name: str
    start_ms: int
    end_ms: int
    kind: str = MEETING
    metadata: Mapping[str, Any] = field(default_factory=dict)
    created_ms: int = 0


@dataclass(frozen=True, slots=True)
class SubmittedMessage:
    """One entry of a submission as the client sent it, before it is cut into sentences."""

    text: str
    member: Member | None = None
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class TrackerChoice:
    """Which trackers a submission asks for: contract 3.5.

    Inline trackers carry their generated id; stored ones are named by id and read when the job runs.
    """

    inline: tuple[Tracker, ...] = ()
    stored: tuple[TrackerId, ...] = ()
    all_of_account: bool = False


@dataclass(frozen=True, slots=True)
class EntityRule:
    """A text that a submission wants found as an entity of its own type: contract 3.1."""

    custom_type: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class SubmissionOptions:
    """What a submission asks of the answers about its conversation: contract 3.1.

    Attributes:
        confidence_threshold: Insights that are less sure are left out.
        detect_phrases: Whether messages tell their key phrases.
        detect_entities: Whether entities beside those of *entities* are looked for.
        timezone_offset_min: Minutes to add to UTC for the local time of the talk.
    """

    confidence_threshold: float = 0.5
    detect_phrases: bool = False
    detect_entities: bool = False
    entities: tuple[EntityRule, ...] = ()
    timezone_offset_min: int = 0


@dataclass(frozen=True, slots=True)
class Submission:
    """One accepted request to process talk: its id is the job's id on the wire."""

    id: SubmissionId
    account_id: AccountId
    conversation_id: ConversationId
    messages: tuple[SubmittedMessage, ...]
    choice: TrackerChoice
    options: SubmissionOptions = SubmissionOptions()
    webhook_url: str = ""
    language: str = ""
    status: JobStatus = JobStatus.SCHEDULED
    failure: str = ""
    created_ms: int = 0
    updated_ms: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """Where a submission stands, without what was submitted.

    Attributes:
        failure: Why there will be no results; empty unless it failed.
    """

    id: SubmissionId
    conversation_id: ConversationId
    status: JobStatus
    failure: str
    created_ms: int
    updated_ms: int


@dataclass(frozen=True, slots=True)
class TrackerVersion:
    """A tracker as it was once.

    Attributes:
        author: The app id that saved it; empty where that was not kept.
        created_ms: When it was saved.
    """

    tracker: Tracker
    author: str
    created_ms: int


class Verdict(StrEnum):
    """What a person says of a hit."""

    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on whether a message means what a tracker looks for. It outlives the hit that it was said of.

    Attributes:
        author: Who judged: a name, or the app id where none was given.
    """

    conversation_id: ConversationId
    message_id: MessageId
    tracker_id: TrackerId
    hit_id: HitId
    verdict: Verdict
    author: str
    note: str
    created_ms: int


class RunStatus(StrEnum):
    """Where a run of a tracker over history stands."""

    SCHEDULED = "scheduled"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        return self not in (RunStatus.SCHEDULED, RunStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a stored tracker over the account's stored talk.

    Attributes:
        after: The reading behind which it begins; empty for all of history.
        until: The last reading that it takes.
        reached: The reading up to which it is done.
        hits_added, hits_lost, hits_kept: Messages in which the tracker is found newly, no longer, and as before.
    """

    id: RunId
    account_id: AccountId
    tracker_id: TrackerId
    tracker_version: int
    status: RunStatus = RunStatus.SCHEDULED
    failure: str = ""
    author: str = ""
    after: ReadingId = ReadingId("")
    until: ReadingId = ReadingId("")
    reached: ReadingId = ReadingId("")
    messages_total: int = 0
    messages_done: int = 0
    hits_added: int = 0
    hits_lost: int = 0
    hits_kept: int = 0
    created_ms: int = 0
    updated_ms: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """One customer of a server."""

    id: AccountId
    name: str
    created_ms: int


@dataclass(frozen=True, slots=True)
class Credential:
    """An app id and the keyed hash of its secret; the secret itself is never stored.

    Attributes:
        name: What it is for; a note for people.
        tokens_from_ms: Tokens that were made before are not honored: the secret was rotated then.
    """

    app_id: str
    account_id: AccountId
    secret_hash: bytes
    created_ms: int
    name: str = ""
    tokens_from_ms: int = 0


#: What a server's own secret is for: signing tokens, or peppering the hashes of app secrets.
KeyPurpose = Literal["token", "pepper"]


@dataclass(frozen=True, slots=True)
class ServerKey:
    """A secret of the server itself."""

    kid: str
    purpose: KeyPurpose
    key: bytes = field(repr=False)
    created_ms: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Which steps of a submission are done, and need not be done again."""

    split: bool
    matched: bool


class WebhookEvent(StrEnum):
    """What a webhook tells of."""

    HIT_CREATED = "hit.created"
    CONVERSATION_COMPLETED = "conversation.completed"
    JOB_FAILED = "job.failed"
    TEST = "webhook.test"  # sent on demand, to any receiver
    JOB_STATUS = "job.status"  # sent to the address that a submission names: contract 4.2


#: What a receiver may ask for.
RECEIVER_EVENTS: Final = (WebhookEvent.HIT_CREATED, WebhookEvent.CONVERSATION_COMPLETED, WebhookEvent.JOB_FAILED)


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who is told of an account's events.

    Attributes:
        url: Empty for one that asks for its events instead of being called.
        disabled_ms, disabled_why: When and why it was disabled; None and empty while it is not.
        asked_ms: When one without an address asked last.
    """

    id: ReceiverId
    account_id: AccountId
    url: str
    events: tuple[WebhookEvent, ...]
    description: str = ""
    disabled_ms: int | None = None
    disabled_why: str = ""
    asked_ms: int | None = None
    created_ms: int = 0


class DeliveryStatus(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"  # given up
    DISCARDED = "discarded"  # its receiver was disabled

    @property
    def is_settled(self) -> bool:
        return self is not DeliveryStatus.PENDING


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one receiver.

    Attributes:
        id: The webhook-id that the receiver sees; the same at every attempt.
        receiver_id: None for the address that a submission names.
        url: That address; empty where there is a receiver, whose own counts.
        conversation_id: Deliveries of one conversation reach a receiver in order; None stands outside of any order.
        place: Grows with time; the order is by it.
        attempts: Begun so far.
        retries: Failed attempts since it was added or replayed.
        next_ms: When the next attempt is due; None while an earlier delivery holds it back, and once it is settled.
    """

    id: DeliveryId
    account_id: AccountId
    event: WebhookEvent
    payload: Mapping[str, Any]
    conversation_id: ConversationId | None
    receiver_id: ReceiverId | None = None
    url: str = ""
    place: str = ""
    status: DeliveryStatus = DeliveryStatus.PENDING
    attempts: int = 0
    retries: int = 0
    next_ms: int | None = None
    created_ms: int = 0
    updated_ms: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call of a receiver.

    Attributes:
        attempt: Counted from 1.
        status: What the receiver answered, if it did.
        error: Why it was no success; empty where it was.
    """

    attempt: int
    at_ms: int
    took_ms: int
    status: int | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class WebhookSecret:
    """A secret that signs webhooks.

    Attributes:
        expires_ms: When it signs no longer; None for the present one.
    """

    secret: str = field(repr=False)
    created_ms: int
    expires_ms: int | None = None
