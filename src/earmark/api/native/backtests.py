"""Backtests: what a tracker would find in stored talk, before it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pydantic import BaseModel, Field

from earmark import limits
from earmark.api.auth import Caller, WithDeps
from earmark.api.fields import Moment
from earmark.api.native.bodies import NativeBody, TrackerDraft
from earmark.api.native.promises import PromiseOut
from earmark.api.native.routing import problems
from earmark.api.native.routing import router as router_of
from earmark.checks import check_text
from earmark.clock import iso_from_ms
from earmark.services import backtests, trackers
from earmark.services.backtests import Backtest, Example, Reach
from earmark.types import MatchKind, MessageId, TrackerId

router = router_of("History (native)")


class BacktestIn(NativeBody):
    tracker: TrackerDraft = Field(description="The tracker as it would be saved.")
    tracker_id: str | None = Field(
        default=None, description="The stored tracker that it would replace, with whose hits it is compared."
    )
    examples: int = Field(
        default=limits.BACKTEST_EXAMPLES_BY_DEFAULT,
        ge=0,
        le=limits.BACKTEST_EXAMPLES,
        description="How many messages of each kind are told in full.",
    )
    from_: Moment | None = Field(
        default=None, alias="from", description="ISO 8601. Only talk that began then or later."
    )
    to: Moment | None = Field(default=None, description="ISO 8601. Only talk that began before.")


class ReachOut(BaseModel):
    hits: int = Field(description="Phrases in messages.")
    messages: int = Field(description="Messages with a hit.")
    conversations: int = Field(description="Conversations with a hit.")
    rate: float = Field(description="Share of all searched conversations that have one.")

    @classmethod
    def of(cls, reach: Reach, conversations: int) -> ReachOut:
        return cls(
            hits=reach.hits,
            messages=reach.messages,
            conversations=reach.conversations,
            rate=round(reach.conversations / conversations, 6) if conversations else 0.0,
        )


class ExampleOut(BaseModel):
    """A message, with the match in it that says most of why."""

    conversation_id: str = Field(description="The conversation that it stands in.")
    message_id: str = Field(description="Its id.")
    text: str = Field(description="The whole message.")
    speaker: str = Field(description="The speaker's name; empty for none.")
    said_at: str | None = Field(description="ISO 8601.")
    phrase: str = Field(description="The phrase that it means.")
    kind: MatchKind = Field(description="By the phrase's own words, other forms of them, their sound, or other words.")
    score: float = Field(description="How near it is to the tracker: at most 1.")
    start: int = Field(description="First character of the words that mean it.")
    end: int = Field(description="The character behind them.")

    @classmethod
    def of(cls, example: Example) -> ExampleOut:
        message = example.message
        return cls(
            conversation_id=example.conversation_id,
            message_id=message.id,
            text=message.text,
            speaker=message.speaker,
            said_at=None if message.start_ms is None else iso_from_ms(message.start_ms),
            phrase=example.phrase,
            kind=example.kind,
            score=round(example.score, 4),
            start=example.start,
            end=example.end,
        )


class ExamplesOut(BaseModel):
    count: int = Field(description="How many messages there are.")
    examples: list[ExampleOut] = Field(description="The first of them.")


class BacktestOut(BaseModel):
    messages: int = Field(description="How many were searched.")
    conversations: int = Field(description="In how many conversations.")
    unread: int = Field(description="Messages that are still to be read by the present models; they were not searched.")
    threshold: float = Field(description="The score at which the tracker begins to fire by meaning.")
    promise: PromiseOut = Field(description="How many false alarms it is expected to raise.")
    now: ReachOut = Field(description="What is stored of tracker_id's tracker.")
    then: ReachOut = Field(description="What there would be after saving it and running it over all of this.")
    added: ExamplesOut = Field(description="Messages that would be hit newly.")
    lost: ExamplesOut = Field(description="Messages that would be hit no longer.")
    unchanged: ExamplesOut = Field(description="Messages that are hit and would be.")
    near_misses: ExamplesOut = Field(
        description="Messages that come nearest to the threshold from below; no more than examples."
    )

    @classmethod
    def of(cls, done: Backtest, most: int) -> BacktestOut:
        def kind(messages: Sequence[MessageId]) -> ExamplesOut:
            told = (done.examples[one] for one in messages[:most] if one in done.examples)
            return _examples(len(messages), told)

        return cls(
            messages=done.messages,
            conversations=done.conversations,
            unread=done.unread,
            threshold=round(done.promise.threshold, 4),
            promise=PromiseOut.of(done.promise),
            now=ReachOut.of(done.now, done.conversations),
            then=ReachOut.of(done.then, done.conversations),
            added=kind(done.added),
            lost=kind(done.lost),
            unchanged=kind(done.unchanged),
            near_misses=_examples(len(done.near_misses), done.near_misses),
        )


@router.post(
    "/backtests",
    summary="Try a tracker on stored talk; nothing is saved",
    responses=problems(404, 413),
)
async def run(deps: WithDeps, caller: Caller, body: BacktestIn) -> BacktestOut:
    draft = await deps.in_thread(body.tracker.to_tracker, "tracker.")
    if body.tracker_id is not None:
        tracker_id = check_text("tracker_id", body.tracker_id, max_chars=limits.ID_CHARS)
        stored = await trackers.get(deps, caller.account_id, TrackerId(tracker_id))
        draft = replace(draft, id=stored.id)
    done = await backtests.run(
        deps, caller.account_id, draft, examples=body.examples, from_ms=body.from_, to_ms=body.to
    )
    return await deps.in_thread(BacktestOut.of, done, body.examples)


def _examples(count: int, told: Iterable[Example]) -> ExamplesOut:
    return ExamplesOut(count=count, examples=[ExampleOut.of(one) for one in told])
