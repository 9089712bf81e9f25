"""How long the engine takes, without a server: one sentence, batches, compiling. On one thread."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import Any, Final, TypeVar

import numpy as np

from bench import workload
from bench.machine import resident_mb
from bench.vectors import CachedEncoder
from earmark.engine import background, fits, phrases
from earmark.engine.blas import single_threaded
from earmark.engine.encoder import Encoder
from earmark.engine.matcher import CompiledMatcher, KnownVectors, compile_matcher
from earmark.engine.text import as_read
from earmark.engine.whitening import Vectors
from earmark.types import Message, Tracker

T = TypeVar("T")

#: Trackers, and phrases of each.
SIZES: Final = ((5, 5), (500, 50))
#: Trackers of 50 phrases: how the time of a sentence grows with them.
GROWING: Final = (10, 50, 100, 250, 500)
_GROWING_PHRASES: Final = 50
_GROWING_SENTENCES: Final = 60
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
    """Figures for each of `SIZES`, how time grows with trackers, and how fast new phrases are encoded."""
    some = phrases.texts_of(workload.trackers(*SIZES[-1]))[::_NEW_PHRASES_EVERY]
    began = perf_counter()
    for encoder in encoders.values():
        encoder.encode(some)
    new_phrases_per_s = len(some) / (perf_counter() - began)
    compile_matcher(workload.trackers(1, 1), encoders)  # the first one of a process loads what all share
    return {
        "new_phrases_per_s": new_phrases_per_s,
        "sizes": [_measure(trackers, each, encoders, known) for trackers, each in SIZES],
        "growing": [{"trackers": count, "rest_p50_ms": _rest_p50_ms(count, encoders, known)} for count in GROWING],
        "resident_mb": resident_mb(os.getpid()),
    }


def _measure(count: int, each: int, encoders: Mapping[str, Encoder], known: KnownVectors) -> dict[str, Any]:
    trackers = workload.trackers(count, each)
    timed = {space: TimedEncoder(encoder) for space, encoder in encoders.items()}
    matcher, fit_and_compile_s = _took_s(lambda: compile_matcher(trackers, timed, known))
    _, compile_s = _took_s(lambda: compile_matcher(trackers, timed, known, fits=matcher.fits))
    edited = [*trackers[:-1], replace(trackers[-1], phrases=trackers[-1].phrases[1:])]
    _, edit_s = _took_s(lambda: compile_matcher(edited, timed, known, fits=matcher.fits, base=matcher))
    said = [Message(text) for text in workload.sentences(_WARM_UP + _SINGLE + _BATCHES * _BATCH_SENTENCES)]
    for message in said[:_WARM_UP]:
        matcher.match([message])
    times = [_timed(matcher, [message], timed) for message in said[_WARM_UP : _WARM_UP + _SINGLE]]
    whole, rest = ([one[part] for one in times] for part in (0, 1))
    last = said[_WARM_UP + _SINGLE :]
    batches = [last[first : first + _BATCH_SENTENCES] for first in range(0, len(last), _BATCH_SENTENCES)]
    raw_s = matched_s = 0.0
    for batch in batches:  # in turn, so that both meet the same machine
        raw_s += _encoding_s(batch, encoders)
        matched_s += _took_s(partial(matcher.match, batch))[1]
    return {
        "trackers": count,
        "phrases": count * each,
        "fit_and_compile_s": fit_and_compile_s,
        "compile_s": compile_s,
        "edit_s": edit_s,
        "refit_s": _refit_s(trackers, encoders, known),
        "sentence_p50_ms": float(np.percentile(whole, 50)),
        "sentence_p99_ms": float(np.percentile(whole, 99)),
        "rest_p50_ms": float(np.percentile(rest, 50)),
        "rest_p99_ms": float(np.percentile(rest, 99)),
        "batch_sentences_per_s": len(last) / matched_s,
        "raw_sentences_per_s": len(last) / raw_s,
    }


def _encoding_s(messages: Sequence[Message], encoders: Mapping[str, Encoder]) -> float:
    texts = [as_read(message.text) for message in messages]
    return sum(_took_s(partial(encoder.encode, texts))[1] for encoder in encoders.values())


def _rest_p50_ms(count: int, encoders: Mapping[str, Encoder], known: KnownVectors) -> float:
    """Milliseconds of a sentence that are not the encoders'."""
    timed = {space: TimedEncoder(encoder) for space, encoder in encoders.items()}
    matcher = compile_matcher(workload.trackers(count, _GROWING_PHRASES), timed, known)
    said = [Message(text) for text in workload.sentences(_GROWING_SENTENCES)]
    return float(np.percentile([_timed(matcher, [message], timed)[1] for message in said], 50))


def _refit_s(trackers: Sequence[Tracker], encoders: Mapping[str, Encoder], known: KnownVectors) -> float:
    """Seconds in which the whitening of all spaces is fitted anew."""
    texts = phrases.texts_of(trackers)
    generic = {space: background.vectors(encoder) for space, encoder in encoders.items()}

    def refit() -> None:
        for space, encoder in encoders.items():
            fits.of_texts(encoder, texts, known[space], generic[space])

    return _took_s(single_threaded(refit))[1]


def _timed(
    matcher: CompiledMatcher, messages: Sequence[Message], timed: Mapping[str, TimedEncoder]
) -> tuple[float, float]:
    """Milliseconds of all, and of all but the encoders' own."""
    before_s = sum(one.spent_s for one in timed.values())
    _, took_s = _took_s(lambda: matcher.match(messages))
    return 1_000 * took_s, 1_000 * (took_s - sum(one.spent_s for one in timed.values()) + before_s)


def _took_s(work: Callable[[], T]) -> tuple[T, float]:
    began = perf_counter()
    done = work()
    return done, perf_counter() - began
