"""The values that earmark's parts hand to each other.

Frozen, hashable where their fields are, free of any framework and of wire names. Times are integer
milliseconds since 1970 in UTC; offsets and spans are character positions in the message's own text.
"""

from __future__ import annotations

from earmark.types.accounts import Account, Credential, KeyPurpose, ServerKey
from earmark.types.findings import Hit, Judgement, Run, RunStatus, TrackerVersion, Verdict
from earmark.types.identifiers import (
    AccountId,
    ConversationId,
    DeliveryId,
    HitId,
    MemberId,
    MessageId,
    ReadingId,
    ReceiverId,
    RunId,
    SubmissionId,
    TrackerId,
)
from earmark.types.matching import (
    BALANCED,
    NO_OFFSET,
    SENSITIVITY_NAMES,
    Match,
    MatchKind,
    Message,
    Reasons,
    Tracker,
    Versions,
    Veto,
    sensitivity_from,
)
from earmark.types.promises import Basis, Promise
from earmark.types.talk import (
    MEETING,
    Conversation,
    EntityRule,
    Job,
    JobStatus,
    Member,
    Progress,
    Submission,
    SubmissionOptions,
    SubmittedMessage,
    TrackerChoice,
)
from earmark.types.webhooks import (
    RECEIVER_EVENTS,
    Attempt,
    Delivery,
    DeliveryStatus,
    Receiver,
    WebhookEvent,
    WebhookSecret,
)

__all__ = [
    "BALANCED",
    "MEETING",
    "NO_OFFSET",
    "RECEIVER_EVENTS",
    "SENSITIVITY_NAMES",
    "Account",
    "AccountId",
    "Attempt",
    "Basis",
    "Conversation",
    "ConversationId",
    "Credential",
    "Delivery",
    "DeliveryId",
    "DeliveryStatus",
    "EntityRule",
    "Hit",
    "HitId",
    "Job",
    "JobStatus",
    "Judgement",
    "KeyPurpose",
    "Match",
    "MatchKind",
    "Member",
    "MemberId",
    "Message",
    "MessageId",
    "Progress",
    "Promise",
    "ReadingId",
    "Reasons",
    "Receiver",
    "ReceiverId",
    "Run",
    "RunId",
    "RunStatus",
    "ServerKey",
    "Submission",
    "SubmissionId",
    "SubmissionOptions",
    "SubmittedMessage",
    "Tracker",
    "TrackerChoice",
    "TrackerId",
    "TrackerVersion",
    "Verdict",
    "Versions",
    "Veto",
    "WebhookEvent",
    "WebhookSecret",
    "sensitivity_from",
]
