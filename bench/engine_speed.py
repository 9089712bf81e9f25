"""How long the engine takes, without a server: one sentence, batches, compiling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any, Final

import numpy as np

from bench import workload
from bench.vectors import CachedEncoder
from earmark.engine import phrases
from earmark.engine.encoder import Encoder
from earmark.engine.matcher import CompiledMatcher, KnownVectors, compile_matcher
from earmark.engine.whitening import Vectors
from earmark.types import Message

#: Trackers, and phrases of each.
SIZES: Final = ((5, 5), (500, 50))
_NEW_PHRASES_EVERY: Final = 50
_WARM_UP: Final = 20
_SINGLE: Final = 300
_BATCHES: Final = 10
_BATCH_SENTENCES: Final = 64


class TimedEncoder:
    """An encoder that adds up how long it worked."""

    def __init__(self, encoder: Encoder) -> None:
        self.space = encoder.space
        self.model = encoder.model
        self.dim = encoder.dim
        self.spent_s = 0.0
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> Vectors:
        began = perf_counter()
        vectors = self._encoder.encode(texts)
        self.spent_s += perf_counter() - began
        return vectors


def known_vectors(encoders: Mapping[str, Encoder]) -> KnownVectors:
    """By space, the vectors of all phrases that speed is measured with; minutes at first, kept on disk for later."""
    known = {}
    texts = phrases.texts_of(workload.trackers(*SIZES[-1]))
    for space, encoder in encoders.items():
        cached = CachedEncoder(encoder)
        known[space] = phrases.encode_missing(texts, cached, {})
        cached.save()
    return known


def measure(encoders: Mapping[str, Encoder], known: KnownVectors) -> dict[str, Any]:
    """Figures for each of `SIZES`, and how fast new phrases are encoded."""
    some = phrases.texts_of(workload.trackers(*SIZES[-1]))[::_NEW_PHRASES_EVERY]
    began = perf_counter()
    for encoder in encoders.values():
        encoder.encode(some)
    new_phrases_per_s = len(some) / (perf_counter() - began)
    compile_matcher(workload.trackers(1, 1), encoders)  # the first one of a process loads what all share
    return {
        "new_phrases_per_s": new_phrases_per_s,
        "sizes": [_measure(trackers, each, encoders, known) for trackers, each in SIZES],
    }


def _measure(count: int, each: int, encoders: Mapping[str, Encoder], known: KnownVectors) -> dict[str, Any]:
    trackers = workload.trackers(count, each)
    timed = {space: TimedEncoder(encoder) for space, encoder in encoders.items()}
    began = perf_counter()
    matcher = compile_matcher(trackers, timed, known)
    compile_s = perf_counter() - began
    said = [Message(text) for text in workload.sentences(_WARM_UP + _SINGLE + _BATCHES * _BATCH_SENTENCES)]
    for message in said[:_WARM_UP]:
        matcher.match([message])
    spent_before_s = sum(one.spent_s for one in timed.values())
    times_ms = [_timed_ms(matcher, [message]) for message in said[_WARM_UP : _WARM_UP + _SINGLE]]
    encoding_ms = 1_000 * (sum(one.spent_s for one in timed.values()) - spent_before_s)
    rest = said[_WARM_UP + _SINGLE :]
    batches = [rest[first : first + _BATCH_SENTENCES] for first in range(0, len(rest), _BATCH_SENTENCES)]
    batch_ms = sum(_timed_ms(matcher, batch) for batch in batches)
    return {
        "trackers": count,
        "phrases": count * each,
        "compile_s": compile_s,
        "sentence_p50_ms": float(np.percentile(times_ms, 50)),
        "sentence_p99_ms": float(np.percentile(times_ms, 99)),
        "encoder_share": encoding_ms / sum(times_ms),
        "batch_sentences_per_s": 1_000 * len(rest) / batch_ms,
    }


def _timed_ms(matcher: CompiledMatcher, messages: Sequence[Message]) -> float:
    began = perf_counter()
    matcher.match(messages)
    return 1_000 * (perf_counter() - began)
