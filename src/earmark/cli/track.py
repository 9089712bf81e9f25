"""``earmark track``: trackers found in files, without a server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from earmark import textfile, trackerfile, transcripts
from earmark.cli import moments
from earmark.cli.console import fetch_models, model_folder, progress
from earmark.cli.moments import Format, Moment
from earmark.errors import Invalid
from earmark.types import Message

#: Named instead of a file, for standard input; and what errors call it.
_STDIN: Final = "-"
_STDIN_NAME: Final = "standard input"
#: Sentences matched between two moves of the progress bar.
_STEP_MESSAGES: Final = 64


def track(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="Conversations: .txt, .srt, .vtt, .json, .jsonl, or `-` for standard input.",
            show_default=False,
        ),
    ],
    trackers: Annotated[
        Path, typer.Option("--trackers", "-t", help="Trackers: .yaml, .json, .jsonl or .csv.", show_default=False)
    ],
    output: Annotated[Format, typer.Option("--format", "-f", help="How hits are printed.")] = Format.TABLE,
) -> None:
    """Find trackers in conversations and print each hit. Needs no server.

    A hit is one tracker in one sentence: with the phrase that comes nearest, how it was found (by its exact words, by
    inflected words, or by meaning), how near it comes, and the words that carry it.

    In CSV an apostrophe goes before a text that begins with `=`, `+`, `-`, `@`, a tab or a line end, so that no
    spreadsheet takes what was said for a formula.

    Example: `earmark track call.vtt --trackers trackers.yaml --format jsonl`
    """
    from earmark.engine import language, matcher
    from earmark.services.encoders import load_encoders

    # Everything is read before anything is matched: a mistake in the last file should not cost a wait.
    wanted = [entry.tracker for entry in trackerfile.read(str(trackers), textfile.read_bytes(trackers))]
    if files.count(_STDIN) > 1:
        raise Invalid(f"Standard input can be read only once; name {_STDIN} once.")
    talks = [(name, language.assigned(_sentences(name))) for name in files]
    folder = model_folder()
    fetch_models(folder)
    compiled = matcher.compile_matcher(wanted, load_encoders(folder))
    found: list[Moment] = []
    with progress("Matching sentences", sum(len(messages) for _, messages in talks)) as advance:
        for name, messages in talks:
            for first in range(0, len(messages), _STEP_MESSAGES):
                step = messages[first : first + _STEP_MESSAGES]
                found += moments.moments(name, compiled.match(step))
                advance(len(step))
    moments.write(found, output, sys.stdout, files=len(talks))


def _sentences(name: str) -> list[Message]:
    """The sentences of a file, or of standard input."""
    from earmark.engine import sentences

    if name == _STDIN:
        talk = transcripts.read(_STDIN_NAME, _standard_input())
    else:
        talk = transcripts.read(name, textfile.read_bytes(name))
    return [sentence for turn in talk.messages for sentence in sentences.cut(turn)]


def _standard_input() -> bytes:
    # None where the process was started with it closed.
    return b"" if sys.stdin is None else sys.stdin.buffer.read()
