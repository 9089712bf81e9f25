"""``earmark track``: trackers found in files, without a server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from earmark import textfile, trackerfile, transcripts
from earmark.cli import moments
from earmark.cli.console import fetch_models, progress
from earmark.cli.moments import Format, Moment
from earmark.config import load_settings
from earmark.engine import language, matcher, sentences
from earmark.services.encoders import load_encoders
from earmark.types import Message

#: Sentences matched between two moves of the progress bar.
_STEP_MESSAGES = 256


def track(
    files: Annotated[
        list[str],
        typer.Argument(help="Conversations: .txt, .srt, .vtt, .json, .jsonl, or `-` for standard input."),
    ],
    trackers: Annotated[
        Path, typer.Option("--trackers", "-t", help="Trackers: .yaml, .json, .jsonl or .csv.", show_default=False)
    ],
    output: Annotated[Format, typer.Option("--format", "-f", help="How hits are printed.")] = Format.TABLE,
) -> None:
    """Find trackers in conversations and print each hit. Needs no server.

    Example: `earmark track call.vtt --trackers trackers.yaml --format jsonl`
    """
    # Everything is read before anything is matched: a mistake in the last file should not cost a wait.
    wanted = [entry.tracker for entry in trackerfile.read(str(trackers), textfile.read_bytes(trackers))]
    talks = [(name, _messages(name)) for name in files]
    folder = load_settings().model_folder
    fetch_models(folder)
    compiled = matcher.compile_matcher(wanted, load_encoders(folder))
    found: list[Moment] = []
    with progress("Matching sentences", sum(len(messages) for _, messages in talks)) as advance:
        for name, messages in talks:
            read = language.assigned(messages)
            for first in range(0, len(read), _STEP_MESSAGES):
                step = read[first : first + _STEP_MESSAGES]
                found += moments.moments(name, compiled.match(step))
                advance(len(step))
    moments.write(found, output, sys.stdout, show_file=len(talks) > 1)


def _messages(name: str) -> list[Message]:
    """The sentences of a file, or of standard input."""
    data = sys.stdin.buffer.read() if name == "-" else textfile.read_bytes(name)
    return [sentence for turn in transcripts.read(name, data).messages for sentence in sentences.cut(turn)]
