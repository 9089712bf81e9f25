"""Stored talk by the hundred thousand conversations, as rows. Texts repeat; ids are new each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from bench.bulk import Rows
from earmark import ids
from earmark.store import tables
from earmark.types import JobStatus, Message

_SPEAKERS = (("Ada", "ada@example.com"), ("Ben", "ben@example.com"))
_SENTENCE_MS = 6_000


@dataclass(frozen=True, slots=True)
class Talk:
    """
    A conversation of two people who speak in turn, with what belongs to it.

    Attributes:
        rows: By table. Add to them what was found, or read, in the messages.
    """

    conversation_id: str
    submission_id: str
    message_ids: Sequence[str]
    end_ms: int
    rows: dict[Table, list[dict[str, Any]]]


def talk(account_id: str, number: int, start_ms: int, said: Sequence[Message], *, matched: bool) -> Talk:
    """
    A conversation about nothing in particular.

    Args:
        number: Tells it from others, in its name and in its metadata.
        matched: What was matched is read again at the server's next start, unless its vectors are kept.
    """
    scope = {"account_id": account_id, "conversation_id": ids.new_id()}
    submission_id = ids.new_uuid()
    end_ms = start_ms + len(said) * _SENTENCE_MS
    members = [ids.member_id(scope["conversation_id"], *one) for one in _SPEAKERS]
    message_ids = ids.new_ids(len(said))
    conversation = {
        "id": scope["conversation_id"],
        "account_id": account_id,
        "name": f"call {number}",
        "start_ms": start_ms,
        "end_ms": end_ms,
        "kind": "meeting",
        "metadata": {"agentId": f"agent{number % 50}", "ticket": number},
        "created_ms": end_ms,
    }
    submission: dict[str, Any] = {
        **scope,
        "id": submission_id,
        "position": 0,
        "messages": [{"text": message.text, "member": None} for message in said],
        "choice": {},
        "webhook_url": "",
        "language": "",
        "status": JobStatus.COMPLETED.value,
        "failure": "",
        "created_ms": end_ms,
        "updated_ms": end_ms,
        "split_ms": end_ms,
        "matched_ms": end_ms if matched else None,
    }
    return Talk(
        scope["conversation_id"],
        submission_id,
        message_ids,
        end_ms,
        {
            tables.conversations: [conversation],
            tables.submissions: [submission],
            tables.members: [
                {**scope, "id": member_id, "position": place, "name": name, "user_id": user_id}
                for place, (member_id, (name, user_id)) in enumerate(zip(members, _SPEAKERS, strict=True))
            ],
            tables.messages: [
                {
                    **scope,
                    "id": message_ids[place],
                    "submission_id": submission_id,
                    "position": place,
                    "text": message.text,
                    "member_id": members[place % len(members)],
                    "start_ms": start_ms + place * _SENTENCE_MS,
                    "end_ms": start_ms + (place + 1) * _SENTENCE_MS,
                    "language": message.language,
                }
                for place, message in enumerate(said)
            ],
        },
    )


def in_batches(talks: Iterable[Talk], size: int = 500) -> Iterator[Rows]:
    """The rows of so many conversations at a time, by table in the order in which they refer to each other."""
    batch: dict[Table, list[dict[str, Any]]] = {}
    for number, one in enumerate(talks, start=1):
        for table, rows in one.rows.items():
            batch.setdefault(table, []).extend(rows)
        if number % size == 0:
            yield batch
            batch = {}
    if batch:
        yield batch
