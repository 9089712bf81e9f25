"""How a matcher is compiled and what it answers, with encoders by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE
from earmark.engine.judgement import VETOED
from earmark.engine.matcher import CompiledMatcher, compile_matcher
from earmark.types import Match, Message, Tracker
from fakes import FakeEncoder

BUDGET = Tracker("Budget", ["no money left", "ran out of budget"], counter_examples=["time is money"])
PRICE = Tracker("Price", ["the price is too high", "too expensive"], sensitivity=0.8)
DINERO = Tracker("Dinero", ["ya no tenemos dinero para eso"], languages=["es"])
TRACKERS = [BUDGET, PRICE, DINERO]
TALK = [
    "So we have no money left for this",
    "That is a price that is too high for us, it is too expensive",
    "Hola, ya no tenemos dinero para comprar eso este mes",
    "Time is money, as they say",
    "ok",
    "We ran out of budget and the price is too high",
    "",
]

ANY_TEXT = st.text(st.characters(codec=None), max_size=40)
WORDS = ["we", "have", "no", "not", "money", "left", "the", "price", "is", "too", "high", "low", "budget", "and"]
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)


def messages(texts: Sequence[str]) -> list[Message]:
    return [Message(text) for text in texts]


def as_rows(matches: Sequence[Match]) -> list[tuple[str, str, str, str, int, int]]:
    return [(one.message.text, one.tracker.name, one.phrase, one.kind.value, one.start, one.end) for one in matches]


def scores_of(matches: Sequence[Match]) -> dict[tuple[str, str, str], float]:
    return {(one.message.text, one.tracker.name, one.phrase): one.score for one in matches}


@pytest.fixture
def matcher(fakes: Mapping[str, FakeEncoder]) -> CompiledMatcher:
    return compile_matcher(TRACKERS, fakes)


def test_matches_come_in_message_then_tracker_then_phrase_order(matcher: CompiledMatcher) -> None:
    matches = matcher.match(messages(TALK))

    places = [
        (TALK.index(one.message.text), TRACKERS.index(one.tracker), one.tracker.phrases.index(one.phrase))
        for one in matches
    ]
    assert len({place[0] for place in places}) >= 4
    assert places == sorted(set(places))


def test_a_phrase_that_is_said_twice_is_one_match_at_its_first_place(matcher: CompiledMatcher) -> None:
    matches = matcher.match([Message("No money left, really no money left")])

    assert [(one.start, one.end) for one in matches if one.phrase == "no money left"] == [(0, 13)]


@pytest.mark.parametrize("texts", [[], [""], [" \t\n\u2003"], ["", "..."]])
def test_nothing_said_matches_nothing(matcher: CompiledMatcher, texts: list[str]) -> None:
    examined = matcher.examine(messages(texts), floor=-1.0)

    assert examined.matches == []
    assert examined.scores.shape == (len(texts), len(TRACKERS))
    assert (examined.scores == VETOED).all()


def test_no_trackers_match_nothing(fakes: Mapping[str, FakeEncoder]) -> None:
    examined = compile_matcher([], fakes).examine(messages(TALK))

    assert examined.matches == []
    assert examined.scores.shape == (len(TALK), 0)
    assert fakes[MULTILINGUAL_SPACE].encoded == []


def test_a_tracker_without_a_phrase_is_refused_by_name(fakes: Mapping[str, FakeEncoder]) -> None:
    with pytest.raises(ValueError, match="'Empty' has no phrase"):
        compile_matcher([BUDGET, Tracker("Empty", [])], fakes)


def test_the_order_of_trackers_changes_nothing(fakes: Mapping[str, FakeEncoder], matcher: CompiledMatcher) -> None:
    one, other = matcher.examine(messages(TALK)), compile_matcher(TRACKERS[::-1], fakes).examine(messages(TALK))

    assert sorted(as_rows(other.matches)) == sorted(as_rows(one.matches))
    assert scores_of(other.matches) == pytest.approx(scores_of(one.matches), abs=1e-3)
    assert other.scores[:, ::-1] == pytest.approx(one.scores, abs=1e-3)


def test_the_order_and_the_number_of_messages_change_nothing(matcher: CompiledMatcher) -> None:
    # Long enough for several batches; every message's language is given, since it may follow its conversation.
    said = [Message(text, language="es" if "dinero" in text else "en") for text in TALK * 12]

    forth, back = matcher.examine(said), matcher.examine(said[::-1])
    alone = [matcher.examine([message]) for message in said[: len(TALK)]]

    assert sorted(as_rows(back.matches)) == sorted(as_rows(forth.matches))
    assert back.scores[::-1] == pytest.approx(forth.scores, abs=1e-3)
    for place, one in enumerate(alone):
        assert one.scores[0] == pytest.approx(forth.scores[place], abs=1e-3)
        assert as_rows(one.matches) == as_rows([match for match in forth.matches if match.message is said[place]])


def test_known_vectors_give_the_same_scores_and_nothing_is_encoded_again(
    fakes: Mapping[str, FakeEncoder], matcher: CompiledMatcher
) -> None:
    for encoder in fakes.values():
        encoder.encoded.clear()

    again = compile_matcher(TRACKERS, fakes, matcher.fresh)

    assert [encoder.encoded for encoder in fakes.values()] == [[], []]
    assert not any(again.fresh.values())
    assert (again.examine(messages(TALK)).scores == matcher.examine(messages(TALK)).scores).all()


def test_only_what_is_new_is_fresh(fakes: Mapping[str, FakeEncoder], matcher: CompiledMatcher) -> None:
    grown = compile_matcher([*TRACKERS, Tracker("Time", ["no time today"])], fakes, matcher.fresh)

    assert {space: list(fresh) for space, fresh in grown.fresh.items()} == {
        ENGLISH_SPACE: ["no time today"],
        MULTILINGUAL_SPACE: ["no time today"],
    }


def test_a_text_that_trackers_share_is_encoded_once_and_found_for_each(fakes: Mapping[str, FakeEncoder]) -> None:
    twins = [Tracker("One", ["no money left"]), Tracker("Two", ["no money left", "out of cash"])]

    matches = compile_matcher(twins, fakes).match([Message("There is no money left today")])

    assert [encoder.encoded.count("no money left") for encoder in fakes.values()] == [1, 1]
    exact = [(one.tracker.name, one.phrase) for one in matches if one.kind == "exact"]
    assert exact == [("One", "no money left"), ("Two", "no money left")]


def test_the_english_space_reads_english_only(fakes: Mapping[str, FakeEncoder], matcher: CompiledMatcher) -> None:
    assert set(DINERO.phrases) <= set(matcher.fresh[MULTILINGUAL_SPACE])
    assert not set(DINERO.phrases) & set(matcher.fresh[ENGLISH_SPACE])
    for encoder in fakes.values():
        encoder.encoded.clear()

    matcher.match(messages(TALK))

    spanish = [text for text in fakes[MULTILINGUAL_SPACE].encoded if "dinero" in text]
    assert len(spanish) == 1
    assert set(fakes[MULTILINGUAL_SPACE].encoded) - set(fakes[ENGLISH_SPACE].encoded) == set(spanish)


def test_a_messages_own_language_tag_decides_which_space_reads_it(
    fakes: Mapping[str, FakeEncoder], matcher: CompiledMatcher
) -> None:
    fakes[ENGLISH_SPACE].encoded.clear()

    matcher.match([Message("we have no money left for this", language="es-ES")])

    assert fakes[ENGLISH_SPACE].encoded == []


def test_counter_examples_that_are_far_away_change_no_match(
    fakes: Mapping[str, FakeEncoder], matcher: CompiledMatcher
) -> None:
    apart = Tracker(BUDGET.name, BUDGET.phrases, counter_examples=["the dog barks", "green tea"])

    without = Tracker(BUDGET.name, BUDGET.phrases)

    matches = compile_matcher([apart, PRICE, DINERO], fakes, fits=matcher.fits).match(messages(TALK))

    assert as_rows(matches) == as_rows(
        compile_matcher([without, PRICE, DINERO], fakes, fits=matcher.fits).match(messages(TALK))
    )


def test_a_short_phrase_in_a_long_turn_is_found_in_its_window(fakes: Mapping[str, FakeEncoder]) -> None:
    filler = " ".join(f"filler{number}" for number in range(1_250))
    text = f"{filler} there is hardly any money so we ran out of our budget {filler}"
    assert len(text) > 20_000

    (match,) = compile_matcher([Tracker("Budget", ["money we ran out of the budget"])], fakes).match([Message(text)])

    assert "ran out of our budget" in match.text
    assert len(match.text.split()) == 12


@pytest.mark.parametrize("text", ["no" * 10_000, "no " * 7_000, "没有钱" * 7_000, "." * 20_000, " " * 20_000])
def test_twenty_thousand_characters_without_a_full_stop_are_read(matcher: CompiledMatcher, text: str) -> None:
    assert matcher.examine([Message(text)]).scores.shape == (1, len(TRACKERS))


def test_threads_may_use_one_matcher_at_a_time(matcher: CompiledMatcher) -> None:
    expected = as_rows(matcher.match(messages(TALK)))

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(matcher.match, [messages(TALK)] * 12))

    assert all(as_rows(answer) == expected for answer in answers)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ANY_TEXT, max_size=4), ANY_TEXT)
def test_no_text_of_any_script_is_an_error(fakes: Mapping[str, FakeEncoder], texts: list[str], phrase: str) -> None:
    tracker = Tracker("Any", [phrase, "money"], counter_examples=[phrase[::-1]], sensitivity=1.0)

    for match in compile_matcher([tracker], fakes).match([*messages(texts), Message(phrase)]):
        assert 0 <= match.start < match.end <= len(match.message.text)
        assert match.text.strip()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1), st.floats(0, 1), st.lists(SENTENCES, min_size=1, max_size=4))
def test_a_higher_sensitivity_fires_on_a_superset_with_the_same_scores(
    fakes: Mapping[str, FakeEncoder], one: float, other: float, texts: list[str]
) -> None:
    found = []
    for sensitivity in sorted((one, other)):
        trackers = [
            Tracker("Price", ["the price is too high", "we have no money"], sensitivity=sensitivity),
            Tracker("Low", ["not high"], counter_examples=["budget and price"], sensitivity=sensitivity),
        ]
        found.append(scores_of(compile_matcher(trackers, fakes).match(messages(texts))))

    assert found[0].keys() <= found[1].keys()
    assert {key: found[1][key] for key in found[0]} == pytest.approx(found[0], abs=1e-3)
