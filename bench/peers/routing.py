"""semantic-router with a route for each tracker, on vectors that are given. Runs in the peers' environment.

    python -m bench.peers.routing FOLDER ...

Asks the router's public interface alone: a query gives all routes with the router's confidence, best first.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
from semantic_router import IndexedRouter, Route
from semantic_router.encoders import DenseEncoder

from bench.peers import exchange
from bench.peers.exchange import Given, Rows

#: As it comes, and calibrated on labelled texts.
PLAIN: Final = "router"
FITTED: Final = "router-fitted"


class KnownVectors(DenseEncoder):
    """Answers with vectors that were computed before."""

    name: str = "known vectors"
    vectors: Mapping[str, Any] = {}

    def __call__(self, docs: list[Any]) -> list[list[float]]:
        return [self.vectors[text].tolist() for text in docs]


def routes(given: Given) -> list[Route]:
    return [Route(name=str(number), utterances=list(group)) for number, group in enumerate(given.phrases)]


def confidences(router: IndexedRouter, texts: Sequence[str], count: int) -> Rows:
    """The router's confidence in each route for each text."""
    found = np.zeros((len(texts), count), np.float32)
    for row, text in enumerate(texts):
        for choice in router(text, limit=None):
            found[row, int(choice.name)] = choice.confidence
    return found


def fit(router: IndexedRouter, given: Given, confident: Mapping[str, Rows]) -> None:
    """
    Calibrate on labelled messages, each as the text of it that the router is surest of.

    Of several labels a message has the one that the router answers, if it is among them.
    """
    texts, labels = [], []
    for said, truth in zip(given.labelled, given.labels, strict=True):
        surest = max(said, key=lambda text: confident[text].max())
        answer = int(confident[surest].argmax())
        texts.append(surest)
        labels.append(None if not truth else str(answer if answer in truth else truth[0]))
    router.fit(X=texts, y=labels)


def main() -> None:
    told = {"semantic-router": version("semantic-router")}
    for folder in map(Path, sys.argv[1:]):
        given = exchange.given(folder)
        router = IndexedRouter(encoder=KnownVectors(vectors=exchange.vectors_of(given, folder)), routes=routes(given))
        count = len(given.phrases)
        confident = confidences(router, given.texts, count)
        exchange.answer(folder, PLAIN, given.texts, confident, told)
        try:
            fit(router, given, dict(zip(given.texts, confident, strict=True)))
        except ValueError as error:  # it needs answers of both kinds: right and wrong
            exchange.forget(folder, FITTED)
            print(f"{given.suite}: {error}", flush=True)
        else:
            exchange.answer(folder, FITTED, given.texts, confidences(router, given.texts, count), told)
        print(f"{given.suite}: {len(given.texts)} texts", flush=True)


if __name__ == "__main__":
    main()
