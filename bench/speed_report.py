"""Times and memory as tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.cells import machine, mb, pair, table


def speed_tables(figures: Mapping[str, Any]) -> str:
    engine = [
        (
            f"{one['phrases']:,}",
            f"{one['sentence_p50_ms']:.1f} ms",
            f"{one['sentence_p99_ms']:.1f} ms",
            f"{100 * one['encoder_share']:.0f} %",
            f"{one['batch_sentences_per_s']:.0f}",
            f"{1_000 * one['compile_s']:.0f} ms",
        )
        for one in figures["engine"]["sizes"]
    ]
    server = figures["server"]
    rows = [
        ("Start until `/health/ready`, no account yet, no sample", f"{server['start_empty_s']:.1f} s"),
        ("the same, with starter trackers and the sample conversation processed", f"{server['start_sample_s']:.1f} s"),
        ("Resident memory when ready", mb(server["ready_mb"])),
        ("Resident memory after matching against 25,000 phrases", mb(server["many_phrases_mb"])),
        (
            f"Submissions per second, {server['clients']} clients, {server['submissions']} submissions: accepted",
            f"{server['accepted_per_s']:.0f}",
        ),
        ("the same: completed", f"{server['completed_per_s']:.1f}"),
        ("the same: one POST, p50 and p99", pair(server["post_ms"])),
        ("POST to `completed`, one at a time, 25 phrases, p50 and p99", pair(server["completed_ms"])),
        ("POST to `completed`, one at a time, 25,000 phrases, p50 and p99", pair(server["many_phrases_completed_ms"])),
        (
            "the same, the first one after a start: vectors are known, the matcher is not compiled",
            f"{server['many_phrases_first_s']:.1f} s",
        ),
    ]
    return "\n\n".join(
        (
            machine(figures["machine"]),
            "### Engine: text in, matches out",
            table(
                (
                    "phrases",
                    "a sentence, p50",
                    "p99",
                    "of it encoders",
                    "in batches of 64, sentences a second",
                    "compile",
                ),
                engine,
            ),
            f"New phrases are encoded at {figures['engine']['new_phrases_per_s']:.0f} a second, once for all.",
            "### Server: conversations of 20 sentences over HTTP, SQLite",
            table(("what", "measured"), rows),
        )
    )
