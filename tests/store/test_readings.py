from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from earmark.errors import ConversationNotFound
from earmark.store import conversations, readings, submissions
from earmark.store.db import Database
from earmark.store.readings import Extent, KeptVectors, Reading, Span
from earmark.types import Account, AccountId, ConversationId, MessageId, ReadingId
from stored_talk import Talk, stored_talk

EN, MULTI = "a" * 64, "b" * 64
MODELS = (EN, MULTI)


def vectors(*counts: int, dim: int = 3) -> KeptVectors:
    rows = np.arange(sum(counts) * dim, dtype=np.float16).reshape(-1, dim) / np.float16(8)
    return KeptVectors(np.array(counts, np.uint16), rows)


def reading(talk: Talk, reading_id: str, first: int = 0, **changed: object) -> Reading:
    """Of two messages of *talk*."""
    whole = Reading(
        id=ReadingId(reading_id),
        conversation_id=talk.conversation.id,
        submission_id=talk.submission.id,
        first=first,
        message_ids=tuple(message.id for message in talk.messages[first : first + 2]),
        language="en-US",
        words=("en\x1fno money\x1f no money ", "en\x1fnone\x1f none "),
        vectors={EN: vectors(1, 0), MULTI: vectors(2, 1)},
    )
    return replace(whole, **changed)  # type: ignore[arg-type]


async def put(database: Database, account_id: AccountId, *given: Reading) -> None:
    async with database.begin() as db:
        await readings.add(db, account_id, given)


async def marked(database: Database, *talks: Talk) -> None:
    """As after their processing."""
    async with database.begin() as db:
        for talk in talks:
            await submissions.mark_matched(db, talk.submission.id, 5)


def same(one: Reading, other: Reading) -> bool:
    def plain(reading: Reading) -> object:
        kept = {model: (one.counts.tolist(), one.vectors.tolist()) for model, one in reading.vectors.items()}
        return replace(reading, vectors=kept)  # type: ignore[arg-type]

    return plain(one) == plain(other)


async def test_a_reading_comes_back_as_it_was_stored(database: Database, account: Account) -> None:
    talk = await stored_talk(database, account.id, "No money.", "None.")
    await put(database, account.id, reading(talk, "1"))
    async with database.read() as db:
        (found,) = await readings.page(db, account.id, MODELS, Span(), 10)
        (of_submission,) = await readings.of_submission(db, account.id, talk.submission.id, MODELS)
    assert same(found, reading(talk, "1"))
    assert same(of_submission, found)


async def test_a_place_that_is_read_already_keeps_its_reading_and_gets_the_vectors_that_it_lacks(
    database: Database, account: Account
) -> None:
    talk = await stored_talk(database, account.id, "No money.", "None.")
    await put(database, account.id, reading(talk, "1", vectors={EN: vectors(1, 0)}))
    async with database.read() as db:
        assert await readings.page(db, account.id, MODELS, Span(), 10) == []
    await put(database, account.id, reading(talk, "2"))
    async with database.read() as db:
        (found,) = await readings.page(db, account.id, MODELS, Span(), 10)
    assert found.id == "1"
    assert set(found.vectors) == set(MODELS)


async def test_vectors_of_another_version_of_the_reading_are_replaced(database: Database, account: Account) -> None:
    talk = await stored_talk(database, account.id, "No money.", "None.")
    old, new = vectors(1, 1), vectors(2, 1)
    await put(database, account.id, reading(talk, "1", vectors={EN: old, f"{MULTI}/1": old}))
    await marked(database, talk)
    present = [f"{EN}/2", f"{MULTI}/2"]
    async with database.read() as db:
        assert await readings.unread(db, present, 10) == [(account.id, talk.submission.id)]
    await put(database, account.id, reading(talk, "2", vectors=dict.fromkeys(present, new)))
    async with database.read() as db:
        assert await readings.unread(db, present, 10) == []
        (found,) = await readings.page(db, account.id, present, Span(), 10)
        for gone in (EN, f"{MULTI}/1"):
            assert await readings.page(db, account.id, [gone], Span(), 10) == []
    assert found.vectors[present[0]].counts.tolist() == [2, 1]


async def test_pages_walk_a_span_in_the_order_of_reading_and_within_their_account(
    database: Database, account: Account, other_account: Account
) -> None:
    early = await stored_talk(database, account.id, "No money.", "None.", start_ms=1_000)
    late = await stored_talk(database, account.id, "No money.", "None.", "Nothing.", "Never.", start_ms=9_000)
    foreign = await stored_talk(database, other_account.id, "No money.", "None.")
    await put(database, other_account.id, reading(foreign, "2"))
    for talk, name, first in ((late, "1", 0), (early, "3", 0), (late, "4", 2)):
        await put(database, account.id, reading(talk, name, first))

    async def ids(span: Span, limit: int = 10) -> list[str]:
        async with database.read() as db:
            return [one.id for one in await readings.page(db, account.id, MODELS, span, limit)]

    async def extent(span: Span) -> Extent:
        async with database.read() as db:
            return await readings.extent(db, account.id, MODELS, span)

    assert await ids(Span()) == ["1", "3", "4"]
    assert await ids(Span(), 2) == ["1", "3"]
    assert await ids(Span(after=ReadingId("1"), until=ReadingId("3"))) == ["3"]
    assert await ids(Span(from_ms=9_000)) == ["1", "4"]
    assert await ids(Span(to_ms=9_000)) == ["3"]
    assert await extent(Span()) == Extent(6, 2, ReadingId("4"))
    assert await extent(Span(to_ms=9_000)) == Extent(2, 1, ReadingId("3"))
    assert await extent(Span(after=ReadingId("4"))) == Extent(0, 0, ReadingId(""))


async def test_what_a_model_has_not_read_is_told_submission_by_submission(
    database: Database, account: Account, other_account: Account
) -> None:
    read = await stored_talk(database, account.id, "No money.", "None.")
    half = await stored_talk(database, account.id, "No money.", "None.")
    never = await stored_talk(database, account.id, "No money.", "None.")
    foreign = await stored_talk(database, other_account.id, "No money.")
    await stored_talk(database, account.id, "Not processed yet.")
    await marked(database, read, half, never, foreign)
    await put(database, account.id, reading(read, "1"))
    await put(database, account.id, reading(half, "2", vectors={MULTI: vectors(2, 1)}))
    async with database.read() as db:
        mine = await readings.unread(db, MODELS, 10, account.id)
        everybodys = await readings.unread(db, MODELS, 10)
        assert {one for _, one in mine} == {half.submission.id, never.submission.id}
        assert {one for _, one in everybodys} == {one for _, one in mine} | {foreign.submission.id}
        assert len(await readings.unread(db, MODELS, 1)) == 1
        assert [one for _, one in await readings.unread(db, [MULTI], 10, account.id)] == [never.submission.id]
        assert await readings.unread_messages(db, account.id, MODELS) == 5


async def test_readings_go_with_their_conversation_and_none_come_after(database: Database, account: Account) -> None:
    talk = await stored_talk(database, account.id, "No money.", "None.")
    await put(database, account.id, reading(talk, "1"))
    async with database.begin() as db:
        await conversations.delete(db, account.id, talk.conversation.id)
    async with database.read() as db:
        assert await readings.page(db, account.id, [], Span(), 10) == []
    with pytest.raises(ConversationNotFound):
        await put(database, account.id, reading(talk, "2"))


async def test_messages_are_found_by_id_within_their_account(
    database: Database, account: Account, other_account: Account
) -> None:
    talk = await stored_talk(database, account.id, "No money.", "None.")
    foreign = await stored_talk(database, other_account.id, "No money.")
    asked = [talk.messages[1].id, foreign.messages[0].id, MessageId("0")]
    async with database.begin() as db:
        assert await conversations.messages_by_id(db, account.id, asked) == {talk.messages[1].id: talk.messages[1]}
        there = await conversations.hold_those(db, account.id, [talk.conversation.id, foreign.conversation.id])
    assert there == {ConversationId(talk.conversation.id)}


async def test_a_sample_is_spread_over_all_of_an_accounts_history(database: Database, account: Account) -> None:
    talk = await stored_talk(database, account.id, *(f"Line {number}." for number in range(12)))
    ids = [ReadingId(str(number)) for number in range(1, 7)]
    await put(database, account.id, *(reading(talk, one, 2 * place) for place, one in enumerate(ids)))
    async with database.read() as db:
        assert await readings.spread(db, account.id, MODELS, 3) == ids[::2]
        assert await readings.spread(db, account.id, MODELS, 6) == ids
        assert await readings.spread(db, account.id, [*MODELS, "c" * 64], 3) == []
        assert await readings.spread(db, AccountId("0"), MODELS, 3) == []
        found = await readings.those(db, account.id, MODELS, [ids[3], ids[0], ReadingId("99")])
        assert await readings.those(db, AccountId("0"), MODELS, ids) == []
    assert [one.id for one in found] == [ids[0], ids[3]]
