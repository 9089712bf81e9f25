"""Labelled suites in files, and what a matcher says of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from earmark import suites
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE
from earmark.engine.matcher import CompiledMatcher, compile_matcher
from earmark.errors import UnreadableFile
from earmark.suites import Suite
from fakes import FakeEncoder

TRACKERS = [
    {"name": "bank/Budget", "vocabulary": ["no money left"], "language": "en"},
    {"name": "bank/Card", "vocabulary": ["lost my card"], "fuzzy": True},
    {"name": "Thanks", "vocabulary": ["thank you"]},
]
MESSAGES = [
    {"id": "1", "text": "There is no money left.", "labels": ["bank/Budget"], "conversation": "a", "speaker": "Ana"},
    {"id": "2", "text": "Thank you.", "labels": ["Thanks"], "conversation": "b", "language": "en"},
    {"id": "3", "text": "I lost my card. Thank you.", "labels": ["bank/Card", "Thanks"], "conversation": "a"},
]


def write(folder: Path, trackers: list[Any] | str, messages: list[Any] | str) -> Path:
    for name, entries in (("trackers.jsonl", trackers), ("messages.jsonl", messages)):
        text = entries if isinstance(entries, str) else "".join(json.dumps(one) + "\n" for one in entries)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    folder = tmp_path / "mine"
    folder.mkdir()
    return suites.read(write(folder, TRACKERS, MESSAGES))


class SpacedEncoder(FakeEncoder):
    """Words have other vectors in another space, so that a score tells which spaces it comes from."""

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return super().encode([" ".join(f"{word}@{self.space}" for word in text.split()) for text in texts])


def compiled(suite: Suite) -> CompiledMatcher:
    encoders = {space: SpacedEncoder(space) for space in (ENGLISH_SPACE, MULTILINGUAL_SPACE)}
    return compile_matcher(suite.trackers, encoders)


def test_a_suite_is_named_after_its_folder_even_if_the_path_does_not_show_it(
    suite: Suite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert suite.name == "mine"
    monkeypatch.chdir(tmp_path / "mine")
    assert suites.read(Path()).name == "mine"


def test_phrases_of_a_suite_are_plain_text(tmp_path: Path) -> None:
    trackers = [{"name": "Signs", "vocabulary": ["f***", '"no" is a no', "no sign"]}]
    read = suites.read(write(tmp_path, trackers, [{"id": "1", "text": "no", "labels": []}]))
    assert read.trackers[0].phrases == ("\\f***", '\\"no" is a no', "no sign")


def test_trackers_and_messages_are_read_in_order(suite: Suite) -> None:
    assert [(one.name, one.phrases, one.languages) for one in suite.trackers] == [
        ("bank/Budget", ("no money left",), ("en",)),
        ("bank/Card", ("lost my card",), ()),
        ("Thanks", ("thank you",), ()),
    ]
    assert [(one.id, one.text, one.speaker, one.language) for one in suite.messages] == [
        ("1", "There is no money left.", "Ana", ""),
        ("2", "Thank you.", "", "en"),
        ("3", "I lost my card. Thank you.", "", ""),
    ]


def test_labels_become_rows_of_messages_and_columns_of_trackers(suite: Suite) -> None:
    assert suite.labelled.truth.tolist() == [[True, False, False], [False, False, True], [False, True, True]]
    assert suite.labelled.judged.all()
    assert suite.labelled.crisp.tolist() == [True, False, True]
    assert suite.labelled.conversations.tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("patterns", "judged"),
    [
        (["bank/*"], [1, 1, 0]),
        (["*", "!Thanks"], [1, 1, 0]),
        (["bank/*", "!bank/Card", "Thanks"], [1, 0, 1]),
        (["Thanks"], [0, 0, 1]),
        ([], [0, 0, 0]),
        (None, [1, 1, 1]),
    ],
)
def test_judged_names_the_only_trackers_whose_truth_is_known(
    patterns: list[str] | None, judged: list[int], tmp_path: Path
) -> None:
    message = {"id": "1", "text": "Hello.", "labels": [], "judged": patterns}
    read = suites.read(write(tmp_path, TRACKERS, [message]))
    assert read.labelled.judged.tolist() == [[bool(flag) for flag in judged]]


def test_a_message_without_a_conversation_is_one_of_its_own(tmp_path: Path) -> None:
    messages = [{"id": str(number), "text": "Hello.", "labels": []} for number in range(3)]
    assert suites.read(write(tmp_path, TRACKERS, messages)).labelled.conversations.tolist() == [0, 1, 2]


def test_blank_lines_and_line_separators_within_talk_are_no_new_lines(tmp_path: Path) -> None:
    text = "One\u2028two\x85three"
    messages = "\n" + json.dumps({"id": "1", "text": text, "labels": []}, ensure_ascii=False) + "\r\n\n"
    assert [one.text for one in suites.read(write(tmp_path, TRACKERS, messages)).messages] == [text]


GOOD = json.dumps(TRACKERS[2])
MESSAGE = {"id": "1", "text": "Hello.", "labels": []}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "trackers.jsonl: is empty."),
        (GOOD + "\n{", "trackers.jsonl, line 2: is not JSON."),
        (GOOD + "\n\n[]", "trackers.jsonl, line 3: is not a JSON object."),
        ("[" * 100_000, "trackers.jsonl, line 1: is not JSON."),
        ('{"vocabulary": ["a"]}', 'trackers.jsonl, line 1: "name" is missing.'),
        ('{"name": 7, "vocabulary": ["a"]}', 'trackers.jsonl, line 1: "name" must be text.'),
        ('{"name": "a"}', 'trackers.jsonl, line 1: "vocabulary" is missing.'),
        ('{"name": "a", "vocabulary": "b"}', 'trackers.jsonl, line 1: "vocabulary" must be a list of texts.'),
        ('{"name": "a", "vocabulary": [7]}', 'trackers.jsonl, line 1: "vocabulary" must be a list of texts.'),
        ('{"name": "a", "vocabulary": []}', 'trackers.jsonl, line 1: "vocabulary" must hold at least one phrase.'),
        ('{"name": "a", "vocabulary": ["\\ud800"]}', 'trackers.jsonl, line 1: "vocabulary" holds half of a surrogate'),
        ('{"name": "a", "vocabulary": ["b"], "language": 1}', 'trackers.jsonl, line 1: "language" must be text.'),
        ('{"name": "a", "vocabulary": ["b"], "language": "?"}', "trackers.jsonl, line 1: \"language\" is '?'; write"),
        (GOOD + "\n" + GOOD, "trackers.jsonl, line 2: \"name\" is 'Thanks' on an earlier line as well;"),
    ],
)
def test_a_wrong_tracker_is_told_with_file_line_and_field(lines: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        suites.read(write(tmp_path, lines, [MESSAGE]))
    assert str(caught.value).startswith(f"{tmp_path}/{said}")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": None}, '"id" is missing.'),
        ({"id": 7}, '"id" must be text.'),
        ({"text": None}, '"text" is missing.'),
        ({"labels": None}, '"labels" is missing.'),
        ({"labels": [["Thanks"]]}, '"labels" must be a list of texts.'),
        ({"labels": ["thanks"]}, "\"labels\" names the tracker 'thanks', which trackers.jsonl does not have."),
        ({"judged": "Thanks"}, '"judged" must be a list of texts.'),
        ({"conversation": 7}, '"conversation" must be text.'),
        ({"speaker": []}, '"speaker" must be text.'),
        ({"language": "english please"}, "\"language\" is 'english please'; write a language tag"),
        ({"text": "\ud800"}, '"text" holds half of a surrogate pair'),
        ({"id": "0"}, "\"id\" is '0' on an earlier line as well;"),
    ],
)
def test_a_wrong_message_is_told_with_file_line_and_field(change: dict[str, Any], said: str, tmp_path: Path) -> None:
    messages = [MESSAGE | {"id": "0"}, {name: value for name, value in (MESSAGE | change).items() if value is not None}]
    with pytest.raises(UnreadableFile) as caught:
        suites.read(write(tmp_path, TRACKERS, messages))
    assert str(caught.value).startswith(f"{tmp_path}/messages.jsonl, line 2: {said}")


def test_a_folder_without_a_suite_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"trackers\.jsonl: does not exist"):
        suites.read(tmp_path)


def test_every_message_is_scored_for_every_tracker_and_reported_where_it_matches(suite: Suite) -> None:
    moved: list[int] = []
    predicted = suites.predict(suite, compiled(suite), moved.append)
    assert predicted.matches.tolist() == suite.labelled.truth.tolist()
    assert predicted.scores.shape == (3, 3)
    assert np.isfinite(predicted.scores[suite.labelled.truth]).all()
    assert sum(moved) == len(suite.messages)


def test_a_message_of_several_sentences_has_the_highest_score_of_them(suite: Suite) -> None:
    predicted = suites.predict(suite, compiled(suite), lambda _: None)
    thanks, card = suite.messages[1], "I lost my card."
    parts = compiled(suite).examine([thanks, type(thanks)(card)]).scores
    assert predicted.scores[2, 2] == pytest.approx(parts[0, 2], abs=1e-6)
    assert predicted.scores[2, 1] == pytest.approx(parts[1, 1], abs=1e-6)


def test_a_pair_that_shares_nothing_counts_as_never_found(tmp_path: Path) -> None:
    trackers = [{"name": str(number), "vocabulary": [f"phrase{number} word{number}"]} for number in range(9)]
    suite = suites.read(write(tmp_path, trackers, [{"id": "1", "text": "phrase0 word0", "labels": []}]))
    predicted = suites.predict(suite, compiled(suite), lambda _: None)
    assert predicted.scores[0, 0] > 0
    assert (predicted.scores[0] == -np.inf).any()
    lines = suites.prediction_lines(suite, predicted)
    assert len(lines) == np.isfinite(predicted.scores).sum()
    assert lines[0] == {"message": "1", "tracker": "0", "score": pytest.approx(1, abs=0.2), "match": True}


def test_messages_are_read_in_the_language_of_their_conversation_however_far_apart(tmp_path: Path) -> None:
    # What tells no language stands far from what does, with another conversation in between.
    spanish = [
        {"id": f"es{number}", "text": "Vamos a hablar con el cliente sobre eso.", "labels": [], "conversation": "es"}
        for number in range(3)
    ]
    english = [
        {"id": f"en{number}", "text": "We talk about something else now.", "labels": [], "conversation": "en"}
        for number in range(300)
    ]
    short = {"id": "short", "text": "ok Plan", "labels": [], "conversation": "es"}
    trackers = [{"name": "Plan", "vocabulary": ["Plan"], "language": "en"}]
    score = {}
    for name, messages in {"near": [*spanish, short], "far": [*spanish, *english, short]}.items():
        suite = suites.read(write(tmp_path, trackers, messages))
        score[name] = suites.predict(suite, compiled(suite), lambda _: None).scores[-1, 0]
    assert score["near"] == score["far"]
