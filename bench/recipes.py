"""What is compared: the plain best cosine of an embedding router, and earmark's recipe with parts left out.

Composed of the engine's own public functions, so that a part left out is the only difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bench.talk import Talk, best_of_groups
from earmark import suites
from earmark.engine import background, fits, language, phrases
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE, Encoder
from earmark.engine.matcher import compile_matcher
from earmark.engine.scoring import Rows, Scores, best_per_tracker
from earmark.engine.whitening import Vectors, Whitening
from earmark.suites import Predictions, Suite
from earmark.types import Tracker


@dataclass(frozen=True, slots=True)
class Parts:
    """Which parts of the recipe take part. Vetoes are not among them: they act on what these parts let through.

    Attributes:
        length: Whether a message near the mean counts for less.
        spaces: The encoders to be used where they serve; what none of them serves is left to the multilingual one.
    """

    whitening: bool = True
    length: bool = True
    centroid: bool = True
    windows: bool = True
    spaces: tuple[str, ...] = (ENGLISH_SPACE, MULTILINGUAL_SPACE)


def shipped(
    suite: Suite, encoders: Mapping[str, Encoder], backgrounds: Mapping[str, Vectors] | None = None
) -> Predictions:
    """Scores and matches of the matcher itself: the same as those of ``earmark eval``."""
    compiled = compile_matcher(suite.trackers, encoders, backgrounds=backgrounds)
    return suites.predict(suite, compiled, lambda _: None)


def best_cosine(trackers: Sequence[Tracker], talk: Talk, encoders: Mapping[str, Encoder]) -> Scores:
    """What an embedding router scores: one encoder, texts as they stand, the phrase nearest to any span."""
    tags = {language.primary(tag) for tracker in trackers for tag in tracker.languages}
    encoder = encoders[ENGLISH_SPACE if tags == {language.ENGLISH} else MULTILINGUAL_SPACE]
    known = encoder.encode([text for tracker in trackers for text in tracker.phrases])
    best = best_per_tracker(encoder.encode(talk.spans) @ known.T, _starts(trackers))
    return found_only(best_of_groups(best, talk.span_rows))


def recipe(trackers: Sequence[Tracker], talk: Talk, encoders: Mapping[str, Encoder], parts: Parts) -> Scores:
    """earmark's scores before any veto, made of some of its parts; shape ``(messages, trackers)``."""
    kept = np.flatnonzero(talk.whole | parts.windows)
    spans = [talk.spans[place] for place in kept]
    sentence_is_english = np.array([language.primary(one.language) == language.ENGLISH for one in talk.sentences])
    english_rows = np.flatnonzero(sentence_is_english[talk.span_sentences[kept]])
    english_trackers = [
        place
        for place, one in enumerate(trackers)
        if language.of_tracker(one.phrases, one.languages) in ("", language.ENGLISH)
    ]
    total = np.zeros((len(spans), len(trackers)), np.float32)
    served = np.zeros_like(total)
    # The multilingual encoder comes last: alone it serves what is left.
    for space, rows, members in (
        (ENGLISH_SPACE, english_rows, english_trackers),
        (MULTILINGUAL_SPACE, np.arange(len(spans)), list(range(len(trackers)))),
    ):
        if not members or not rows.size or (space == ENGLISH_SPACE and space not in parts.spaces):
            continue
        scores = _scores_in_space(trackers, members, [spans[row] for row in rows], encoders[space], parts)
        cells = np.ix_(rows, np.array(members))
        wanted = served[cells] == 0 if space not in parts.spaces else np.ones_like(scores, dtype=bool)
        total[cells] += np.where(wanted, scores, 0)
        served[cells] += wanted
    return found_only(best_of_groups(total / served, talk.span_rows[kept]))


def found_only(scores: Scores) -> Scores:
    """Scores without those of pairs that share nothing: they count as never found, as in ``earmark eval``."""
    return np.where(scores <= 0, -np.inf, scores).astype(np.float32)


def _scores_in_space(
    trackers: Sequence[Tracker], members: Sequence[int], texts: Sequence[str], encoder: Encoder, parts: Parts
) -> Scores:
    served = [trackers[place] for place in members]
    vector_of = phrases.encode_missing(phrases.texts_of(served), encoder, {})
    fit = fits.of_texts(encoder, phrases.texts_of(served), vector_of, background.vectors(encoder)).whitening
    if not parts.length:
        fit = replace(fit, usual=0.0)
    if not parts.whitening:
        nothing = np.zeros(encoder.dim, np.float32), np.eye(encoder.dim, dtype=np.float32)
        fit = Whitening(*nothing, fit.floor, usual=0.0)
    matrix = phrases.joined([phrases.piece(one, vector_of, fit) for one in served], members, encoder, fit)
    seen = matrix.read(texts)
    if parts.centroid:
        return matrix.score(seen)
    return best_per_tracker(seen @ matrix.phrases, matrix.starts) * matrix.gains


def _starts(trackers: Sequence[Tracker]) -> Rows:
    """First phrase of each tracker, where the phrases of all follow each other."""
    return np.cumsum([0, *(len(tracker.phrases) for tracker in trackers[:-1])], dtype=np.intp)
