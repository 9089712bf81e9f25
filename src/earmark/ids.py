"""Identifiers: short numbers for the wire, digests where a repeat must give the same id."""

from __future__ import annotations

import hashlib
import itertools
import secrets
import string
import threading
import uuid
from typing import Final

from earmark import limits
from earmark.clock import now_ms

# 16 decimal digits that JavaScript can hold (below 2**53): contract 0.12. Milliseconds since 2015 shifted by
# 12 bits give 16 digits from 2022 to 2084.
_EPOCH_MS: Final = 1_420_070_400_000
_LOW_BITS: Final = 12
_ALPHANUMERIC: Final = string.ascii_letters + string.digits

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A 16-digit id that grows with time and never repeats within this process.

    Two processes may make the same one within a millisecond: the store then says `Busy`, and the next attempt differs.
    """
    global _last
    fresh = (now_ms() - _EPOCH_MS) << _LOW_BITS | secrets.randbits(_LOW_BITS)
    with _lock:
        _last = max(_last + 1, fresh)
        return str(_last)


def lowest_id(time_ms: int) -> str:
    """An id before all that are made from a time on."""
    return str((time_ms - _EPOCH_MS) << _LOW_BITS)


def new_ids(count: int) -> list[str]:
    """*count* ids in rising order."""
    return [new_id() for _ in itertools.repeat(None, count)]


def new_uuid() -> str:
    """A random UUID, as job ids are on the wire: contract 3."""
    return str(uuid.uuid4())


def inline_tracker_id(conversation_id: str, name: str) -> str:
    """The id of an inline tracker in one conversation: 16 digits, the same at every submission."""
    return _derived_id("inline", conversation_id, name)


def insight_id(message_id: str, kind: str) -> str:
    """The id of the insight of one kind in one message: 16 digits, the same whenever it is computed."""
    return _derived_id("insight", message_id, kind)


def topic_id(first_message_id: str, text: str) -> str:
    """The id of a topic of a conversation, told apart by its first message: 16 digits, the same at every look."""
    return _derived_id("topic", first_message_id, text)


def member_id(conversation_id: str, name: str, user_id: str) -> str:
    """The id of a speaker in one conversation: a UUID, the same at every submission (contract 5.4)."""
    digest = hashlib.sha256(f"member\0{conversation_id}\0{user_id or name}".encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


def hit_id(message_id: str, tracker_id: str, phrase: str) -> str:
    """The id of a hit: the same whenever the phrase is found there again, so that writing it twice is harmless."""
    return hashlib.sha256(f"hit\0{message_id}\0{tracker_id}\0{phrase}".encode()).hexdigest()[:32]


def delivery_id(event: str, subject: str, receiver_id: str) -> str:
    """The id of a webhook: the same whenever the same event is told to the same receiver."""
    return hashlib.sha256(f"delivery\0{event}\0{subject}\0{receiver_id}".encode()).hexdigest()[:32]


def new_app_id() -> str:
    return _random_text(limits.APP_ID_CHARS)


def new_app_secret() -> str:
    return _random_text(limits.APP_SECRET_CHARS)


def _derived_id(*parts: str) -> str:
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).digest()
    lowest = 10**15
    return str(lowest + int.from_bytes(digest[:8]) % (2**53 - lowest))


def _random_text(chars: int) -> str:
    return "".join(secrets.choice(_ALPHANUMERIC) for _ in range(chars))
