"""What an edit leaves as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from earmark.engine import block
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE
from earmark.engine.matcher import CompiledMatcher, compile_matcher
from earmark.types import Message, Tracker
from fakes import FakeEncoder

SAID = [Message(text, language="en") for text in ("we have subject 7 of 3", "subject 12 of 1 again", "nothing at all")]


def tracker(number: int) -> Tracker:
    return Tracker(f"T{number}", [f"we speak of subject {number} of {place}" for place in range(4)])


TRACKERS = [tracker(number) for number in range(30)]


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block, "_PHRASES", 20)


@pytest.fixture
def matcher(fakes: Mapping[str, FakeEncoder]) -> CompiledMatcher:
    return compile_matcher(TRACKERS, fakes)


def edited(
    base: CompiledMatcher, fakes: Mapping[str, FakeEncoder], trackers: Sequence[Tracker], *, use_base: bool = True
) -> CompiledMatcher:
    return compile_matcher(trackers, fakes, fits=base.fits, base=base if use_base else None)


def blocks_of(matcher: CompiledMatcher) -> set[int]:
    return {id(one.block) for one in matcher._blocks}


def test_an_edit_replaces_one_block_and_asks_for_no_other_trackers_vectors(
    fakes: Mapping[str, FakeEncoder], matcher: CompiledMatcher
) -> None:
    changed = [*TRACKERS]
    changed[7] = replace(TRACKERS[7], phrases=[*TRACKERS[7].phrases, "subject seven it is"])

    after = edited(matcher, fakes, changed)

    assert len(blocks_of(matcher) - blocks_of(after)) == 1
    assert {space: tuple(fresh) for space, fresh in after.fresh.items()} == {
        ENGLISH_SPACE: changed[7].phrases,
        MULTILINGUAL_SPACE: changed[7].phrases,
    }


@pytest.mark.parametrize(
    "changed",
    [
        [*TRACKERS[:7], tracker(100), *TRACKERS[8:]],
        TRACKERS[1:],
        TRACKERS[:15] + TRACKERS[20:],
        [tracker(100), *TRACKERS],
        TRACKERS[::-1],
        TRACKERS + TRACKERS[:3],
        TRACKERS[:1],
        [],
    ],
    ids=["changed", "first gone", "five gone", "one before", "other order", "twins", "one left", "none left"],
)
def test_what_is_kept_of_another_matcher_changes_no_score(
    fakes: Mapping[str, FakeEncoder], matcher: CompiledMatcher, changed: list[Tracker]
) -> None:
    kept, anew = edited(matcher, fakes, changed), edited(matcher, fakes, changed, use_base=False)

    assert kept.examine(SAID).scores == pytest.approx(anew.examine(SAID).scores, abs=1e-6)
    assert kept.match(SAID) == anew.match(SAID)


def test_an_edit_moves_no_score_of_other_trackers(fakes: Mapping[str, FakeEncoder], matcher: CompiledMatcher) -> None:
    changed = [tracker(100), *TRACKERS[1:]]

    before, after = matcher.examine(SAID).scores, edited(matcher, fakes, changed).examine(SAID).scores

    assert np.array_equal(before[:, 1:], after[:, 1:])


def test_a_matcher_of_another_fit_is_no_help(fakes: Mapping[str, FakeEncoder], matcher: CompiledMatcher) -> None:
    other = compile_matcher(TRACKERS[:5], fakes)

    after = compile_matcher(TRACKERS, fakes, fits=other.fits, base=matcher)

    assert not blocks_of(after) & blocks_of(matcher)


def test_many_edits_do_not_leave_many_small_blocks(fakes: Mapping[str, FakeEncoder], matcher: CompiledMatcher) -> None:
    trackers = [*TRACKERS]
    for number in range(25):
        trackers = [*trackers[1:], tracker(200 + number)]
        matcher = edited(matcher, fakes, trackers)

    assert len(blocks_of(matcher)) <= 2 * len(blocks_of(compile_matcher(TRACKERS, fakes)))
