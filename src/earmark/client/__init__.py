"""The typed client of a server's native API: `Earmark`, and `AsyncEarmark` for asyncio.

>>> with Earmark(base_url, app_id=app_id, app_secret=app_secret) as earmark:
...     [tracker.name for tracker in earmark.trackers.list()]
['Refund']
"""

from __future__ import annotations

from earmark.client.aio.api import AsyncEarmark
from earmark.client.blocking.api import Earmark
from earmark.client.drafts import MessageDraft, Said, Speaker, TrackerDraft
from earmark.client.errors import (
    BadRequest,
    Conflict,
    EarmarkApiError,
    EarmarkClientError,
    FieldError,
    KeyReused,
    NotFound,
    ServerFault,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    Unreachable,
    VersionMismatch,
)
from earmark.client.models import (
    Backtest,
    Change,
    Example,
    Examples,
    FalseAlarms,
    Imported,
    Match,
    MatchedTracker,
    Matches,
    PhraseWarning,
    Promise,
    Reach,
    Run,
    Tracker,
    TrackerVersion,
)
from earmark.client.reasons import Versions, Veto, Why
from earmark.client.retrying import Retries
from earmark.client.talk_models import Accepted, Conversation, Hit, Job, Judgement, Member, Message
from earmark.client.webhook_models import (
    Attempt,
    Delivery,
    Disabled,
    Event,
    LoggedDelivery,
    NewReceiver,
    Receiver,
    Secret,
)

__all__ = [
    "Accepted",
    "AsyncEarmark",
    "Attempt",
    "Backtest",
    "BadRequest",
    "Change",
    "Conflict",
    "Conversation",
    "Delivery",
    "Disabled",
    "Earmark",
    "EarmarkApiError",
    "EarmarkClientError",
    "Event",
    "Example",
    "Examples",
    "FalseAlarms",
    "FieldError",
    "Hit",
    "Imported",
    "Job",
    "Judgement",
    "KeyReused",
    "LoggedDelivery",
    "Match",
    "MatchedTracker",
    "Matches",
    "Member",
    "Message",
    "MessageDraft",
    "NewReceiver",
    "NotFound",
    "PhraseWarning",
    "Promise",
    "Reach",
    "Receiver",
    "Retries",
    "Run",
    "Said",
    "Secret",
    "ServerFault",
    "Speaker",
    "TooLarge",
    "TooManyRequests",
    "Tracker",
    "TrackerDraft",
    "TrackerVersion",
    "Unauthenticated",
    "Unreachable",
    "VersionMismatch",
    "Versions",
    "Veto",
    "Why",
]
