"""Trackers tried on the sentences that their file says they must match or leave alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from rich.text import Text

from earmark.cli.console import PlainConsole, counted
from earmark.engine import sentences
from earmark.engine.judgement import VETOED
from earmark.engine.matcher import CompiledMatcher, compile_matcher
from earmark.services.encoders import load_encoders
from earmark.trackerfile import TrackerEntry
from earmark.types import Match, Message, Tracker

#: Below every score that no veto took away: a matcher with it shows how near a sentence comes.
_NO_THRESHOLD: Final = VETOED + 0.001


@dataclass(frozen=True, slots=True)
class Failure:
    """
    A sentence on which a tracker does not do what its file says.

    Attributes:
        must_match: What the file says.
        match: What was found; for a sentence that must match, the nearest phrase, None if a counter-example or a
            negation stands against every one.
    """

    tracker: Tracker
    sentence: str
    must_match: bool
    threshold: float
    match: Match | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of all tests."""

    tests: int
    trackers: int
    failures: tuple[Failure, ...]
    untested: tuple[str, ...]


def run(entries: Sequence[TrackerEntry], model_folder: Path) -> Outcome:
    """Every test of every tracker; each sentence is read on its own, cut as the server cuts a turn of talk."""
    compiled = compile_matcher([entry.tracker for entry in entries], load_encoders(model_folder))
    failures: list[Failure] = []
    for place, entry in enumerate(entries):
        alone = compiled.alone(place)
        nearest = compiled.alone(place, _NO_THRESHOLD)
        threshold = compiled.threshold(place)
        for must_match, texts in ((True, entry.must_match), (False, entry.must_not_match)):
            for text in texts:
                found = _best(alone, text)
                if (found is not None) is not must_match:
                    match = found or _best(nearest, text)
                    failures.append(Failure(entry.tracker, text, must_match, threshold, match))
    tested = [entry for entry in entries if entry.must_match or entry.must_not_match]
    return Outcome(
        tests=sum(len(entry.must_match) + len(entry.must_not_match) for entry in entries),
        trackers=len(tested),
        failures=tuple(failures),
        untested=tuple(entry.tracker.name for entry in entries if entry not in tested),
    )


def write(outcome: Outcome, to: TextIO) -> None:
    """Print the failures, the trackers without a test, and the count."""
    console = PlainConsole(file=to, soft_wrap=True)
    for one in outcome.failures:
        wanted = "must match" if one.must_match else "must not match"
        console.print(Text.assemble(("FAIL", "bold red"), f"  {one.tracker.name}: {wanted}: {one.sentence}"))
        console.print(Text(f"      {_reason(one)}", style="dim"))
    for name in outcome.untested:
        console.print(f"none  {name}: has no tests")
    if outcome.failures or outcome.untested:
        console.print()
    failed, tests = len(outcome.failures), counted(outcome.tests, "test")
    verdict = f"{failed} of {tests} failed" if failed else f"{tests} passed"
    console.print(f"{verdict}, {counted(outcome.trackers, 'tracker')} tested.")


def _reason(one: Failure) -> str:
    if one.match is None:
        return "no phrase may match: a negation or a counter-example stands against it"
    score, phrase = f"{one.match.score:.2f}", one.match.phrase
    if one.must_match:
        return f"score {score}, matches from {one.threshold:.2f}; nearest phrase: {phrase}"
    how = f", found by its {one.match.kind.value} words" if one.match.score < one.threshold else ""
    return f"score {score}, matches from {one.threshold:.2f}{how}; phrase: {phrase}"


def _best(matcher: CompiledMatcher, text: str) -> Match | None:
    found = matcher.match(sentences.cut(Message(text)))
    return max(found, key=lambda match: match.score, default=None)
