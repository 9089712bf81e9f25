"""A suite's messages as all compared systems read them: cut into the same sentences and the same windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from earmark.engine import sentences
from earmark.engine.scoring import Scores
from earmark.engine.text import words
from earmark.engine.windows import windows
from earmark.suites import Suite
from earmark.types import Message

Rows = NDArray[np.intp]

SEED = 7


@dataclass(frozen=True, slots=True)
class Talk:
    """
    Messages cut into sentences and these into spans; nothing is empty, order is kept.

    Attributes:
        sentences: Of all messages.
        sentence_rows: The message of each sentence, rising.
        spans: Texts to be compared: each sentence whole, then its windows if it is long.
        span_sentences: The sentence of each span, rising.
        whole: Which spans are whole sentences.
    """

    sentences: tuple[Message, ...]
    sentence_rows: Rows
    spans: tuple[str, ...]
    span_sentences: Rows
    whole: NDArray[np.bool_]

    @property
    def span_rows(self) -> Rows:
        """The message of each span."""
        return self.sentence_rows[self.span_sentences]


def cut(messages: Sequence[Message]) -> Talk:
    """Cut messages as the server cuts them."""
    said = [(row, sentence) for row, one in enumerate(messages) for sentence in sentences.cut(one) or [one]]
    places = [windows(words(sentence.text), len(sentence.text)) for _, sentence in said]
    counts = [len(spans) for spans in places]
    return Talk(
        sentences=tuple(sentence for _, sentence in said),
        sentence_rows=np.array([row for row, _ in said], dtype=np.intp),
        spans=tuple(
            sentence.text[start:end] for (_, sentence), spans in zip(said, places, strict=True) for start, end in spans
        ),
        span_sentences=np.repeat(np.arange(len(said)), counts),
        whole=np.array([number == 0 for count in counts for number in range(count)], dtype=bool),
    )


def best_of_groups(scores: Scores, groups: Rows) -> Scores:
    """The highest score in each group of neighboring rows; *groups* rises and leaves no number out."""
    best: Scores = np.maximum.reduceat(scores, np.flatnonzero(np.diff(groups, prepend=-1)), axis=0)
    return best


def sample(suite: Suite, messages: int) -> Suite:
    """At most about so many messages of a suite: whole conversations, drawn with a fixed seed, in their order."""
    conversations = suite.labelled.conversations
    sizes = np.bincount(conversations)
    if sizes.sum() <= messages:
        return suite
    drawn = np.random.default_rng(SEED).permutation(len(sizes))
    # The conversation that crosses the limit stays out, unless it is the first.
    fitting = drawn[: max(1, int(np.searchsorted(np.cumsum(sizes[drawn]), messages, side="right")))]
    kept = np.flatnonzero(np.isin(conversations, fitting))
    labelled = replace(
        suite.labelled,
        truth=suite.labelled.truth[kept],
        judged=suite.labelled.judged[kept],
        conversations=np.unique(conversations[kept], return_inverse=True)[1],
    )
    return replace(suite, messages=tuple(suite.messages[row] for row in kept), labelled=labelled)
