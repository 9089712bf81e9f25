"""The benchmarks' own arithmetic, on numbers small enough to check by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench import bulk, comparison, history, overlap, recipes, report, server, stored, talk, workload
from bench.recipes import Parts
from bench.vectors import CachedEncoder

from earmark.engine import evaluation
from earmark.engine.encoder import Encoder
from earmark.engine.evaluation import Labelled
from earmark.engine.matcher import compile_matcher
from earmark.store import accounts, conversations, migration, readings, submissions
from earmark.store.db import Database
from earmark.store.engines import parse_url
from earmark.suites import Suite
from earmark.types import (
    Account,
    AccountId,
    ConversationId,
    JobStatus,
    Message,
    SubmissionId,
    SubmissionOptions,
    Tracker,
)
from fakes import FakeEncoder


def labelled(truth: list[list[int]], conversations: list[int] | None = None) -> Labelled:
    flags = np.array(truth, dtype=bool)
    return Labelled(
        truth=flags,
        judged=np.ones_like(flags),
        crisp=np.ones(flags.shape[1], dtype=bool),
        conversations=np.array(conversations or range(len(flags)), dtype=np.intp),
    )


def test_best_f1_takes_the_threshold_that_separates_best() -> None:
    scores = np.array([[0.9], [0.8], [0.7], [0.6], [0.1]], np.float32)
    found = comparison.best_f1(scores, labelled([[1], [0], [1], [1], [0]]))
    # Down to 0.6: three of four are right, and nothing is missed.
    assert found == pytest.approx((6 / 7, 0.6))


def test_best_f1_fires_pairs_of_one_score_together() -> None:
    scores = np.array([[0.5], [0.5], [0.2]], np.float32)
    assert comparison.best_f1(scores, labelled([[1], [0], [0]])) == pytest.approx((2 / 3, 0.5))


def test_best_f1_counts_a_pair_without_a_score_as_missed_and_no_unjudged_pair() -> None:
    truth = labelled([[1], [1], [0]])
    truth.judged[2] = False
    scores = np.array([[0.5], [-np.inf], [0.9]], np.float32)
    assert comparison.best_f1(scores, truth) == pytest.approx((2 / 3, 0.5))


def test_best_f1_of_nothing_found_is_zero() -> None:
    assert comparison.best_f1(np.full((2, 1), -np.inf, np.float32), labelled([[1], [0]]))[0] == 0


def test_average_precision_of_all_rounds_is_the_figure_that_the_engine_gives() -> None:
    random = np.random.default_rng(3)
    truth = labelled(random.integers(2, size=(60, 4)).tolist(), [*sorted(random.integers(9, size=57)), 6, 7, 8])
    truth.judged[random.random((60, 4)) < 0.2] = False
    truth.crisp[2] = False
    scores = np.round(random.random((60, 4)), 1).astype(np.float32)  # many ties
    scores[random.random((60, 4)) < 0.1] = -np.inf
    theirs = evaluation.figures(scores, scores > 0.5, truth, rounds=50)["ap_macro_crisp"]
    ours = comparison.average_precision(scores, truth, comparison.resampled(truth, 50))
    assert comparison.average_precision(scores, truth, np.ones((1, 60)))[0] == pytest.approx(theirs.value)
    assert np.percentile(ours, [2.5, 97.5]) == pytest.approx([theirs.low, theirs.high])


def test_a_conversation_is_drawn_whole() -> None:
    weights = comparison.resampled(labelled([[0]] * 5, [0, 0, 1, 1, 2]), rounds=20)
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, 2] == weights[:, 3]).all()
    assert len({tuple(row) for row in weights}) > 1


def test_a_difference_is_taken_within_each_round() -> None:
    draws = np.linspace(0.2, 0.8, 50)
    found = comparison.difference((0.6, draws + 0.1), (0.5, draws))
    # The rounds differ much, the two systems always by the same.
    assert (found.value, found.low, found.high) == pytest.approx((0.1, 0.1, 0.1))


def test_word_overlap_weighs_rare_words_more_and_words_that_no_phrase_has_against() -> None:
    trackers = [
        Tracker("invoice", ["cancel the invoice", "pay the invoice"], languages=["en"]),
        Tracker("parcel", ["send the parcel"], languages=["en"]),
    ]
    exact, inflected, common, padded, other = overlap.score(
        trackers,
        ["Cancel the invoice!", "canceling the invoices", "the", "cancel the invoice tomorrow", "good morning"],
    )
    assert exact[0] == inflected[0] == pytest.approx(1)
    assert 0 < exact[1] < 0.15  # "the" stands in every phrase
    assert 0 < common[0] < 0.3
    assert 0.4 < padded[0] < 0.8
    assert other == pytest.approx([0.0, 0.0])


TRACKERS = (
    Tracker("Price", ["how much is it", "what does it cost"], languages=["en"]),
    Tracker("Dog", ["the dog barks"], languages=["en"]),
)
LONG = "well the price is what I would like to know today so what does it cost after all this time"
SUITE = Suite(
    "talk",
    TRACKERS,
    (
        Message("What does it cost? They left early.", language="en"),
        Message(LONG, language="en"),
        Message("Hi.", language="en"),
    ),
    labelled([[1, 0], [1, 0], [0, 0]]),
)
TALK = talk.cut(SUITE.messages)


def test_talk_is_cut_into_sentences_and_windows_that_know_their_message() -> None:
    assert [sentence.text for sentence in TALK.sentences] == ["What does it cost?", "They left early.", LONG, "Hi."]
    assert TALK.sentence_rows.tolist() == [0, 0, 1, 2]
    assert TALK.spans[:3] == ("What does it cost?", "They left early.", LONG)
    assert TALK.span_rows.tolist() == [0, 0, *[1] * (len(TALK.spans) - 3), 2]
    assert len(TALK.spans) - TALK.whole.sum() == 3  # windows of the long one: from words 1, 5 and 9


def test_the_whole_recipe_scores_as_the_matcher_does_where_nothing_is_vetoed() -> None:
    encoders = {space: FakeEncoder(space) for space in ("en", "multi")}
    shipped = recipes.shipped(SUITE, encoders)
    assert recipes.recipe(TRACKERS, TALK, encoders, Parts()) == pytest.approx(shipped.scores, abs=1e-5)
    assert shipped.matches.tolist() == [[True, False], [True, False], [False, False]]


@pytest.mark.parametrize("parts", [Parts(whitening=False), Parts(centroid=False), Parts(windows=False)])
def test_leaving_out_any_part_changes_scores(parts: Parts) -> None:
    encoders = {space: FakeEncoder(space) for space in ("en", "multi")}
    whole, less = (recipes.recipe(TRACKERS, TALK, encoders, one) for one in (Parts(), parts))
    assert np.maximum(less, 0) != pytest.approx(np.maximum(whole, 0), abs=1e-3)


def test_without_the_multilingual_encoder_it_still_serves_what_is_not_english() -> None:
    encoders = {space: FakeEncoder(space) for space in ("en", "multi")}
    spanish = (Tracker("Precio", ["cuánto cuesta el viaje", "quiero saber el precio"], languages=["es"]),)
    said = talk.cut([Message("Quiero saber el precio", language="es")])
    alone = recipes.recipe(spanish, said, encoders, Parts(spaces=("en",)))
    assert alone == pytest.approx(recipes.recipe(spanish, said, encoders, Parts()))
    assert alone[0, 0] > 0.5


def test_a_sample_takes_whole_conversations_and_the_labels_of_their_messages() -> None:
    truth = labelled([[number % 2] for number in range(12)], [number // 3 for number in range(12)])
    suite = Suite("s", TRACKERS[:1], tuple(Message(str(number)) for number in range(12)), truth)
    drawn = talk.sample(suite, 7)
    numbers = [int(message.text) for message in drawn.messages]
    assert len(numbers) == 6
    assert all({number // 3 * 3 + step for step in range(3)} <= set(numbers) for number in numbers)
    assert drawn.labelled.truth[:, 0].tolist() == [number % 2 == 1 for number in numbers]
    assert drawn.labelled.conversations.tolist() == [0, 0, 0, 1, 1, 1]
    assert talk.sample(suite, 12) is suite


def test_a_vector_is_computed_once_and_is_the_same_after_a_reload(tmp_path: Path) -> None:
    encoder = FakeEncoder("en")
    first = CachedEncoder(encoder, tmp_path)
    vectors = first.encode(["one", "two", "one"])
    first.save()
    again = CachedEncoder(encoder, tmp_path)
    assert (again.encode(["two", "three"])[0] == vectors[1]).all()
    assert encoder.encoded == ["one", "two", "three"]


def test_the_page_keeps_what_stands_outside_the_markers() -> None:
    page = "before <!-- speed -->old<!-- /speed --> after"
    assert report.between_markers(page, "speed", "new") == "before <!-- speed -->\nnew\n<!-- /speed --> after"
    with pytest.raises(ValueError, match="accuracy"):
        report.between_markers(page, "accuracy", "new")


def test_times_are_told_in_milliseconds() -> None:
    assert server.spread_ms([0.001, 0.002, 0.003]) == pytest.approx({"p50": 2, "p99": 2.98})


@pytest.fixture(params=["sqlite", "postgres"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        url: str = request.getfixturevalue("migrated_postgres_url")
        return url
    url = f"sqlite:///{tmp_path / 'earmark.db'}"
    migration.upgrade(parse_url(url))
    return url


async def test_rows_stored_in_bulk_are_read_as_what_a_service_stored(migrated_url: str) -> None:
    database = await Database.connect(migrated_url)
    account = Account(AccountId("1"), "First", 1)
    said = [Message(f"Sentence {number}.", language="en") for number in range(3)]
    async with database.begin() as db:
        await accounts.add(db, account)
    talks = [stored.talk(account.id, number, 1_000_000 * number, said, matched=number == 2) for number in range(3)]
    bulk.insert(migrated_url, stored.in_batches(talks, size=2))
    one = talks[2]
    place = account.id, ConversationId(one.conversation_id)
    async with database.read() as db:
        found = await conversations.get(db, *place)
        messages = await conversations.messages(db, *place)
        unread = await readings.unread(db, ["a model"], 10)
        status = await submissions.status(db, account.id, SubmissionId(one.submission_id))
        options = await submissions.options(db, *place)
    await database.close()
    assert found is not None
    assert (found.name, found.metadata) == ("call 2", {"agentId": "agent2", "ticket": 2})
    assert (found.start_ms, found.end_ms) == (messages[0].start_ms, messages[-1].end_ms) == (2_000_000, one.end_ms)
    assert [(message.id, message.text) for message in messages] == [
        (message_id, message.text) for message_id, message in zip(one.message_ids, said, strict=True)
    ]
    assert [message.speaker for message in messages] == ["Ada", "Ben", "Ada"]
    assert (status, options) == (JobStatus.COMPLETED, [SubmissionOptions()])
    assert [submission_id for _, submission_id in unread] == [one.submission_id]


TOLD = {"messages": 9, "then": {"hits": 3, "messages": 2, "conversations": 1, "rate": 0.5}}
RUN = {"hits_added": 2, "messages_done": 9}
AGAIN = {
    "now": TOLD["then"],
    "then": TOLD["then"],
    "added": {"count": 0},
    "lost": {"count": 0},
    "unchanged": {"count": 2},
}


def test_a_backtest_and_a_run_agree_when_they_find_the_same() -> None:
    assert history.disagreements(TOLD, RUN, AGAIN) == []


@pytest.mark.parametrize(
    ("run", "again", "said"),
    [
        ({"hits_added": 3}, {}, "messages that the run found: 3, expected 2"),
        ({"messages_done": 8}, {}, "messages that the run searched: 8, expected 9"),
        ({}, {"now": {**AGAIN["now"], "hits": 2}}, "what is stored"),
        ({}, {"added": {"count": 1}, "unchanged": {"count": 1}}, "unchanged messages: 1, expected 2"),
        ({}, {"lost": {"count": 1}}, "lost messages: 1, expected 0"),
    ],
)
def test_whatever_differs_between_a_backtest_and_a_run_is_told(
    run: dict[str, Any], again: dict[str, Any], said: str
) -> None:
    assert history.disagreements(TOLD, {**RUN, **run}, {**AGAIN, **again})[0].startswith(said)


def test_every_tracker_of_history_is_found_as_often_as_its_name_says(encoders: Mapping[str, Encoder]) -> None:
    said = [Message(f"{text.capitalize()}.", language="en") for text in workload.sentences(500)]
    found = compile_matcher(workload.IN_HISTORY, encoders).match(said)
    hit = {(match.tracker.name, match.message.text) for match in found}
    share = {one.name: sum(name == one.name for name, _ in hit) / len(said) for one in workload.IN_HISTORY}
    assert 0 < share["Rarely"] < 0.02 < share["Sometimes"] < 0.15 < 0.25 < share["Often"] < 0.4
