from __future__ import annotations

from dataclasses import replace

import numpy as np

from earmark.engine import language, stretch
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE
from earmark.engine.matcher import compile_matcher
from earmark.types import Message, Tracker
from fakes import FakeEncoder

LONG = "we have been thinking about this for a while and " * 3 + "our budget is gone"
TALK = [
    Message("Our budget is gone.", language="en"),
    Message("No tenemos dinero.", language="es"),
    Message(LONG, language="en-GB"),
    Message("...", language="en"),
]


def test_each_message_has_a_vector_for_each_of_its_windows_where_its_language_is_read(
    fakes: dict[str, FakeEncoder],
) -> None:
    read = stretch.read(TALK, fakes)
    multi, english = read.spaces[MULTILINGUAL_SPACE], read.spaces[ENGLISH_SPACE]
    assert multi.counts.tolist() == [1, 1, 8, 1]
    assert english.counts.tolist() == [1, 0, 8, 1]
    assert multi.vectors.shape == (11, FakeEncoder.dim)
    assert english.vectors.shape == (10, FakeEncoder.dim)
    assert multi.vectors.dtype == np.float16


def test_the_vectors_of_some_messages_are_those_that_each_has(fakes: dict[str, FakeEncoder]) -> None:
    multi = stretch.read(TALK, fakes).spaces[MULTILINGUAL_SPACE]
    alone = stretch.read(TALK[2:3], fakes).spaces[MULTILINGUAL_SPACE]
    assert np.array_equal(multi.of([2]), alone.of([0]))
    assert np.array_equal(multi.of([2, 0])[-1], multi.of([0])[0])


def test_a_line_holds_language_folded_text_and_stems(fakes: dict[str, FakeEncoder]) -> None:
    read = stretch.read([Message("I can't  RUN\nsales, Zoë!", language="en-US")], fakes)
    tongue, folded, stems = read.words[0].split(stretch.PART)
    assert (tongue, folded, stems) == ("en", "i can't run sales, zoe!", " i can not run sale zoe ")
    assert read.language(0) == "en"


def test_matching_what_was_read_finds_what_matching_the_messages_finds(fakes: dict[str, FakeEncoder]) -> None:
    matcher = compile_matcher(
        [Tracker("Budget", ["our budget is gone"]), Tracker("Dinero", ["no tenemos dinero"])], fakes
    )
    read = stretch.read(TALK, fakes)
    assert matcher.match(TALK, read.spaces) == matcher.match(TALK) != []


def test_messages_picked_from_several_stretches_are_matched_as_in_their_own(fakes: dict[str, FakeEncoder]) -> None:
    matcher = compile_matcher([Tracker("Budget", ["our budget is gone"])], fakes)
    stretches = [stretch.read(TALK[:2], fakes), stretch.read(TALK[2:], fakes)]
    picked = stretch.picked(stretches, [(1, 0), (0, 0)])
    found = matcher.match([TALK[2], TALK[0]], picked)
    assert sorted(found, key=lambda match: match.start) == sorted(
        matcher.match([TALK[2], TALK[0]]), key=lambda match: match.start
    )


def test_reading_needs_no_language_of_its_own_once_it_is_assigned(fakes: dict[str, FakeEncoder]) -> None:
    bare = [replace(message, language="") for message in TALK]
    assigned = language.assigned(bare)
    assert [stretch.read(assigned, fakes).language(place) for place in range(2)] == ["en", "es"]
