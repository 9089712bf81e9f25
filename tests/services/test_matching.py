from __future__ import annotations

from dataclasses import replace

from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE
from earmark.engine.text import as_read
from earmark.services import matching
from earmark.services.deps import Deps
from earmark.services.matchers import MatcherCache
from earmark.types import AccountId, Message, Tracker, TrackerId
from fakes import FakeEncoder

BUDGET = Tracker("Money", ["our budget", "the invoice"], id=TrackerId("1"), version=3)
MESSAGES = [Message("We ran over our budget again."), Message("It is raining.")]


async def test_match_names_the_tracker_as_it_is_now(deps: Deps, account_id: AccountId) -> None:
    await matching.match_messages(deps, account_id, [BUDGET], MESSAGES)
    renamed = replace(BUDGET, name="Cost", version=4)
    (match, *_) = await matching.match_messages(deps, account_id, [renamed], MESSAGES)
    assert match.tracker == renamed
    assert match.offset == 12


async def test_trackers_of_one_content_share_a_matcher(deps: Deps, account_id: AccountId) -> None:
    await matching.match_messages(deps, account_id, [BUDGET], MESSAGES)
    encoder = deps.encoders[ENGLISH_SPACE]
    assert isinstance(encoder, FakeEncoder)
    before = len(encoder.encoded)
    other = replace(BUDGET, id=TrackerId("2"), name="Other", description="x")
    await matching.match_messages(deps, account_id, [other], MESSAGES)
    assert encoder.encoded[before:] == [as_read(message.text) for message in MESSAGES]


async def test_phrase_vectors_are_stored_and_not_computed_again_after_a_restart(
    deps: Deps, account_id: AccountId
) -> None:
    before = await matching.match_messages(deps, account_id, [BUDGET], MESSAGES)
    encoders = {space: FakeEncoder(space) for space in (ENGLISH_SPACE, MULTILINGUAL_SPACE)}
    restarted = replace(deps, encoders=encoders, matchers=MatcherCache(1_000))
    assert await matching.match_messages(restarted, account_id, [BUDGET], MESSAGES) == before
    for encoder in encoders.values():
        assert not set(encoder.encoded) & set(BUDGET.phrases)


async def test_nothing_to_match_asks_no_encoder(deps: Deps, account_id: AccountId) -> None:
    assert await matching.match_messages(deps, account_id, [], MESSAGES) == []
    assert await matching.match_messages(deps, account_id, [BUDGET], []) == []
