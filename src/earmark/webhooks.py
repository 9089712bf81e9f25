"""What a receiver of webhooks is sent, how it is signed, and what follows from its answer. Pure.

Ids, headers and signatures are those of Standard Webhooks (https://www.standardwebhooks.com).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from typing import Any, Final

from earmark import limits
from earmark.clock import iso_from_ms
from earmark.types import Conversation, Hit, JobStatus, Message, Submission, SubmissionId, WebhookEvent

_SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - what every secret begins with, not one
_SECRET_BYTES: Final = 32
_SIGNATURE_VERSION: Final = "v1"
_JITTER: Final = 0.1
#: Statuses of a receiver that is in trouble, beside all of 500 and above: time-out, too early, too many requests.
_TRY_AGAIN: Final = (408, 425, 429)
_GONE: Final = 410


class Verdict(Enum):
    """What follows from an attempt."""

    DELIVERED = auto()
    TRY_AGAIN = auto()
    GIVE_UP = auto()
    DISABLE = auto()  # the receiver wants nothing any more


def job_status_payload(submission_id: SubmissionId, status: JobStatus) -> dict[str, str]:
    """The body that announces one change of a job's status: contract 4.2."""
    return {"jobId": submission_id, "status": status.value}


def event_payload(event: WebhookEvent, data: Mapping[str, Any], now_ms: int) -> dict[str, Any]:
    """The body of every other event."""
    return {"type": event.value, "timestamp": iso_from_ms(now_ms), "data": dict(data)}


def hit_data(hit: Hit, message: Message, conversation_name: str) -> dict[str, Any]:
    """What hit.created tells: the hit as the native API shows it, and the name of its conversation."""
    return {
        "id": hit.id,
        "conversation_id": hit.conversation_id,
        "conversation_name": conversation_name,
        "message_id": hit.message_id,
        "tracker_id": hit.tracker_id,
        "tracker_name": hit.tracker_name,
        "tracker_version": hit.tracker_version,
        "phrase": hit.phrase,
        "kind": hit.kind.value,
        "score": hit.score,
        "threshold": hit.threshold,
        "margin": hit.margin,
        "start": hit.start,
        "end": hit.end,
        "why": hit.why,
        "text": message.text,
        "speaker": message.speaker,
        "said_at": None if message.start_ms is None else iso_from_ms(message.start_ms),
        "created_at": iso_from_ms(hit.created_ms),
        "judgement": None,
    }


def completed_data(submission: Submission, conversation: Conversation, messages: int, hits: int) -> dict[str, Any]:
    """What conversation.completed tells; the counts are the whole conversation's."""
    return {
        "conversation_id": conversation.id,
        "name": conversation.name,
        "job_id": submission.id,
        "messages": messages,
        "hits": hits,
    }


def failed_data(submission: Submission, failure: str) -> dict[str, Any]:
    """What job.failed tells."""
    return {"job_id": submission.id, "conversation_id": submission.conversation_id, "failure": failure}


def to_body(payload: Mapping[str, Any]) -> bytes:
    """The bytes that are sent and signed: the same for the same payload."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def new_secret() -> str:
    return _SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def headers(webhook_id: str, timestamp_s: int, body: bytes, signed_with: Sequence[str]) -> dict[str, str]:
    """
    The headers that go with *body*.

    Args:
        timestamp_s: Of this attempt, so that a receiver may refuse old ones.
        signed_with: Secrets, each of which signs; none leaves the body unsigned.
    """
    sent = {"webhook-id": webhook_id, "webhook-timestamp": str(timestamp_s)}
    if signed_with:
        sent["webhook-signature"] = sign(signed_with, webhook_id, timestamp_s, body)
    return sent


def sign(signed_with: Sequence[str], webhook_id: str, timestamp_s: int, body: bytes) -> str:
    """The signatures of *body* by every secret, with spaces between them."""
    content = f"{webhook_id}.{timestamp_s}.".encode() + body
    keys = (base64.b64decode(secret.removeprefix(_SECRET_PREFIX)) for secret in signed_with)
    signatures = (base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode() for key in keys)
    return " ".join(f"{_SIGNATURE_VERSION},{signature}" for signature in signatures)


def verdict(status: int | None, *, retryable: bool, is_registered: bool) -> Verdict:
    """
    What follows from an attempt.

    Args:
        status: What was answered, if anything was.
        retryable: Without an answer: whether another attempt may get one.
        is_registered: Whether the account registered this receiver. Such a one is tried again whatever it says, since
            it may be in the middle of a deployment; the address that a submission names has the last word.
    """
    if status is None:
        return Verdict.TRY_AGAIN if retryable else Verdict.GIVE_UP
    if 200 <= status < 300:
        return Verdict.DELIVERED
    if is_registered:
        return Verdict.DISABLE if status == _GONE else Verdict.TRY_AGAIN
    return Verdict.TRY_AGAIN if status >= 500 or status in _TRY_AGAIN else Verdict.GIVE_UP


def pause_s(pauses_s: Sequence[float], retries: int, webhook_id: str, retry_after_s: float = 0) -> float | None:
    """
    Seconds until the next attempt; None when there is to be none.

    Args:
        retries: How many attempts have failed before the last one.
        webhook_id: Makes the pause a little longer or shorter, so that what failed together does not come together.
        retry_after_s: What the receiver asks for.
    """
    if retries >= len(pauses_s):
        return None
    digest = hashlib.sha256(f"pause\0{webhook_id}\0{retries}".encode()).digest()
    share = int.from_bytes(digest[:4]) / 2**32
    return max(pauses_s[retries] * (1 + _JITTER * (2 * share - 1)), retry_after_s)


def retry_after_s(header: str, now_s: float) -> float:
    """Seconds that a Retry-After header asks for, within reason; 0 for none and for one that nobody can read."""
    try:
        asked = int(header) if header.isdecimal() else parsedate_to_datetime(header).timestamp() - now_s
    except (ValueError, OverflowError):
        return 0
    return min(max(asked, 0), limits.OUTBOUND_RETRY_AFTER_S)
