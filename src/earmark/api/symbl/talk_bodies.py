"""Bodies of requests about a stored conversation: contract 5.2, 5.4 and 5.7."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import Field

from earmark import limits
from earmark.api.symbl.bodies import Body, Ignored
from earmark.checks import check_text
from earmark.errors import InvalidField
from earmark.services.speakers import Spoken
from earmark.types import Member, MemberId

_NANOS_PER_MS: Final = 1_000_000
_MS_PER_SECOND: Final = 1_000
_MOST_SECONDS: Final = 10_000_000_000


class ConversationPut(Body):
    """Only metadata can change; other members of a conversation may come back and are ignored."""

    metadata: dict[str, Any] = Field(description="Replaces what was kept with the conversation.")


class MemberPut(Body):
    id: str | None = Field(default=None, description="Redundant; refused when it contradicts the path.")
    name: str | None = Field(default=None, description="As the transcript shows it; stays as it is when absent.")
    email: str | None = Field(default=None, description="Stays as it is when absent.")

    def checked(self, member_id: str) -> tuple[str | None, str | None]:
        """Name and user id; None stands for what is to stay."""
        if self.id is not None and self.id != member_id:
            raise InvalidField(
                "id", f"is {self.id!r}, but the path names {member_id!r}; leave it out or repeat that one"
            )
        if self.name is None and self.email is None:
            raise InvalidField("name", "is required, unless there is an email")
        return _label("name", self.name), _label("email", self.email)


class UserIn(Body):
    id: str = Field(default="", description="Of a member, or your own name for the speaker.")
    name: str = Field(default="", description="As the transcript shows it.")
    email: str = Field(default="", description="Tells speakers apart, before the id and the name do.")
    userId: Ignored = None

    def to_member(self, field: str) -> Member:
        if not (self.id.strip() or self.name.strip() or self.email.strip()):
            raise InvalidField(field, "must have an id, a name or an email")
        return Member(
            MemberId(_label(f"{field}.id", self.id) or ""),
            _label(f"{field}.name", self.name) or "",
            _label(f"{field}.email", self.email) or "",
        )


class OffsetIn(Body):
    seconds: float = Field(default=0, ge=0, le=_MOST_SECONDS, description="Since the conversation began.")
    nanos: float = Field(default=0, ge=0, le=_MOST_SECONDS * 1e9, description="Nanoseconds more; as many as you like.")

    def to_ms(self) -> int:
        return round(self.seconds * _MS_PER_SECOND + self.nanos / _NANOS_PER_MS)


class SpeakerEventIn(Body):
    type: Literal["started_speaking", "stopped_speaking"] = Field(description="What the speaker did.")
    user: UserIn = Field(description="Who did it.")
    offset: OffsetIn = Field(description="When.")


class SpeakersPut(Body):
    speakerEvents: list[SpeakerEventIn] = Field(description="When people began and stopped to speak, in any order.")

    def to_spoken(self) -> list[Spoken]:
        """
        The stretches that the events mark.

        Raises:
            InvalidField: no events, too many, or a stop before the start.
        """
        events = self.speakerEvents
        if not events:
            raise InvalidField("speakerEvents", "must hold at least one event")
        if len(events) > limits.SPEAKER_EVENTS:
            raise InvalidField(
                "speakerEvents", f"has {len(events):,} entries; at most {limits.SPEAKER_EVENTS:,} are allowed"
            )
        members = [event.user.to_member(f"speakerEvents[{place}].user") for place, event in enumerate(events)]
        if len(set(members)) > limits.SPEAKERS_PER_REQUEST:
            raise InvalidField(
                "speakerEvents", f"names more than {limits.SPEAKERS_PER_REQUEST} different users; send fewer at once"
            )
        begun: dict[Member, int] = {}
        spoken: list[Spoken] = []
        for place in sorted(range(len(events)), key=lambda place: events[place].offset.to_ms()):
            member, at_ms = members[place], events[place].offset.to_ms()
            if events[place].type == "started_speaking":
                begun.setdefault(member, at_ms)  # who starts twice never stopped
            elif member in begun:
                spoken.append(Spoken(member, begun.pop(member), at_ms))
            else:
                raise InvalidField(f"speakerEvents[{place}]", "stops a user who did not start before")
        return spoken + [Spoken(member, at_ms) for member, at_ms in begun.items()]


class PhrasesIn(Body):
    highlightOnlyInsightKeyPhrases: bool = Field(
        default=False, description="Mark the key phrases of questions, action items and follow-ups."
    )
    highlightAllKeyPhrases: bool = Field(default=False, description="Mark the key phrases of every message.")


class TranscriptPost(Body):
    contentType: Literal["text/markdown", "text/srt"] = Field(default="text/markdown", description="What to make.")
    createParagraphs: bool = Field(default=False, description="Markdown: a paragraph for every message.")
    showSpeakerSeparation: bool = Field(default=False, description="Put the speaker's name before every message.")
    phrases: PhrasesIn = Field(default=PhrasesIn(), description="Markdown: what to mark.")


def _label(field: str, text: str | None) -> str | None:
    if text is None or not text.strip():
        return text and ""
    return check_text(field, text, max_chars=limits.NAME_CHARS)
