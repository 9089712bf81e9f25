"""What a caller hands over: trackers as they are to be, and what was said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from earmark.types import BALANCED


@dataclass(frozen=True, slots=True)
class TrackerDraft:
    """
    A tracker that is not stored, or as a stored one is to be.

    Args:
        name: Unique in the account; upper and lower case differ.
        phrases: What is looked for: phrases that say it, five to fifty advised. Found by their words alone are
            ``refund*``, ``"as is"`` and ``cancel ~5 contract``; a backslash in front makes plain text of them.
        counter_examples: Sentences that must not match, although they are near a phrase.
        sensitivity: From 0, only near-identical sentences, to 1, the broadest; or ``strict``, ``balanced``, ``broad``.
        description: What it is for; a note for people.
        categories: Words of your own to sort trackers by.
        languages: BCP-47 tags of the talk that it is meant for; empty for any.
        paused: Kept, but not run on new talk.
        exclusive_group: Of the trackers of one group only the best one fires in a message; empty for none.
    """

    name: str
    phrases: Sequence[str]
    counter_examples: Sequence[str] = ()
    sensitivity: float | str = BALANCED
    description: str = ""
    categories: Sequence[str] = ()
    languages: Sequence[str] = ()
    paused: bool = False
    exclusive_group: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """
    Who says something.

    Args:
        name: As the transcript shows it.
        user_id: Tells speakers apart, before the name does; mostly an e-mail address.
    """

    name: str = ""
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """
    What somebody says in one go; the server cuts it into sentences.

    Args:
        started_at, ended_at: With a time zone.
    """

    text: str
    speaker: Speaker | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """
    One message to be matched as it is.

    Args:
        language: BCP-47; found out when empty.
    """

    text: str
    speaker: str = ""
    language: str = ""


def iso_from_moment(field: str, moment: datetime | None) -> str | None:
    """
    *moment* as the API takes it.

    Raises:
        ValueError: it has no time zone, so nobody knows which moment it is.
    """
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"{field} has no time zone; give one, such as datetime.now(UTC).")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def tracker_body(draft: TrackerDraft) -> dict[str, Any]:
    """The JSON of *draft*."""
    return {
        "name": draft.name,
        "phrases": texts("phrases", draft.phrases),
        "counter_examples": texts("counter_examples", draft.counter_examples),
        "sensitivity": draft.sensitivity,
        "description": draft.description,
        "categories": texts("categories", draft.categories),
        "languages": texts("languages", draft.languages),
        "paused": draft.paused,
        "exclusive_group": draft.exclusive_group,
    }


def choices_body(trackers: Iterable[str | TrackerDraft] | None) -> list[dict[str, Any]] | None:
    """The JSON of stored trackers, by id, and of whole ones."""
    if trackers is None:
        return None
    refuse_string("trackers", trackers)
    return [{"id": one} if isinstance(one, str) else tracker_body(one) for one in trackers]


def message_body(message: str | MessageDraft) -> dict[str, Any]:
    """The JSON of one turn of talk."""
    if isinstance(message, str):
        return {"text": message}
    speaker = message.speaker
    return given(
        text=message.text,
        speaker=None if speaker is None else {"name": speaker.name, "user_id": speaker.user_id},
        started_at=iso_from_moment("started_at", message.started_at),
        ended_at=iso_from_moment("ended_at", message.ended_at),
    )


def said_body(message: str | Said) -> dict[str, Any]:
    """The JSON of one message to match."""
    if isinstance(message, str):
        return {"text": message}
    return {"text": message.text, "speaker": message.speaker, "language": message.language}


def texts(field: str, items: Iterable[str]) -> list[str]:
    """
    A list of texts.

    Raises:
        TypeError: it is one string, whose letters would else be taken for a list.
    """
    refuse_string(field, items)
    return list(items)


def optional_texts(field: str, items: Iterable[str] | None) -> list[str] | None:
    """A list of texts, where there is one."""
    return None if items is None else texts(field, items)


def refuse_string(field: str, items: Iterable[object]) -> None:
    """
    Refuse one string where a list belongs.

    Raises:
        TypeError: *items* is one.
    """
    if isinstance(items, str):
        raise TypeError(f"{field} must be a list, not one string")


def given(**members: Any) -> dict[str, Any]:
    """Those *members* that are not None."""
    return {name: value for name, value in members.items() if value is not None}
