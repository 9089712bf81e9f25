"""What matches: trackers and messages in, matches out, nothing stored: `/api/v1/match`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from earmark import limits
from earmark.api.auth import Caller, WithDeps
from earmark.api.native.bodies import NativeBody
from earmark.api.native.chosen import ChosenTracker, to_choice
from earmark.api.native.hit_bodies import WhyOut
from earmark.api.native.routing import TalkRoute, problems
from earmark.api.native.routing import router as router_of
from earmark.checks import check_language, check_text
from earmark.errors import InvalidField
from earmark.services import trials
from earmark.services.trials import Found
from earmark.types import MatchKind, Message, Tracker, TrackerId

router = router_of("Matching", TalkRoute)


class SaidText(NativeBody):
    text: str = Field(description="What was said; matched as one message, not cut into sentences.")
    speaker: str = Field(default="", description="Who said it.")
    language: str = Field(default="", description="BCP-47; found out when absent.")

    def to_message(self, field: str) -> Message:
        # As it was sent: the offsets of matches count its characters.
        check_text(f"{field}.text", self.text, max_chars=limits.MATCH_MESSAGE_CHARS, allow_newlines=True)
        if self.speaker.strip():
            check_text(f"{field}.speaker", self.speaker, max_chars=limits.NAME_CHARS)
        if self.language:
            check_language(f"{field}.language", self.language)
        return Message(self.text, speaker=self.speaker.strip(), language=self.language)


def _spelled_out(given: Any) -> Any:
    return {"text": given} if isinstance(given, str) else given


class MatchIn(NativeBody):
    trackers: list[ChosenTracker] | None = Field(
        default=None, description="Those to run, paused or not; when absent all of the account that are not paused."
    )
    messages: list[Annotated[SaidText, BeforeValidator(_spelled_out, json_schema_input_type=str | SaidText)]] = Field(
        description="One conversation, in order; a string stands for its text alone."
    )
    near_misses: bool = Field(default=False, description="Tell what nearly matches, too.")

    def to_question(self) -> tuple[list[Tracker | TrackerId] | None, list[Message]]:
        """The trackers and messages. Takes a while for many: run it in a thread."""
        _check_count("trackers", self.trackers or [], limits.MATCH_TRACKERS)
        _check_count("messages", self.messages, limits.MATCH_MESSAGES)
        chosen = None
        if self.trackers is not None:
            chosen = [to_choice(one, f"trackers[{place}]") for place, one in enumerate(self.trackers)]
        return chosen, [one.to_message(f"messages[{place}]") for place, one in enumerate(self.messages)]


class MatchedTracker(BaseModel):
    id: str | None = Field(description="Null for one that is not stored.")
    name: str = Field(description="As it was given.")


class MatchFound(BaseModel):
    message: int = Field(description="Its place among the messages, counted from 0.")
    tracker: MatchedTracker = Field(description="What was found.")
    phrase: str = Field(description="The tracker's phrase that says it.")
    kind: MatchKind = Field(
        description="exact: the phrase's own words; inflected: in another form; phonetic: a name misspelled as it "
        "sounds; meaning: other words that mean it."
    )
    score: float = Field(description="Similarity in meaning, at most 1.")
    threshold: float = Field(description="Where the tracker begins to match by meaning.")
    margin: float | None = Field(description="Lead over the nearest counter-example; null if the tracker has none.")
    start: int = Field(description="First character of the words that carry it.")
    end: int = Field(description="Character behind their last one.")
    text: str = Field(description="Those words.")
    why: WhyOut | None = Field(description="How it was decided; null for a compound phrase.")

    @classmethod
    def of(cls, found: Found) -> MatchFound:
        match = found.match
        return cls(
            message=found.place,
            tracker=MatchedTracker(id=match.tracker.id or None, name=match.tracker.name),
            phrase=match.phrase,
            kind=match.kind,
            score=match.score,
            threshold=match.threshold,
            margin=match.margin,
            start=match.start,
            end=match.end,
            text=match.text,
            why=None if match.why is None else WhyOut.model_validate(asdict(match.why)),
        )


class MatchAnswer(BaseModel):
    matches: list[MatchFound] = Field(description="In the order of the messages, then of the trackers.")
    near_misses: list[MatchFound] = Field(
        description="What would match if the threshold were lower, at most one for each tracker and message; empty "
        "unless asked for."
    )


@router.post("/match", summary="Match messages without storing anything", responses=problems(413))
async def match(deps: WithDeps, caller: Caller, body: MatchIn) -> MatchAnswer:
    chosen, messages = await deps.in_thread(body.to_question)
    trial = await trials.run(deps, caller.account_id, chosen, messages, near_misses=body.near_misses)
    return MatchAnswer(matches=_all(trial.matches), near_misses=_all(trial.near_misses))


def _all(found: Sequence[Found]) -> list[MatchFound]:
    return [MatchFound.of(one) for one in found]


def _check_count(field: str, items: Sequence[object], most: int) -> None:
    if len(items) > most:
        raise InvalidField(field, f"has {len(items):,} entries; at most {most:,} are allowed.")
