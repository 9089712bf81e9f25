"""The native API's bodies for hits and what people say of them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from earmark import limits
from earmark.api.native.bodies import NativeBody
from earmark.api.native.paging import PageAnswer
from earmark.clock import iso_from_ms
from earmark.listings import HitInTalk
from earmark.types import Judgement, MatchKind, Verdict


class JudgementDraft(NativeBody):
    """A person's word on a hit."""

    verdict: Verdict = Field(strict=False, description="Whether the message means what its tracker looks for.")
    author: str = Field(default="", description="Who judges; the app id when absent.")
    note: str = Field(default="", description=f"A note for people, up to {limits.NOTE_CHARS:,} characters.")


class JudgementOut(BaseModel):
    conversation_id: str = Field(description="Where the message was said.")
    message_id: str = Field(description="With tracker_id: what is judged. A later judgement takes its place.")
    tracker_id: str = Field(description="It may be gone meanwhile.")
    hit_id: str = Field(description="The hit that it was said of; it may be gone meanwhile.")
    verdict: Verdict = Field(description="Whether the message means what its tracker looks for.")
    author: str = Field(description="Who judged: a name, or an app id.")
    note: str = Field(description="A note for people.")
    created_at: str = Field(description="ISO 8601.")

    @classmethod
    def of(cls, judgement: Judgement) -> JudgementOut:
        return cls(
            conversation_id=judgement.conversation_id,
            message_id=judgement.message_id,
            tracker_id=judgement.tracker_id,
            hit_id=judgement.hit_id,
            verdict=judgement.verdict,
            author=judgement.author,
            note=judgement.note,
            created_at=iso_from_ms(judgement.created_ms),
        )


class JudgementsPage(PageAnswer):
    judgements: list[JudgementOut] = Field(description="Those of the newest talk come first.")


class VetoOut(BaseModel):
    """A phrase that came nearer and must not count."""

    phrase: str = Field(description="The tracker's.")
    reason: str = Field(
        description="counter_example: a counter-example is as near; any other code: what is said turns it around."
    )


class VersionsOut(BaseModel):
    """What a score depends on beside tracker and talk."""

    models: dict[str, str] = Field(description="How the SHA-256 of each encoder's weights begins, by space.")
    fit: str = Field(description="The whitening's.")
    calibration: str = Field(description="The thresholds'.")


class WhyOut(BaseModel):
    """How it was decided."""

    language: str = Field(description="Which language the message was read in, a primary subtag.")
    window_start: int = Field(description="First character of the part of the message that was compared.")
    window_end: int = Field(description="Behind its last character.")
    phrase_nearness: float = Field(description="How near that part comes to the phrase.")
    tracker_nearness: float = Field(description="How near it comes to the middle of all the tracker's phrases.")
    counter_example: str = Field(description="The nearest one; empty where the tracker has none.")
    counter_nearness: float | None = Field(description="How near that part comes to it.")
    vetoed: list[VetoOut] = Field(description="Phrases of the tracker that came nearer and must not count.")
    versions: VersionsOut = Field(description="With others the same talk may be decided otherwise.")


class HitOut(BaseModel):
    """A phrase of a tracker that was found in a message."""

    id: str = Field(description="The same whenever the phrase is found there again.")
    conversation_id: str = Field(description="Where it was said.")
    message_id: str = Field(description="What was said.")
    tracker_id: str = Field(description="The tracker, which may be gone meanwhile.")
    tracker_name: str = Field(description="As it was named then.")
    tracker_version: int = Field(description="As it was then.")
    phrase: str = Field(description="The phrase that was found.")
    kind: MatchKind = Field(description="Its own words, other forms of them, their sound, or other words that mean it.")
    score: float = Field(description="Similarity in meaning, comparable with threshold.")
    threshold: float = Field(description="Where the tracker begins to fire by meaning.")
    margin: float | None = Field(
        description="Lead of the phrase over the nearest counter-example; null without counter-examples."
    )
    start: int = Field(description="First character of the message that carries it.")
    end: int = Field(description="Behind the last character that carries it.")
    why: WhyOut | None = Field(
        description="How it was decided; null for a compound phrase, and for hits from before this was kept."
    )
    text: str = Field(description="The whole message.")
    speaker: str = Field(description="Who said it; empty when that is not known.")
    said_at: str | None = Field(description="When; ISO 8601.")
    created_at: str = Field(description="When it was found; ISO 8601.")
    judgement: JudgementOut | None = Field(description="What was said of this message and tracker, if anything.")

    @classmethod
    def of(cls, found: HitInTalk) -> HitOut:
        hit, message = found.hit, found.message
        return cls(
            id=hit.id,
            conversation_id=hit.conversation_id,
            message_id=hit.message_id,
            tracker_id=hit.tracker_id,
            tracker_name=hit.tracker_name,
            tracker_version=hit.tracker_version,
            phrase=hit.phrase,
            kind=hit.kind,
            score=hit.score,
            threshold=hit.threshold,
            margin=hit.margin,
            start=hit.start,
            end=hit.end,
            why=None if hit.why is None else WhyOut.model_validate(hit.why),
            text=message.text,
            speaker=message.speaker,
            said_at=None if message.start_ms is None else iso_from_ms(message.start_ms),
            created_at=iso_from_ms(hit.created_ms),
            judgement=None if found.judgement is None else JudgementOut.of(found.judgement),
        )


class HitsPage(PageAnswer):
    hits: list[HitOut] = Field(description="Those that were found last come first.")


class ConversationHitsPage(PageAnswer):
    hits: list[HitOut] = Field(description="In the order in which they were said.")
