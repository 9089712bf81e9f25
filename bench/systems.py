"""The systems that are compared: each reads the same sentences and windows of a suite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bench import overlap, recipes, reference
from bench.comparison import Said
from bench.peers import answers
from bench.talk import Talk, best_of_groups
from earmark.engine.encoder import Encoder
from earmark.suites import Suite

#: As tables show them, in this order.
TITLES: Final[Mapping[str, str]] = {
    "overlap": "word overlap",
    "cosine": "best cosine",
    answers.ROUTER: "semantic-router",
    answers.FITTED_ROUTER: "semantic-router, fitted",
    answers.SETFIT: "SetFit",
    "recipe": "whitened recipe",
    "earmark": "earmark",
}
#: Those that run in an environment of their own; where it is missing, what was recorded stands in.
PEERS: Final = (answers.ROUTER, answers.FITTED_ROUTER, answers.SETFIT)

#: Where each begins to fire, read off by ``bench/fit_baselines.py`` in the same way as earmark's own.
OVERLAP_THRESHOLD: Final = 0.26
COSINE_THRESHOLD: Final = 0.60


def of_suite(suite: Suite, talk: Talk, encoders: Mapping[str, Encoder]) -> dict[str, Said]:
    """What each system says of a suite, by name; without the peers that cannot be asked."""
    labelled = suite.labelled
    lexical = recipes.found_only(best_of_groups(overlap.score(suite.trackers, talk.spans), talk.span_rows))
    cosine = recipes.best_cosine(suite.trackers, talk, encoders)
    generic = reference.generic_sentences(suite.name, reference.SENTENCES)
    whitened = recipes.found_only(reference.scores(suite.trackers, talk, encoders, generic))
    own = recipes.shipped(suite, encoders)
    return {
        "overlap": Said(lexical, lexical >= OVERLAP_THRESHOLD, labelled),
        "cosine": Said(cosine, cosine >= COSINE_THRESHOLD, labelled),
        **answers.router(suite, talk, encoders),
        **answers.setfit(suite, talk),
        "recipe": Said(whitened, whitened >= reference.THRESHOLD, labelled),
        "earmark": Said(own.scores, own.matches, labelled),
    }
