"""Times and memory as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, Final

from bench.cells import machine, mb, pair, table

_DATABASES: Final = {"sqlite": "SQLite", "postgres": "Postgres"}


def speed_tables(figures: Mapping[str, Any]) -> str:
    engine = [
        (
            f"{one['phrases']:,}",
            f"{one['sentence_p50_ms']:.1f} ms",
            f"{one['sentence_p99_ms']:.1f} ms",
            f"{one['rest_p50_ms']:.1f} ms",
            f"{one['rest_p99_ms']:.1f} ms",
            f"{one['batch_sentences_per_s']:.0f}",
            f"{100 * one['batch_sentences_per_s'] / one['raw_sentences_per_s']:.0f} %",
        )
        for one in figures["engine"]["sizes"]
    ]
    compiling = [
        (
            f"{one['phrases']:,}",
            *(f"{1_000 * one[figure]:.0f} ms" for figure in ("compile_s", "edit_s", "refit_s")),
        )
        for one in figures["engine"]["sizes"]
    ]
    growing = [(str(one["trackers"]), f"{one['rest_p50_ms']:.1f} ms") for one in figures["engine"]["growing"]]
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
                    "without encoders, p50",
                    "p99",
                    "in batches of 64, sentences a second",
                    "of the encoders' own",
                ),
                engine,
            ),
            table(("phrases", "compile", "after an edit", "refit the whitening"), compiling),
            table(("trackers of 50 phrases", "a sentence without encoders, p50"), growing),
            f"Resident memory of the engine with 25,000 phrases: {mb(figures['engine']['resident_mb'])}.",
            f"New phrases are encoded at {figures['engine']['new_phrases_per_s']:.0f} a second, once for all.",
            "### Server: conversations of 20 sentences over HTTP, SQLite",
            table(("what", "measured"), rows),
        )
    )


def reads_tables(figures: Mapping[str, Any]) -> str:
    holds = (
        f"{figures['conversations']:,} conversations with {figures['messages']:,} messages and {figures['hits']:,} "
        f"hits. Each read is repeated by one client alone for {figures['seconds'] / 2:g} s, then by "
        f"{figures['clients']} at a time for {figures['seconds']:g} s."
    )
    parts = [_circumstances(figures), holds]
    for key, name in _DATABASES.items():
        if key in figures:
            parts += [f"### {name}", _reads(figures[key]["reads"], figures["clients"]), _server(figures[key])]
    return "\n\n".join(parts)


def history_tables(figures: Mapping[str, Any]) -> str:
    parts = [_circumstances(figures)]
    for size in figures["sizes"]:
        rows = [
            (
                one["tracker"].lower(),
                f"{100 * one['share']:.1f} %",
                f"{one['hits']:,}",
                f"{median(one['backtests_s']):.1f} s",
                f"{max(one['backtests_s']):.1f} s",
                f"{one['run_s']:.1f} s",
            )
            for one in size["searches"]
        ]
        parts += [
            f"### {size['messages']:,} messages in {size['conversations']:,} conversations",
            table(("found", "in messages", "hits", "backtest, p50", "slowest", "run"), rows),
            f"The database has {mb(size['database_mb'])}. Resident memory before the first search: "
            f"{mb(size['ready_mb'])}; the most that the server ever had: {mb(size['peak_mb'])}.",
        ]
    return "\n\n".join(parts)


def _circumstances(figures: Mapping[str, Any]) -> str:
    """The machine, and how busy it was just before."""
    return f"{machine(figures['machine'])} Load average before: {figures['load']:.1f}."


def _reads(reads: Sequence[Mapping[str, Any]], clients: int) -> str:
    rows = [
        (
            one["what"],
            *(f"{one['alone'][figure]:.1f} ms" for figure in ("p50", "p99")),
            f"{one['together']['per_s']:,.0f}",
            *(f"{one['together'][figure]:.1f} ms" for figure in ("p50", "p99")),
        )
        for one in reads
    ]
    return table(("read", "alone, p50", "p99", f"{clients} clients: a second", "p50", "p99"), rows)


def _server(figures: Mapping[str, Any]) -> str:
    memory = f"Resident memory after all reads: {mb(figures['mb'])}."
    return f"Start until `/health/ready`: {figures['start_s']:.1f} s. {memory}"
