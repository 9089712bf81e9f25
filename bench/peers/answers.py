"""What the peers say of a suite: asked now where their environment is there, or read from what they said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench.comparison import Said
from bench.peers import environment, exchange
from bench.peers.exchange import FOLDER, Given
from bench.talk import Talk, best_of_groups
from earmark.engine import language
from earmark.engine.encoder import ENGLISH_SPACE, MULTILINGUAL_SPACE, Encoder
from earmark.engine.evaluation import Flags
from earmark.engine.scoring import Scores
from earmark.suites import Suite

#: Forms of the router, and how many messages of the suite it is fitted on.
ROUTER: Final = "router"
FITTED_ROUTER: Final = "router-fitted"
SETFIT: Final = "setfit"
FITTED_ON: Final = 500
_MOST_SHARE: Final = 4
_SEED: Final = 7
#: What its documentation sets after a fit: more likely right than wrong.
FITTED_BAR: Final = 0.5
#: Read off by ``bench/fit_baselines.py``.
SETFIT_THRESHOLD: Final = 0.75


def router(suite: Suite, talk: Talk, encoders: Mapping[str, Encoder]) -> dict[str, Said]:
    """semantic-router as it comes and fitted, on the vectors of the best cosine; nothing without its environment."""
    if not environment.is_there():
        return {}
    learned, left_out = lesson(suite.labelled.conversations)
    truth = suite.labelled.truth & suite.labelled.judged
    spans_of: dict[int, list[str]] = {int(row): [] for row in np.flatnonzero(learned)}
    for row, span in zip(talk.span_rows.tolist(), talk.spans, strict=True):
        if learned[row]:
            spans_of[row].append(span)
    given = Given(
        suite.name,
        [list(tracker.phrases) for tracker in suite.trackers],
        list(dict.fromkeys(talk.spans)),
        labelled=list(spans_of.values()),
        labels=[np.flatnonzero(truth[row]).tolist() for row in spans_of],
    )
    tags = {language.primary(tag) for tracker in suite.trackers for tag in tracker.languages}
    encoder = encoders[ENGLISH_SPACE if tags == {language.ENGLISH} else MULTILINGUAL_SPACE]
    folder = FOLDER / ROUTER / suite.name
    exchange.give(given, folder, encoder.encode(given.every_text))
    environment.run("routing", [folder])
    plain, fitted = exchange.answered(folder, ROUTER), exchange.answered(folder, FITTED_ROUTER)
    confident = plain.rows(talk.spans) if plain else None
    assert plain is not None
    assert confident is not None
    # A route without a retrieved phrase has no score.
    found = np.where(confident != 0, confident, -np.inf)
    scores = best_of_groups(found, talk.span_rows)
    said = {ROUTER: Said(scores, one_best(scores), suite.labelled, plain.told)}
    calibrated = fitted.rows(talk.spans) if fitted else None
    if fitted is not None and calibrated is not None:
        # Calibration says how sure and reorders nothing, so the ranking is the same.
        unlearned = replace(suite.labelled, judged=suite.labelled.judged & ~left_out[:, None])
        matches = one_best(scores) & (best_of_groups(calibrated, talk.span_rows) >= FITTED_BAR)
        said[FITTED_ROUTER] = Said(scores, matches, unlearned, fitted.told)
    return said


def setfit(suite: Suite, talk: Talk) -> dict[str, Said]:
    """SetFit's answers, if it was trained on this suite and has read these very texts."""
    answer = exchange.answered(FOLDER / SETFIT / suite.name, SETFIT)
    rows = answer.rows(talk.spans) if answer else None
    if answer is None or rows is None:
        return {}
    scores = best_of_groups(rows, talk.span_rows)
    return {SETFIT: Said(scores, scores >= SETFIT_THRESHOLD, suite.labelled, answer.told)}


def lesson(conversations: NDArray[np.intp]) -> tuple[Flags, Flags]:
    """
    Which messages the fitted router learns from, and which are not scored for it: all of their conversations.

    Drawn with a fixed seed, conversation after conversation; at most a quarter of the messages is learned from.
    """
    place = np.random.default_rng(_SEED).permutation(int(conversations.max()) + 1)[conversations]
    first = np.argsort(place, kind="stable")[: min(FITTED_ON, len(conversations) // _MOST_SHARE)]
    learned = np.zeros(len(conversations), dtype=bool)
    learned[first] = True
    return learned, np.isin(conversations, conversations[learned])


def one_best(scores: Scores) -> Flags:
    """The one tracker of each message with the highest score, where any has one."""
    matches = np.zeros(scores.shape, dtype=bool)
    messages = np.arange(len(scores))
    matches[messages, scores.argmax(axis=1)] = True
    return matches & np.isfinite(scores)
