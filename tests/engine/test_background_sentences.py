"""Sentences of our own in the languages of the multilingual encoder: what its background in each of them is made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from earmark.engine import language

FOLDER = Path(language.__file__).with_name("background")
TONGUES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def sentences(tongue: str) -> list[str]:
    return FOLDER.joinpath(f"{tongue}.txt").read_text(encoding="utf-8").splitlines()


def test_there_are_sentences_in_every_language_of_the_encoder_but_english() -> None:
    assert {*TONGUES, "en"} == set(language.LANGUAGES)


@pytest.mark.parametrize("tongue", TONGUES)
def test_a_language_has_a_hundred_different_sentences(tongue: str) -> None:
    said = sentences(tongue)
    assert len(said) >= 100
    assert len({*said}) == len(said)
    assert all(line == line.strip() and line for line in said)


@pytest.mark.parametrize("tongue", TONGUES)
def test_sentences_are_in_the_language_that_their_file_is_named_after(tongue: str) -> None:
    told = [language.detect(line) for line in sentences(tongue)]
    assert {*told} <= {tongue, ""}
    assert told.count(tongue) >= 0.9 * len(told)


def test_sentences_follow_the_same_order_in_every_language() -> None:
    """What they say is alike, so that the means of two languages differ by language and not by subject."""
    assert len({len(sentences(tongue)) for tongue in TONGUES}) == 1
