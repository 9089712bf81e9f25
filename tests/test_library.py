"""earmark as a library: what a program that imports it sees."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import earmark
from earmark import Match, Matcher, MatchKind, Message, Tracker, load_trackers, split_sentences
from earmark.engine.encoder import Encoder
from earmark.errors import Invalid, InvalidField, ModelMissing, UnreadableFile

BUDGET = Tracker("Budget", ["I don't have any money", "too expensive"])
GREETING = Tracker("Greeting", ["Good morning", "Nice to meet you"])


@pytest.fixture(scope="module")
def matcher(encoders: Mapping[str, Encoder]) -> Matcher:
    # The fixture of the encoders has made sure that the models are where a matcher looks for them.
    return Matcher([BUDGET, GREETING])


def test_plain_strings_and_messages_are_matched_alike(matcher: Matcher) -> None:
    texts = ["Good morning, Ana.", "I ran out of budget"]

    plain = matcher.match(texts)
    full = matcher.match(Message(text, speaker="Ana", start_ms=5) for text in texts)

    assert {(match.message.text, match.tracker.name) for match in plain} == {
        ("Good morning, Ana.", "Greeting"),
        ("I ran out of budget", "Budget"),
    }
    assert (plain[0].kind, plain[-1].kind) == (MatchKind.EXACT, MatchKind.MEANING)
    assert [(match.phrase, match.score) for match in full] == [(match.phrase, match.score) for match in plain]
    assert {match.message.speaker for match in full} == {"Ana"}


def test_a_match_holds_tracker_phrase_words_and_place(matcher: Matcher) -> None:
    (match,) = matcher.match(["That is far too expensive for us"])

    assert isinstance(match, Match)
    assert match.tracker is BUDGET
    assert (match.phrase, match.text, match.start, match.end, match.offset) == (
        "too expensive",
        "too expensive",
        12,
        25,
        12,
    )
    assert match.margin is None


def test_a_matcher_keeps_its_trackers_in_order(matcher: Matcher) -> None:
    assert matcher.trackers == (BUDGET, GREETING)


def test_no_messages_and_no_trackers_have_no_matches(matcher: Matcher) -> None:
    assert matcher.match([]) == []
    assert Matcher([]).match(["Good morning"]) == []


@pytest.mark.parametrize("text", ["", " \n", "\ud83d", "\x00", "no " * 500])
def test_any_string_can_be_matched(matcher: Matcher, text: str) -> None:
    assert matcher.match([text]) == []


def test_threads_may_share_a_matcher(matcher: Matcher) -> None:
    expected = [(match.phrase, match.score) for match in matcher.match(["Good morning", "I have no money"])]

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(matcher.match, [["Good morning", "I have no money"]] * 6))

    for answer in answers:
        assert [(match.phrase, match.score) for match in answer] == expected


def test_two_trackers_of_one_name_are_refused() -> None:
    with pytest.raises(Invalid, match="Two trackers are named 'Budget'"):
        Matcher([BUDGET, GREETING, Tracker("Budget", ["no funds"])])


def test_names_are_case_sensitive(encoders: Mapping[str, Encoder]) -> None:
    assert len(Matcher([BUDGET, Tracker("budget", ["no funds"])]).trackers) == 2


@pytest.mark.parametrize(
    ("tracker", "field"),
    [
        (Tracker("Budget", []), "trackers[0].phrases"),
        (Tracker("Budget", ["no money", " "]), "trackers[0].phrases[1]"),
        (Tracker("Budget", ["no money", "No Money"]), "trackers[0].phrases[1]"),
        (Tracker("Budget", ["no money"], counter_examples=["\ud83d"]), "trackers[0].counter_examples[0]"),
        (Tracker(" ", ["no money"]), "trackers[0].name"),
        (Tracker("Budget", ["no money"], languages=["English!"]), "trackers[0].languages[0]"),
    ],
)
def test_what_no_tracker_may_hold_is_refused_by_the_librarys_own_field_names(tracker: Tracker, field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        Matcher([tracker])

    assert refused.value.field == field


def test_phrases_may_hold_any_punctuation(matcher: Matcher) -> None:
    assert Matcher([Tracker("Code", ["C++ & C#"])]).match(["He writes C++ & C# at work"])[0].offset == 10


def test_missing_models_are_told_with_the_command_that_fetches_them(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="earmark models get"):
        Matcher([BUDGET], models_dir=tmp_path)


def test_a_user_may_name_the_folder_of_the_models(
    encoders: Mapping[str, Encoder], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EARMARK_MODELS_DIR", str(tmp_path))

    with pytest.raises(ModelMissing):
        Matcher([BUDGET])


def test_trackers_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "trackers.yaml"
    path.write_text('- name: Budget\n  vocabulary: ["no money"]\n  sensitivity: broad\n', encoding="utf-8")

    assert load_trackers(path) == load_trackers(str(path)) == [Tracker("Budget", ["no money"], sensitivity=0.8)]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"missing\.yaml"):
        load_trackers(tmp_path / "missing.yaml")


def test_a_turn_is_cut_into_sentences() -> None:
    assert split_sentences("Good morning. How are you?") == ["Good morning.", "How are you?"]
    assert split_sentences("¿Qué tal? Bien.", "es-ES") == ["¿Qué tal?", "Bien."]
    assert split_sentences(" ") == []


def test_everything_the_package_promises_is_there() -> None:
    assert all(hasattr(earmark, name) for name in earmark.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = earmark.nothing
