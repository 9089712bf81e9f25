"""``earmark explain``: one sentence against trackers, as a picture in the terminal."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.text import Text

from earmark import textfile, trackerfile
from earmark.checks import check_language
from earmark.cli.console import PlainConsole, fetch_models, model_folder, print_json

if TYPE_CHECKING:
    from earmark.engine.explanation import Explanation, PhraseSays

#: Trackers that are shown when none is named: those that fire, and the nearest others.
_SHOWN: Final = 3
#: Phrases that are shown of one tracker.
_PHRASES: Final = 5
_BAR: Final = 24
#: A phrase that is further away would not fire without a veto either.
_NEAR: Final = 0.1
_VETOES: Final = {
    "counter_example": "a counter-example is nearer",
    "negated": "one of the two is negated",
    "antonym": "a word stands as its opposite",
    "implicit_negative": "a word denies it",
    "hypothetical": "it is only supposed",
    "past": "it was so once",
    "question": "it is asked, not said",
}


def explain(
    sentence: Annotated[str, typer.Argument(help="What somebody says.", show_default=False)],
    trackers: Annotated[
        Path, typer.Option("--trackers", "-t", help="Trackers: .yaml, .json, .jsonl or .csv.", show_default=False)
    ],
    tracker: Annotated[
        str | None, typer.Option("--tracker", help="Show this one only, by its name.", show_default=False)
    ] = None,
    language: Annotated[
        str, typer.Option("--language", help="BCP-47 tag, where the sentence alone does not tell.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> None:
    """Show why trackers fire on a sentence, or why they do not. Needs no server.

    For each tracker: how near the sentence comes and where the threshold is; its nearest phrases; what was vetoed; how
    near its counter-examples are; and what would have to change.

    Example: `earmark explain "We ran out of budget" --trackers trackers.yaml`
    """
    from earmark.engine import explanation, matcher
    from earmark.services.encoders import load_encoders
    from earmark.types import Message

    wanted = [entry.tracker for entry in trackerfile.read(str(trackers), textfile.read_bytes(trackers))]
    if tracker is not None and tracker not in {one.name for one in wanted}:
        raise typer.BadParameter(f"{trackers} has no tracker {tracker!r}.", param_hint="--tracker")
    if language:
        check_language("--language", language)
    folder = model_folder()
    fetch_models(folder)
    # All of them, since they are compared with each other: alone a tracker would score otherwise.
    compiled = matcher.compile_matcher(wanted, load_encoders(folder))
    found = [
        one
        for one in explanation.explain(compiled, Message(sentence, language=language))
        if tracker is None or one.tracker.name == tracker
    ]
    if as_json:
        print_json([_record(one) for one in found], sys.stdout, indent=2)
        return
    fired = sum(one.fires for one in found)
    console = PlainConsole()
    console.print(Text(sentence, style="bold"))
    for one in found[: max(fired, _SHOWN)]:
        console.print()
        for line in _picture(one, sentence):
            console.print(line, soft_wrap=True)
    if len(found) > max(fired, _SHOWN):
        console.print(f"\n{len(found) - max(fired, _SHOWN)} more trackers are further away; --tracker NAME shows one.")
    versions = compiled.versions
    models = ", ".join(f"{space} {digest}" for space, digest in versions.models.items())
    console.print(f"\nmodels {models}; whitening {versions.fit}; calibration {versions.calibration}", style="dim")


def _picture(one: Explanation, sentence: str) -> list[Text]:
    verdict = Text("fires", style="bold green") if one.fires else Text("does not fire", style="dim")
    lines = [Text.assemble((one.tracker.name, "bold"), ": ", verdict)]
    lines += [
        Text.assemble("  ", (match.text, "green"), f"  {match.kind.value}: {match.phrase}") for match in one.matches
    ]
    lines.append(Text(f"  score      {_bar(one.score, one.threshold)}  {_number(one.score)} of {one.threshold:.2f}"))
    lines += [
        Text(f"  phrase     {_bar(says.nearness)}  {_number(says.nearness)}  {_said(says, sentence)}")
        for says in one.phrases[:_PHRASES]
    ]
    if len(one.phrases) > _PHRASES:
        lines.append(Text(f"             and {len(one.phrases) - _PHRASES} phrases that are further away"))
    lines += [
        Text(f"  counter    {_bar(counter.nearness)}  {_number(counter.nearness)}  {counter.phrase}", style="dim")
        for counter in one.counter_examples[:_PHRASES]
    ]
    return lines + [Text(f"  -> {advice}") for advice in _advice(one)]


def _said(says: PhraseSays, sentence: str) -> str:
    told = says.phrase
    if says.kind is not None:
        told += f"  (found by its words: {says.kind.value})"
    if says.veto and (says.nearness or 0) >= _NEAR:
        told += f"  (vetoed: {_VETOES.get(says.veto, says.veto)})"
    if says.said and says.said != sentence:
        told += f"  <- {says.said}"
    return told


def _advice(one: Explanation) -> list[str]:
    """What would have to change."""
    if one.fires:
        return []
    if not one.worded:
        return ["There is no word in it, and only words mean something."]
    if not one.hears:
        return [f"It is not meant for talk in {one.language}; add the language to its languages."]
    advice = []
    if one.score is None and any(says.nearness is not None for says in one.phrases):
        advice.append("Every phrase that comes near is vetoed. If it should fire, add a phrase that says it this way.")
    elif one.needed is None:
        advice.append("No sensitivity is high enough; a phrase that says it this way would fire.")
    else:
        advice.append(f"It fires from sensitivity {one.needed:.2f} on; it is set to {one.tracker.sensitivity:.2f}.")
    return advice


def _bar(score: float | None, threshold: float | None = None) -> str:
    """A score from 0 to 1 as a bar, with a mark where the threshold is."""
    filled = round(_BAR * min(max(score or 0.0, 0.0), 1.0))
    cells = ["#"] * filled + ["."] * (_BAR - filled)
    if threshold is not None:
        cells[min(round(_BAR * threshold), _BAR - 1)] = "|"
    return "".join(cells)


def _number(score: float | None) -> str:
    return "  - " if score is None else f"{max(score, 0):.2f}"


def _record(one: Explanation) -> dict[str, Any]:
    return {
        "tracker": one.tracker.name,
        "language": one.language,
        "fires": one.fires,
        "score": one.score,
        "threshold": one.threshold,
        "sensitivity": one.tracker.sensitivity,
        "sensitivityNeeded": one.needed,
        "matches": [
            {
                "phrase": match.phrase,
                "kind": match.kind.value,
                "score": match.score,
                "margin": match.margin,
                "start": match.start,
                "end": match.end,
                "text": match.text,
                "why": None if match.why is None else asdict(match.why),
            }
            for match in one.matches
        ],
        "phrases": [asdict(says) for says in one.phrases],
        "counterExamples": [asdict(counter) for counter in one.counter_examples],
    }
